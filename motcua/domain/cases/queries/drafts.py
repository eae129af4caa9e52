"""What waits for a leader's signature, with what a leader looks at before signing."""

from dataclasses import dataclass

from motcua.domain.offices.models import Staff

from ..models import CaseEvent
from ..models.case import Case
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
