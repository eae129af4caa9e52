"""Handing folders over to the units in charge: one, or all of the day, each with its own result."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from motcua.domain.cases.actions.processing import hand_over
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.counter import to_hand_over
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now

from .place import ROLES, case_here, desk_ids

MOST = 200
KEPT = "handed_over"


@page_for(Staff, roles=ROLES)
def hand_over_many(request: StaffRequest) -> HttpResponse:
    """The folders that wait to be handed over, all ticked; after a press, what became of each."""
    if request.method == "POST":
        codes = request.POST.getlist("pick")[:MOST]
        request.session[KEPT] = _hand_over(request, codes, request.POST.get("key", "")[:50])
        return redirect("counter:hand_over")
    shown = {
        "rows": to_hand_over(request.staff, limit=MOST),
        "outcomes": request.session.pop(KEPT, None),
        "key": uuid4(),
        "at": now(),
    }
    return render(request, "counter/hand_over.html", shown)


@page_for(Staff, roles=ROLES)
def hand_over_one(request: StaffRequest, code: str) -> HttpResponse:
    """Hand one folder over from its page."""
    case = case_here(request, code)
    if request.method == "POST":
        request.session[KEPT] = _hand_over(request, [case.code], request.POST.get("key", "")[:50])
    return redirect("counter:hand_over")


def _hand_over(request: StaffRequest, codes: list[str], key: str) -> list[dict[str, object]]:
    """Each folder by itself: what is refused is named with the reason, the rest is done."""
    if not codes:
        return [{"code": "", "done": False, "words": _("Hãy đánh dấu ít nhất một hồ sơ.")}]
    outcomes: list[dict[str, object]] = []
    found = {
        c.code: c for c in Case.objects.whole().filter(code__in=codes, received_unit__in=desk_ids(request))
    }
    for code in codes:
        case = found.get(code)
        words, done = _("Không tìm thấy hồ sơ này ở quầy của Ông/Bà."), False
        if case is not None:
            words, done = _one(request, case, f"{key}:{code}"[:80])
        outcomes.append({"code": code, "done": done, "words": words})
    return outcomes


def _one(request: StaffRequest, case: Case, key: str) -> tuple[str, bool]:
    try:
        hand_over(case, by=request.staff, key=key)
    except Refused as refused:
        return refused.sentence, False
    return _("Đã chuyển %(unit)s.") % {"unit": case.department.name}, True
