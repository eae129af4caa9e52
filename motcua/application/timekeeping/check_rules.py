"""The weekly check list of whoever directs a unit: its items from the library, and what is said about them. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).resolve().parents[3] / "library"


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One item to look at; `counts`: what of the watched deadlines is counted beside it."""

    key: str
    words: str
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """An item that was looked at: how many cases it named then (None where nothing is counted), and what was found."""

    words: str
    number: int | None
    remark: str


def monday(day: date) -> date:
    """The week of a day, by its Monday."""
    return day - timedelta(days=day.weekday())


def check_items(on: date) -> tuple[CheckItem, ...]:
    """The list in force on a day; before the first, the first."""
    lists = [each for each in _lists() if each[0] <= on] or _lists()[:1]
    return lists[-1][1]


def looked_at(
    items: tuple[CheckItem, ...], ticked: Mapping[str, str], numbers: Mapping[str, int]
) -> list[Looked]:
    """The items ticked, with their remarks and the cases of each class counted beside them."""
    return [
        Looked(
            item.words, sum(numbers.get(what, 0) for what in item.counts) if item.counts else None, ticked[item.key]
        )
        for item in items
        if item.key in ticked
    ]  # fmt: skip


@cache
def _lists() -> list[tuple[date, tuple[CheckItem, ...]]]:
    rows: list[dict[str, Any]] = tomllib.loads((LIBRARY / "weekly_check.toml").read_text("utf-8"))["check"]
    found = [
        (
            row["valid_from"],
            tuple(
                CheckItem(item["key"], item["words"], tuple(item.get("counts", ()))) for item in row["items"]
            ),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: each[0])
