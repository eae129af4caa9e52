"""How each procedure went in a period: its figures, how long it took, how often papers were asked for, how often refused."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from .deltas import AS_AT
from .durations import Durations, durations
from .queries import Figures, figures, given
from .rules import FEWEST_PUBLISHED


@dataclass(frozen=True, slots=True)
class Course:
    """One procedure; a share is (part, of), and None where it rests on so few cases that it could point to a person.

    `supplemented`: of the finished, those for which papers were asked after reception. `refused`: not accepted, or
    stopped, of all that ended or were not accepted.
    """

    figures: Figures
    days: Durations | None
    finished: int | None
    in_time: tuple[int, int] | None
    supplemented: tuple[int, int] | None
    refused: tuple[int, int] | None


_SQL = f"""
SELECT v.procedure_id, count(*)
  FROM ({AS_AT}) t JOIN catalogue_procedureversion v ON v.id = t.terms_id
 WHERE t.place IN ('early', 'on_time', 'late', 'no_due')
   AND EXISTS (SELECT FROM cases_caseevent s WHERE s.case_id = t.case_id
                AND s.name = 'case.supplement_requested' AND s.at < %(end)s)
 GROUP BY 1
"""


def courses(*, first: date, last: date, as_at: date, path: str) -> list[Course]:
    """Every procedure with figures in the period below `path`, by name."""
    rows = figures(first=first, last=last, as_at=as_at, by="procedure", path=path)
    if not rows:
        return []
    days = {each.key: each for each in durations(first=first, last=last, as_at=as_at, path=path)}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given(first, min(last, as_at), path))
        asked = dict(cursor.fetchall())
    return [_course(row, days.get(row.key), asked.get(row.key, 0)) for row in rows]


def _course(row: Figures, days: Durations | None, asked: int) -> Course:
    finished = row.finished + row.no_due
    return Course(
        row,
        days,
        finished if finished >= FEWEST_PUBLISHED else None,
        _share(row.early + row.on_time, row.finished),
        _share(asked, finished),
        _share(row.stopped + row.not_accepted, row.ended + row.not_accepted),
    )


def _share(part: int, of: int) -> tuple[int, int] | None:
    return (part, of) if of >= FEWEST_PUBLISHED else None
