"""What a member of staff may act as at a moment: one statement, own postings and those stood in for."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from .models import effective_from


@dataclass(frozen=True)
class Duty:
    """A role in a unit; `unit_path` covers the unit and everything below it."""

    unit_id: int
    unit_path: str
    unit_name: str
    role: str
    title: str
    on_behalf_of_id: int | None = None
    on_behalf_of: str = ""

    @property
    def fills(self) -> tuple[str, ...]:
        """The roles whose steps this duty may hold: the head of a centre does all that reception does (spec: §2.2)."""
        return ("centre_head", "reception") if self.role == "centre_head" else (self.role,)


_SQL = """
SELECT p.unit_id, u.path, u.name, p.role, p.title, NULL::bigint, ''
  FROM offices_posting p JOIN offices_unit u ON u.id = p.unit_id
 WHERE p.staff_id = %(staff)s AND p.valid_from <= %(on)s AND (p.valid_to IS NULL OR p.valid_to >= %(on)s)
UNION ALL
SELECT p.unit_id, u.path, u.name, p.role, p.title, d.absent_id, a.full_name
  FROM offices_delegation d
  JOIN offices_posting p ON p.staff_id = d.absent_id
  JOIN offices_unit u ON u.id = p.unit_id
  JOIN offices_staff a ON a.id = d.absent_id
 WHERE d.deputy_id = %(staff)s AND d.cancelled_at IS NULL
   AND d.valid_from <= %(on)s AND d.valid_to >= %(on)s
   AND p.valid_from <= %(on)s AND (p.valid_to IS NULL OR p.valid_to >= %(on)s)
"""


def duties_of(staff_id: int, *, at: datetime) -> tuple[Duty, ...]:
    """Every duty of the person at `at`, own ones before delegated ones."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"staff": staff_id, "on": effective_from(at)})
        return tuple(Duty(*row) for row in cursor.fetchall())
