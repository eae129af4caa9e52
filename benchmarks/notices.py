"""How long it takes to queue ten thousand notices in one go, and how fast the worker then hands them over.

Run: python -m benchmarks.notices [--cases 10000] [--keep]

The cases are those of benchmarks.figures; each applicant has an e-mail address and a telephone. Beside the queueing
stands a plain COPY of as many rows into a table of the same shape. The providers are the fakes of the demonstration,
on the loopback: a real one is further away.
"""

import os
import sys
import time
from collections import Counter
from typing import Any

import psycopg

from benchmarks.many_cases import make, options, row, run
from benchmarks.office.meter import Meter

SENT = 1000  # handed over one by one


def main() -> int:
    args = options(__doc__, 10_000, "notices").parse_args()
    return run(args, lambda admin: make(admin, args.cases), lambda admin: measure(admin, args.cases))


def reachable(admin: str) -> None:
    """Give every applicant an address and a number, and forget what was told."""
    with psycopg.connect(admin, autocommit=True) as base:
        base.execute("SET search_path = motcua, public")
        base.execute("TRUNCATE notices_notice")
        base.execute(
            "UPDATE cases_case SET email = 'n' || id || '@vidu.example', phone = '09' || lpad(id::text, 8, '0')"
        )
        base.execute("VACUUM ANALYZE cases_case")


def measure(admin: str, cases: int) -> None:
    reachable(admin)
    from django.conf import settings
    from django.db import connection, transaction

    from motcua.application.notices.models import Notice
    from motcua.application.notices.rules import Channel
    from motcua.application.notices.sending import send
    from motcua.application.notices.writing import happened, write
    from motcua.domain.cases.models import CaseEvent
    from motcua.foundation.gateways.mail.fake import FakeMailServer

    events = list(
        CaseEvent.objects.filter(name="case.received").order_by("pk").values_list("pk", flat=True)[:cases]
    )
    meter, asked = Meter(os.environ["DATABASE_URL"]), Counter()

    def counted(execute: Any, sql: str, *more: Any) -> Any:
        asked["statements"] += 1
        return execute(sql, *more)

    begun, before = time.monotonic(), meter.cpu()
    with connection.execute_wrapper(counted), transaction.atomic():
        keys = write(happened(events))
    queued, busy = time.monotonic() - begun, meter.cpu() - before
    rows = Notice.objects.count()
    beside = plain(admin, rows)
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    row("notices queued in one go, by mail", len(keys), queued, beside)
    row("  processor time of this process", "", busy.client)
    row("  processor time of PostgreSQL", "", busy.database)
    row("  statements", asked["statements"])
    row("rows of the outbox, with those on pages", rows)
    begun = time.monotonic()
    write(happened(events))
    row("the same once more: none is made", Notice.objects.count() - rows, time.monotonic() - begun, beside)
    with FakeMailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        begun = time.monotonic()
        for key in keys[:SENT]:
            send(key)
        spent = time.monotonic() - begun
        row(
            "handed over by SMTP, one by one",
            Notice.objects.filter(channel=Channel.MAIL, state="sent").count(),
            spent,
        )
        row("letters the server has", len(server.letters))


def plain(admin: str, rows: int) -> float:
    """Seconds of COPY of the same rows into a table without indexes and constraints."""
    with psycopg.connect(admin) as base:
        base.execute("SET search_path = motcua, public")
        base.execute("CREATE TEMP TABLE plain AS SELECT * FROM notices_notice WITH NO DATA")
        with base.cursor().copy("COPY notices_notice TO STDOUT") as source:
            lines = [bytes(line) for line in source]
        begun = time.monotonic()
        with base.cursor().copy("COPY plain FROM STDIN") as target:
            for line in lines:
                target.write(line)
        spent = time.monotonic() - begun
    row("plain COPY FROM of the same rows", rows, spent)
    return spent


if __name__ == "__main__":
    sys.exit(main())
