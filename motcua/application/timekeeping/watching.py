"""Every case that is watched for something at a moment: read once, for a page, a list or the morning's digest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from motcua.domain.cases.deadline_rules import Since, Standing, Watch, watched
from motcua.domain.cases.models import Case, calendar_of
from motcua.domain.cases.queries.promises import Promise, Promises
from motcua.domain.cases.rules import State
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.offices.queries import edition_now, units
from motcua.foundation import calendar as working


@dataclass(frozen=True, slots=True)
class Watched:
    """A case at one of its waiting steps, with all that it is watched for and since when, the gravest first.

    A linked part (`is_part`) has a promise of its own at the unit that resolves it; figures count the whole only.
    """

    case_id: int
    code: str
    is_part: bool
    procedure: str
    applicant: str
    state: int
    due_at: datetime | None
    due_promised: datetime | None
    apologised_at: datetime | None
    received_path: str
    authority_path: str
    step: str
    node: str
    role: str
    unit_id: int
    unit: str
    unit_code: str
    unit_path: str
    holder_id: int | None
    holder: str
    standing: Standing
    days: working.Calendar
    since: tuple[Since, ...]

    def is_under(self, what: str) -> bool:
        return any(each.what == what for each in self.since)


# A case as it stood at a moment is its last event until then (as the figures read it); without a later event it is
# the case itself. Whoever was given a step after the moment is not yet its holder: the reassignment says who was.
_NOW = """
  FROM cases_case k
  LEFT JOIN cases_step s ON s.case_id = k.id AND s.done_at IS NULL
  LEFT JOIN offices_staff a ON a.id = s.assignee_id
"""
_THEN = """
  FROM (
    SELECT c.id, c.code, c.parent_id, c.procedure_id, c.terms_id, c.variant, c.applicant_name, c.received_unit_id,
           c.authority_id, c.submitted_at, e.state_after AS state, e.due_at, e.due_promised, e.finished_at,
           e.extended_at, e.at AS changed_at
      FROM cases_case c
      JOIN LATERAL (
        SELECT * FROM cases_caseevent WHERE case_id = c.id AND at < %(at)s ORDER BY n DESC LIMIT 1
      ) e ON true
     WHERE c.state = ANY(%(states)s) OR c.changed_at >= %(at)s
  ) k
  LEFT JOIN cases_step s ON s.case_id = k.id AND s.opened_at < %(at)s AND (s.done_at IS NULL OR s.done_at >= %(at)s)
  LEFT JOIN LATERAL (
    SELECT name, payload FROM cases_caseevent
     WHERE case_id = k.id AND at >= %(at)s AND name IN ('case.reassigned', 'case.taken') AND payload->>'step' = s.node
     ORDER BY n LIMIT 1
  ) g ON true
  LEFT JOIN offices_staff a
    ON a.id = CASE WHEN g.name IS NULL THEN s.assignee_id ELSE (g.payload->>'was')::bigint END
"""
_SQL = """
SELECT k.id, k.code, k.parent_id IS NOT NULL, p.short_name, k.applicant_name, k.state, k.due_at, k.due_promised,
       k.extended_at, r.path, o.path, s.name, s.node, s.role, u.id, u.name, u.code, u.path, a.id, a.full_name, k.submitted_at,
       k.finished_at, k.changed_at, s.due_at,
       (SELECT max(q.answer_by) FROM cases_supplement q WHERE q.case_id = k.id AND q.asked_at <= %(at)s
                AND (q.answered_at IS NULL OR q.answered_at >= %(at)s)),
       k.received_unit_id, k.authority_id, k.terms_id, k.variant
{source}
  JOIN catalogue_procedure p ON p.id = k.procedure_id
  JOIN offices_unit r ON r.id = k.received_unit_id
  JOIN offices_unit o ON o.id = k.authority_id
  JOIN offices_unit u ON u.id = coalesce(s.unit_id, k.received_unit_id)
 WHERE k.state = ANY(%(states)s){seen}
   AND (r.path LIKE %(path)s OR u.path LIKE %(path)s)
 ORDER BY k.due_at NULLS LAST, k.id, s.id
