"""Who has looked at which case: for those who watch over it, and for each person their own."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from motcua.domain.offices.models import Staff

from ..models import Reading, Through

# Whose duty it is to see who looked, in their unit and below it (spec: §2.2).
WATCHERS = ("leader", "centre_head", "inspector", "auditor")


@dataclass(frozen=True)
class Look:
    """One look: when, who by the right of which unit, through what; empty words for the server's shell."""

    at: datetime
    staff: str
    unit: str
    through: str

    @property
    def through_label(self) -> str:
        return Through(self.through).label


_SQL = """
SELECT r.at, s.full_name, u.name, r.through
  FROM cases_case c
  LEFT JOIN cases_reading r ON r.case_id = c.id
  LEFT JOIN offices_staff s ON s.id = r.staff_id
  LEFT JOIN offices_unit u ON u.id = r.unit_id
 WHERE c.code = %(code)s AND EXISTS (
   SELECT FROM offices_unit w, unnest(%(paths)s::text[]) AS watched (path)
    WHERE w.id IN (c.received_unit_id, c.authority_id, c.department_id) AND starts_with(w.path, watched.path))
 ORDER BY r.at DESC, r.id DESC LIMIT %(limit)s OFFSET %(offset)s
"""


def looks_at(staff: Staff, code: str, *, limit: int, offset: int = 0) -> list[Look] | None:
    """Who looked at the case of a code, latest first; None where `staff` watches over no unit of such a case."""
    paths = [duty.unit_path for duty in staff.duties if duty.role in WATCHERS]
    if not paths:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"code": code, "paths": paths, "limit": limit, "offset": offset})
        rows = cursor.fetchall()
    if not rows and not offset:
        return None
    return [Look(at, who or "", unit or "", through) for at, who, unit, through in rows if at]


def own_looks(staff: Staff, *, limit: int) -> list[Reading]:
    """What the person looked at last, with the cases; one statement."""
    return list(staff.readings.select_related("case").order_by("-at")[:limit])
