"""The words of public pages: states, acts and choices as a citizen reads them, in the reader's language."""

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from motcua.domain.cases.rules import State
from motcua.domain.catalogue.rules import ProcedureFacts, allowed_words, fee_words, for_variant, usual_variant
from motcua.domain.catalogue.rules.charges import UNLESS_ASKED
from motcua.foundation.calendar import local, named_date
from motcua.foundation.text import friendly_due

STATES = {
    State.REGISTERED: lazy("Mới đăng ký"),
    State.ACCEPTED: lazy("Được tiếp nhận"),
    State.NOT_ACCEPTED: lazy("Không được tiếp nhận"),
    State.IN_PROGRESS: lazy("Đang xử lý"),
    State.AWAITING_SUPPLEMENT: lazy("Yêu cầu bổ sung giấy tờ"),
    State.AWAITING_PAYMENT: lazy("Yêu cầu thực hiện nghĩa vụ tài chính"),
    State.WITHDRAWN: lazy("Công dân yêu cầu rút hồ sơ"),
    State.STOPPED: lazy("Dừng xử lý"),
    State.FINISHED: lazy("Đã xử lý xong"),
    State.RETURNED: lazy("Đã trả kết quả"),
}
# Key, label, icon, what it is about.
LIFE_EVENTS = (
    ("sinh-con", lazy("Sinh con"), "baby", lazy("Khai sinh, nhận con, nuôi con nuôi")),
    ("ket-hon", lazy("Kết hôn"), "heart-handshake", lazy("Đăng ký kết hôn, xác nhận độc thân")),
    ("dat-dai", lazy("Nhà đất"), "land-plot", lazy("Sổ đỏ, sang tên, xây nhà")),
    ("kinh-doanh", lazy("Kinh doanh"), "store", lazy("Mở hộ kinh doanh, hợp tác xã")),
    ("cu-tru", lazy("Cư trú"), "house", lazy("Thường trú, tạm trú")),
    ("nguoi-mat", lazy("Người thân mất"), "flower-2", lazy("Khai tử, mai táng phí, thừa kế")),
)
LEVELS = {
    "commune": lazy("Cấp xã"),
    "province": lazy("Cấp tỉnh"),
    "ministry": lazy("Cấp bộ"),
    "other": lazy("Cơ quan khác"),
}
FORMER_LEVELS = {**LEVELS, "district": lazy("Cấp huyện")}
ONLINE = {
    "toan_trinh": lazy("Trực tuyến toàn trình"),
    "mot_phan": lazy("Trực tuyến một phần"),
    "khong_truc_tuyen": lazy("Nộp trực tiếp"),
}
APPLICANTS = {
    "citizen": lazy("Công dân"),
    "firm": lazy("Doanh nghiệp, tổ chức"),
    "household": lazy("Hộ kinh doanh"),
}
PAPER_FORMS = {
    "original": lazy("bản chính"),
    "certified": lazy("bản sao có chứng thực"),
    "photo": lazy("bản photo"),
    "electronic": lazy("bản điện tử"),
}
CHECKING = lazy("đang đối chiếu")


def language() -> str:
    return "en" if get_language() == "en" else "vi"


def moment(at: datetime | None) -> str:
    """16:30 thứ Hai, 23/11/2026; in English 16:30 Monday, 23/11/2026."""
    if at is None:
        return ""
    if language() == "vi":
        return friendly_due(at)
    return f"{local(at):%H:%M} {named_date(local(at).date(), 'en')}"


def weekday(on: date) -> str:
    """thứ Hai, 23/11/2026."""
    return named_date(on, language())


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
    return words[0].upper() + words[1:]
