"""Make an office with many cases, serve it as in production, ask it over HTTP, and print what that cost."""

import argparse
import os
import platform
import time
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from . import cases, client, floor, place, table, work
from .meter import Meter

OPERATIONS = ("create", "step", "get", "inbox", "status", "desk_page", "tracking_page")
SMALL = 10_000
MANY = 8


def main() -> None:
    args = _arguments()
    home = args.data.absolute()
    home.mkdir(parents=True, exist_ok=True)
    say(f"Cơ sở dữ liệu, văn phòng {place.WARDS} phường · a database and an office of {place.WARDS} wards")
    url = place.open_database(home)
    try:
        place.set_up(url, home)
        say(_written(args, _run(args, url, home)))
    finally:
        place.close_database(home)


def _run(args: argparse.Namespace, url: str, home: Path) -> str:
    from django.conf import settings

    tokens, sessions = place.tokens(), place.sessions()
    codes: list[str] = []
    sizes: list[tuple[int, dict[str, table.Measured]]] = []
    for size in [SMALL, args.cases] if args.cases > SMALL else [args.cases]:
        say(f"{size:,} hồ sơ · cases …")
        codes += cases.make(url, size - len(codes), seed=size, tell=partial(_told, len(codes), size))
        cases.check(url)
        asked = work.Work(codes, tokens, sessions, work.filings(), settings.SLIP_KEY, size)
        last = size == args.cases
        with place.served(home, args.port, args.workers) as web:
            meter = Meter(url, web.process.pid)
            _warm(web.port, asked, args.workers)
            seconds = args.seconds if last else max(2.0, args.seconds / 3)
            sizes.append(
                (size, {name: _measure(name, asked, web.port, meter, seconds, args) for name in args.only})
            )
            memory = meter.memory()
    floors = floor.floors(url, codes, count=args.floor)
    parts = [
        _about(url, args, web.cold_start, memory),
        table.table(sizes[-1][1], floors),
        _notes(),
    ]
    if len(sizes) > 1:
        parts.append(table.growth(sizes))
    return "\n\n".join(parts)


def _told(before: int, size: int, made: int) -> None:
    if (before + made) % 10_000 == 0:
        say(f"  {before + made:,} / {size:,}")


def _measure(
    name: str, asked: work.Work, port: int, meter: Meter, seconds: float, args: Any
) -> table.Measured:
    """One connection, then eight; statements are counted over a short run of their own."""
    requests = getattr(asked, name)
    if name == "step":
        asked.created = _enough(asked, port, int(seconds * 700))
    meter.forget_statements()
    counted = client.ask(port, requests(), connections=1, seconds=5, most=50, keep=name == "create")
    statements, framing, shown = meter.statements()
    if args.statements:
        say(f"\n{name}:")
        for calls, spent, query in shown[:30]:
            say(
                f"  {calls / counted.count:6.2f} × {spent / max(1, calls):7.3f} ms  {' '.join(query.split())[:150]}"
            )
    one = client.ask(port, requests(), connections=1, seconds=seconds, most=100_000, keep=name == "create")
    before = meter.cpu()
    many = client.ask(
        port, requests(), connections=MANY, seconds=seconds, most=100_000, keep=name == "create"
    )
    cpu = meter.cpu() - before
    for found in (counted, one, many):
        if name == "create":
            asked.remember(found.bodies)
        if found.faults:
            say(
                f"  {name}: {found.statuses} {found.bodies[-1][:300].decode(errors='replace') if found.bodies else ''}"
            )
    n = max(1, counted.count)
    say(f"  {name:<14} {many.rate:6.0f} req/s  CPU {(cpu.application + cpu.database) * 1000 / max(1, many.count):5.2f} ms "
        f"(client {cpu.client * 1000 / max(1, many.count):.2f})")  # fmt: skip
    return table.Measured(one, many, cpu, statements / n, framing / n)


def _enough(asked: work.Work, port: int, wanted: int) -> list[str]:
    """Cases waiting at a desk, at least as many as can be handed over in the time."""
    missing = wanted - len(asked.created)
    if missing > 0:
        found = client.ask(port, asked.create(), connections=2, seconds=120, most=missing, keep=True)
        asked.remember(found.bodies)
    asked.chance.shuffle(asked.created)
    return asked.created


def _warm(port: int, asked: work.Work, workers: int) -> None:
    """A few of each first: a process compiles routes, calendars and templates once."""
    for name in OPERATIONS:
        if name != "step":
            found = client.ask(
                port,
                getattr(asked, name)(),
                connections=4 * workers,
                seconds=20,
                most=60 * workers,
                keep=True,
            )
            asked.remember(found.bodies if name == "create" else [])


def _about(url: str, args: Any, cold_start: float, memory: tuple[float, float]) -> str:
    with psycopg.connect(url) as connection:
        version = connection.info.parameter_status("server_version")
    return (
        f"{datetime.now().astimezone():%Y-%m-%d %H:%M}, Python {platform.python_version()}, PostgreSQL {version}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}; {args.cases:,} cases, {args.workers} web processes, {args.seconds:g} s a phase.\n"
        f"A loop that takes 10 µs on a quiet core took {_pace():.0f} µs. Cold start {cold_start:.1f} s (aim < 3). Memory: application {memory[0]:.0f} MB (aim < 400), PostgreSQL {memory[1]:.0f} MB."
    )


def _pace() -> float:
    """Processor time of a fixed piece of work, in µs: how much the neighbours on this machine slow everything down."""
    begun = time.process_time()
    for _ in range(10_000):
        sum(range(1000))
    return (time.process_time() - begun) * 100


def _notes() -> str:
    return (
        "Milliseconds. CPU: processor time of all application and all PostgreSQL processes per request at 8 connections "
        "(checkpoints and autovacuum included, the client not). SQL: statements of one request + its BEGIN and COMMIT. "
        "SQL alone: the same rows written and read by one prepared connection; the ratio is CPU sum to its CPU."
    )


def _written(args: Any, text: str) -> str:
    folder = place.ROOT / "var" / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"office-{datetime.now().astimezone():%Y%m%d-%H%M%S}.md"
    file.write_text(text + "\n")
    return f"\n{text}\n\n→ {file}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="số hồ sơ · how many cases (%(default)s)")
    parser.add_argument(
        "--seconds", type=float, default=10, help="giây cho mỗi phép đo · of each measurement (%(default)s)"
    )
    parser.add_argument("--workers", type=int, default=2, help="tiến trình web · web processes (%(default)s)")
    parser.add_argument("--port", type=int, default=8190, help="%(default)s, loopback only")
    parser.add_argument(
        "--floor", type=int, default=1000, help="lần đo SQL trực tiếp · doings of plain SQL (%(default)s)"
    )
    parser.add_argument(
        "--only", nargs="+", choices=OPERATIONS, default=list(OPERATIONS), help="chỉ đo · only these"
    )
    parser.add_argument(
        "--statements", action="store_true", help="in từng câu SQL · list the statements of each operation"
    )
    parser.add_argument("--quick", action="store_true", help="5.000 hồ sơ, 2 giây · 5,000 cases, 2 seconds")
    parser.add_argument(
        "--data", type=Path, default=place.ROOT / "var" / "benchmarks" / "home", metavar="DIR"
    )
    args = parser.parse_args()
    if args.quick:
        args.cases, args.seconds, args.floor = 5000, 2.0, 200
    return args


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
