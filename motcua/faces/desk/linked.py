"""O6: liên thông: cases that wait at another unit, each unit's own hours, which add up."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.application.timekeeping.queries import Clock, times_of
from motcua.application.timekeeping.rules import Share, hours_words
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.elsewhere import Elsewhere, elsewhere
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now

from .looking import clock_of
from .way_back import told, with_way

ROLES = ("officer", "dept_head", "leader", "centre_head", "reception", "partner")
MOST = 60


@dataclass(frozen=True)
class Row:
    """One case with where it waits now and whose hours it took so far."""

    case: Case
    url: str
    clock: Clock
    waits: list[Elsewhere]
    shares: list[tuple[Share, str]]
    total: str


@page_for(Staff, roles=ROLES)
def linked_cases(request: StaffRequest) -> HttpResponse:
    """Open cases whose folder, question or linked part lies with another unit, most urgent first."""
    at, lang = now(), get_language() or "vi"
    found = elsewhere(request.staff, limit=MOST)
    cases = [case for case, _waits in found]
    times = times_of(cases, at, applicant=_("Người nộp"), nobody=_("Chưa ai giữ"))
    here = reverse("desk:linked")
    rows = [
        Row(
            case,
            with_way(reverse("desk:case", args=[case.code]), here),
            clock_of(case),
            waits,
            [(share, hours_words(share.minutes, lang)) for share in times.get(case.pk, [])],
            hours_words(sum(share.minutes for share in times.get(case.pk, [])), lang),
        )
        for case, waits in found
    ]
    return render(request, "desk/linked.html", {"rows": rows, "at": at, "told": told(request)})
