"""The cases behind a figure, and the same figures counted from the events alone, without the kept sums.

Both read every case as it stood on a day, from its last event until then; the sums of queries.py must equal them in
every number.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection

from .counts import ACTS, BEFORE, COUNTS, ENDED, FLOWS, OPEN
from .deltas import AS_AT, pairs
from .queries import BY, WITH_TERMS, Figures, given

_ON_RECEPTION = ("direct", "online", "postal", "no_boundary", "full_offered", "full_online")
# Of the cases that AS_AT finds – open on the last day, or ended within the period – those of each count.
_OF = {
    "carried": f"place NOT IN {BEFORE} AND received < %(first)s",
    **{
        name: f"{said} AND received >= %(first)s" if name in _ON_RECEPTION else said
        for name, said in COUNTS.items()
    },
}
# What faces show as one figure, added up from several counts.
SUMS = {
    "received": ("direct", "online", "postal"),
    "finished": ("early", "on_time", "late"),
    "ended_otherwise": ("withdrawn", "stopped", "no_due"),
    "ended": ENDED,
    "waiting": ("paused", "paused_overdue"),
    "overdue": ("open_overdue", "paused_overdue"),
    "late_or_overdue": ("late", "open_overdue", "paused_overdue"),
    "open": OPEN,
    "total": ("carried", "direct", "online", "postal"),
}
_CASES = f"({AS_AT}) t"
_PAIRS = f"""({pairs("", "e.at >= %(start)s AND e.at < %(end)s AND starts_with(u.path, %(path)s)")}) t"""


@dataclass(frozen=True, slots=True)
class Counted:
    """One case behind a figure, and the day on which it came to be counted there."""

    case_id: int
    day: date


def behind(
    count: str, *, first: date, last: date, as_at: date, by: str = "unit", key: Any = None, path: str = "/"
) -> list[Counted]:
    """The cases behind a count, or a sum of SUMS, of `figures`; an act done twice to a case is there twice.

    `key`: of the unit, authority or procedure, or the field's name; None: all. Whoever shows them shows
    `Case.objects.visible_to(...)` of them.
    """
    last = min(last, as_at)
    if last < first:
        return []
    names = SUMS.get(count, (count,))
    of = "true" if key is None else f"{BY[by][0]} = %(key)s"
    versions = WITH_TERMS.get(by, "")
    if count in ACTS:
        sql = f"SELECT case_id, day FROM {_PAIRS} {versions} WHERE act = '{count}' AND {of} ORDER BY 2, 1"
    else:
        said = " OR ".join(f"({_OF[name]})" for name in names)
        sql = f"SELECT case_id, since FROM {_CASES} {versions} WHERE ({said}) AND {of} ORDER BY 2, 1"
    with connection.cursor() as cursor:
        cursor.execute(sql, {**given(first, last, path), "key": key})
        return [Counted(*row) for row in cursor.fetchall()]


def fresh_figures(
    *, first: date, last: date, as_at: date, by: str = "unit", path: str = "/"
) -> list[Figures]:
    """What `figures` gives, counted case by case from the events; slow, and in need of nothing kept."""
    last = min(last, as_at)
    if last < first:
        return []
    key, names, join = BY[by]
    versions = WITH_TERMS.get(by, "")
    cells = ", ".join(f"count(*) FILTER (WHERE {said})" for name, said in _OF.items() if name not in ACTS)
    acts = ", ".join(f"count(*) FILTER (WHERE act = '{act}')" for act in ACTS)
    kept = ["carried", *(name for name in COUNTS if name not in ACTS)]
    assert [*kept, *ACTS] == [f.name for f in fields(Figures)[3:]] and set(FLOWS) < set(kept)
    sql = f"""WITH
      cell AS (SELECT {key} AS key, {cells}, {", ".join("0::bigint" for _ in ACTS)} FROM {_CASES} {versions} GROUP BY 1),
      done AS (SELECT {key} AS key, {", ".join("0::bigint" for _ in kept)}, {acts} FROM {_PAIRS} {versions}
                WHERE act IS NOT NULL GROUP BY 1),
      s (key, {", ".join([*kept, *ACTS])}) AS (
        SELECT * FROM cell UNION ALL SELECT * FROM done)
      SELECT {names}, {", ".join(f"sum(s.{name})" for name in [*kept, *ACTS])} FROM s {join}
       GROUP BY 1, 2, 3 ORDER BY 3, 1"""
    with connection.cursor() as cursor:
        cursor.execute(sql, given(first, last, path))
        rows = [Figures(*row[:3], *map(int, row[3:])) for row in cursor.fetchall()]
    return [row for row in rows if any(getattr(row, f.name) for f in fields(row)[3:])]
