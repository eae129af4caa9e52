"""Parcels as the desk and the post work on them: what to send, what is away, what came back or is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from motcua.domain.delivery.models import Parcel, beside
from motcua.domain.delivery.rules import Direction, ParcelState
from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.calendar import ZONE

from ..models import Case
from ..rules import MoneyState, State

MOST = 300


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One parcel of a list, with what it is for."""

    pk: int
    number: str
    direction: str
    state: int
    name: str
    phone: str
    address: str
    fault: str
    changed_at: datetime
    reason: str
    code: str
    case_state: int
    procedure: str
    applicant: str
    money_state: int
    result: str

    @property
    def state_label(self) -> str:
        return ParcelState(self.state).label

    @property
    def is_out(self) -> bool:
        return self.direction == Direction.OUT

    @property
    def owes(self) -> bool:
        return self.money_state == MoneyState.DUE


_ROWS = """
SELECT d.id, coalesce(nullif(d.waybill, ''), d.reference || CASE d.direction WHEN 'out' THEN '-B' ELSE '-G' END || d.n),
  d.direction, d.state, d.name, d.phone, d.address, d.fault, d.changed_at,
  coalesce((SELECT m.reason FROM delivery_parcelmove m WHERE m.parcel_id = d.id AND m.state = d.state
             ORDER BY m.at DESC LIMIT 1), ''),
  c.code, c.state, p.short_name, c.applicant_name, c.money_state,
  coalesce((SELECT r.title || ' ' || r.number FROM cases_result r WHERE r.case_id = c.id AND r.withdrawn_at IS NULL
             ORDER BY r.issued_at DESC LIMIT 1), '')
  FROM delivery_parcel d
  JOIN cases_case c ON c.code = d.reference
  JOIN catalogue_procedure p ON p.id = c.procedure_id
 WHERE d.unit_id = ANY(%(units)s) AND """
# What ended without the other end having it is work only for as long as it is the last word of an open case.
_AT_WORK = """d.state NOT IN (6, 9) AND c.state IN (1, 2, 4, 5, 6, 9)
   AND (d.state <> 1 OR d.direction = 'in' OR c.state = 9)
   AND (d.state < 6 OR d.state = 10 OR NOT EXISTS (SELECT 1 FROM delivery_parcel later
        WHERE later.reference = d.reference AND later.direction = d.direction AND later.n > d.n))
   AND NOT (d.state = 7 AND d.direction = 'out' AND c.result_by <> 'post')
 ORDER BY d.changed_at, d.id LIMIT %(most)s"""
_TO_SIGN = """((d.state = 2 AND d.direction = 'out' AND c.state = 9 AND %(open)s)
   OR (d.direction = 'out' AND d.handed_at >= %(since)s AND d.handed_at < %(until)s))
 ORDER BY d.handed_at NULLS LAST, d.id LIMIT %(most)s"""


def served_by(staff: Staff) -> list[int]:
    """The desks beside whose post point somebody of the public post works."""
    paths = [beside(duty.unit_path) for duty in staff.duties if duty.role == "postal"]
    desks = Unit.objects.one_stops().filter(valid_to=None).values_list("pk", "path")
    return [key for key, path in desks if any(path.startswith(each) for each in paths)]


def parcels_at_work(units: Sequence[int]) -> list[ParcelRow]:
    """Every parcel of these desks somebody has to do something about, the longest unchanged first."""
    return _rows(_AT_WORK, units=list(units))


def to_sign_for(units: Sequence[int], *, on: date, today: bool) -> list[ParcelRow]:
    """What the post has taken on a day; of today, also what lies ready for it."""
    since = datetime.combine(on, datetime.min.time(), tzinfo=ZONE)
    until = since.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return _rows(_TO_SIGN, units=list(units), since=since, until=until, open=today)


def _rows(where: str, **given: Any) -> list[ParcelRow]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS + where, {**given, "most": MOST})
        return [ParcelRow(*row) for row in cursor.fetchall()]


def find_parcels(staff: Staff, scanned: str, *, limit: int = 12) -> list[Parcel]:
    """What a scan of a label, or the code of a case, means among the parcels this person sees; open ones first."""
    words = "".join(scanned.split()).upper()
    if len(words) < 4:
        return []
    mine = Parcel.objects.visible_to(staff).select_related("unit")
    exact = list(mine.known_as(words)[:limit])
    found = exact or list(mine.filter(reference__endswith=words).order_by("-asked_at")[:limit])
    waits = [parcel for parcel in found if parcel.is_open]
    return waits or found


def parcels_of(case: Case) -> list[Parcel]:
    """The parcels of a case, newest first."""
    return list(Parcel.objects.of(case.code).select_related("unit"))


def is_last(parcel: Parcel) -> bool:
    """Whether no later try follows it."""
    later = Parcel.objects.of(parcel.reference, parcel.direction).filter(n__gt=parcel.n)
    return not later.exists()


def lost_result(case: Case) -> Parcel | None:
    """The result of this case that the post has lost, where nothing stands in for it yet: a task."""
    if case.state != State.FINISHED or case.result_by != "post":
        return None
    last = Parcel.objects.of(case.code, Direction.OUT).first()
    return last if last and last.state == ParcelState.LOST and not last.replaced_by else None
