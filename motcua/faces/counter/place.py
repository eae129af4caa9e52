"""Where the person at the counter works, and the cases that belong there."""

from django.http import Http404
from django.utils.translation import gettext as _

from motcua.domain.cases.models import Case, Through
from motcua.domain.cases.queries.counter import desks_of
from motcua.domain.cases.queries.lookup import case_for
from motcua.domain.offices.models import Unit
from motcua.faces.audience import StaffRequest
from motcua.foundation.actions import Refused, now

ROLES = ("reception", "centre_head")
CASH_ROLES = (*ROLES, "cashier")


def desks(request: StaffRequest) -> list[Unit]:
    """The one-stop desks of this person, read once a request. Refuses with a sentence when there is none."""
    if not hasattr(request, "_desks"):
        request._desks = desks_of(request.staff)  # type: ignore[attr-defined]
    found: list[Unit] = request._desks  # type: ignore[attr-defined]
    if not found:
        raise Refused(
            _(
                "Ông/Bà chưa được bố trí ở Bộ phận Một cửa nào. Xin báo quản trị hệ thống bố trí vị trí tiếp nhận."
            )
        )
    return found


def desk(request: StaffRequest) -> Unit:
    """The desk chosen on the form or in the address (`noi`), else the first."""
    wanted = request.POST.get("noi") or request.GET.get("noi") or ""
    return next((unit for unit in desks(request) if str(unit.pk) == wanted), desks(request)[0])


def desk_ids(request: StaffRequest) -> list[int]:
    return [unit.pk for unit in desks(request)]


def case_here(request: StaffRequest, code: str, through: Through = Through.COUNTER) -> Case:
    """A case received at one of this person's desks, noted as read by them; or 404: what is received elsewhere is
    not found here."""
    case = case_for(request.staff, code, through=through, at=now(), desks=desk_ids(request))
    if case is None:
        raise Http404
    return case
