"""The officer's inbox: what waits for this person, soonest due first. One statement, whatever the size."""

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from motcua.domain.offices.models import Staff

from ..rules import start_of_day
from .promises import Promise, Promises


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One waiting step, or one case of a list; `due_at` is the case's due date, None while the clock is stopped."""

    step_id: int | None
    case_id: int
    code: str
    version: int
    state: int
    procedure: str
    applicant: str
    step: str
    node: str
    does: str
    unit: str
    due_at: datetime | None
    due_promised: datetime | None
    step_due_at: datetime | None
    opened_at: datetime | None
    given_by: str
    assignee_id: int | None
    assignee: str
    outcome: str
    promise: Promise

    @classmethod
    def read(cls, row: tuple[Any, ...]) -> "InboxRow":
        """From a line of one of the statements: its last four columns are what the promise is read from."""
        facts: tuple[Any, ...] = (*row[:-4], Promise(*row[-4:]))
        return cls(*facts)


_COLUMNS = """
  s.id, c.id, c.code, c.version, c.state, p.short_name, c.applicant_name, s.name, s.node, s.does, u.name,
  c.due_at, c.due_promised, s.due_at, s.opened_at, coalesce(g.full_name, ''), s.assignee_id,
  coalesce(a.full_name, ''), c.outcome, c.terms_id, c.variant, c.authority_id, c.parent_id IS NOT NULL
"""
_JOINS = """
  JOIN cases_case c ON c.id = s.case_id
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN offices_unit u ON u.id = s.unit_id
  LEFT JOIN offices_staff g ON g.id = s.given_by_id
  LEFT JOIN offices_staff a ON a.id = s.assignee_id
"""
# One index scan of `limit` rows for each unit and role the person acts in, so the cost does not grow with the data.
_WAITING = f"""
SELECT {_COLUMNS}
  FROM (VALUES {{duties}}) AS d(unit_id, role)
  JOIN LATERAL (
    SELECT w.* FROM cases_step w JOIN cases_case k ON k.id = w.case_id
     WHERE w.unit_id = d.unit_id AND w.role = d.role AND w.done_at IS NULL AND {{whose}} AND k.state IN {{states}}
     ORDER BY w.case_due_at, w.opened_at LIMIT {{most}}
  ) s ON true
{_JOINS}
 ORDER BY c.due_at NULLS LAST, s.opened_at, s.id
 LIMIT {{limit}} OFFSET {{offset}}
"""
_WHOSE = {
    "all": "(w.assignee_id IS NULL OR w.assignee_id = ANY(%(people)s))",
    "mine": "w.assignee_id = ANY(%(people)s)",
    "new": "w.assignee_id IS NULL",
    # Their clock stands still, so they have no due date.
    "stopped": "(w.assignee_id IS NULL OR w.assignee_id = ANY(%(people)s)) AND w.case_due_at IS NULL",
    "due": "(w.assignee_id IS NULL OR w.assignee_id = ANY(%(people)s)) AND w.case_due_at <= %(last)s"
    " AND (w.case_due_at < %(tomorrow)s OR {soon})",
}
_CONSULTED = """
SELECT NULL, c.id, c.code, c.version, c.state, p.short_name, c.applicant_name, left(o.question, 200), '', 'give_opinion',
  u.name, c.due_at, c.due_promised, o.due_at, o.asked_at, coalesce(g.full_name, ''), NULL, '', c.outcome,
  c.terms_id, c.variant, c.authority_id, c.parent_id IS NOT NULL
  FROM cases_opinion o
  JOIN cases_case c ON c.id = o.case_id
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN offices_unit u ON u.id = o.unit_id
  LEFT JOIN offices_staff g ON g.id = o.asked_by_id
 WHERE o.answered_at IS NULL AND o.unit_id = ANY(%(units)s) AND c.state IN (4, 5, 6)
 ORDER BY o.due_at, o.id LIMIT %(limit)s OFFSET %(offset)s
"""
_DONE = f"""
SELECT {_COLUMNS}
  FROM (SELECT * FROM cases_step WHERE done_by_id = %(me)s ORDER BY done_at DESC LIMIT %(most)s) s
{_JOINS}
 ORDER BY s.done_at DESC, s.id LIMIT %(limit)s OFFSET %(offset)s
"""
RUNNING, STOPPED = (2, 4, 9), (5, 6)
_COUNTS = ("all", "new", "overdue", "today", "stopped")
# All that waits, by what its promise is read from: how many, and when each is owed of what is owed later than today.
_COUNTED = f"""
SELECT k.consulted, g.* FROM (
  SELECT count(*) AS consulted FROM (
    SELECT 1 FROM cases_opinion WHERE answered_at IS NULL AND unit_id = ANY(%(units)s) LIMIT 1000) o) k
  LEFT JOIN LATERAL (
    SELECT c.terms_id, c.variant, c.authority_id, c.parent_id IS NOT NULL,
           count(*) FILTER (WHERE r.running), count(*) FILTER (WHERE r.running AND w.assignee_id IS NULL),
           count(*) FILTER (WHERE r.running AND w.case_due_at < %(today)s),
           count(*) FILTER (WHERE r.running AND w.case_due_at >= %(today)s AND w.case_due_at < %(tomorrow)s),
           count(*) FILTER (WHERE NOT r.running),
           coalesce(json_agg(extract(epoch FROM w.case_due_at) ORDER BY w.case_due_at)
                    FILTER (WHERE r.running AND w.case_due_at >= %(tomorrow)s), '[]')::text
      FROM (VALUES {{duties}}) AS d(unit_id, role)
      JOIN LATERAL (
        SELECT * FROM cases_step w
         WHERE w.unit_id = d.unit_id AND w.role = d.role AND w.done_at IS NULL
           AND (w.assignee_id IS NULL OR w.assignee_id = ANY(%(people)s))
         ORDER BY w.case_due_at, w.opened_at LIMIT 1000
      ) w ON true
      JOIN cases_case c ON c.id = w.case_id
      JOIN LATERAL (SELECT c.state IN {RUNNING}) AS r(running) ON true
     GROUP BY 1, 2, 3, 4
  ) g ON true
"""


