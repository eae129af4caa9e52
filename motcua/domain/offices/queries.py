"""What a member of staff may act as at a moment: one statement, own postings and those stood in for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from .models import Staff, Unit, effective_from


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


_BY_TOKEN = f"""
SELECT s.id, s.full_name, d.*
  FROM offices_token t
  JOIN offices_staff s ON s.id = t.staff_id AND s.is_active
  LEFT JOIN people_account a ON a.id = s.account_id
  LEFT JOIN LATERAL ({_SQL.replace("%(staff)s", "s.id")}) d ON true
 WHERE t.hash = %(hash)s AND (t.expires_at IS NULL OR t.expires_at > %(at)s) AND coalesce(a.is_active, true)
"""


def staff_of_token(digest: bytes, *, at: datetime) -> Staff | None:
    """The member of staff a token acts as, with their duties, by the token's SHA-256; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_TOKEN, {"hash": digest, "at": at, "on": effective_from(at)})
        rows = cursor.fetchall()
    if not rows:
        return None
    staff = Staff(pk=rows[0][0], full_name=rows[0][1])
    staff._state.adding = False
    staff._duties = tuple(Duty(*row[2:]) for row in rows if row[2] is not None)
    return staff


def unit_by_code(code: str, *, on: date) -> Unit | None:
    """The unit that has this code on a day, old style or new, with its calendars."""
    return _units().in_force(on).filter(code=code).first()


def unit_by_id(pk: int) -> Unit | None:
    """The unit of a key, with its calendars."""
    return _units().filter(pk=pk).first()


def _units():
    return Unit.objects.select_related("processing_calendar", "reception_calendar")
