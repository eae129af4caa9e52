"""How fast due dates are reckoned, beside plain additions of days to dates timed in the same run.

    python benchmarks/due.py [--requests 1000000]

The plain addition knows no holidays, hours or pauses; it is the floor under anything that makes one moment
out of another in Python. Requests are random over four years, round the clock, so two in three fall outside
office hours and take the longer way.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from motcua.faces.cli.due import _answer_stream
from motcua.foundation.calendar import (
    STANDARD,
    ZONE,
    Allowance,
    Pause,
    Request,
    calendar_from,
    document_named,
    due,
    due_many,
)

FIRST = datetime(2024, 1, 1, tzinfo=ZONE)
MINUTES = 4 * 365 * 1440
MIXES = {
    "working days": [Allowance(n) for n in (1, 3, 5, 10, 20)],
    "same day, 15:00": [Allowance(1, "working_day", "same_day_15h")],
    "calendar days": [Allowance(n, "calendar_day") for n in (10, 20, 30)],
    "working hours": [Allowance(n, "working_hour") for n in (2, 4, 8)],
    "months": [Allowance(n, "month") for n in (1, 2, 6)],
}
MIXES["all of these"] = [allowance for mix in MIXES.values() for allowance in mix]


def main() -> None:
    """Time everything and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=1_000_000, help="how many in bulk")
    count = parser.parse_args().requests
    dice = random.Random(2026)
    everything = requests(dice, MIXES["all of these"], count)
    few = everything[: max(1, count // 20)]
    document = document_named(STANDARD)
    calendar = calendar_from(document, source=STANDARD)
    compiling = timed(lambda: calendar.tables)

    floor = timed(lambda: [received + timedelta(days=3) for received, _, _ in everything]) / count
    rows = [("limit: received + timedelta(days=3)", floor, count)]
    for name, mix in MIXES.items():
        wanted = everything if name == "all of these" else requests(dice, mix, count // 5)
        rows.append(
            (f"due_many, {name}", timed(lambda w=wanted: due_many(w, calendar)) / len(wanted), len(wanted))
        )
    singles: dict[str, Callable[[], object]] = {
        "due, one by one": lambda: [due(r, a, calendar) for r, a, _ in few],
        "due with its sentence": lambda: [due(r, a, calendar).reckoning() for r, a, _ in few],
        "due with one pause": lambda: [due(r, a, calendar, [pause(r)]) for r, a, _ in few],
    }
    rows += [(name, timed(work) / len(few), len(few)) for name, work in singles.items()]
    lines = json_lines(few)
    rows.append(
        (
            "motcua due --jsonl, with sentences",
            timed(lambda: _answer_stream(lines, io.BytesIO(), "vi")) / len(few),
            len(few),
        )
    )
    show(rows, floor)
    print(
        f"\nCompiling {STANDARD} ({calendar.first_year}-{calendar.last_year}), once per calendar: {compiling * 1e3:.0f} ms"
    )


def requests(dice: random.Random, mix: list[Allowance], count: int) -> list[Request]:
    """Random requests without pauses."""
    return [(FIRST + timedelta(minutes=dice.randrange(MINUTES)), dice.choice(mix), ()) for _ in range(count)]


def pause(received: datetime) -> Pause:
    """A pause of two days from the day after reception."""
    return Pause(received + timedelta(days=1), received + timedelta(days=3))


def json_lines(wanted: list[Request]) -> io.BytesIO:
    """The same requests as JSON lines."""
    asked = (
        {
            "id": number,
            "received": received.replace(tzinfo=None).isoformat(timespec="minutes"),
            "allow": allowance.value,
            "unit": allowance.unit,
            "start": allowance.start_rule,
        }
        for number, (received, allowance, _) in enumerate(wanted)
    )
    return io.BytesIO("".join(json.dumps(line) + "\n" for line in asked).encode())


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time one run takes, collector off."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    work()
    spent = time.process_time() - start
    gc.enable()
    return spent


def show(rows: list[tuple[str, float, int]], floor: float) -> None:
    """Print the table."""
    print(f"{'what':<40}{'runs':>10}{'µs each':>10}{'s a million':>13}{'× limit':>9}")
    for name, each, runs in rows:
        print(f"{name:<40}{runs:>10,}{each * 1e6:>10.2f}{each * 1e6:>13.2f}{each / floor:>9.1f}")


if __name__ == "__main__":
    main()
