"""How a parcel stands: the furthest that was told of it, in whatever order and however often it was told."""

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum


class Direction:
    """Which way a parcel goes: results to a person's home, or papers from there to the office."""

    OUT, IN = "out", "in"
    LABELS = {OUT: "Trả kết quả tận nhà", IN: "Lấy giấy tờ tận nhà"}


class Payer:
    """Who pays the post."""

    RECEIVER, PROVINCE = "receiver", "province"
    LABELS = {RECEIVER: "Người dân trả cho bưu tá", PROVINCE: "Tỉnh, thành phố trả"}


class ParcelState(IntEnum):
    """States of a parcel; which one it is follows from its moves alone (`standing`)."""

    ASKED = 1
    LABELLED = 2
    HANDED_OVER = 3
    ON_THE_WAY = 4
    FAILED = 5
    DELIVERED = 6
    CAME_BACK = 7
    LOST = 8
    CANCELLED = 9
    NOT_DELIVERED = 10

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ParcelState.ASKED: "Đã đăng ký",
    ParcelState.LABELLED: "Đã có phiếu gửi",
    ParcelState.HANDED_OVER: "Bưu chính đã nhận",
    ParcelState.ON_THE_WAY: "Đang trên đường",
    ParcelState.FAILED: "Phát chưa được",
    ParcelState.DELIVERED: "Đã giao",
    ParcelState.CAME_BACK: "Chuyển hoàn",
    ParcelState.LOST: "Thất lạc",
    ParcelState.CANCELLED: "Đã thôi",
    ParcelState.NOT_DELIVERED: "Báo giao nhầm",
}
AT_OFFICE = frozenset({ParcelState.ASKED, ParcelState.LABELLED})
OUT_OF_HOUSE = frozenset(
    {ParcelState.HANDED_OVER, ParcelState.ON_THE_WAY, ParcelState.FAILED, ParcelState.NOT_DELIVERED}
)
OPEN = AT_OFFICE | OUT_OF_HOUSE
# A word of a later stretch is never undone by one of an earlier; within a stretch the later moment counts.
_STRETCH = {
    ParcelState.ASKED: 0, ParcelState.LABELLED: 0, ParcelState.CANCELLED: 0, ParcelState.HANDED_OVER: 1,
    ParcelState.ON_THE_WAY: 2, ParcelState.FAILED: 2, ParcelState.NOT_DELIVERED: 2, ParcelState.CAME_BACK: 3, ParcelState.LOST: 3,
    ParcelState.DELIVERED: 4,
}  # fmt: skip


def standing(moves: Iterable[tuple[int, datetime]]) -> ParcelState:
    """The state that follows from all moves told so far, as (state, moment); the order of telling does not matter.

    A word that it was not delivered after all voids every “delivered” of before that moment, and no other word.
    """
    told = [(ParcelState(state), at) for state, at in moves]
    corrected = max((at for state, at in told if state == ParcelState.NOT_DELIVERED), default=None)
    if corrected is not None:
        told = [move for move in told if move[0] != ParcelState.DELIVERED or move[1] > corrected]
    return max(told, key=lambda move: (_STRETCH[move[0]], move[1], move[0]))[0]


def may_fetch(parcel: int | None) -> bool:
    """Whether the post can be called to fetch papers: for the first time, at another address, or once more after it
    did not bring them."""
    open_words = OPEN - {ParcelState.ASKED, ParcelState.FAILED}
    return parcel not in open_words


def may_choose(parcel: int | None) -> bool:
    """Whether the way home can still be chosen: nothing is packed, and nothing lost that has to be made good first."""
    return parcel in (None, ParcelState.ASKED, ParcelState.CAME_BACK, ParcelState.CANCELLED)


