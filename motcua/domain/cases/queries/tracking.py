"""Following a case without signing in: by the slip's secret, or by code and something printed or known."""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from motcua.foundation.limits.models import count_try

from .. import rules
from ..models import Case
from ..rules import State
from .elsewhere import part_name
from .promises import Promise

TRIES_PER_CASE, TRIES_PER_ADDRESS, WINDOW = 5, 20, timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """What anybody holding the slip may see: states, dates, units; never a name of a person."""

    code: str
    state: int
    procedure_code: str
    procedure: str
    held_by: str
    received_unit: str
    hotline: str
    received_at: datetime | None
    due_original: datetime | None
    due_at: datetime | None
    due_promised: datetime | None
    stopped_at: datetime | None
    finished_at: datetime | None
    outcome: str
    moves: list[dict[str, Any]]
    asked: list[dict[str, Any]]
    # Whose slip opens it (a linked part has its parent's), by which calendar its days count, and its own key
    # when it has linked parts to ask for.
    slip_code: str
    title: str
    calendar_id: int | None
    extensions: int
    parent_of: int | None
    money_state: int
    parcels: list[dict[str, Any]]
    promise: Promise
    edition: UUID | None

    @property
    def state_label(self) -> str:
        return State(self.state).label


class TooManyTries(Exception):
    """This case or this address has been tried too often; wait until the window ends."""


# Only acts that mean something to the applicant, as (name, when, state, unit).
_SHOWN = (
    "case.registered", "case.received", "case.accepted", "case.papers_asked_at_desk", "case.papers_asked",
    "case.refused_at_desk", "case.not_accepted", "case.handed_over", "case.forwarded", "case.approved",
    "case.supplement_requested", "case.supplement_answered", "case.supplemented", "case.payment_required", "case.payment_confirmed",
    "case.extended", "case.apologised", "case.stopped", "case.finished", "case.reopened", "case.called", "case.result_sealed", "case.letter_sent", "case.returned",
    "case.parcel_handed_over", "case.parcel_came_back", "case.parcel_lost", "case.result_copied", "case.delivered", "case.delivery_corrected",
    "case.withdrawn", "case.linked_opened", "case.linked_finished", "case.linked_stopped",
)  # fmt: skip
# What the applicant was told in writing then: causes, grounds, papers asked for, never who wrote it.
_TOLD = (
    "case.papers_asked_at_desk", "case.papers_asked", "case.supplement_requested", "case.payment_required",
    "case.extended", "case.apologised", "case.stopped", "case.linked_stopped", "case.refused_at_desk", "case.not_accepted",
    "case.reopened", "case.parcel_came_back", "case.parcel_lost", "case.delivery_corrected",
)  # fmt: skip
_SQL = """
SELECT c.code, c.state, p.code, p.name,
  coalesce((SELECT string_agg(DISTINCT u.name, '; ') FROM cases_step s JOIN offices_unit u ON u.id = s.unit_id
             WHERE s.case_id = c.id AND s.done_at IS NULL), ''),
  r.name, coalesce(nullif(r.hotline, ''), a.hotline), c.received_at, c.due_original, c.due_at, c.due_promised,
  c.stopped_at, c.finished_at, c.outcome,
  (SELECT json_agg(json_build_object('name', e.name, 'at', e.at, 'state', e.state_after, 'unit', coalesce(u.name, ''),
            'step', coalesce(e.payload->>'step_name', ''),
            'told', CASE WHEN e.name = ANY(%(told)s) THEN json_build_object(
              'reason', coalesce(e.payload->>'reason', e.payload->>'cause', ''), 'amount', e.payload->'amount',
              'basis', coalesce(e.payload->>'legal_basis', ''), 'missing', coalesce(e.payload->'missing', '[]'),
              'by', e.payload->>'answer_by', 'round', e.payload->'round', 'new_due', e.payload->>'new_due_at',
              'again', coalesce(e.payload->>'leader_agrees', '')) END) ORDER BY e.n)
     FROM cases_caseevent e LEFT JOIN offices_unit u ON u.id = e.unit_id
    WHERE e.case_id = c.id AND e.name = ANY(%(shown)s))::text,
  (SELECT json_agg(json_build_object('number', q.id, 'part', CASE WHEN k.id = c.id THEN '' ELSE k.code END,
            'open', k.state = 5, 'round', q.round, 'missing', q.missing, 'reason', q.reason, 'by', q.answer_by,
            'second', q.approved_by_id IS NOT NULL, 'sent', EXISTS (
              SELECT FROM cases_caseevent e
               WHERE e.case_id = k.id AND e.name = 'case.supplement_answered' AND e.at >= q.asked_at)) ORDER BY k.id, q.round)
     FROM cases_supplement q JOIN cases_case k ON k.id = q.case_id
    WHERE k.id IN (SELECT c.id UNION ALL SELECT id FROM cases_case WHERE parent_id = c.id)
      AND q.answered_at IS NULL AND (k.id = c.id OR k.state = 5))::text,
  coalesce((SELECT code FROM cases_case WHERE id = c.parent_id), c.code), p.short_name, a.processing_calendar_id,
  c.extensions, CASE WHEN EXISTS (SELECT 1 FROM cases_case WHERE parent_id = c.id) THEN c.id END,
  c.money_state,
  (SELECT json_agg(json_build_object('number', coalesce(nullif(d.waybill, ''), d.reference || CASE d.direction WHEN 'out'
            THEN '-B' ELSE '-G' END || d.n), 'direction', d.direction, 'state', d.state, 'relation', d.relation,
            'moves', (SELECT json_agg(json_build_object('state', m.state, 'at', m.at, 'place', m.place, 'reason', m.reason)
                       ORDER BY m.at, m.id) FROM delivery_parcelmove m WHERE m.parcel_id = d.id)) ORDER BY d.asked_at, d.n)
     FROM delivery_parcel d WHERE d.reference = c.code)::text,
  c.terms_id, c.variant, c.authority_id, c.parent_id IS NOT NULL, (SELECT mark FROM offices_edition),
  c.phone, c.identity_number
  FROM cases_case c
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN offices_unit r ON r.id = c.received_unit_id
  JOIN offices_unit a ON a.id = c.authority_id
"""


