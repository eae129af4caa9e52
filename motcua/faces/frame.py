"""What the frame of every page says of the office that is looking or looked at."""

from time import monotonic

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from motcua.domain.offices.models import Unit
from motcua.faces.kept import forget_answers
from motcua.faces.office import forget_office, our_office
from motcua.foundation.actions import now
from motcua.foundation.database.outage import is_outage
from motcua.foundation.ui.site import Link, Site

# What each role finds in the bar: label, address, roles (none: every member of staff).
PLACES = (
    (_("Tiếp nhận"), reverse_lazy("counter:reception"), ("reception", "centre_head")),
    (_("Nộp hộ"), reverse_lazy("counter:helping"), ("postal",)),
    (_("Ủy quyền"), reverse_lazy("counter:mandate"), ("reception", "centre_head", "postal")),
    (_("Trả kết quả"), reverse_lazy("counter:returning"), ("reception", "centre_head")),
    (_("Bưu chính"), reverse_lazy("counter:parcels"), ("reception", "centre_head", "postal")),
    (_("Thu tiền"), reverse_lazy("counter:cash"), ("reception", "centre_head", "cashier")),
    (_("Trong ngày"), reverse_lazy("counter:day"), ("reception", "centre_head", "cashier")),
    (_("Hộp việc"), reverse_lazy("desk:inbox"), ()),
    (_("Ký duyệt"), reverse_lazy("desk:signing"), ("leader",)),
    (
        _("Thời hạn"),
        reverse_lazy("desk:watching"),
        ("leader", "dept_head", "centre_head", "ptc_control", "inspector"),
    ),
    (_("Khối lượng"), reverse_lazy("desk:workload"), ("leader", "dept_head", "centre_head")),
    (
        _("Liên thông"),
        reverse_lazy("desk:linked"),
        ("reception", "officer", "dept_head", "leader", "centre_head", "partner"),
    ),
    (_("Phản ánh"), reverse_lazy("desk:feedback"), ("leader", "centre_head")),
    (_("Lượt xem hồ sơ"), reverse_lazy("desk:readings"), ("auditor", "inspector")),
    (_("Xuất hồ sơ"), reverse_lazy("board:exports"), ("leader", "ptc_control", "inspector")),
    (_("Tin chưa gửi"), reverse_lazy("desk:untold"), ("reception", "centre_head", "sysadmin")),
    (_("Quản trị"), reverse_lazy("desk:office"), ("sysadmin",)),
    (_("Báo cáo"), reverse_lazy("board:reports"), ("leader", "ptc_control", "inspector")),
    (_("Công bố hằng tháng"), reverse_lazy("board:publications"), ("leader", "ptc_control")),
    (_("Số liệu"), reverse_lazy("board:figures"), ()),
)
_KEPT_SECONDS = 60
_kept: dict[int, tuple[float, Site]] = {}
NAV = (
    Link(_("Thủ tục"), reverse_lazy("portal:procedures")),
    Link(_("Tra cứu hồ sơ"), reverse_lazy("portal:track")),
    Link(_("Công khai"), reverse_lazy("board:figures")),
    Link(_("Tài khoản"), reverse_lazy("portal:account")),
)
LINKS = (
    Link(_("Cơ quan, đường dây nóng"), reverse_lazy("portal:offices")),
    Link(_("Gửi phản ánh, kiến nghị"), reverse_lazy("portal:feedback")),
    Link(_("Trợ giúp"), reverse_lazy("portal:help")),
    Link(_("Số liệu công khai"), reverse_lazy("board:figures")),
    Link(_("Khả năng tiếp cận"), reverse_lazy("portal:accessibility")),
    Link(_("Quyền riêng tư"), reverse_lazy("portal:privacy")),
    Link(_("Dành cho cán bộ"), "/dang-nhap"),
)
HOME = reverse_lazy("portal:home")
# Settings that have an English wording; an office's own words are shown as they are.
gettext_noop("Cán bộ không bao giờ hỏi mã OTP hay mật khẩu của ông/bà.")


def site(request: HttpRequest) -> Site:
    """The office of the signed-in person, else the office this installation belongs to; kept for a minute."""
    staff = getattr(request, "staff", None)
    unit_id = staff.duties[0].unit_id if staff and staff.duties else 0
    known = _kept.get(unit_id)
    if known is None or monotonic() - known[0] > _KEPT_SECONDS:
        try:
            known = _kept[unit_id] = (monotonic(), _site(_unit(unit_id)))
        except Exception as problem:
            if known is None or not is_outage(problem):
                raise
    return known[1]  # while the database is away, what was last known: the hotline above all


def forget() -> None:
    """Read the offices again at the next request, e.g. after one was set up."""
    _kept.clear()
    forget_office()
    forget_answers()


def navigation(request: HttpRequest) -> dict[str, object]:
    """The places in the bar of staff pages that this person's roles open, and how long their session still lasts;
    lazy, so other pages pay nothing."""
    return {
        "places": SimpleLazyObject(lambda: _places(request)),
        "session_seconds": SimpleLazyObject(lambda: _session_seconds(request)),
        "session_extend": SimpleLazyObject(lambda: _session_extend(request)),
    }


def _session_seconds(request: HttpRequest) -> int:
    """Until the session ends, as it was noted when it was opened or made longer; 0 where that is not known."""
    signed_in = getattr(request, "staff", None) or getattr(request, "citizen", None)
    until = request.session.get("until", 0) if signed_in else 0
    return max(0, int(until - now().timestamp()))


def _session_extend(request: HttpRequest) -> str:
    """Where the session is made longer; nothing once it lasts as long as one may."""
    session = request.session
    most = session.get("opened", 0) + settings.SESSION_MOST
    longer = reverse("desk:stay" if getattr(request, "staff", None) else "portal:stay")
    return str(longer) if session.get("until", 0) < most else ""


def _places(request: HttpRequest) -> list[tuple[object, object, bool]]:
    staff = getattr(request, "staff", None)
    if not staff:
        return []
    return [
        (label, address, request.path == address)
        for label, address, roles in PLACES
        if not roles or staff.has_role(*roles)
    ]


def _unit(unit_id: int) -> Unit | None:
    if unit_id:
        return Unit.objects.select_related("parent").filter(pk=unit_id).first()
    return our_office()


def _site(unit: Unit | None) -> Site:
    if unit is None:
        return Site(notice=settings.SITE_NOTICE, home=HOME, nav=NAV, links=LINKS)
    above = unit.parent
    return Site(
        name=unit.name,
        authority=above.name if above else "",
        hotline=unit.hotline or (above.hotline if above else ""),
        email=unit.email or (above.email if above else ""),
        address=unit.address or (above.address if above else ""),
        official=settings.SITE_OFFICIAL,
        notice=settings.SITE_NOTICE,
        home=HOME,
        nav=NAV,
        links=LINKS,
    )
