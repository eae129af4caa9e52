"""Which kept papers may stand for which component of a case: dated rows an office may change."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[3] / "library"


@dataclass(frozen=True)
class Kind:
    """One kind of paper: the components it serves, the procedures whose result it is, how long it is good for."""

    key: str
    name: str
    basis: str
    valid_from: date
    confirmed: bool
    components: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    months: int = 0  # since it was issued; 0: as long as nobody takes it back
    valid_to: date | None = None

    def is_good(self, issued_on: date, on: date) -> bool:
        """Whether a paper of this kind still serves on a day."""
        return not self.months or on < _months_after(issued_on, self.months)


def read_kinds(toml: str) -> tuple[Kind, ...]:
    """Every kind of a reuse.toml; raises ValueError naming the row that is wrong."""
    found = []
    for number, row in enumerate(tomllib.loads(toml)["kinds"], start=1):
        lists = {name: tuple(row.get(name, ())) for name in ("components", "results")}
        try:
            kind = Kind(**{**row, **lists})
        except TypeError as problem:
            raise ValueError(f"reuse.toml, loại giấy tờ thứ {number}: {problem}") from problem
        if not kind.components or kind.months < 0:
            raise ValueError(f"reuse.toml, loại giấy tờ thứ {number}: components không rỗng, months từ 0.")
        found.append(kind)
    return tuple(found)


@cache
def _kept_kinds() -> tuple[Kind, ...]:
    return read_kinds((LIBRARY / "reuse.toml").read_text("utf-8"))


def kinds_for(components: Iterable[str], on: date) -> dict[str, tuple[Kind, ...]]:
    """By component, the kinds of kept papers that may stand for it on a day; components with none are left out."""
    in_force = [
        each
        for each in _kept_kinds()
        if each.valid_from <= on and (each.valid_to is None or on <= each.valid_to)
    ]
    found = {key: tuple(kind for kind in in_force if key in kind.components) for key in components}
    return {key: kinds for key, kinds in found.items() if kinds}


def _months_after(day: date, months: int) -> date:
    """The same day some months later; the last of a month where that one is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
