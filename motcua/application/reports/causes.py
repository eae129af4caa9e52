"""Biểu II.06g: why cases were late, by field, as the last apology of each said; silence is counted too."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from .behind import behind
from .lateness import APOLOGY
from .queries import given

SILENT = "Chưa nêu nguyên nhân"


@dataclass(frozen=True, slots=True)
class Cause:
    """Late cases of one field, as it was when they were received, with one cause."""

    field: str
    cause: str
    cases: int


_SQL = f"""
SELECT v.document->>'field', coalesce(nullif(apology.cause, ''), %(silent)s), count(*)
  FROM cases_case c
  JOIN catalogue_procedureversion v ON v.id = c.terms_id
  {APOLOGY}
 WHERE c.id = ANY(%(cases)s)
 GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""


def causes(*, first: date, last: date, as_at: date, path: str) -> list[Cause]:
    """Causes of the cases ended late in the period or overdue at its end, as known at its end."""
    late = [
        each.case_id for each in behind("late_or_overdue", first=first, last=last, as_at=as_at, path=path)
    ]
    if not late:
        return []
    asked = {**given(first, min(last, as_at), path), "cases": late, "silent": SILENT}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        return [Cause(*row) for row in cursor.fetchall()]
