"""Figures of the board and the day view: one definition, read from the cases as they stood at the period's end."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from motcua.foundation.calendar import ZONE


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one unit in a period; every instant belongs to exactly one period, [from, to) in local days."""

    unit_id: int
    code: str
    unit: str
    carried: int
    received: int
    online: int
    early: int
    on_time: int
    late: int
    ended_otherwise: int
    open_in_time: int
    open_overdue: int
    waiting: int

    @property
    def finished(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_overdue + self.waiting

    @property
    def on_time_share(self) -> float | None:
        """Early and on time of all finished; None, not 100 %, where nothing was finished."""
        return (self.early + self.on_time) / self.finished if self.finished else None

    def __add__(self, other: "Figures") -> "Figures":
        sums = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)[3:]}
        return Figures(self.unit_id, self.code, self.unit, **sums)


# A case belongs to the unit that received it; a linked part is counted with its parent. Lateness counts against
# due_at: the first promise moved on by the time the applicant was waited for; an extension does not make a late case
# on time. What was changed after the period's end is read from its last event before that: every event keeps the
# dates as they stood after it, so the figures of a past period never change.
_SQL = """
SELECT u.id, u.code, u.name,
  count(*) FILTER (WHERE c.received_at < %(start)s),
  count(*) FILTER (WHERE c.received_at >= %(start)s),
  count(*) FILTER (WHERE c.received_at >= %(start)s AND c.channel = 2),
  count(*) FILTER (WHERE done AND c.state IN (9, 10) AND c.outcome = 'early'),
  count(*) FILTER (WHERE done AND c.state IN (9, 10) AND c.outcome = 'on_time'),
  count(*) FILTER (WHERE done AND c.state IN (9, 10) AND c.outcome = 'late'),
  count(*) FILTER (WHERE done AND (c.state NOT IN (9, 10) OR c.outcome = '')),
  count(*) FILTER (WHERE NOT done AND c.stopped_at IS NULL AND (c.due_at >= %(day)s OR c.due_at IS NULL)),
  count(*) FILTER (WHERE NOT done AND c.stopped_at IS NULL AND c.due_at < %(day)s),
  count(*) FILTER (WHERE NOT done AND c.stopped_at IS NOT NULL)
  FROM (
    SELECT k.received_unit_id, k.received_at, k.channel,
           CASE WHEN e.id IS NULL THEN k.state ELSE e.state_after END AS state,
           CASE WHEN e.id IS NULL THEN k.outcome ELSE e.outcome END AS outcome,
           CASE WHEN e.id IS NULL THEN k.due_at ELSE e.due_at END AS due_at,
           CASE WHEN e.id IS NULL THEN k.stopped_at ELSE e.stopped_at END AS stopped_at,
           CASE WHEN e.id IS NULL THEN k.finished_at ELSE e.finished_at END AS finished_at,
           CASE WHEN e.id IS NULL THEN k.finished_at ELSE e.finished_at END IS NOT NULL AS done
      FROM cases_case k
      LEFT JOIN LATERAL (
        SELECT * FROM cases_caseevent WHERE case_id = k.id AND at < %(end)s ORDER BY n DESC LIMIT 1
      ) e ON k.changed_at >= %(end)s
     WHERE k.received_at < %(end)s AND k.parent_id IS NULL
       AND (k.finished_at IS NULL OR k.finished_at >= %(start)s)
  ) c
  JOIN offices_unit u ON u.id = c.received_unit_id
 WHERE u.path LIKE %(path)s AND (c.finished_at IS NULL OR c.finished_at >= %(start)s)
 GROUP BY u.id, u.code, u.name
 ORDER BY u.name, u.id
"""


def figures(*, first: date, last: date, path: str = "/", now: datetime) -> list[Figures]:
    """Figures of each unit below `path` for the local days `first`..`last`; what is open counts as at `last` or now."""
    end = local_midnight(last + timedelta(days=1))
    given: dict[str, Any] = {
        "start": local_midnight(first),
        "end": end,
        "day": min(end, local_midnight(now.astimezone(ZONE).date())),
        "path": f"{path}%",
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        return [Figures(*row) for row in cursor.fetchall()]


def total(rows: list[Figures]) -> Figures:
    """All rows added up."""
    none = Figures(0, "", "Tổng số", *([0] * 10))
    for row in rows:
        none = none + row
    return none


def local_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)
