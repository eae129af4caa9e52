"""Cases of one's own that wait at another unit: a co-operating agency's step, a question, a linked part."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from motcua.domain.offices.models import Staff

from ..models import Case, Opinion, Step


@dataclass(frozen=True)
class Elsewhere:
    """What is waited for, where, until when; `late` is judged by who knows the time."""

    unit: str
    what: str
    due_at: datetime | None
    code: str = ""

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at < at


def elsewhere(staff: Staff, *, limit: int) -> list[tuple[Case, list[Elsewhere]]]:
    """Open cases the person may see with what they wait for elsewhere, soonest due first; four statements."""
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
    found: dict[int, list[Elsewhere]] = {case.pk: [] for case in cases}
    for held in Step.objects.filter(case_id__in=found, done_at=None, role="partner").select_related("unit"):
        found[held.case_id].append(Elsewhere(held.unit.name, held.name, held.due_at))
    for asked in Opinion.objects.filter(case_id__in=found, answered_at=None).select_related("unit"):
        found[asked.case_id].append(Elsewhere(asked.unit.name, asked.question, asked.due_at))
    parents = {case.pk: case for case in cases}
    parts = Case.objects.open().filter(parent_id__in=found).select_related("department", "procedure")
    for child in parts.order_by("id"):
        if child.parent_id:
            name = part_name(parents[child.parent_id], child)
            found[child.parent_id].append(Elsewhere(child.department.name, name, child.due_at, child.code))
    return [(case, found[case.pk]) for case in cases]


def part_name(parent: Case, child: Case) -> str:
    """What a linked part is called: as the parent's procedure names it, else by the part's own procedure."""
    part = parent.part_at(child.parent_node)
    return part.name if part else child.procedure.short_name
