"""What each unit served in each month, kept added up; other periods, and what changed since, are counted when they are read.

A month is kept when it has rows: one for each unit that has anything to count. Whatever changes what they say comes with an
event of the case in that month, so a unit with a pending event is counted anew by whoever reads, and kept anew by whoever
folds it (rollup.py). Ratings come without one; they are never in what is kept.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.domain.offices.models import Unit

from .queries import given
from .rules import month_of
from .served import BELOW, HAPPENED, NAMES, NOTHING, RATED, Served, added, by_terms, by_unit

_KEPT = [name for name in NAMES if name != "dissatisfied"]
_COLUMNS = f"{', '.join(_KEPT)}, used_with_fee, used_paid_online"
_NOT_KEPT = "NOT EXISTS (SELECT FROM reports_servedmonth WHERE month = %(first)s)"
_PENDING = """SELECT c.received_unit_id FROM reports_pending q JOIN cases_caseevent e ON e.id = q.event_id
    JOIN cases_case c ON c.id = e.case_id WHERE e.at >= %(start)s AND e.at < %(end)s"""
_LATER = "EXISTS (SELECT FROM cases_caseevent WHERE at >= %(end)s AND at < %(month_end)s)"
_DIRECT = by_unit(*HAPPENED, *RATED, units=BELOW)
# What is kept, what is rated, and without counts the units that have to be counted.
_MONTH = f"""WITH live AS MATERIALIZED (SELECT id FROM offices_unit
    WHERE starts_with(path, %(path)s) AND ({_NOT_KEPT} OR {_LATER} OR id IN ({_PENDING})))
  SELECT unit_id, {", ".join(_KEPT)}, 0, used_with_fee, used_paid_online
    FROM reports_servedmonth JOIN offices_unit u ON u.id = unit_id AND starts_with(u.path, %(path)s)
   WHERE month = %(first)s AND unit_id NOT IN (SELECT id FROM live)
  UNION ALL SELECT unit_id, {", ".join(NAMES)}, '{{}}', '{{}}' FROM ({by_terms(*RATED, units=BELOW)}) rated
  UNION ALL SELECT id, {", ".join("NULL" for _ in NAMES)}, NULL, NULL FROM live"""
_LIVE = by_unit(*HAPPENED, units="%(units)s")


@dataclass(frozen=True, slots=True)
class ServedBelow:
    """What some units served together, the procedures with a fee that were asked for, and those paid for online."""

    served: Served = NOTHING
    used_with_fee: frozenset[int] = frozenset()
    used_paid_online: frozenset[int] = frozenset()


NOTHING_BELOW = ServedBelow()


def served_below(unit: Unit, below: Mapping[int, Unit], *, first: date, last: date) -> dict[int, ServedBelow]:
    """By the unit directly below `unit`, 0: all together, for the local days `first`..`last`; `below`: all units below it
    by key."""
    rows = _rows(first, last, unit.path)
    children: dict[int, list[Any]] = {0: rows} if rows else {}
    for row in rows:
        children.setdefault(unit.branch(below[row[0]]), []).append(row)
    return {child: _together(several) for child, several in children.items()}


def _rows(first: date, last: date, path: str) -> list[Any]:
    """(unit, counts, procedures, procedures), none or several of a unit."""
    whole = month_of(first)
    of = given(first, last, path)
    with connection.cursor() as cursor:
        if first != whole.first or last > whole.last:
            cursor.execute(_DIRECT, of)
            return cursor.fetchall()  # type: ignore[no-any-return]
        cursor.execute(_MONTH, of | {"month_end": given(first, whole.last, path)["end"]})
        found = cursor.fetchall()
        if live := [row[0] for row in found if row[-1] is None]:
            cursor.execute(_LIVE, of | {"units": live})
            found = [row for row in found if row[-1] is not None] + cursor.fetchall()
        return found  # type: ignore[no-any-return]


def _together(rows: list[Any]) -> ServedBelow:
    with_fee, online = (frozenset().union(*(row[n] for row in rows)) for n in (-2, -1))
    return ServedBelow(added(Served(*row[1:-2]) for row in rows), with_fee, online)


# Kept -------------------------------------------------------------------------------------------------------
# The functions below are called by whoever holds the sums against other writers (rollup.py), with their cursor.


def _count(units: str) -> str:
    return f"""SELECT %(first)s::date, unit_id, {", ".join(_KEPT)}, with_fee, online
  FROM ({by_unit(*HAPPENED, units=units)}) counted"""


_ALL = "ARRAY(SELECT id FROM offices_unit)"
_KEEP = f"INSERT INTO reports_servedmonth (month, unit_id, {_COLUMNS})"
# Months in which something happened, up to the running one, and whether they are kept.
_MONTHS = """SELECT month::date, EXISTS (SELECT FROM reports_servedmonth s WHERE s.month = made.month)
  FROM generate_series((SELECT min(start) FROM reports_figure WHERE grain = 'm' AND terms_id IS NULL)::timestamp,
    %(today)s::timestamp, '1 month') made (month)
 WHERE EXISTS (SELECT FROM reports_figure f WHERE f.grain = 'm' AND f.terms_id IS NULL AND f.start = made.month)
 ORDER BY 1 DESC"""
_DIFFERENT = f"""WITH fresh AS MATERIALIZED ({_count(_ALL)}),
  kept AS (SELECT month, unit_id, {_COLUMNS} FROM reports_servedmonth WHERE month = %(first)s)
  SELECT 'kept', * FROM (TABLE kept EXCEPT TABLE fresh) a UNION ALL SELECT 'fresh', * FROM (TABLE fresh EXCEPT TABLE kept) b"""


def count_again(cursor: Any, month: date, units: Collection[int]) -> None:
    """Count some units of a month anew, if it is kept."""
    of = _of(month) | {"units": list(units)}
    cursor.execute(f"SELECT {_NOT_KEPT}", of)
    if not cursor.fetchone()[0]:
        cursor.execute(
            "DELETE FROM reports_servedmonth WHERE month = %(first)s AND unit_id = ANY(%(units)s)", of
        )
        cursor.execute(f"{_KEEP} {_count('%(units)s')}", of)


def months(cursor: Any, today: date) -> list[tuple[date, bool]]:
    """The months in which something happened, the newest first, and whether each is kept."""
    cursor.execute(_MONTHS, {"today": today})
    return list(cursor.fetchall())


def keep_month(cursor: Any, month: date) -> None:
    """Count a month anew as a whole."""
    forget_month(cursor, month)
    cursor.execute(f"{_KEEP} {_count(_ALL)}", _of(month))


def forget_month(cursor: Any, month: date) -> None:
    """Count a month when it is read, until it is kept again."""
    cursor.execute("DELETE FROM reports_servedmonth WHERE month = %s", [month])


def different(cursor: Any, month: date) -> list[tuple[Any, ...]]:
    """The kept rows of a month that a fresh count does not give, and the fresh ones that are not kept."""
    cursor.execute(_DIFFERENT, _of(month))
    return list(cursor.fetchall())


def _of(month: date) -> dict[str, Any]:
    return given(month, month_of(month).last, "/")
