"""How long figures take on many cases: a month of all units, 06a, as at any day, what an act pays, folding, building anew.

Run: python -m benchmarks.figures --cases 10000000 [--years 10] [--home var/figures] [--keep]

The cases are made by SQL in a database of their own, over some years until now and 600 desks, with the events of real lives:
received, handed over, some paused, some late, some withdrawn, some taken back, returned. Beside each figure stands
the same question in plain SQL on the cases themselves.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg

from benchmarks.many_cases import make, options, row, run


def main() -> int:
    parser = options(__doc__, 200_000)
    parser.add_argument("--years", type=int, default=10, help="over which they are spread")
    args = parser.parse_args()
    return run(args, lambda admin: make(admin, args.cases, args.years), measure)


def measure(admin: str) -> None:
    from django.db import connection

    from motcua.application.reports.rollup import check, rebuild

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT (SELECT count(*) FROM cases_case), (SELECT count(*) FROM cases_caseevent)")
        cases, events = cursor.fetchone()
        cursor.execute("SELECT min(received_at)::date, max(received_at)::date FROM cases_case")
        begin, until = cursor.fetchone()
    row("cases", cases)
    row("events", events)
    begun = time.monotonic()
    row("rebuild from events", rebuild(), time.monotonic() - begun)
    begun = time.monotonic()
    row("rows that differ from a fresh computation", len(check()), time.monotonic() - begun)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reports_figure")
        cursor.execute("VACUUM ANALYZE reports_servedmonth")
        cursor.execute(
            "SELECT (SELECT count(*) FROM reports_figure), pg_total_relation_size('reports_figure') / 1048576,"
            " pg_total_relation_size('cases_caseevent') / 1048576"
        )
        kept, mine, theirs = cursor.fetchone()
    row("sums kept", kept)
    row("MB of sums, of events", f"{mine} {theirs}")
    read(connection, begin, until)
    trigger(admin, connection)
    pending(connection, until)


def read(connection: Any, begin: date, until: date) -> None:
    """What is asked for, each beside the same in plain SQL on the cases."""
    from motcua.application.indices.queries import places, standings
    from motcua.application.reports.behind import fresh_figures
    from motcua.application.reports.form_rules import form
    from motcua.application.reports.periodic import report
    from motcua.application.reports.queries import figures
    from motcua.application.reports.rules import month_of
    from motcua.application.reports.served import served
    from motcua.application.reports.served_months import served_below
    from motcua.domain.offices.models import Unit

    province, ward = Unit.objects.get(pk=1), Unit.objects.get(pk=2)
    now_running = month_of(until)
    month = now_running.before()
    whole = {"first": month.first, "last": month.last, "as_at": until}
    running = {"first": until.replace(day=1), "last": until, "as_at": until}
    odd = {
        "first": (begin + (until - begin) * 0.43).replace(day=9),
        "last": (begin + (until - begin) * 0.67).replace(day=17),
        "as_at": until,
    }
    raw = plain(connection, month.first, month.last)
    row("plain SQL: last month by unit", 600, raw)
    row("last month, 600 units", len(figures(**whole)), timed(lambda: figures(**whole)), raw)
    row("its index and places, 600 units", 600, timed(
        lambda: places(ward, [month], as_at=month.last)), raw)  # fmt: skip
    row("  with places gained since the month before", 600, timed(
        lambda: standings(province, period=month, as_at=month.last)), raw)  # fmt: skip
    row("the same of the running month", 600, timed(
        lambda: standings(province, period=now_running, as_at=until)), raw)  # fmt: skip
    below = Unit.objects.below(province).in_bulk()
    row("money, papers, results of a month, kept", 600, timed(
        lambda: served_below(province, below, first=month.first, last=month.last)))  # fmt: skip
    row("the same counted from the cases", 600, timed(
        lambda: served(first=month.first, last=month.last, path=province.path)))  # fmt: skip
    middle = month_of(begin + (until - begin) * 0.35)
    past = {"first": middle.first, "last": middle.last, "as_at": until}
    old = plain(connection, middle.first, middle.last, "terms_id")
    row("plain SQL: a past month by terms", 40, old)
    for who, unit in (("ward", ward), ("province", province)):
        spent = timed(lambda unit=unit: report(form("06a"), unit=unit, **past))  # type: ignore[misc]
        row(f"06a of a past month, {who}", 10, spent, old)
    days = plain(connection, odd["first"], odd["last"])
    row("plain SQL: any days by unit", 600, days)
    row("any days as at their last, 600 units", len(figures(**odd)), timed(lambda: figures(**odd)), days)
    spent = timed(lambda: figures(**running, by="field"), 3)
    row("running month by field, province", 10, spent)
    spent = timed(lambda: figures(**running, by="field", path=ward.path), 3)
    row("running month by field, ward", 10, spent)
    row("any days by field, ward", 10, timed(lambda: figures(**odd, by="field", path=ward.path), 3))
    by_terms = plain(connection, odd["first"], odd["last"], "terms_id")
    row("plain SQL: any days by terms", 40, by_terms)
    row("any days by field, province", 10, timed(lambda: figures(**odd, by="field"), 3), by_terms)
    begun = time.monotonic()
    fresh = fresh_figures(**odd, by="field")
    row("the same counted case by case", int(fresh == figures(**odd, by="field")), time.monotonic() - begun)
    published(province, month, raw)


def published(province: Any, month: Any, raw: float) -> None:
    """A month frozen, and read as it was."""
    from motcua.application.disclosure.composing import compose
    from motcua.application.disclosure.models import Publication
    from motcua.foundation.actions import now

    begun = time.monotonic()
    document = compose(province, period=month, at=now())
    row("T1: freezing the month, once", 1, time.monotonic() - begun)
    Publication.objects.get_or_create(
        unit=province, month=month.first, edition=1,
        defaults={"document": document, "digest": "x", "finding": "x", "frozen_at": now()},
    )  # fmt: skip
    row("T1: reading what is frozen", 1, timed(
        lambda: Publication.objects.of(province, month.first)[0].document), raw)  # fmt: skip


def plain(connection: Any, first: date, last: date, by: str = "received_unit_id") -> float:
    """The same in plain SQL on the cases: received, ended late and open at the end, by unit or terms."""

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {by}, count(*) FILTER (WHERE received_at >= %(a)s), count(*) FILTER (WHERE outcome = 'late'"
                " AND finished_at < %(b)s), count(*) FILTER (WHERE finished_at IS NULL OR finished_at >= %(b)s)"
                " FROM cases_case WHERE received_at < %(b)s AND (finished_at IS NULL OR finished_at >= %(a)s) GROUP BY 1",
                {"a": first, "b": last + timedelta(days=1)},
            )
            cursor.fetchall()

    return timed(ask, 3)


_EVENT = """INSERT INTO cases_caseevent (case_id, n, name, at, actor_kind, state_before, state_after, note, payload, prev_hash,
  hash, received_at, due_at, pauses, outcome)
