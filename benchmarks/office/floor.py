"""The floor: what the same rows cost when written and read straight on PostgreSQL, prepared, by one connection."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from . import cases
from .meter import TICK


@dataclass(frozen=True)
class Floor:
    """Milliseconds of PostgreSQL's processor and of waiting, for each doing."""

    cpu: float
    p50: float
    statements: int


def floors(url: str, codes: Sequence[str], *, count: int) -> dict[str, Floor]:
    """The floor of every operation; reads `codes` and writes `count` cases of its own."""
    making = cases._prepare(url)
    chance = random.Random(7)
    fresh = [_first_and_second(making, chance) for _ in range(count)]
    asked = [chance.choice(codes) for _ in range(count)]
    with psycopg.connect(url, prepare_threshold=0) as connection:
        found = {
            "create": _timed(connection, [lambda row=row: _create(connection, row) for row in fresh], 4),
            "step": _timed(connection, [lambda row=row: _step(connection, row) for row in fresh], 3),
            "get": _timed(connection, [lambda code=code: _get(connection, code) for code in asked], 2),
            "inbox": _timed(connection, [lambda n=n: _inbox(connection, making, n) for n in range(count)], 1),
            "status": _timed(connection, [lambda code=code: _status(connection, code) for code in asked], 1),
        }
        cases._keep_counters(connection, making)
    return found


def _timed(
    connection: psycopg.Connection[Any], doings: Sequence[Callable[[], None]], statements: int
) -> Floor:
    for do in doings[:20]:
        do()
    measured = doings[20:]
    backend, times = connection.info.backend_pid, []
    before = _cpu(backend)
    for do in measured:
        begun = time.perf_counter()
        do()
        times.append((time.perf_counter() - begun) * 1000)
    used = _cpu(backend) - before
    return Floor(used * 1000 / len(measured), sorted(times)[len(times) // 2], statements)


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:13])) / TICK


def _first_and_second(making: cases.Making, chance: random.Random) -> dict[str, Any]:
    """A received case as it is before its first event, and what handing it over writes."""
    from motcua.domain.cases.models import CLOCK
    from motcua.foundation.events.models import GENESIS

    pattern = making.patterns[0][1]  # received and handed over
    person, case, steps, events = cases._copy(making, pattern, chance.randrange(20), timedelta(0), chance)
    case.update({name: None for name in CLOCK if name not in ("pauses", "outcome")})
    case.update(state=0, version=0, last_hash=GENESIS, changed_at=None, outcome="", pauses=[])
    return {"person": person, "case": case, "steps": steps, "events": events}


def _create(connection: psycopg.Connection[Any], row: dict[str, Any]) -> None:
    from motcua.domain.cases.models import Case, CaseEvent, Step
    from motcua.domain.people.models import Person

    with connection.transaction():
        _insert(connection, Person, row["person"], keys=True)
        _insert(connection, Case, row["case"], keys=True)
        _insert(connection, Step, {**row["steps"][0], "done_at": None, "done_by_id": None, "result": ""})
        _insert(connection, CaseEvent, row["events"][0])


def _step(connection: psycopg.Connection[Any], row: dict[str, Any]) -> None:
    from motcua.domain.cases.models import CaseEvent, Step

    with connection.transaction():
        connection.execute(
            "UPDATE cases_step SET done_at = %s, done_by_id = %s, result = '' WHERE case_id = %s AND done_at IS NULL",
            [row["steps"][0]["done_at"], row["steps"][0]["done_by_id"], row["case"]["id"]],
        )
        _insert(connection, Step, row["steps"][1])
        _insert(connection, CaseEvent, row["events"][1])


def _get(connection: psycopg.Connection[Any], code: str) -> None:
    case = connection.execute("SELECT * FROM cases_case WHERE code = %s", [code]).fetchone()
    assert case is not None
    connection.execute("SELECT * FROM cases_caseevent WHERE case_id = %s ORDER BY n", [case[0]]).fetchall()
    connection.commit()


def _inbox(connection: psycopg.Connection[Any], making: cases.Making, n: int) -> None:
    units = list(making.wards[n % len(making.wards)].values())
    connection.execute(
        """SELECT s.*, c.code, c.state, c.applicant_name, p.short_name FROM cases_step s JOIN cases_case c ON c.id = s.case_id
             JOIN catalogue_procedure p ON p.id = c.procedure_id
            WHERE s.unit_id = %s AND s.role = 'officer' AND s.done_at IS NULL ORDER BY s.case_due_at, s.opened_at LIMIT 21""",
        [units[n % 2 + 2]],
    ).fetchall()
    connection.commit()


def _status(connection: psycopg.Connection[Any], code: str) -> None:
    from django.conf import settings

    from motcua.domain.cases import rules

    secret = rules.slip_secret(settings.SLIP_KEY, code)
    case = connection.execute(
        "SELECT c.*, p.name FROM cases_case c JOIN catalogue_procedure p ON p.id = c.procedure_id WHERE c.secret_hash = %s",
        [rules.kept_hash(secret)],
    ).fetchone()
    assert case is not None
    connection.commit()


def _insert(
    connection: psycopg.Connection[Any], model: Any, row: dict[str, Any], *, keys: bool = False
) -> None:
    from psycopg.types.json import Jsonb

    columns = [f for f in model._meta.concrete_fields if keys or not f.primary_key]
    names = ", ".join(f'"{f.column}"' for f in columns)
    marks = ", ".join(["%s"] * len(columns))
    values = [
        Jsonb(row[f.attname]) if f.get_internal_type() == "JSONField" else row[f.attname] for f in columns
    ]
    connection.execute(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})".encode(), values)
