"""How long it takes to move in: Hoàng Mai's years, 443.276 cases with all events, beside plain COPY of the same rows.

    bin/demo once, then: .venv/bin/python -m benchmarks.history [--seed NAME]

The seed is written, loaded through `motcua history import`'s own code, and its figures printed. Then the very rows it
made are copied out and in again, into tables of the same columns without index, trigger or foreign key: what is the
least that PostgreSQL can take. Processor time of this process and the server's, and the highest memory, stand beside
the clock, since the machine may have other work. What was loaded stays; a second run needs another database.
"""

import argparse
import io
import os
import resource
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import django
import psutil

PERIODS = {
    "hoang-mai-2016-2018": ((date(2016, 1, 1), date(2018, 6, 30)), (date(2018, 1, 1), date(2018, 6, 30))),
    "thanh-xuan-2016": ((date(2016, 1, 1), date(2016, 6, 28)),),
    "man-thai-2016": ((date(2016, 1, 1), date(2016, 12, 31)),),
    "thieu-hoa-2018": ((date(2018, 1, 1), date(2018, 12, 31)),),
    "ha-noi-126": ((date(2025, 11, 1), date(2026, 10, 31)),),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", choices=list(PERIODS), default="hoang-mai-2016-2018")
    name = parser.parse_args().seed
    load = timed("load the seed", lambda: planted(name))
    print(f"highest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    for table in ("cases_case", "cases_caseevent"):
        timed(f"plain COPY, {table}", lambda table=table: copied(table, load.pk))
    print()
    for first, last in PERIODS[name]:
        tell(load, first, last)


def planted(name: str) -> Any:
    from demo.seeds import plant
    from motcua.foundation.database.places import office_home

    brought = plant(name, office_home() / "seeds", lambda *_: None)
    if brought.already:
        raise SystemExit("This seed is there already; take another database (MOTCUA_DATA).")
    print(f"{brought.load.loaded} cases loaded, {brought.load.refused} rows refused")
    return brought.load


def copied(table: str, load: int) -> None:
    """The rows of the load into a table of the same columns and nothing else."""
    from django.db import connection

    of = (
        "history_id = %s"
        if table == "cases_case"
        else "case_id IN (SELECT id FROM cases_case WHERE history_id = %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE plain AS SELECT * FROM {table} WITH NO DATA")
        held = io.BytesIO()
        with cursor.copy(f"COPY (SELECT * FROM {table} WHERE {of}) TO STDOUT", [load]) as out:  # type: ignore[attr-defined]
            for part in out:
                held.write(part)
        begun = time.perf_counter()
        with cursor.copy("COPY plain FROM STDIN") as into:  # type: ignore[attr-defined]
            into.write(held.getvalue())
        print(f"{cursor.rowcount} rows, {held.tell() >> 20} MB, in {time.perf_counter() - begun:.1f} s")
        cursor.execute("DROP TABLE plain")


def timed(words: str, work: Callable[[], Any]) -> Any:
    backend = psutil.Process(server())
    before, server_before, begun = time.process_time(), sum(backend.cpu_times()[:2]), time.perf_counter()
    found = work()
    spent = time.perf_counter() - begun
    print(
        f"{words}: {spent:.1f} s by the clock, {time.process_time() - before:.1f} s of processor here, "
        f"{sum(backend.cpu_times()[:2]) - server_before:.1f} s in the server"
    )
    return found


def server() -> int:
    """The process that serves this connection, where it is on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def tell(load: Any, first: date, last: date) -> None:
    from motcua.application.reports.queries import figures
    from motcua.domain.cases.models import Case
    from motcua.foundation.text import percent, thousands

    keys = set(Case.objects.filter(history=load).values_list("received_unit_id", flat=True).distinct())
    rows = [row for row in figures(first=first, last=last, as_at=last) if row.key in keys]
    print(f"{first:%d/%m/%Y} to {last:%d/%m/%Y}")
    for row in rows[:15]:
        share = percent(row.on_time_share) if row.on_time_share is not None else "–"
        print(f"  {row.name}: received {thousands(row.received)}, results {thousands(row.finished)}, "
              f"in time {thousands(row.early + row.on_time)}, late {thousands(row.late)}, open {thousands(row.open)}, "
              f"{share}")  # fmt: skip
    print(f"  all {len(rows)}: received {thousands(sum(r.received for r in rows))}, "
          f"results {thousands(sum(r.finished for r in rows))}, open {thousands(sum(r.open for r in rows))}")  # fmt: skip


if __name__ == "__main__":
    main()
