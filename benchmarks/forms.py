"""How long a page of a form takes: shown, and answered with a mistake and without; in one process, without the network.

Run: DATABASE_URL=… python -m benchmarks.forms [--rounds 200]. It begins drafts in the office of that database (an office
of benchmarks/run has 100,000 cases) and removes them again.
"""

import argparse
import os
import re
import statistics
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--procedure", default="1.001193")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    measure(given.procedure, given.rounds)


def measure(code: str, rounds: int) -> None:
    from django.test import Client

    from motcua.application.filing.models import Draft
    from motcua.domain.cases.models import Case

    client = Client(headers={"Host": "localhost"})
    begun = client.post(f"/thu-tuc/{code}/nop")
    secret = begun["Location"].rpartition("/")[2]
    first = client.get(begun["Location"])["Location"]
    names = re.findall(r'name="(\w+)"', client.get(first).content.decode())
    print(f"{Case.objects.count()} cases; {code}; ms, of {rounds}")
    try:
        _report("a topic shown", lambda n: client.get(first), rounds)
        _report("posted empty: the page with its mistakes", lambda n: client.post(first, {}), rounds)
        _report(
            "posted with text in every field",
            lambda n: client.post(first, dict.fromkeys(names, f"a{n}")),
            rounds,
        )
        _report("the check", lambda n: client.get(f"/nop/{secret}/kiem-tra"), rounds)
        _report("begun", lambda n: client.get(f"/thu-tuc/{code}/nop"), rounds)
    finally:
        Draft.objects.held_by(secret).delete()  # type: ignore[union-attr]


def _report(label: str, ask: Callable[[int], Any], rounds: int) -> None:
    spans = []
    for number in range(rounds + 5):
        start = time.perf_counter()
        status = ask(number).status_code
        spans.append((time.perf_counter() - start) * 1000)
    spans = sorted(spans[5:])
    p95 = spans[int(0.95 * (len(spans) - 1))]
    print(f"{label:<45}{status:>5}  median {statistics.median(spans):7.1f}  p95 {p95:7.1f}")


if __name__ == "__main__":
    main()
