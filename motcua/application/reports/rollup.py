"""Keeping the sums: pending events are folded in, cases loaded in bulk are added, all is built anew and compared.

Whoever writes sums holds the table against other writers, not against readers, and not against those who act on
cases: they only leave the event's number in `reports_pending`. What is folded and what is pending change together, in
one transaction, so whoever dies in between has done nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import OperationalError, connection, transaction

from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from .counts import COUNTS
from .deltas import ROWS, ZONE, pairs
from .served_months import count_again, different, forget_month, keep_month, months

AT_ONCE = 5_000  # pending events folded in one transaction
CHUNK = 100_000  # cases added up in one statement when all is built anew
KEY = "terms_id, grain, start, unit_id, authority_id"
_NAMES = ", ".join(COUNTS)
_NULLED = ", ".join(f"nullif(sum({name}), 0)::int AS {name}" for name in COUNTS)
_ANYTHING = f"num_nonnulls({', '.join(f'nullif(sum({name}), 0)' for name in COUNTS)}) > 0"

_SETS = "(day), (month), (year), (ten, terms_id), (month, terms_id), (year, terms_id)"
_EACH = {name: f"nullif(sum(n) FILTER (WHERE {said}), 0)" for name, said in COUNTS.items()}


def _spread(sets: str) -> str:
    """The changes of a relation `pair`, added up to days, ten days, months and years of all terms together or of each."""
    starts = [each for each in ("day", "ten", "month", "year") if each in sets]
    grain = " ".join(f"WHEN {each} IS NOT NULL THEN '{each[0]}'" for each in starts)
    return f"""SELECT terms_id, CASE {grain} END AS grain, coalesce({", ".join(starts)}) AS start, unit_id, authority_id,
    {", ".join(f"{count}::int AS {name}" for name, count in _EACH.items())}
  FROM (SELECT *, date_trunc('month', day::timestamp)::date AS month, date_trunc('year', day::timestamp)::date AS year,
          day - (day_of_month - 1 - 10 * least((day_of_month - 1) / 10, 2)) AS ten
          FROM ({ROWS}) rows, LATERAL (SELECT extract(day FROM day)::int AS day_of_month) of) cut
 GROUP BY unit_id, authority_id, GROUPING SETS ({sets}) HAVING num_nonnulls({", ".join(_EACH.values())}) > 0"""


_ADD = f"""INSERT INTO reports_figure AS kept ({KEY}, {_NAMES}) {_spread(_SETS)}
 ON CONFLICT ({KEY}) DO UPDATE SET
 {", ".join(f"{n} = nullif(coalesce(kept.{n}, 0) + coalesce(excluded.{n}, 0), 0)" for n in COUNTS)}"""

_MONTH = f"date_trunc('month', e.at AT TIME ZONE '{ZONE}')::date"
_FOLD = f"""WITH taken AS (
    DELETE FROM reports_pending WHERE id IN (SELECT id FROM reports_pending ORDER BY id LIMIT %(most)s)
    RETURNING event_id),
  pair AS ({pairs("JOIN taken ON taken.event_id = e.id")}), added AS ({_ADD} RETURNING 1),
  touched AS (SELECT {_MONTH} AS month, array_agg(DISTINCT c.received_unit_id) AS units FROM taken
    JOIN cases_caseevent e ON e.id = taken.event_id JOIN cases_case c ON c.id = e.case_id GROUP BY 1)
SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM added), month, units
  FROM (VALUES (1)) one LEFT JOIN touched ON true"""
_OF_CASES = "e.case_id BETWEEN %(first)s AND %(last)s AND c.id BETWEEN %(first)s AND %(last)s"  # both are looked up by it
_OF_LOAD = f"{_OF_CASES} AND (%(load)s::bigint IS NULL OR c.history_id = %(load)s)"
_FOLD_CASES = f"""WITH pair AS ({pairs("", _OF_LOAD)}) {_ADD}"""
_MONTHS_OF_CASES = (
    f"SELECT DISTINCT {_MONTH} FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id WHERE {_OF_LOAD}"
)


def fold(most: int = AT_ONCE, *, wait: bool = False) -> int:
    """Add the oldest pending events to the sums; how many they were.

    Without `wait` 0 also where somebody else holds the sums: another who folds, or PostgreSQL cleaning up.
    """
    with _unless_held(), _only_writer(wait=wait) as cursor:
        cursor.execute(_FOLD, {"most": most})
        rows = cursor.fetchall()
        for _taken, _added, month, units in rows:
            if month:
                count_again(cursor, month, units)
        return int(rows[0][0])
    return 0


def fold_all(*, wait: bool = False) -> int:
    """Fold until nothing is pending; how many events they were."""
    total = 0
    while folded := fold(wait=wait):
        total += folded
    return total


def keep_months() -> int:
    """Keep what was served in each month that is not kept, as far as nobody else holds the sums; how many they were."""
    done = 0
    with connection.cursor() as cursor:
        missing = [month for month, is_kept in months(cursor, _today()) if not is_kept]
    for month in missing:
        with _unless_held(), _only_writer(wait=False) as cursor:
            keep_month(cursor, month)
            done += 1
    return done


def _today() -> date:
    return local(now()).date()


def fold_cases(first: int, last: int, *, load: int | None = None) -> None:
    """Add cases loaded in bulk, by the range of their keys, with all their events, none of which may be pending.

    `load`: only those of this load of history, whose events are never noted; others may have come in between. Call
    it in the transaction that wrote them: then they count from the moment they exist. The event that received or
    finished a case must lie on that day itself.
    """
    with _only_writer(wait=True) as cursor:
        cursor.execute(_FOLD_CASES, {"first": first, "last": last, "load": load})
        cursor.execute(_MONTHS_OF_CASES, {"first": first, "last": last, "load": load})
        for (month,) in cursor.fetchall():
            forget_month(cursor, month)  # the worker keeps it again


@contextmanager
def _only_writer(*, wait: bool, alone: bool = False) -> Iterator[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        if alone:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"LOCK TABLE reports_figure IN SHARE ROW EXCLUSIVE MODE{'' if wait else ' NOWAIT'}")
        yield cursor


@contextmanager
def _unless_held() -> Iterator[None]:
    try:
        yield
    except OperationalError as problem:
        if getattr(problem.__cause__, "sqlstate", "") != "55P03":  # held by another
            raise


# Built anew --------------------------------------------------------------------------------------------

_STAGE = f"""CREATE TEMP TABLE fresh_part ON COMMIT DROP AS
  SELECT {KEY}, {_NAMES} FROM reports_figure WITH NO DATA"""
_GATHER = f"""WITH pair AS ({pairs("", _OF_CASES)}) INSERT INTO fresh_part ({KEY}, {_NAMES}) {_spread("(day), (ten, terms_id)")}"""
_WHOLE = f"""SELECT terms_id, grain, start, unit_id, authority_id, {_NULLED} FROM fresh_part
 GROUP BY 1, 2, 3, 4, 5 HAVING {_ANYTHING}"""
# Months of each terms from their ten days; months of all terms and years from the months of each.
_MONTHS = f"""INSERT INTO fresh_figure ({KEY}, {_NAMES})
SELECT terms_id, 'm', date_trunc('month', start::timestamp)::date, unit_id, authority_id, {_NULLED}
  FROM fresh_figure WHERE grain = 't' GROUP BY 1, 3, 4, 5 HAVING {_ANYTHING}"""
_LONGER = f"""INSERT INTO fresh_figure ({KEY}, {_NAMES})
SELECT terms_id, CASE WHEN month IS NOT NULL THEN 'm' ELSE 'y' END, coalesce(month, year), unit_id, authority_id, {_NULLED}
  FROM (SELECT *, start AS month, date_trunc('year', start::timestamp)::date AS year FROM fresh_figure WHERE grain = 'm') cut
 GROUP BY unit_id, authority_id, GROUPING SETS ((month), (year), (year, terms_id)) HAVING {_ANYTHING}"""
_FRESH = f"CREATE TEMP TABLE fresh_figure ON COMMIT DROP AS {_WHOLE}"
_SAME_ROW = """(kept.grain, kept.start, kept.unit_id, kept.authority_id, coalesce(kept.terms_id, 0))
     = (fresh.grain, fresh.start, fresh.unit_id, fresh.authority_id, coalesce(fresh.terms_id, 0))"""


def _of(which: str) -> str:
    return ", ".join(f"{which}.{name}" for name in COUNTS)


_DIFFERENT = f"""CREATE TEMP TABLE different_figure ON COMMIT DROP AS SELECT kept.id AS kept_id, fresh.*
  FROM reports_figure kept FULL JOIN fresh_figure fresh ON {_SAME_ROW}
 WHERE ({_of("kept")}) IS DISTINCT FROM ({_of("fresh")})"""


def rebuild(say: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Build the sums anew from all events and correct the kept ones; how many rows were not as they should be.

    One transaction, in which people go on acting and reading; stopped half-way, it has changed nothing. `say` is
    told how many cases of how many are done.
    """
    with _only_writer(wait=True, alone=not connection.in_atomic_block) as cursor:
        _build(cursor, say)
        cursor.execute("DELETE FROM reports_pending")  # those this transaction sees; they are in the sums
        cursor.execute("DELETE FROM reports_figure kept USING different_figure WHERE id = kept_id")
        cursor.execute(f"DELETE FROM reports_figure WHERE num_nonnulls({_NAMES}) = 0")  # cancelled out since
        cursor.execute(
            f"INSERT INTO reports_figure ({KEY}, {_NAMES}) SELECT {KEY}, {_NAMES} FROM different_figure"
            " WHERE grain IS NOT NULL"
            " ORDER BY terms_id IS NOT NULL, grain, start, unit_id"  # what is read together lies together
        )
        cursor.execute("SELECT count(*) FROM different_figure")
        wrong = int(cursor.fetchone()[0])
        _drop(cursor)
        return wrong + _rebuild_months(cursor)


