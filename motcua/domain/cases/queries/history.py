"""What happened to a case, in words, for staff."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..models import Case
from ..rules import State


@dataclass(frozen=True)
class Line:
    """One act: when, what, who (and for whom), where, in which step, with which words."""

    n: int
    at: datetime
    name: str
    label: str
    actor: str
    on_behalf_of: str
    unit: str
    step: str
    state: int
    note: str
    due_at: datetime | None
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def state_label(self) -> str:
        return State(self.state).label


def history(case: Case) -> list[Line]:
    """Every act on the case, oldest first; one statement."""
    events = case.events.select_related("actor", "on_behalf_of", "unit").order_by("n")
    return [
        Line(
            n=e.n, at=e.at, name=e.name, label=e.label, actor=e.actor.full_name if e.actor else "Hệ thống",
            on_behalf_of=e.on_behalf_of.full_name if e.on_behalf_of else "", unit=e.unit.name if e.unit else "",
            step=e.payload.get("step_name", ""), state=e.state_after, note=e.note or e.payload.get("reason", ""),
            due_at=e.due_promised or e.due_at, payload=e.payload,
        )
        for e in events
    ]  # fmt: skip
