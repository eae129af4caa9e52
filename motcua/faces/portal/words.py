"""The words of public pages: states, acts and choices as a citizen reads them, in the reader's language."""

from datetime import date, datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.domain.cases.rules import State
from motcua.domain.catalogue.rules import ProcedureFacts, allowed_words, fee_words, for_variant, usual_variant
from motcua.domain.catalogue.rules.charges import UNLESS_ASKED
from motcua.faces.office import Hours
from motcua.foundation.calendar import named_date
from motcua.foundation.text import friendly_due

STATES = {
    State.REGISTERED: gettext_lazy("Mới đăng ký"),
    State.ACCEPTED: gettext_lazy("Được tiếp nhận"),
    State.NOT_ACCEPTED: gettext_lazy("Không được tiếp nhận"),
    State.IN_PROGRESS: gettext_lazy("Đang xử lý"),
    State.AWAITING_SUPPLEMENT: gettext_lazy("Yêu cầu bổ sung giấy tờ"),
    State.AWAITING_PAYMENT: gettext_lazy("Yêu cầu thực hiện nghĩa vụ tài chính"),
    State.WITHDRAWN: gettext_lazy("Công dân yêu cầu rút hồ sơ"),
    State.STOPPED: gettext_lazy("Dừng xử lý"),
    State.FINISHED: gettext_lazy("Đã xử lý xong"),
    State.RETURNED: gettext_lazy("Đã trả kết quả"),
}
# Key, label, icon, what it is about.
LIFE_EVENTS = (
    ("sinh-con", gettext_lazy("Sinh con"), "baby", gettext_lazy("Khai sinh, nhận con, nuôi con nuôi")),
    (
        "ket-hon",
        gettext_lazy("Kết hôn"),
        "heart-handshake",
        gettext_lazy("Đăng ký kết hôn, xác nhận độc thân"),
    ),
    ("dat-dai", gettext_lazy("Nhà đất"), "land-plot", gettext_lazy("Sổ đỏ, sang tên, xây nhà")),
    ("kinh-doanh", gettext_lazy("Kinh doanh"), "store", gettext_lazy("Mở hộ kinh doanh, hợp tác xã")),
    ("cu-tru", gettext_lazy("Cư trú"), "house", gettext_lazy("Thường trú, tạm trú")),
    ("nguoi-mat", gettext_lazy("Người thân mất"), "flower-2", gettext_lazy("Khai tử, mai táng phí, thừa kế")),
)
OFTEN = (gettext_lazy("khai sinh"), gettext_lazy("kết hôn"), gettext_lazy("xác nhận độc thân"), gettext_lazy("chứng thực"), gettext_lazy("sổ đỏ"),
         gettext_lazy("hộ kinh doanh"), gettext_lazy("thường trú"))  # fmt: skip
LEVELS = {
    "commune": gettext_lazy("Cấp xã"),
    "province": gettext_lazy("Cấp tỉnh"),
    "ministry": gettext_lazy("Cấp bộ"),
    "other": gettext_lazy("Cơ quan khác"),
}
FORMER_LEVELS = {**LEVELS, "district": gettext_lazy("Cấp huyện")}
ONLINE = {
    "toan_trinh": gettext_lazy("Trực tuyến toàn trình"),
    "mot_phan": gettext_lazy("Trực tuyến một phần"),
    "khong_truc_tuyen": gettext_lazy("Nộp trực tiếp"),
}
APPLICANTS = {
    "citizen": gettext_lazy("Công dân"),
    "firm": gettext_lazy("Doanh nghiệp, tổ chức"),
    "household": gettext_lazy("Hộ kinh doanh"),
}
PAPER_FORMS = {
    "original": gettext_lazy("bản chính"),
    "certified": gettext_lazy("bản sao có chứng thực"),
    "photo": gettext_lazy("bản photo"),
    "electronic": gettext_lazy("bản điện tử"),
}
CHECKING = gettext_lazy("đang đối chiếu")


def language() -> str:
    return "en" if get_language() == "en" else "vi"


def moment(at: datetime | None) -> str:
    """16:30 thứ Hai, 23/11/2026; in English 16:30 Monday, 23/11/2026."""
    if at is None:
        return ""
    return friendly_due(at, language())


def weekday(on: date) -> str:
    """thứ Hai, 23/11/2026."""
    return named_date(on, language())


def opening(hours: Hours, today: date) -> tuple[str, str]:
    """A state of the marks and its words: Đang mở, đóng lúc 17:30."""
    if hours.until:
        return "done", _("Đang mở, đóng lúc %(at)s") % {"at": f"{hours.until:%H:%M}"}
    if hours.next_on is None or hours.next_at is None:
        return "plain", _("Chưa có lịch tiếp dân")
    at = f"{hours.next_at:%H:%M}"
    if hours.next_on == today:
        return "waiting", _("Đang nghỉ, mở lại lúc %(at)s") % {"at": at}
    return "waiting", _("Đang nghỉ, mở lại %(at)s %(day)s") % {"at": at, "day": weekday(hours.next_on)}


def time_brief(facts: ProcedureFacts) -> str:
    """How long the usual case takes, and that it depends where cases differ."""
    usual = for_variant(facts, usual_variant(facts)).allowed
    words = allowed_words(usual, language()) if usual.start != "same_day_15h" else _("Trong ngày làm việc")
    differs = any(variant.allowed and variant.allowed != usual for variant in facts.variants)
    return _("%(time)s, tùy trường hợp") % {"time": words} if differs else words


def fee_brief(facts: ProcedureFacts) -> str:
    """What the usual case costs in one short phrase."""
    cases = [for_variant(facts, key).fees for key in ("", *(variant.key for variant in facts.variants))]
    usual = [fee for fee in for_variant(facts, usual_variant(facts)).fees if fee.per != UNLESS_ASKED]
    if not usual:
        paid_elsewhere = any(fee.per != UNLESS_ASKED for fees in cases for fee in fees)
        return _("Không thu phí, trừ một số trường hợp") if paid_elsewhere else _("Không thu phí")
    if len(usual) > 1:
        return _("Có thu phí, lệ phí")
    words = fee_words(usual[0], language()).removeprefix(f"{usual[0].name}: ")
    if language() == "en":
        words = words.replace("đồng", "VND")
    return words[0].upper() + words[1:]
