"""Reasons that can be given for asking for papers, refusing or withdrawing: dated rows an office may change."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[3] / "library"
KINDS = ("supplement", "refusal", "withdrawal")


@dataclass(frozen=True)
class Reason:
    """One reason in force from `valid_from` to `valid_to` (both days count); `basis` may be empty."""

    key: str
    kind: str
    text: str
    basis: str
    valid_from: date
    confirmed: bool
    valid_to: date | None = None


def read_reasons(toml: str) -> tuple[Reason, ...]:
    """Every reason of a reasons.toml; raises ValueError naming the row that is wrong."""
    found = []
    for number, row in enumerate(tomllib.loads(toml)["reasons"], start=1):
        try:
            reason = Reason(**row)
        except TypeError as problem:
            raise ValueError(f"reasons.toml, lý do thứ {number}: {problem}") from problem
        if reason.kind not in KINDS or not reason.text.strip():
            raise ValueError(
                f"reasons.toml, lý do thứ {number}: kind phải là {', '.join(KINDS)}, text không rỗng."
            )
        found.append(reason)
    return tuple(found)


@cache
def _kept_reasons() -> tuple[Reason, ...]:
    return read_reasons((LIBRARY / "reasons.toml").read_text("utf-8"))


def reasons_on(day: date, kind: str) -> tuple[Reason, ...]:
    """The reasons of a kind in force on a day, in the order in which they are written."""
    return tuple(
        each
        for each in _kept_reasons()
        if each.kind == kind and each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)
    )