@dataclass(frozen=True)
class Waiting:
    """How many steps wait for the person: all, new, overdue, today, soon; stopped; consulted, the opinions asked of
    their units. `until`: of each promise, up to which due date its cases are due soon."""

    tomorrow: datetime
    counts: Mapping[str, int]
    until: Mapping[Promise, datetime]

    def listed(self, given: dict[str, Any]) -> str:
        """The condition that a step is due soon, its values added to `given`."""
        given |= {"tomorrow": self.tomorrow, "last": max([self.tomorrow, *self.until.values()])}
        rows = []
        for n, (promise, until) in enumerate(self.until.items()):
            given |= {f"terms{n}": promise.terms_id, f"variant{n}": promise.variant,
                      f"authority{n}": promise.authority_id, f"part{n}": promise.is_part, f"until{n}": until}  # fmt: skip
            rows.append(
                f"(k.terms_id = %(terms{n})s AND k.variant = %(variant{n})s AND k.authority_id = %(authority{n})s"
                f" AND (k.parent_id IS NOT NULL) = %(part{n})s AND w.case_due_at <= %(until{n})s)"
            )
        return "(" + " OR ".join(rows or ["false"]) + ")"


def waiting_for(staff: Staff, *, at: datetime) -> Waiting:
    """What waits for the person, counted: the nearest 1.000 of each duty; one statement.

    Due soon is judged by the dated rule. The later a case is owed, the later it becomes due soon, so that of each
    promise one date parts them.
    """
    duties = sorted({(d.unit_id, role) for d in staff.duties for role in d.fills})
    today = start_of_day(at)
    counts = dict.fromkeys((*_COUNTS, "soon", "consulted"), 0)
    tomorrow, until = today + timedelta(days=1), {}
    if not duties:
        return Waiting(tomorrow, counts, {})
    given: dict[str, Any] = {
        "units": [unit for unit, _ in duties], "people": _people(staff), "today": today, "tomorrow": tomorrow,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(duties=_listed(duties, given)), given)
        rows = cursor.fetchall()
    counts["consulted"] = rows[0][0]
    owed = {Promise(*row[1:5]): row[5:] for row in rows if row[1] is not None}
    known = Promises(owed, edition=staff.edition)
    for promise, (*numbers, ahead) in owed.items():
        for name, number in zip(_COUNTS, numbers, strict=True):
            counts[name] += number
        moments = json.loads(ahead)
        if soon := _how_many(moments, promise, known, at):
            counts["soon"], until[promise] = counts["soon"] + soon, _moment(moments[soon - 1])
    return Waiting(tomorrow, counts, until)


