"""A case as the signed-in person may see it, and how it stands with its clock."""

from django.http import Http404
from django.utils.translation import get_language

from motcua.application.timekeeping.queries import Clock, clock
from motcua.domain.cases.models import Case, Through
from motcua.domain.cases.queries.lookup import case_for
from motcua.domain.cases.queries.promises import soon_of
from motcua.faces.audience import StaffRequest
from motcua.foundation.actions import now


def visible_case(request: StaffRequest, code: str, through: Through) -> Case:
    """The case, noted as read by this person; or 404: what one may not see is not found."""
    case = case_for(request.staff, code, through=through, at=now())
    if case is None:
        raise Http404
    return case


def clock_of(case: Case) -> Clock:
    """How the case stands with its clock now, in the reader's language."""
    at = now()
    return clock(
        state=case.state, due_at=case.due_at, due_promised=case.due_promised, outcome=case.outcome, now=at,
        soon=soon_of(case, at), days=case.calendar(), lang=get_language() or "vi",
    )  # fmt: skip
