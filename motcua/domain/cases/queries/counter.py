"""What stands at a one-stop desk: filings to accept, papers awaited, folders to hand over, results to give back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from motcua.domain.delivery.rules import ParcelState
from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.text import fold

from .. import rules
from ..models import CaseEvent, Supplement
from ..rules import State


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One case of a desk's list; `at` is the moment the list is about (filed, asked, received, finished)."""

    code: str
    version: int
    state: int
    procedure: str
    applicant: str
    phone: str
    at: datetime | None
    due_at: datetime | None
    due_promised: datetime | None
    outcome: str
    called_at: datetime | None
    fee: int
    money_state: int
    result_by: str
    channel: int
    unit: str
    parcel: int | None  # how the last parcel of a result to be sent stands

    @property
    def state_label(self) -> str:
        return State(self.state).label

    @property
    def fee_due(self) -> int:
        """What is still to be collected, in đồng."""
        return self.fee if self.money_state == rules.MoneyState.DUE else 0

    @property
    def parcel_label(self) -> str:
        return ParcelState(self.parcel).label if self.parcel else ""

    @property
    def to_call(self) -> bool:
        """Ready before its day, and nobody has told the applicant yet."""
        return self.outcome == "early" and self.called_at is None


@dataclass(frozen=True, slots=True)
class Queue:
    """What the column beside the reception form shows; each list is short, counts stop at 99."""

    online: list[DeskRow]
    online_count: int
    early: list[DeskRow]
    early_count: int
    latest: list[DeskRow]


_COLUMNS = """c.code, c.version, c.state, p.short_name, c.applicant_name, c.phone, {at}, c.due_at, c.due_promised, c.outcome,
  c.called_at, c.fee, c.money_state, c.result_by, c.channel, u.name,
  CASE WHEN c.result_by = 'post' AND c.state = 9 THEN (SELECT d.state FROM delivery_parcel d
    WHERE d.reference = c.code AND d.direction = 'out' ORDER BY d.n DESC LIMIT 1) END"""
_FROM = """ FROM cases_case c JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN offices_unit u ON u.id = c.department_id WHERE c.received_unit_id = ANY(%(units)s) AND """
_ONLINE = f"SELECT {_COLUMNS.format(at='c.submitted_at')}{_FROM} c.state = 1 ORDER BY c.submitted_at, c.id"
_ASKED = f"SELECT {_COLUMNS.format(at='c.changed_at')}{_FROM} c.state = 5 AND c.parent_id IS NULL ORDER BY c.changed_at, c.id"
_LATEST = (
    f"SELECT {_COLUMNS.format(at='c.received_at')}{_FROM}"
    " c.received_at >= %(since)s AND c.parent_id IS NULL ORDER BY c.received_at DESC, c.id DESC"
)
_READY = (
    f"SELECT {_COLUMNS.format(at='c.finished_at')}{_FROM} c.state = 9 AND c.parent_id IS NULL {{more}}"
    " ORDER BY (c.outcome = 'early' AND c.called_at IS NULL) DESC, c.finished_at DESC, c.id DESC"
)
# What the post has is not in the house; what it brought back is, and may be given here.
_HERE = """AND (c.result_by <> 'post' OR NOT EXISTS (SELECT 1 FROM delivery_parcel d
  WHERE d.reference = c.code AND d.direction = 'out' AND d.state IN (3, 4, 5, 10)))"""
_EARLY = _READY.format(more="AND c.outcome = 'early' AND c.called_at IS NULL")
_TO_HAND_OVER = f"""
SELECT {_COLUMNS.format(at="c.received_at")}
  FROM unnest(%(units)s::bigint[], %(roles)s::text[]) AS d(unit_id, role)
  JOIN cases_step s ON s.unit_id = d.unit_id AND s.role = d.role AND s.done_at IS NULL AND s.does = 'hand_over'
   AND (s.assignee_id IS NULL OR s.assignee_id = ANY(%(people)s))
  JOIN cases_case c ON c.id = s.case_id AND c.state IN (2, 4)
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN offices_unit u ON u.id = c.department_id
 ORDER BY s.opened_at, s.id LIMIT %(limit)s
"""


def desks_of(staff: Staff) -> list[Unit]:
    """The one-stop desks where the person receives and gives back, nearest the root first."""
    paths = {duty.unit_path for duty in staff.duties if duty.role in ("reception", "centre_head", "cashier")}
    if not paths:
        return []
    desks = Unit.objects.one_stops().filter(
        valid_to=None, path__regex="^(" + "|".join(map(re.escape, paths)) + ")"
    )
    return list(desks.select_related("reception_calendar", "processing_calendar", "parent").order_by("path"))


