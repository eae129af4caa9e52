"""The lines of a charge: what is paid for, by which rule, and what an exemption takes off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One fee of a charge in đồng: `before` without reduction, `amount` what is asked; `basis` is the article."""

    name: str
    before: int
    amount: int
    kind: str = "fee"
    key: str = ""
    quantity: int = 1
    percent_off: int = 0
    basis: str = ""


def total(lines: Iterable[ChargeLine]) -> int:
    return sum(line.amount for line in lines)


def as_kept(lines: Iterable[ChargeLine]) -> list[dict[str, Any]]:
    return [asdict(line) for line in lines]


def from_kept(rows: Iterable[Mapping[str, Any]]) -> tuple[ChargeLine, ...]:
    return tuple(ChargeLine(**row) for row in rows)


def reduced(lines: Sequence[ChargeLine], percents: Mapping[str, int]) -> tuple[ChargeLine, ...]:
    """The lines after an exemption that takes `percents` off, by fee key; a better reduction stays."""
    return tuple(_reduced(line, max(line.percent_off, percents.get(line.key, 0))) for line in lines)


def _reduced(line: ChargeLine, off: int) -> ChargeLine:
    return replace(line, percent_off=off, amount=(line.before * (100 - off) + 50) // 100)
