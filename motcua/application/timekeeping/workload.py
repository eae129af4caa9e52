"""Who has how much: the load of each person and step, what of it is late, and how long such steps take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import connection

from motcua.domain.cases.models import calendar_of
from motcua.domain.cases.queries.inbox import InboxRow
from motcua.domain.cases.rules import start_of_day
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.offices.queries import edition_now, units
from motcua.foundation import calendar as working

SUPERVISORS = ("dept_head", "leader", "centre_head")
DAYS = 30  # in which finished steps are looked at for the usual time
NOBODY = 0  # stands for steps that nobody has taken


@dataclass(frozen=True, slots=True)
class Load:
    """One person at one kind of step of a unit; `minutes` is the median working time of the steps done lately."""

    unit_id: int
    unit: str
    holder_id: int
    holder: str
    step: str
    open: int
    late: int
    step_late: int
    done: int
    minutes: int | None


def supervised(staff: Staff) -> list[str]:
    """The paths of the units whose work the person directs."""
    return sorted({duty.unit_path for duty in staff.duties if duty.role in SUPERVISORS})


_OPEN = """
SELECT s.unit_id, coalesce(s.assignee_id, 0), s.name, count(*),
       count(*) FILTER (WHERE s.case_due_at < %(today)s AND c.state IN (2, 4)),
       count(*) FILTER (WHERE s.due_at < %(at)s AND c.state IN (2, 4) AND NOT coalesce(s.case_due_at < %(today)s, false))
  FROM cases_step s JOIN offices_unit u ON u.id = s.unit_id JOIN cases_case c ON c.id = s.case_id
 WHERE s.done_at IS NULL AND u.path LIKE ANY(%(paths)s)
 GROUP BY 1, 2, 3
"""
_DONE = """
SELECT s.unit_id, s.done_by_id, s.name, coalesce(s.taken_at, s.opened_at), s.done_at
  FROM cases_step s JOIN offices_unit u ON u.id = s.unit_id
 WHERE s.done_by_id IS NOT NULL AND s.done_at >= %(since)s AND s.done_at <= %(at)s AND u.path LIKE ANY(%(paths)s)
   AND s.result NOT IN ('taken_back', 'stopped', 'withdrawn')
"""


def workload(staff: Staff, *, at: datetime) -> list[Load]:
    """The load in the units the person directs, most open first; three statements."""
    given = {
        "paths": [f"{path}%" for path in supervised(staff)],
        "at": at,
        "today": start_of_day(at),
        "since": at - timedelta(days=DAYS),
    }
    waiting = {tuple(row[:3]): row[3:] for row in _rows(_OPEN, given)}
    done = _times(_rows(_DONE, given))
    keys = {*waiting, *done}
    names = dict(Staff.objects.filter(pk__in={key[1] for key in keys}).values_list("pk", "full_name"))
    called = units({key[0] for key in keys}, edition=edition_now())
    loads = []
    for key in keys:
        unit_id, holder_id, step = key
        open_now, late, step_late = waiting.get(key, (0, 0, 0))
        times = done.get(key, [])
        loads.append(
            Load(
                unit_id, called[unit_id].name, holder_id, names.get(holder_id, ""), step, open_now, late, step_late,
                len(times), round(median(times)) if times else None,
            )
        )  # fmt: skip
    return sorted(loads, key=lambda load: (load.unit, not load.holder_id, load.holder, load.step))


def _times(rows: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[int]]:
    """The working minutes of each step done, by unit, person and step."""
    known = units({row[0] for row in rows}, edition=edition_now())
    calendars = {key: calendar_of(unit) for key, unit in known.items()}
    found: dict[tuple[Any, ...], list[int]] = {}
    for unit_id, person, step, start, end in rows:
        minutes = working.working_minutes_between(start, end, calendars[unit_id])
        found.setdefault((unit_id, person, step), []).append(minutes)
    return found


_HELD = """
SELECT s.id, c.id, c.code, c.version, c.state, p.short_name, c.applicant_name, s.name, s.node, s.does, u.name, c.due_at,
       c.due_promised, s.due_at, s.opened_at, coalesce(g.full_name, ''), s.assignee_id, coalesce(a.full_name, ''), c.outcome,
       c.terms_id, c.variant, c.authority_id, c.parent_id IS NOT NULL
  FROM cases_step s
  JOIN cases_case c ON c.id = s.case_id
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN offices_unit u ON u.id = s.unit_id
  LEFT JOIN offices_staff g ON g.id = s.given_by_id
  LEFT JOIN offices_staff a ON a.id = s.assignee_id
 WHERE s.done_at IS NULL AND u.path LIKE ANY(%(paths)s) AND coalesce(s.assignee_id, 0) = %(holder)s
   AND c.state IN (2, 4, 5, 6)
 ORDER BY c.due_at NULLS LAST, s.id LIMIT %(limit)s
"""


def held_by(staff: Staff, holder_id: int, *, limit: int) -> list[InboxRow]:
    """The waiting steps of one person (or of nobody) in the units `staff` directs, soonest due first."""
    given = {"paths": [f"{path}%" for path in supervised(staff)], "holder": holder_id, "limit": limit}
    return [InboxRow.read(row) for row in _rows(_HELD, given)]


def places_of(staff: Staff, holder_id: int) -> list[tuple[Unit, str]]:
    """The (unit, role) of those steps and of the person's postings: who may be given them holds that role there."""
    sql = """
    SELECT s.unit_id, s.role FROM cases_step s JOIN offices_unit u ON u.id = s.unit_id
     WHERE s.done_at IS NULL AND u.path LIKE ANY(%(paths)s) AND coalesce(s.assignee_id, 0) = %(holder)s
    UNION
    SELECT p.unit_id, p.role FROM offices_posting p JOIN offices_unit u ON u.id = p.unit_id
     WHERE p.staff_id = %(holder)s AND u.path LIKE ANY(%(paths)s)
     ORDER BY 1, 2
    """
    given = {"paths": [f"{path}%" for path in supervised(staff)], "holder": holder_id}
    rows = _rows(sql, given)
    known = units({row[0] for row in rows}, edition=edition_now())
    return [(known[unit_id], role) for unit_id, role in rows]


def _rows(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