SELECT id, version + 1, 'case.forwarded', now(), 'system', 4, 4, '', '{}', last_hash, sha256(id::text::bytea), received_at,
  due_at, '[]', '' FROM sample"""


def trigger(admin: str, connection: Any) -> None:
    """What noting an event for the sums adds to writing it, and to a small action: an office is founded."""
    from motcua.domain.offices.actions import found
    from motcua.domain.offices.models import Unit
    from motcua.foundation.actions import SYSTEM

    spent: dict[str, list[float]] = {"without": [], "with": []}
    with psycopg.connect(admin) as base:
        base.execute("SET search_path = motcua, public")
        base.execute("SET session_replication_role = replica")
        base.execute(
            "CREATE TEMP TABLE sample AS SELECT id FROM cases_case WHERE state = 4 ORDER BY id DESC LIMIT 2000"
        )
        base.execute("UPDATE cases_case c SET version = (SELECT max(n) FROM cases_caseevent e WHERE e.case_id = c.id)"
                     " FROM sample s WHERE s.id = c.id")  # fmt: skip
        base.execute("DROP TABLE sample")
        base.execute("CREATE TEMP TABLE sample AS SELECT id, version, last_hash, received_at, due_at FROM cases_case"
                     " WHERE state = 4 ORDER BY id DESC LIMIT 2000")  # fmt: skip
        base.execute("SET session_replication_role = origin")
        base.commit()
        for _ in range(5):
            for how, times in spent.items():
                if how == "without":
                    base.execute("ALTER TABLE cases_caseevent DISABLE TRIGGER note_figures")
                begun = time.monotonic()
                base.execute(_EVENT)
                times.append((time.monotonic() - begun) / 2000)
                base.rollback()
    without, with_it = statistics.median(spent["without"]), statistics.median(spent["with"])
    number = iter(range(10**6))

    def act() -> None:
        found(
            Unit(),
            by=SYSTEM,
            code=f"N{next(number)}-{time.time()}"[:35],
            name="Đơn vị",
            kind="so",
            valid_from=date(2026, 1, 1),
        )

    action = timed(act, 50)
    row("writing an event, all triggers but the sums'", 1, without)
    row("what noting it for the sums adds", 1, with_it - without, action)
    row("a small action (founding an office)", 1, action)


def pending(connection: Any, until: date) -> None:
    """A month read while so many events are pending, and what folding them takes; they are counted twice by it."""
    from motcua.application.indices.queries import standings
    from motcua.application.reports.models import Pending
    from motcua.application.reports.queries import figures
    from motcua.application.reports.rollup import fold, rebuild
    from motcua.application.reports.rules import month_of
    from motcua.domain.offices.models import Unit

    province = Unit.objects.get(pk=1)
    month = month_of(until).before()
    whole = {"first": month.first, "last": month.last, "as_at": until, "check": False}
    for many in (100, 1000, 5000):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO reports_pending (event_id) SELECT id FROM cases_caseevent"
                           " ORDER BY id DESC LIMIT %s", [many])  # fmt: skip
        row(f"a month, 600 units, {many} events pending", 600, timed(lambda: figures(**whole), 5))
        row("  the index of the running month", 600, timed(
            lambda: standings(province, period=month_of(until), as_at=until), 5))  # fmt: skip
        begun = time.monotonic()
        folded = fold()
        spent = time.monotonic() - begun
        row(f"folding {many}: {spent / folded * 1e6:.0f} µs each", folded, spent)
    assert Pending.objects.count() == 0
    row("rebuild after folding events twice", rebuild())


def timed(ask: Callable[[], Any], rounds: int = 9) -> float:
    spent = []
    for _ in range(rounds):
        begun = time.monotonic()
        ask()
        spent.append(time.monotonic() - begun)
    return statistics.median(spent)


if __name__ == "__main__":
    raise SystemExit(main())