def _how_many(moments: list[float], promise: Promise, known: Promises, at: datetime) -> int:
    """How many of these due dates, the nearest first, are due soon; looked for by halves."""
    return bisect_right(moments, at, key=lambda due: known.soon(promise, _moment(due), at))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _people(staff: Staff) -> list[int]:
    """The person, and those stood in for."""
    return [staff.pk, *(d.on_behalf_of_id for d in staff.duties if d.on_behalf_of_id)]


def inbox(
    staff: Staff,
    tab: str = "all",
    *,
    limit: int = 20,
    offset: int = 0,
    soon: Waiting | None = None,
    does: str = "",
) -> list[InboxRow]:
    """The rows of one tab: all, mine, new (nobody has taken it), due (late, today or `soon`), stopped, consulted, done.
    With `does`, of the waiting ones only the steps that are done by such an act, e.g. approve.

    One row more than `limit` is read, so the caller knows whether there is a next page.
    """
    duties = sorted({(d.unit_id, role) for d in staff.duties for role in d.fills})
    given: dict[str, Any] = {
        "units": [unit for unit, _ in duties],
        "people": _people(staff),
        "me": staff.pk,
        "does": does,
        "limit": limit + 1,
        "offset": offset,
        "most": limit + offset + 1,
    }
    if tab == "consulted":
        return _rows(_CONSULTED, given)
    if tab == "done":
        return _rows(_DONE, given)
    near = soon.listed(given) if soon else "false"
    return _rows(_waiting(tab, duties, given, near), given) if duties else []


def _waiting(tab: str, duties: Sequence[tuple[int, str]], given: dict[str, Any], near: str) -> str:
    """The statement for a person's duties; adds them to `given`."""
    whose = _WHOSE.get(tab, _WHOSE["all"]).format(soon=near)
    whose += " AND w.does = %(does)s" if given["does"] else ""
    return _WAITING.format(
        duties=_listed(duties, given),
        states=STOPPED if tab == "stopped" else RUNNING,
        whose=whose,
        **{name: int(given[name]) for name in ("most", "limit", "offset")},
    )


def _listed(duties: Sequence[tuple[int, str]], given: dict[str, Any]) -> str:
    """Units and roles as rows of a statement's text, their values in `given`.

    Numbers of rows stand in the text: the planner, knowing them, plans it once for everybody (it would plan an
    array or a limit that it cannot see anew each time, and that takes four times as long as the answer).
    """
    for n, (unit, role) in enumerate(duties):
        given[f"unit{n}"], given[f"role{n}"] = unit, role
    return ", ".join(f"(%(unit{n})s::bigint, %(role{n})s::text)" for n in range(len(duties)))


def _rows(sql: str, given: dict[str, Any]) -> list[InboxRow]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [InboxRow.read(row) for row in cursor.fetchall()]


def find_cases(staff: Staff, words: str, *, limit: int = 10) -> Sequence[InboxRow]:
    """Cases by the end of their code, or by the applicant's name without diacritics; only those the person may see."""
    from django.db.models import Q

    from motcua.foundation.text import fold

    from ..models import Case

    text = words.strip()
    by_code = (
        Q(code__iendswith=text) | Q(code__istartswith=text) if any(c.isdigit() for c in text) else Q(pk=None)
    )
    by_name = Q(search__contains=fold(text)) if len(text) >= 2 and not text.isdigit() else Q(pk=None)
    found = (
        Case.objects.filter(by_code | by_name)
        .visible_to(staff)
        .select_related("procedure", "department")
        .order_by("-changed_at")[:limit]
    )
    return [
        InboxRow(
            None, c.pk, c.code, c.version, c.state, c.procedure.short_name, c.applicant_name, "", "", "",
            c.department.name, c.due_at, c.due_promised, None, None, "", None, "", c.outcome,
            Promise(c.terms_id, c.variant, c.authority_id, c.parent_id is not None),
        )
        for c in found
    ]  # fmt: skip
