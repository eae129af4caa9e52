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
