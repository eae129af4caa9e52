"""The letter that goes with a result, at the counter: asked for first, then handed over or sent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.domain.cases.actions.letters import hand_letter, send_letter
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.letters import letter_for, letter_given, letter_pdf
from motcua.domain.cases.rules import State
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused

from .papers import pdf
from .place import ROLES, case_here


def letter_shown(case: Case) -> dict[str, Any]:
    """What the page of handing back says of the letter; nothing where this case has none."""
    letter = letter_for(case) if case.state in (State.FINISHED, State.RETURNED) else None
    return {"letter": letter, "letter_given": letter_given(case) if letter else None}


@require_safe
@page_for(Staff, roles=ROLES)
def letter_page(request: StaffRequest, code: str) -> HttpResponse:
    """The letter as PDF: read before it is given, and printed."""
    case = case_here(request, code)
    letter = letter_shown(case)["letter"]
    if letter is None:
        raise Http404
    return pdf(letter_pdf(case, letter), f"thu-{case.code}")


@require_POST
@page_for(Staff, roles=ROLES)
def give_letter(request: StaffRequest, code: str) -> HttpResponse:
    """Note that the letter was handed over, or send it; refused until the person was asked."""
    case = case_here(request, code)
    act = send_letter if request.POST.get("act") == "send" else hand_letter
    key = request.POST.get("key", "")[:60]
    try:
        act(case, by=request.staff, key=key, asked=request.POST.get("asked") == "1")
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Đã ghi nhận trao thư."))
    return redirect("counter:give_back", code=case.code)
