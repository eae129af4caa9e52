"""Cases that come whole from another system: their rows and all their events, chained and written by COPY.

A trigger moves a case at every event; here the case is written as its last event leaves it, and the database is
then asked whether each row says what its events say (`first_untrue`).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from motcua.foundation.database.copying import NULL, Sheet, moment, raw, text
from motcua.foundation.events.models import GENESIS, canonical
from motcua.foundation.text import fold

from ..history_rules import Happened
from ..rules import HandOver, State, kept_hash, slip_secret
from .case import Case
from .event import CLOCK, CaseEvent
from .load import UNNAMED, HistoryLoad


@dataclass(slots=True)
class Past:
    """One case to be written: its facts by column, where its folder lies, and what happened to it."""

    code: str
    facts: Mapping[str, Any]  # procedure, terms, units: what is the same for many cases
    channel: int
    submitted_at: datetime | None
    returned_at: datetime | None
    happened: Sequence[Happened]
    marking: str
    name: str = ""
    phone: str = ""
    subject: str = ""
    pk: int = 0

    @property
    def last(self) -> Happened:
        return self.happened[-1]

    def times(self, act: str) -> int:
        return sum(each.name == act for each in self.happened)


FACTS = ("procedure_id", "terms_id", "variant", "received_unit_id", "authority_id", "department_id")
_CASE = (
    "id", "code", *FACTS, "applicant_name", "phone", "subject", "search", "channel", "handover_state",
    "supplement_rounds", "extensions", "marking", "secret_hash", "submitted_at", "returned_at", "state", "version",
    "last_hash", "changed_at", *CLOCK,
)  # fmt: skip
HISTORY = "history"  # who did it, as far as the file tells; the triggers know such events by this
_EVENT = (
    "case_id", "n", "name", "at", "state_before", "state_after", "payload", "prev_hash", "hash", *CLOCK,
)  # fmt: skip


def copy_in(load: HistoryLoad, pasts: Sequence[Past]) -> None:
    """Write the cases of a load, with keys already given, and their events."""
    chained = [list(_events(past, load.pk)) for past in pasts]
    same = {"history_id": load.pk, "applicant_id": load.applicant_id, "papers": [], "money_state": 0}
    Sheet(Case, _CASE, same).write(
        _case(past, events[-1]) for past, events in zip(pasts, chained, strict=True)
    )
    Sheet(CaseEvent, _EVENT, {"actor_kind": HISTORY, "note": ""}).write(
        event for events in chained for event in events
    )
    if load.position == 0:
        # The tables may have grown a hundredfold; what is asked of them next is planned by what they are now.
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Case._meta.db_table}, {CaseEvent._meta.db_table}")


def _case(past: Past, last_event: Sequence[str]) -> list[str]:
    last = past.last
    hash_at, at, dates = _EVENT.index("hash"), _EVENT.index("at"), len(_EVENT) - len(CLOCK)
    secret = kept_hash(slip_secret(settings.SLIP_KEY, past.code))
    return [
        str(past.pk), past.code, *(str(past.facts[name]) for name in FACTS), text(past.name or UNNAMED),
        text(past.phone), text(past.subject), text(fold(f"{past.name} {past.subject}")[:320].strip()),
        str(past.channel), str(int(_hand_over(last.after, past))), str(past.times("case.supplement_requested")),
        str(past.times("case.extended")), past.marking, raw(secret), moment(past.submitted_at),
        moment(past.returned_at), str(last.after), str(len(past.happened)), last_event[hash_at], last_event[at],
        *last_event[dates:],
    ]  # fmt: skip


def _hand_over(state: int, past: Past) -> HandOver:
    if state == State.RETURNED:
        return HandOver.GIVEN_TO_APPLICANT
    if state == State.FINISHED:
        return HandOver.RESULT_BACK
    return HandOver.GIVEN if past.times("case.handed_over") else HandOver.AT_DESK


def _events(past: Past, load_id: int) -> Iterator[list[str]]:
    """The cells of each event, each holding the hash of the one before it."""
    prev = GENESIS
    key, written = str(past.pk), _Written()
    for n, each in enumerate(past.happened, start=1):
        payload = {**each.noted, "history": load_id} if n == 1 else each.noted
        at = written[each.at]
        dates = [written[held] if isinstance(held, datetime) else held for held in each.dates]
        # What `CaseEvent.said` says; tested against it, event by event, as read from the database.
        said = {
            "n": n, "name": each.name, "at": at, "actor": [HISTORY, None, None, None], "from": each.before,
            "to": each.after, "note": "", "payload": payload, "dates": dict(zip(CLOCK, dates, strict=True)),
        }  # fmt: skip
        digest = hashlib.sha256(canonical(said, prev, past.code)).digest()
        yield [
            key, str(n), each.name, at, str(each.before), str(each.after), _json(payload), raw(prev), raw(digest),
            *(_cell(held) for held in dates),
        ]  # fmt: skip
        prev = digest


class _Written(dict[datetime, str]):
    """Moments as text, each written once: the dates of a case return in every event."""

    def __missing__(self, at: datetime) -> str:
        self[at] = moment(at)
        return self[at]


def _cell(held: Any) -> str:
    if held is None:
        return NULL
    return held if isinstance(held, str) else _json(held)


def _json(value: Any) -> str:
    return text(json.dumps(value, ensure_ascii=False)) if value else ("[]" if value == [] else "{}")


# A case of a load whose row is not what its last event says, or whose events do not follow one another.
_UNTRUE = f"""
WITH told AS (
  SELECT case_id, n, state_before, state_after, hash, prev_hash, at, {", ".join(CLOCK)},
         row_number() OVER one AS place, lag(hash) OVER one AS hash_before, lag(state_after) OVER one AS state_was,
         lead(n) OVER one AS later
    FROM cases_caseevent WHERE case_id = ANY(%(cases)s) WINDOW one AS (PARTITION BY case_id ORDER BY n)
)
SELECT c.code FROM cases_case c LEFT JOIN told e ON e.case_id = c.id
 WHERE c.id = ANY(%(cases)s)
   AND (e.n IS NULL OR e.n <> e.place OR e.prev_hash <> coalesce(e.hash_before, %(genesis)s)
        OR e.state_before <> coalesce(e.state_was, 0)
        OR (e.later IS NULL AND ({", ".join(f"c.{name}" for name in ("state", "version", "last_hash", "changed_at", *CLOCK))})
            IS DISTINCT FROM ({", ".join(f"e.{name}" for name in ("state_after", "n", "hash", "at", *CLOCK))})))
 LIMIT 1
"""


def first_untrue(cases: Iterable[int]) -> str | None:
    """The code of the first of these cases whose row does not say what its events say, or None if all do."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTRUE, {"cases": list(cases), "genesis": GENESIS})
        found = cursor.fetchone()
    return found[0] if found else None
