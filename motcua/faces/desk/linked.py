"""O6: liên thông: cases that wait at another unit, each unit's own days, which add up; reminding that unit."""

from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.application.timekeeping.queries import Clock, times_of
from motcua.application.timekeeping.rules import Share, Times, days_words
from motcua.domain.cases.actions.reminding import is_own, next_reminder_on, remind
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.elsewhere import Elsewhere, elsewhere
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local

from .looking import clock_of
from .many import each_by_itself
from .way_back import tell, told, with_way

ROLES = ("officer", "dept_head", "leader", "centre_head", "reception", "partner")
MOST = 60


@dataclass(frozen=True)
class Row:
    """One case with where it waits now, whom of those the person may remind, and whose days it took so far."""

    case: Case
    url: str
    clock: Clock
    waits: list[tuple[Elsewhere, str]]  # with the key of the press that reminds; none: nothing to press
    shares: list[tuple[Share, str]]
    together: str
    total: str


@page_for(Staff, roles=ROLES)
def linked_cases(request: StaffRequest) -> HttpResponse:
    """Open cases whose folder, question or linked part lies with another unit, most urgent first."""
    at, lang, here = now(), get_language() or "vi", reverse("desk:linked")
    found = elsewhere(request.staff, limit=MOST)
    times = times_of([case for case, _waits in found], at, applicant=_("Người nộp"), nobody=_("Chưa ai giữ"))
    rows = []
    for case, waits in found:
        took = times.get(case.pk, Times())
        rows.append(
            Row(
                case,
                with_way(reverse("desk:case", args=[case.code]), here),
                clock_of(case),
                [(wait, uuid4().hex if _may_remind(request.staff, case, wait) else "") for wait in waits],
                [(share, days_words(share.minutes, lang)) for share in took.shares],
                days_words(took.together, lang) if took.together else "",
                days_words(took.total, lang),
            )
        )
    return render(request, "desk/linked.html", {"rows": rows, "at": at, "here": here, "told": told(request)})


@require_POST
@page_for(Staff, roles=ROLES)
def remind_unit(request: StaffRequest) -> HttpResponse:
    """Remind the unit that holds a part of the case; said on the list one comes back to, refused or done."""
    code = request.POST.get("don-vi", "")
    unit = Unit.objects.filter(code=code).first()

    def do(case: Case, key: str) -> None:
        if unit is None:
            raise Refused(_("Không tìm thấy đơn vị này. Xin tải lại trang rồi chọn lại."))
        remind(case, by=request.staff, key=key, unit=unit)

    done, refused = each_by_itself(request, [request.POST.get("pick", "")[:50]], do)
    name = unit.name if unit else ""
    tell(request, _("Đã nhắc %(name)s") % {"name": name}, done, refused)
    return redirect("desk:linked")


def _may_remind(staff: Staff, case: Case, wait: Elsewhere) -> bool:
    """Whether a press would do: the person has the case in charge, the unit is another, and a working day went by."""
    if is_own(case, wait.at) or any(duty.unit_id == wait.at.pk for duty in staff.duties):
        return False
    if wait.reminded_at and local(now()).date() < next_reminder_on(case, wait.reminded_at):
        return False
    return remind.permits(staff, case)
