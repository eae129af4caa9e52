"""Where a folder goes when the step in hand is done: what a page says before anybody presses the button."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motcua.domain.offices.models import Staff, Unit
from motcua.domain.workflow import rules as routes
from motcua.foundation.actions import Refused

from ..actions import moving
from ..models import Case, Step


@dataclass(frozen=True)
class Ahead:
    """One step that would open next; `unit` is None where another agency's part begins."""

    name: str
    role: str
    unit: Unit | None

    @property
    def where(self) -> str:
        """Who would hold it, in words."""
        return self.unit.name if self.unit else routes.role_label(self.role)


def ahead(case: Case, step: Step) -> list[Ahead]:
    """The steps that open when `step` is completed with approval; empty where the route ends or cannot go on."""
    try:
        move = routes.advance(case.walk, moving.marking(case), step.node, moving.context(case, "approve"))
        return [
            Ahead(node.name, node.role, None if node.kind == "call" else moving.unit_of(case, node.unit))
            for node in move.entered
        ]
    except (Refused, routes.WalkRefused):
        return []


def colleagues(unit: Unit, role: str, *, on: date) -> list[Staff]:
    """Who holds a role in a unit on a day, in Vietnamese order of names; one statement."""
    roles = ("reception", "centre_head") if role == "reception" else (role,)
    held = unit.postings.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on, role__in=roles)
    return list(Staff.objects.filter(pk__in=held.values("staff_id"), is_active=True).order_by("name_key"))
