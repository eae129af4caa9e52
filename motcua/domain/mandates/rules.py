"""What a mandate may say: its time, its grounds, and what nobody can be sent to do for another."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

PAPER = "van-ban-uy-quyen"  # the component under which procedures ask for the paper of a mandate
LIBRARY = Path(__file__).resolve().parents[3] / "library"


@dataclass(frozen=True)
class MandateLimits:
    """What holds from a day on: the longest time of a mandate in years, and procedures that are done in person."""

    valid_from: date
    longest_years: int
    in_person: frozenset[str]
    basis: str
    confirmed: bool


def read_mandate_limits(text: str) -> tuple[MandateLimits, ...]:
    """The limits of library/mandates.toml, oldest first."""
    rows = [
        MandateLimits(
            row["valid_from"],
            row["longest_years"],
            frozenset(row["in_person"]),
            row["basis"],
            row["confirmed"],
        )
        for row in tomllib.loads(text)["limits"]
    ]
    return tuple(sorted(rows, key=lambda each: each.valid_from))


@cache
def _kept() -> tuple[MandateLimits, ...]:
    return read_mandate_limits((LIBRARY / "mandates.toml").read_text("utf-8"))


def mandate_limits_on(day: date) -> MandateLimits:
    """The limits in force on a day; before the first, the first."""
    return next((each for each in reversed(_kept()) if each.valid_from <= day), _kept()[0])


def last_day(begins: date, years: int) -> date:
    """The last day of a time of so many years."""
    try:
        return begins.replace(year=begins.year + years)
    except ValueError:  # 29 February
        return begins.replace(year=begins.year + years, day=28)


def covers(
    procedures: tuple[str, ...], procedure: str, *, begins: date, ends: date, on: date, revoked: bool
) -> bool:
    """Whether a mandate holds on a day for a procedure; one that names none is for every one."""
    return not revoked and begins <= on <= ends and (not procedures or procedure in procedures)
