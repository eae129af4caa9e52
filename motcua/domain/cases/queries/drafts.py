"""What waits for a leader's signature, with what a leader looks at before signing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery

from motcua.domain.offices.models import Staff

from ..models import CaseEvent
from ..models.case import Case
from ..rules import State
from .inbox import InboxRow, inbox


@dataclass(frozen=True)
class Draft:
    """One case to sign: its inbox row, who drafted it with which words, and what makes it delicate."""

    row: InboxRow
    procedure_code: str
    drafted_by: str
    note: str
    supplements: int
    extensions: int


def proposals(staff: Staff, *, limit: int) -> list[CaseEvent]:
    """Second requests for papers that wait for the person, as a leader of the deciding office; oldest first."""
    under = Q()
    for duty in staff.duties:
        if duty.role == "leader":
            under |= Q(authority__path__startswith=duty.unit_path)
    if not under:
        return []
    names = ("case.supplement_proposed", "case.supplement_requested")
    last = CaseEvent.objects.filter(case=OuterRef("pk"), name__in=names).order_by("-n").values("pk")[:1]
    asked_before = Case.objects.filter(under, state=State.IN_PROGRESS, supplement_rounds__gte=1)
    found = CaseEvent.objects.filter(pk__in=asked_before.annotate(last=Subquery(last)).values("last"))
    return list(
        found.filter(name=names[0]).select_related("actor", "case", "case__procedure").order_by("at")[:limit]
    )


APOLOGY_DAYS = 60  # a sheet that lay longer names a date that has passed


def apology_drafts(staff: Staff, *, at: datetime) -> list[CaseEvent]:
    """The sheets of apology that wait for the signature of the person, oldest first; one statement."""
    allowed = Q(pk=None)
    for duty in staff.duties:
        if duty.role == "leader":
            allowed |= Q(case__authority__path__startswith=duty.unit_path)
    names = ("case.apology_drafted", "case.extended", "case.apologised")
    last = CaseEvent.objects.filter(allowed, name__in=names, at__gte=at - timedelta(days=APOLOGY_DAYS))
    found = last.select_related("case__procedure", "actor").order_by("case_id", "-n").distinct("case_id")
    return sorted((event for event in found if event.name == names[0]), key=lambda event: event.at)


def drafts(staff: Staff, *, limit: int) -> list[Draft]:
    """What waits for the person to sign, soonest due first; three statements."""
    rows = inbox(staff, "all", limit=limit, does="approve")[:limit]
    ids = [row.case_id for row in rows]
    more = {
        case.pk: case
        for case in Case.objects.filter(pk__in=ids)
        .select_related("procedure")
        .only("procedure__code", "supplement_rounds", "extensions")
    }
    last = {
        event.case_id: event
        for event in CaseEvent.objects.filter(case_id__in=ids, name="case.forwarded")
        .select_related("actor")
        .order_by("case_id", "-n")
        .distinct("case_id")
    }
    return [
        Draft(
            row,
            more[row.case_id].procedure.code,
            event.actor.full_name if (event := last.get(row.case_id)) and event.actor else row.given_by,
            event.note if event else "",
            more[row.case_id].supplement_rounds,
            more[row.case_id].extensions,
        )
        for row in rows
    ]
