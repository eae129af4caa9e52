"""How one procedure went in a time: the share on time and the usual days, never of fewer than five cases."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from motcua.foundation import calendar as working

from .queries import local_midnight
from .rules import FEWEST_PUBLISHED, Period, weighted_median


@dataclass(frozen=True, slots=True)
class Performance:
    """Finished cases of a period; the shares and days are None where too few cases could point to a person."""

    period: Period
    finished: int | None
    in_time: int | None
    median_days: float | None


_SQL = """
SELECT (c.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, (c.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
       count(*), count(*) FILTER (WHERE c.outcome IN ('early', 'on_time'))
  FROM cases_case c JOIN offices_unit u ON u.id = c.received_unit_id
 WHERE c.procedure_id = %(procedure)s AND c.finished_at >= %(start)s AND c.finished_at < %(end)s
   AND c.outcome <> '' AND u.path LIKE %(path)s
 GROUP BY 1, 2
"""


def performance(*, procedure_id: int, path: str, period: Period, calendar: working.Calendar) -> Performance:
    """Cases of a procedure received below `path` and finished in the period; working days from receipt to result."""
    given: dict[str, Any] = {
        "procedure": procedure_id,
        "path": f"{path}%",
        "start": local_midnight(period.first),
        "end": _after(period),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        rows = cursor.fetchall()
    finished = sum(many for _, _, many, _ in rows)
    if finished < FEWEST_PUBLISHED:
        return Performance(period, None, None, None)
    spans = [(working.working_days_between(first, last, calendar), many) for first, last, many, _ in rows]
    return Performance(period, finished, sum(row[3] for row in rows), weighted_median(spans))


def _after(period: Period) -> datetime:
    return local_midnight(period.last + timedelta(days=1))