def _rebuild_months(cursor: Any) -> int:
    wrong = 0
    for month, is_kept in months(cursor, _today()):
        found = different(cursor, month) if is_kept else []
        wrong += len({unit for _which, _month, unit, *_counts in found})
        if found or not is_kept:
            keep_month(cursor, month)
    return wrong


# The sums of each terms by their grains, which are the same together.
_TOGETHER = f"""SELECT count(DISTINCT sums) FROM (
  SELECT ARRAY[{", ".join(f"coalesce(sum({name}), 0)" for name in COUNTS)}] AS sums
    FROM (VALUES ('t'), ('m'), ('y')) wanted (grain) LEFT JOIN reports_figure f ON f.grain = wanted.grain AND terms_id IS NOT NULL
   GROUP BY wanted.grain) of"""


def complete(say: Callable[[int, int], None] = lambda done, of: None) -> bool:
    """Build all anew where a grain is not there, as after an upgrade that adds one; whether that was so."""
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER)
        lacking = cursor.fetchone()[0] > 1
    if lacking:
        rebuild(say)
    return lacking


def check(say: Callable[[int, int], None] = lambda done, of: None) -> list[tuple[Any, ...]]:
    """Rows that differ between the kept sums, pending events folded in, and those built anew: the kept ones, then
        the fresh, at most 50 of each, then those of what was served (without an authority); nothing is changed but what was
    pending."""
    fold_all()
    with _only_writer(wait=True, alone=not connection.in_atomic_block) as cursor:
        _build(cursor, say)
        key = ", ".join(f"kept.{name}" for name in KEY.split(", "))
        cursor.execute(
            f"(SELECT 'kept', {key}, {_of('kept')} FROM reports_figure kept JOIN different_figure ON id = kept_id LIMIT 50)"
            " UNION ALL"
            f" (SELECT 'fresh', {KEY}, {_NAMES} FROM different_figure WHERE grain IS NOT NULL LIMIT 50)"
        )
        found = list(cursor.fetchall())
        _drop(cursor)
        for month, is_kept in months(cursor, _today()):
            for which, _month, unit, *counts in different(cursor, month) if is_kept else []:
                found.append((which, None, "m", month, unit, None, *counts))
        return found


def _build(cursor: Any, say: Callable[[int, int], None]) -> None:
    """Fill `fresh_figure` from the events of all cases, some thousand cases at a time."""
    cursor.execute("SET LOCAL statement_timeout = 0")
    cursor.execute("SET LOCAL work_mem = '256MB'")
    cursor.execute(_STAGE)
    cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1), count(*) FROM cases_case")
    first, last, _many = cursor.fetchone()
    for begin in range(first, last + 1, CHUNK):
        cursor.execute(_GATHER, {"first": begin, "last": min(begin + CHUNK - 1, last)})
        say(min(begin + CHUNK, last + 1) - first, last + 1 - first)
    cursor.execute(_FRESH)
    cursor.execute(_MONTHS)
    cursor.execute(_LONGER)
    cursor.execute("ANALYZE fresh_figure")
    cursor.execute(_DIFFERENT)


def _drop(cursor: Any) -> None:
    """Away with the temporary tables, also inside a longer transaction."""
    cursor.execute("DROP TABLE fresh_part, fresh_figure, different_figure")