"""
_STATES = [State.REGISTERED, State.ACCEPTED, State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT,
           State.FINISHED]  # fmt: skip


def watch(
    *, at: datetime, past: bool = False, staff: Staff | None = None, path: str = "/", all_of: bool = False
) -> list[Watched]:
    """What is watched at `at`, soonest due first, in the units below `path`; of those `staff` may see, if one is named.

    `past`: `at` lies behind, so that cases are read from their events as they stood just before it. `all_of`: also cases watched for nothing.
    """
    seen, given = _seen(staff)
    given |= {"at": at, "states": [int(state) for state in _STATES], "path": f"{path}%"}
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(source=_THEN if past else _NOW, seen=seen), given)
        rows = cursor.fetchall()
    reckon = _Reckoning(rows)
    found = [reckon.row(row, at) for row in rows]
    return found if all_of else [each for each in found if each.since]


def _seen(staff: Staff | None) -> tuple[str, dict[str, Any]]:
    """The condition that a person may see the case, with its values by name."""
    if staff is None:
        return "", {}
    sql, values = Case.objects.visible_to(staff).values("pk").query.sql_with_params()
    parts = sql.split("%s")
    named = "".join(
        part + (f"%(v{n})s" if n < len(parts) - 1 else "") for n, part in enumerate(parts)
    )  # the whole statement names its values
    return f" AND k.id IN ({named})", {f"v{n}": value for n, value in enumerate(values)}


class _Reckoning:
    """Calendars and allowances of the rows, each read once."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        edition = edition_now()
        rows = list(rows)
        self.units: dict[int, Unit] = units({row[25] for row in rows}, edition=edition)
        self.promises = Promises({_promise(row) for row in rows}, edition=edition)
        self.desks: dict[int, working.Calendar] = {}

    def row(self, row: tuple[Any, ...], at: datetime) -> Watched:
        standing = Standing(
            state=row[5], submitted_at=row[20], due_at=row[6], finished_at=row[21], answer_by=row[24],
            apologised=row[8] is not None, step_due_at=row[23], acted_at=row[22],
        )  # fmt: skip
        promise = _promise(row)
        days, allowance = self.promises.days(promise), self.promises.allowance(promise)
        since = watched(standing, at, allowance=allowance, days=days, desk_days=self.desk(row[25]))
        waits = row[11:14] if row[11] else ("", "", "reception")
        kept: tuple[Any, ...] = (*row[:11], *waits, *row[14:19], row[19] or "", standing, days, tuple(since))
        return Watched(*kept)

    def desk(self, unit_id: int) -> working.Calendar:
        """By which a desk's hours to accept a filing are counted."""
        if unit_id not in self.desks:
            unit = self.units[unit_id]
            own = unit.reception_calendar
            self.desks[unit_id] = own.working() if own else calendar_of(unit)
        return self.desks[unit_id]


def _promise(row: tuple[Any, ...]) -> Promise:
    return Promise(row[27], row[28], row[26], row[2])


def counts(rows: Iterable[Watched]) -> dict[str, int]:
    """How many cases are under each thing watched; a case at several steps counts once."""
    cases: dict[str, set[int]] = {what: set() for what in Watch}
    for row in rows:
        for each in row.since:
            cases[each.what].add(row.case_id)
    return {what: len(found) for what, found in cases.items()}


@dataclass(frozen=True, slots=True)
class OverdueCase:
    """One line of the public list of overdue cases; without names of people."""

    code: str
    procedure: str
    unit: str
    due_at: datetime
    apologised_at: datetime | None


def overdue_list(*, at: datetime, past: bool = False, path: str = "/") -> list[OverdueCase]:
    """Overdue cases of the units below `path` at a moment, longest overdue first, and whether an apology was sent.

    As the figures count them: by the unit that received them, a linked part with its whole.
    """
    rows = {
        row.case_id: OverdueCase(row.code, row.procedure, row.unit, row.due_at, row.apologised_at)
        for row in watch(at=at, past=past, path=path)
        if row.due_at
        and not row.is_part
        and row.is_under(Watch.OVERDUE)
        and row.received_path.startswith(path)
    }
    return sorted(rows.values(), key=lambda row: (row.due_at, row.code))