# What happens next, one sentence for each state: to the person, and to the office.
NEXT_FOR_PEOPLE = {
    Direction.OUT: {
        ParcelState.ASKED: "Khi có kết quả, cơ quan giao cho bưu chính mang đến địa chỉ ông/bà đã ghi.",
        ParcelState.LABELLED: "Cơ quan đã gói kết quả và sẽ giao cho bưu chính trong lần lấy hàng tới.",
        ParcelState.HANDED_OVER: "Bưu tá sẽ gọi số điện thoại ông/bà đã ghi trước khi đến.",
        ParcelState.ON_THE_WAY: "Bưu tá sẽ gọi số điện thoại ông/bà đã ghi trước khi đến.",
        ParcelState.FAILED: "Bưu tá chưa gặp được ông/bà và sẽ đến lại; xin giữ máy để nghe gọi.",
        ParcelState.DELIVERED: "Nếu ông/bà chưa thật sự nhận được kết quả, xin gọi ngay cho cơ quan.",
        ParcelState.CAME_BACK: "Kết quả đã về lại cơ quan; ông/bà có thể đến nhận, hoặc đăng ký gửi lại.",
        ParcelState.LOST: "Cơ quan xin lỗi ông/bà và đang lập bản thay thế; ông/bà không phải làm gì thêm.",
        ParcelState.CANCELLED: "Ông/bà nhận kết quả tại Bộ phận Một cửa, hoặc đăng ký gửi lại.",
        ParcelState.NOT_DELIVERED: "Tin đã giao trước đó là nhầm; cơ quan xin lỗi ông/bà và đang hỏi bưu chính.",
    },
    Direction.IN: {
        ParcelState.ASKED: "Bưu tá sẽ gọi điện hẹn giờ đến lấy; xin chuẩn bị sẵn bản chính giấy tờ.",
        ParcelState.LABELLED: "Bưu tá sẽ gọi điện hẹn giờ đến lấy; xin chuẩn bị sẵn bản chính giấy tờ.",
        ParcelState.HANDED_OVER: "Bưu chính đã nhận giấy tờ của ông/bà và đang mang đến cơ quan.",
        ParcelState.ON_THE_WAY: "Giấy tờ của ông/bà đang trên đường đến cơ quan.",
        ParcelState.FAILED: "Bưu tá chưa lấy được giấy tờ và sẽ gọi lại; xin giữ máy để nghe gọi.",
        ParcelState.DELIVERED: "Giấy tờ đã đến cơ quan; cán bộ kiểm tra rồi báo ông/bà.",
        ParcelState.CAME_BACK: "Bưu chính chưa mang được giấy tờ đến cơ quan; xin ông/bà gọi cơ quan để hẹn lại.",
        ParcelState.LOST: "Cơ quan xin lỗi ông/bà và sẽ giúp ông/bà xin cấp lại giấy tờ bị mất.",
        ParcelState.CANCELLED: "Ông/bà mang giấy tờ đến Bộ phận Một cửa, hoặc gọi cơ quan để hẹn lấy lại.",
        ParcelState.NOT_DELIVERED: "Giấy tờ chưa đến cơ quan như đã báo; cơ quan xin lỗi ông/bà và đang hỏi bưu chính.",
    },
}
NEXT_FOR_OFFICE = {
    Direction.OUT: {
        ParcelState.ASKED: "Khi có kết quả, in phiếu gửi và dán lên bì.",
        ParcelState.LABELLED: "Giao cho bưu chính trong lần lấy hàng tới.",
        ParcelState.HANDED_OVER: "Chờ bưu chính báo tin.",
        ParcelState.ON_THE_WAY: "Chờ bưu chính báo tin.",
        ParcelState.FAILED: "Gọi người nhận để hẹn giờ, rồi báo bưu chính phát lại.",
        ParcelState.DELIVERED: "Xong; hồ sơ đã trả kết quả.",
        ParcelState.CAME_BACK: "Gọi người nhận: trả tại quầy, hoặc gửi lại theo địa chỉ đúng.",
        ParcelState.LOST: "Lập bản thay thế rồi gửi lại, và gọi điện xin lỗi người nhận.",
        ParcelState.CANCELLED: "Trả kết quả tại quầy.",
        ParcelState.NOT_DELIVERED: "Hỏi bưu chính bưu gửi ở đâu, rồi ghi đã giao, chuyển hoàn hoặc thất lạc.",
    },
    Direction.IN: {
        ParcelState.ASKED: "Báo bưu chính đến lấy giấy tờ.",
        ParcelState.LABELLED: "Chờ bưu chính đến nhà lấy giấy tờ.",
        ParcelState.HANDED_OVER: "Chờ bưu chính mang giấy tờ đến.",
        ParcelState.ON_THE_WAY: "Chờ bưu chính mang giấy tờ đến.",
        ParcelState.FAILED: "Gọi người nộp để hẹn giờ, rồi báo bưu chính đến lại.",
        ParcelState.DELIVERED: "Kiểm tra giấy tờ và tiếp nhận hồ sơ.",
        ParcelState.CAME_BACK: "Gọi người nộp: hẹn lấy lại, hoặc mời mang đến quầy.",
        ParcelState.LOST: "Gọi điện xin lỗi người nộp và giúp xin cấp lại giấy tờ bị mất.",
        ParcelState.CANCELLED: "Người nộp tự mang giấy tờ đến quầy.",
        ParcelState.NOT_DELIVERED: "Hỏi bưu chính giấy tờ ở đâu, rồi ghi đã đến, chuyển hoàn hoặc thất lạc.",
    },
}
