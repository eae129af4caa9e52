"""O6: liên thông: cases that wait at another unit, each unit's own days, which add up."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from motcua.domain.cases.models import Case, Step
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import working_minutes_between

ROLES = ("officer", "dept_head", "leader", "centre_head", "reception")


@dataclass(frozen=True)
class Stay:
    """How long a folder lay, or lies, with one unit: working hours."""

    unit: str
    step: str
    since: datetime
    until: datetime | None
    hours: float
    late: bool


@page_for(Staff, roles=ROLES)
def linked_cases(request: StaffRequest) -> HttpResponse:
    """Open cases of this office whose folder lies with another agency, and children of linked cases."""
    at = now()
    away = (
        Case.objects.whole()
        .visible_to(request.staff)
        .open()
        .filter(pk__in=Step.objects.filter(done_at=None, role="partner").values("case_id"))
    )
    children = Case.objects.whole().visible_to(request.staff).open().exclude(parent=None)
    found = {case.pk: case for case in [*away[:100], *children[:100]]}
    rows = [(case, stays(case, at)) for case in found.values()]
    return render(request, "desk/linked.html", {"rows": rows})


def stays(case: Case, at: datetime) -> list[Stay]:
    """The units a case has been with, in order; their hours add up to its whole working time."""
    days = case.calendar()
    return [
        Stay(
            unit=step.unit.name, step=step.name, since=step.opened_at, until=step.done_at,
            hours=round(working_minutes_between(step.opened_at, step.done_at or at, days) / 60, 1),
            late=bool(step.due_at and (step.done_at or at) > step.due_at),
        )
        for step in case.steps.select_related("unit").order_by("opened_at", "id")
    ]  # fmt: skip
