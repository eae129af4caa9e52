"""What a member of staff may act as at a moment: one statement, own postings and those stood in for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from motcua.foundation.database.kept import kept_under

from .models import Staff, Unit, UnitQuerySet, effective_from


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
SELECT s.id, s.full_name, (SELECT mark FROM offices_edition), d.*
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
    staff.edition = rows[0][2]
    staff._duties = tuple(Duty(*row[3:]) for row in rows if row[3] is not None)
    return staff


def edition_now() -> UUID | None:
    """The mark of the office as it is set up now; one short statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM offices_edition")
        row = cursor.fetchone()
        return row[0] if row else None


def units(keys: Iterable[int], *, edition: UUID | None) -> dict[int, Unit]:
    """Units by key with their calendars, read once by each process for as long as `edition` stands.

    The units are shared: they are to be read, never changed.
    """
    shelf = kept_under(edition)
    wanted = set(keys)
    missing = [key for key in wanted if (Unit, key) not in shelf]
    if missing:
        shelf.update({(Unit, unit.pk): unit for unit in _units().filter(pk__in=missing)})
    return {key: shelf[Unit, key] for key in wanted if (Unit, key) in shelf}


def unit_by_code(code: str, *, on: date, edition: UUID | None = None) -> Unit | None:
    """The unit that has this code on a day, with its calendars."""
    shelf = kept_under(edition)
    key = (Unit, code, on)
    if key not in shelf:
        found = _units().in_force(on).filter(code=code).first()
        if found is None:  # not kept: anybody may ask for codes that do not exist
            return None
        shelf[key] = found
    return shelf[key]


def _units() -> UnitQuerySet:
    return Unit.objects.select_related("processing_calendar", "reception_calendar")
