"""What the library says of banks and of the numbering of receipts, by day."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).resolve().parents[4] / "library"


@dataclass(frozen=True, slots=True)
class Series:
    """Mẫu số and ký hiệu of the receipts of a day, before the running number."""

    form: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Ending:
    """What of a paid fee is given back when its case ends in one way: by kind of fee, in percent."""

    ended: str
    percents: dict[str, int]
    words: str
    basis: str
    valid_from: date
    confirmed: bool

    def of(self, kind: str, amount: int) -> int:
        """What of an amount of this kind of fee is given back, in whole đồng."""
        return amount * self.percents.get(kind, 0) // 100


def ending_on(day: date, ended: str) -> Ending | None:
    """The rule of a day for a case that ends this way; None where the library has none: nothing is given back."""
    rows = [Ending(**row) for row in _kept()["endings"] if row["ended"] == ended]
    in_force = sorted((row for row in rows if row.valid_from <= day), key=lambda row: row.valid_from)
    return in_force[-1] if in_force else None


@cache
def _kept() -> dict[str, Any]:
    return tomllib.loads((LIBRARY / "payments.toml").read_text("utf-8"))


def bank_name(bin_code: str) -> str:
    """The name a bank is known by, or its BIN where the library does not list it."""
    return next((row["name"] for row in _kept()["banks"] if row["bin"] == bin_code), bin_code)


def series_on(day: date) -> Series:
    """The series receipts of a day are numbered in; a new one begins with each year."""
    rows = sorted(_kept()["series"], key=lambda row: row["valid_from"])
    row = [each for each in rows if each["valid_from"] <= day][-1:] or rows[:1]
    return Series(row[0]["form"], row[0]["symbol"].format(year=f"{day.year % 100:02d}"))
