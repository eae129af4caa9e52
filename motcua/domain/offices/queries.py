"""What a member of staff may act as at a moment: one statement, own postings and those stood in for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from motcua.domain.people.models import Account
from motcua.foundation.database.kept import kept_under

from .models import PART_KINDS, Delegation, Posting, Staff, Unit, UnitQuerySet, effective_from


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


_WITH_DUTIES = f"LEFT JOIN LATERAL ({_SQL.replace('%(staff)s', 's.id')}) d ON true"
_BY_TOKEN = f"""
SELECT s.id, s.full_name, s.account_id, a.password, a.code_seed, (SELECT mark FROM offices_edition), d.*
  FROM offices_token t
  JOIN offices_staff s ON s.id = t.staff_id AND s.is_active
  LEFT JOIN people_account a ON a.id = s.account_id
  {_WITH_DUTIES}
 WHERE t.hash = %(hash)s AND (t.expires_at IS NULL OR t.expires_at > %(at)s) AND coalesce(a.is_active, true)
"""
_BY_ACCOUNT = f"""
SELECT s.id, s.full_name, s.account_id, a.password, a.code_seed, (SELECT mark FROM offices_edition), d.*
  FROM people_account a
  JOIN offices_staff s ON s.account_id = a.id AND s.is_active
  {_WITH_DUTIES}
 WHERE a.id = %(account)s AND a.kind = 'staff' AND a.is_active
"""


def staff_of_token(digest: bytes, *, at: datetime) -> Staff | None:
    """The member of staff a token acts as, with their duties, by the token's SHA-256; one statement."""
    return _acting(_BY_TOKEN, {"hash": digest, "at": at, "on": effective_from(at)})


def staff_of_account(account: int, *, at: datetime) -> Staff | None:
    """The member of staff an account belongs to, with their duties; one statement."""
    return _acting(_BY_ACCOUNT, {"account": account, "on": effective_from(at)})


def _acting(question: str, given: dict[str, Any]) -> Staff | None:
    """Who acts, with what nearly every request asks of them; what is asked seldom is read when it is asked."""
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        rows = cursor.fetchall()
    if not rows:
        return None
    pk, full_name, account, password, seed, edition = rows[0][:6]
    # Values in the order of the model's fields: that is how from_db takes them.
    staff = Staff.from_db(connection.alias, ["id", "account_id", "full_name"], [pk, account, full_name])
    if account:
        staff.account = Account.from_db(
            connection.alias, ["id", "password", "code_seed"], [account, password, seed]
        )
    staff.edition = edition
    staff._duties = tuple(Duty(*row[6:]) for row in rows if row[6] is not None)
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


def office_of(path: str, *, edition: UUID | None) -> Unit:
    """The office that the unit of this path belongs to: the nearest from there up that is no part of another."""
    keys = [int(key) for key in path.strip("/").split("/")]
    known = units(keys, edition=edition)
    return next((known[key] for key in reversed(keys) if known[key].kind not in PART_KINDS), known[keys[0]])


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


def postings_of(staff: Staff, *, on: date) -> list[Posting]:
    """The positions a person holds on a day or will hold later, with their units; one statement."""
    held = staff.postings.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    return list(held.select_related("unit").order_by("valid_from", "id"))


def leader_title(unit: Unit, staff_id: int | None) -> str:
    """The position under which somebody signs for a unit; what any leader is called where they hold none."""
    held = unit.postings.filter(staff_id=staff_id or 0, role="leader").order_by("-valid_from").first()
    return held.title if held else "Lãnh đạo"


def delegations_of(staff: Staff, *, on: date) -> list[Delegation]:
    """Who stands in for the person and for whom they stand in, on a day or later; one statement."""
    mine = Delegation.objects.filter(Q(absent=staff) | Q(deputy=staff), cancelled_at=None, valid_to__gte=on)
    return list(mine.select_related("absent", "deputy").order_by("valid_from", "id"))


def delegations_under(unit: Unit, *, on: date) -> list[Delegation]:
    """The delegations of people posted in a unit or below it, on a day or later; one statement."""
    people = Posting.objects.filter(unit__path__startswith=unit.path).values("staff_id")
    rows = Delegation.objects.filter(absent__in=people, cancelled_at=None, valid_to__gte=on)
    return list(rows.select_related("absent", "deputy").order_by("valid_from", "id"))


def people_under(unit: Unit, *, on: date) -> list[Staff]:
    """Who is posted in a unit or below it on a day or later, in Vietnamese order of names; one statement."""
    held = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), unit__path__startswith=unit.path)
    return list(Staff.objects.filter(pk__in=held.values("staff_id"), is_active=True).order_by("name_key"))


def staffed_units(path: str, *, on: date) -> list[Unit]:
    """The units in force under a path, from the top down, each with `staff_count`; one statement."""
    units = Unit.objects.in_force(on).filter(path__startswith=path)
    held = Q(postings__valid_from__lte=on) & (Q(postings__valid_to=None) | Q(postings__valid_to__gte=on))
    counted = units.annotate(staff_count=Count("postings__staff", filter=held, distinct=True))
    return sorted(counted, key=lambda unit: [int(part) for part in unit.path.strip("/").split("/")])


def staffing_of(unit: Unit, *, on: date) -> tuple[list[Posting], list[Posting]]:
    """(positions held in the unit on a day or later, those that ended), people in Vietnamese order; one statement."""
    rows = unit.postings.select_related("staff__account").order_by("staff__name_key", "valid_from", "id")
    now: list[Posting] = []
    before: list[Posting] = []
    for posting in rows:
        (now if posting.valid_to is None or posting.valid_to >= on else before).append(posting)
    return now, before
