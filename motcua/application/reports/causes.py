"""Biểu II.06g: why cases were late, by field, as the last apology of each said; silence is counted too."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from .behind import behind
from .queries import given

SILENT = "Chưa nêu nguyên nhân"
LATE = ("late", "open_overdue", "paused_overdue")


@dataclass(frozen=True, slots=True)
class Cause:
    """Late cases of one field with one cause."""

    field: str
    cause: str
    cases: int


_SQL = """
SELECT f.name, coalesce(said.cause, %(silent)s), count(*)
  FROM cases_case c
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN catalogue_field f ON f.id = p.field_id
  LEFT JOIN LATERAL (
    SELECT e.payload->>'cause' AS cause FROM cases_caseevent e
     WHERE e.case_id = c.id AND e.at < %(end)s AND e.name = 'case.extended' AND e.payload->>'cause' <> ''
     ORDER BY e.n DESC LIMIT 1) said ON true
 WHERE c.id = ANY(%(cases)s)
 GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""


def causes(*, first: date, last: date, as_at: date, path: str) -> list[Cause]:
    """Causes of the cases ended late in the period or overdue at its end, as known at its end."""
    late = [
        case.case_id
        for count in LATE
        for case in behind(count, first=first, last=last, as_at=as_at, path=path)
    ]
    if not late:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {**given(first, min(last, as_at), path), "cases": late, "silent": SILENT})
        return [Cause(*row) for row in cursor.fetchall()]
