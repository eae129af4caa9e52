"""What happened to a case, in words, for staff."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.foundation.actions import ACTIONS

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
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [case.pk])
        return [_line(*row) for row in cursor.fetchall()]


_SQL = """
SELECT e.n, e.at, e.name, 
       coalesce(a.full_name, CASE e.actor_kind WHEN 'history' THEN 'Hệ thống trước' WHEN 'citizen' THEN 'Người nộp hồ sơ' ELSE 'Hệ thống' END), coalesce(b.full_name, ''), coalesce(u.name, ''),
       e.state_after, e.note, coalesce(e.due_promised, e.due_at), e.payload
  FROM cases_caseevent e
  LEFT JOIN offices_staff a ON a.id = e.actor_id
  LEFT JOIN offices_staff b ON b.id = e.on_behalf_of_id
  LEFT JOIN offices_unit u ON u.id = e.unit_id
 WHERE e.case_id = %s ORDER BY e.n
"""


def _line(
    n: int, at: datetime, name: str, actor: str, other: str, unit: str, state: int, note: str, due_at: datetime | None,
    written: str,
) -> Line:  # fmt: skip
    payload: dict[str, Any] = json.loads(written)
    return Line(
        n=n, at=at, name=name, label=ACTIONS[name].label if name in ACTIONS else name, actor=actor,
        on_behalf_of=other, unit=unit, step=payload.get("step_name", ""), state=state,
        note=note or payload.get("reason", ""), due_at=due_at, payload=payload,
    )  # fmt: skip
