"""How long an export takes and how much memory the job needs, beside plain COPY TO of the same rows in the same run.

Run: python -m benchmarks.exports --cases 1000000 [--home var/figures] [--keep]

The cases are those of benchmarks.figures. Each job runs in a process of its own, whose largest size is told beside
what it was before the first row; a tenth of the rows beside all of them shows whether memory grows with them.
"""

import multiprocessing
import resource
import sys
import time
from datetime import date
from pathlib import Path

import psycopg

from benchmarks.many_cases import make, options, row, run

DAYS = {"a tenth": (date(2025, 11, 27), date(2026, 11, 26)), "all": (date(2016, 11, 26), date(2026, 11, 26))}


def main() -> int:
    args = options(__doc__, 1_000_000).parse_args()
    return run(
        args, lambda admin: make(admin, args.cases), lambda admin: measure(admin, args.home / "exports")
    )


def measure(admin: str, folder: Path) -> None:
    beside = plain(admin, folder / "plain.csv")
    for words, (first, last) in DAYS.items():
        for kind in ("csv", "parquet"):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                rows, spent, before, most = pool.apply(job, (folder / f"rows.{kind}", kind, first, last))
            row(f"{kind}, {words}", rows, spent, beside if words == "all" else None)
            row(f"{kind}, {words}: MB before, most", f"{before} {most}")
            row(f"{kind}, {words}: MB of the file", (folder / f"rows.{kind}").stat().st_size // 2**20)


def plain(admin: str, path: Path) -> float:
    """Seconds of COPY TO of as many columns of the cases, without asking how each stood on a day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    with psycopg.connect(admin) as base, path.open("wb") as file:
        base.execute("SET search_path = motcua, public")
        asked = """COPY (SELECT c.code, u.code, u.name, a.code, a.name, p.code, p.short_name, v.document->>'field', c.channel,
          c.submitted_at, c.received_at, c.due_at, c.finished_at, c.returned_at, c.state, c.outcome FROM cases_case c
          JOIN offices_unit u ON u.id = c.received_unit_id JOIN offices_unit a ON a.id = c.authority_id
          JOIN catalogue_procedureversion v ON v.id = c.terms_id JOIN catalogue_procedure p ON p.id = v.procedure_id
          ) TO STDOUT (FORMAT csv, HEADER)"""
        rows = -1
        with base.cursor().copy(asked) as copy:
            for line in copy:
                file.write(line)
                rows += 1
    spent = time.monotonic() - begun
    row("plain COPY TO", rows, spent)
    return spent


def job(path: Path, kind: str, first: date, last: date) -> tuple[int, float, int, int]:
    """Rows, seconds, MB before and at most; in a process of its own."""
    import django

    django.setup()
    from motcua.application.exports.writing import write

    before = _most()
    begun = time.monotonic()
    made = write(path, kind=kind, first=first, last=last, below="/")
    return made.rows, time.monotonic() - begun, before, _most()


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
