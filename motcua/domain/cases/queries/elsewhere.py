"""Cases of one's own that wait at another unit: a co-operating agency's step, a question, a linked part."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from motcua.domain.offices.models import Staff, Unit

from ..models import Case, CaseEvent, Opinion, Step


@dataclass(frozen=True)
class Elsewhere:
    """What is waited for, where, until when, and when its unit was last reminded; `code` names a linked part."""

    at: Unit
    what: str
    due_at: datetime | None
    code: str = ""
    reminded_at: datetime | None = None

    @property
    def unit(self) -> str:
        return self.at.name

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at < at


def elsewhere(staff: Staff, *, limit: int) -> list[tuple[Case, list[Elsewhere]]]:
    """Open cases the person may see with what they wait for elsewhere, soonest due first; five statements."""
    step = Step.objects.filter(case_id=OuterRef("pk"), done_at=None, role="partner")
    opinion = Opinion.objects.filter(case_id=OuterRef("pk"), answered_at=None)
    part = Case.objects.open().filter(parent_id=OuterRef("pk"))
    cases = list(
        Case.objects.whole()
        .visible_to(staff)
        .open()
        .filter(Exists(step) | Exists(opinion) | Exists(part), parent=None)
        .order_by(F("due_at").asc(nulls_last=True), "id")[:limit]
    )
    found = waits_of(cases)
    return [(case, found[case.pk]) for case in cases]


def waits_of(cases: Sequence[Case]) -> dict[int, list[Elsewhere]]:
    """What each case waits for at another unit; four statements, however many cases."""
    parents = {case.pk: case for case in cases}
    found: dict[int, list[Elsewhere]] = {key: [] for key in parents}
    for held in Step.objects.filter(case_id__in=found, done_at=None, role="partner").select_related("unit"):
        found[held.case_id].append(Elsewhere(held.unit, held.name, held.due_at))
    for asked in Opinion.objects.filter(case_id__in=found, answered_at=None).select_related("unit"):
        found[asked.case_id].append(Elsewhere(asked.unit, asked.question, asked.due_at))
    parts = Case.objects.open().filter(parent_id__in=found).select_related("department", "procedure")
    for child in parts.order_by("id"):
        if child.parent_id:
            name = part_name(parents[child.parent_id], child)
            found[child.parent_id].append(Elsewhere(child.department, name, child.due_at, child.code))
    reminded = last_reminders(list(found))
    return {
        key: [replace(wait, reminded_at=reminded.get((key, wait.at.pk))) for wait in waits]
        for key, waits in found.items()
    }


def last_reminders(cases: Sequence[int]) -> dict[tuple[int, int], datetime]:
    """When each unit was last reminded of each of these cases; one statement."""
    events = CaseEvent.objects.filter(case_id__in=cases, name="case.reminded").order_by("n")
    return {(case, unit): at for case, unit, at in events.values_list("case_id", "payload__to", "at")}


def last_reminder_to(staff: Staff, case: Case) -> CaseEvent | None:
    """The last reminder sent to the person's own unit about this case, or about the whole it is a part of."""
    own = [duty.unit_id for duty in staff.duties]
    whole = case.parent_id or case.pk
    reminded = CaseEvent.objects.filter(case_id=whole, name="case.reminded", payload__to__in=own)
    return reminded.select_related("unit").order_by("-n").first()


def part_name(parent: Case, child: Case) -> str:
    """What a linked part is called: as the parent's procedure names it, else by the part's own procedure."""
    part = parent.part_at(child.parent_node)
    return part.name if part else child.procedure.short_name
