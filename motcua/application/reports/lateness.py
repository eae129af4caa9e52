"""The two lists of late cases: slow to accept and slow to handle, as at a day. No name of an applicant is read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from motcua.domain.offices.models import working_calendar
from motcua.foundation import calendar as working

from .behind import behind
from .deltas import apology
from .queries import given

# The last apology for the lateness of case `c` as known at the end of the period.
APOLOGY = f"""LEFT JOIN LATERAL (SELECT e.at, coalesce(e.payload->>'cause', '') AS cause FROM cases_caseevent e
    WHERE e.case_id = c.id AND e.at < %(end)s AND {apology("e")} ORDER BY e.n DESC LIMIT 1) apology ON true"""


@dataclass(frozen=True, slots=True)
class LateCase:
    """One case that is late on a day: `due_at` is what was owed, `days` whole working days since, at least 1.

    `field`: that of the terms it was received under. `told_on`: the day of the last apology; `cause` what it said. `paused`: the clock stood still, overdue before.
    """

    code: str
    procedure: str
    field: str
    unit: str
    unit_code: str
    step: str
    due_at: datetime
    days: int
    told_on: date | None
    cause: str
    paused: bool

    @property
    def masked(self) -> str:
        """The end of the code: enough to recognise one's own, too little to look it up."""
        return f"…{self.code[-4:]}"


_SQL = f"""
SELECT c.code, p.short_name, v.document->>'field', u.name, u.code,
       coalesce((SELECT s.name FROM cases_step s WHERE s.case_id = c.id AND s.opened_at < %(end)s
                  AND (s.done_at IS NULL OR s.done_at >= %(end)s) ORDER BY s.opened_at LIMIT 1), ''),
       coalesce(owed.due_at, (SELECT (o.payload->>'accept_by')::timestamptz FROM cases_caseevent o
                               WHERE o.case_id = c.id AND o.n = 1)),
       (apology.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, coalesce(apology.cause, ''),
       last.stopped_at IS NOT NULL, a.processing_calendar_id
  FROM cases_case c
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN catalogue_procedureversion v ON v.id = c.terms_id
  JOIN offices_unit u ON u.id = c.received_unit_id
  JOIN offices_unit a ON a.id = c.authority_id
  JOIN LATERAL (SELECT stopped_at FROM cases_caseevent e WHERE e.case_id = c.id AND e.at < %(end)s
                 ORDER BY e.n DESC LIMIT 1) last ON true
  LEFT JOIN LATERAL (SELECT due_at FROM cases_caseevent e WHERE e.case_id = c.id AND e.at < %(end)s
                      AND e.due_at IS NOT NULL ORDER BY e.n DESC LIMIT 1) owed ON true
  {APOLOGY}
 WHERE c.id = ANY(%(cases)s)
 ORDER BY 7, 1
"""


def late_to_handle(*, as_at: date, path: str) -> list[LateCase]:
    """Cases below `path` that are overdue at the end of the day, paused ones among them, the longest first."""
    return _listed("overdue", as_at, path)


def late_to_accept(*, as_at: date, path: str) -> list[LateCase]:
    """Online filings not accepted within 8 working hours and still waiting; `due_at`: by when they should have been."""
    return _listed("to_accept_late", as_at, path)


def _listed(count: str, as_at: date, path: str) -> list[LateCase]:
    cases = [each.case_id for each in behind(count, first=as_at, last=as_at, as_at=as_at, path=path)]
    if not cases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {**given(as_at, as_at, path), "cases": cases})
        return [_case(row, as_at) for row in cursor.fetchall()]


def _case(row: tuple[Any, ...], as_at: date) -> LateCase:
    code, procedure, field, unit, unit_code, step, due_at, told_on, cause, paused, calendar = row
    days = working.working_days_between(working.local(due_at).date(), as_at, working_calendar(calendar))
    return LateCase(
        code, procedure, field, unit, unit_code, step, due_at, max(days, 1), told_on, cause, paused
    )