def status_by_secret(secret: str) -> PublicStatus | None:
    """The case of a slip's secret; one statement. A secret is 128 bits, so tries need no counting."""
    row = _row("WHERE c.secret_hash = %(hash)s", hash=rules.kept_hash(secret.strip().lower()))
    return _status(row) if row else None


def status_by_code(code: str) -> PublicStatus | None:
    """The case of a code, for one who has already shown the right to see it; one statement."""
    row = _row("WHERE c.code = %(code)s", code=code)
    return _status(row) if row else None


def status_by_hand(code: str, proof: str, *, address: str, at: datetime) -> PublicStatus | None:
    """The case of a code, if `proof` is its PIN or the last four digits of the phone or identity number on file.

    None both for "no such case" and for "wrong", at the same cost. Raises TooManyTries.
    """
    code, proof = code.strip().upper(), proof.strip()
    tries = count_try("tracking case", code, at=at, window=WINDOW)
    from_here = count_try("tracking address", address, at=at, window=WINDOW)
    if tries > TRIES_PER_CASE or from_here > TRIES_PER_ADDRESS:
        raise TooManyTries
    row = _row("WHERE c.code = %(code)s", code=code)
    expected = [rules.slip_pin(settings.SLIP_KEY, code)]
    expected += [rules.last_four(number) or "-" for number in (row[-2:] if row else ("", ""))]
    right = sum(hmac.compare_digest(known.encode(), proof.encode()) for known in expected)
    return _status(row) if row and right else None


def _row(where: str, **given: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(_SQL + where, {**given, "shown": list(_SHOWN), "told": list(_TOLD)})
        return cursor.fetchone()


def _status(row: tuple[Any, ...]) -> PublicStatus:
    moves, asked = (json.loads(text) if text else [] for text in row[14:16])
    parcels = json.loads(row[-8]) if row[-8] else []
    for move in (*moves, *(move for parcel in parcels for move in parcel["moves"])):
        move["at"] = datetime.fromisoformat(move["at"])
    return PublicStatus(*(*row[:14], moves, asked, *row[16:-8], parcels, Promise(*row[-7:-3]), row[-3]))


@dataclass(frozen=True, slots=True)
class PartStatus:
    """One linked part of a case, with a promise of its own."""

    code: str
    title: str
    state: int
    unit: str
    due_at: datetime | None
    finished_at: datetime | None
    outcome: str


def parts_of(status: PublicStatus) -> list[PartStatus]:
    """The linked parts of a case, oldest first; one statement, none where there are no parts."""
    if status.parent_of is None:
        return []
    parts = Case.objects.filter(parent_id=status.parent_of).order_by("id")
    return [
        PartStatus(
            code=part.code, title=part_name(part.parent, part), state=part.state, unit=part.department.name,
            due_at=part.due_promised, finished_at=part.finished_at, outcome=part.outcome,
        )
        for part in parts.select_related("procedure", "department", "parent__terms")
        if part.parent
    ]  # fmt: skip