def queue(units: Sequence[int], *, at: datetime) -> Queue:
    """Filings to accept (oldest first), early results to call about, and today's latest; one statement."""
    parts = [("online", _ONLINE, 100), ("early", _EARLY, 100), ("latest", _LATEST, 4)]
    sql = " UNION ALL ".join(
        f"(SELECT '{name}', * FROM ({text} LIMIT {most}) q_{name})" for name, text, most in parts
    )
    found: dict[str, list[DeskRow]] = {"online": [], "early": [], "latest": []}
    with connection.cursor() as cursor:
        cursor.execute(sql, {"units": list(units), "since": rules.start_of_day(at)})
        for name, *row in cursor.fetchall():
            found[name].append(DeskRow(*row))
    online, early = found["online"], found["early"]
    return Queue(online[:3], len(online), early[:3], len(early), found["latest"])


def waiting_online(units: Sequence[int], *, limit: int, offset: int = 0) -> list[DeskRow]:
    """Online filings that nobody has accepted, oldest first; one more than `limit` tells of a next page."""
    return _rows(_ONLINE, units, limit, offset)


def waiting_for_papers(units: Sequence[int], *, limit: int, offset: int = 0) -> list[DeskRow]:
    """Cases whose applicant was asked for papers, the longest waiting first."""
    return _rows(_ASKED, units, limit, offset)


def replied(codes: Sequence[str]) -> set[str]:
    """Of these cases, those whose applicant has sent something since papers were last asked for."""
    sent = CaseEvent.objects.filter(case__code__in=list(codes), name="case.supplement_answered")
    waits = Supplement.objects.filter(
        case_id=OuterRef("case_id"), answered_at=None, asked_at__lte=OuterRef("at")
    )
    return set(sent.filter(Exists(waits)).values_list("case__code", flat=True))


def results_ready(units: Sequence[int], *, limit: int, offset: int = 0) -> list[DeskRow]:
    """Results in the house to be given back: early ones nobody was called about first, then the latest."""
    return _rows(_READY.format(more=_HERE), units, limit, offset)


def to_hand_over(staff: Staff, *, limit: int) -> list[DeskRow]:
    """Folders that wait for this person's hand-over to the unit in charge, the longest waiting first."""
    duties = {(duty.unit_id, duty.role) for duty in staff.duties}
    given: dict[str, Any] = {
        "units": [unit for unit, _ in duties],
        "roles": [role for _, role in duties],
        "people": [staff.pk, *(d.on_behalf_of_id for d in staff.duties if d.on_behalf_of_id)],
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TO_HAND_OVER, given)
        return [DeskRow(*row) for row in cursor.fetchall()]


# What a scanner or a person may give at the return desk.
_SECRET = re.compile(r"(?:^|[/#=])([a-z2-7]{26})(?:$|[/?&])", re.IGNORECASE)


def find_on_slip(units: Sequence[int], text: str, *, limit: int = 12) -> list[DeskRow]:
    """Cases of these desks by what is on a slip: its QR, its barcode, the end of its code, or the name.

    Results that wait come first. Empty when nothing fits; reads at most a few rows of an index.
    """
    text = text.strip()
    given: dict[str, Any] = {}
    if secret := _SECRET.search(text):
        where, given["hash"] = "c.secret_hash = %(hash)s", rules.kept_hash(secret[1].lower())
    elif "-" in text and any(sign.isdigit() for sign in text):
        where, given["code"] = "c.code LIKE %(code)s", "%" + _escaped(text.upper())
    elif text.isdigit() and len(text) >= 3:
        where, given["code"] = "c.code LIKE %(code)s AND c.state IN (1, 2, 4, 5, 6, 9)", f"%{text}"
    elif len(fold(text)) >= 2:
        where, given["name"] = "c.search LIKE %(name)s", f"%{_escaped(fold(text))}%"
    else:
        return []
    order = " ORDER BY (c.state = 9) DESC, c.changed_at DESC"
    sql = f"SELECT {_COLUMNS.format(at='c.finished_at')}{_FROM} {where} AND c.parent_id IS NULL{order}"
    return _rows(sql, units, limit, 0, **given)[:limit]


def received_lately(units: Sequence[int], *, since: datetime) -> dict[int, int]:
    """How many cases people handed in at each of these desks since a moment; one scan of an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT received_unit_id, count(*) FROM cases_case WHERE received_unit_id = ANY(%s)"
            " AND received_at >= %s AND channel = %s AND parent_id IS NULL GROUP BY 1",
            [list(units), since, rules.Channel.DIRECT.value],
        )
        return dict(cursor.fetchall())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _rows(sql: str, units: Sequence[int], limit: int, offset: int, **given: Any) -> list[DeskRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"{sql} LIMIT %(limit)s OFFSET %(offset)s",
            {"units": list(units), "limit": limit + 1, "offset": offset, **given},
        )
        return [DeskRow(*row) for row in cursor.fetchall()]
