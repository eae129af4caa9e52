"""The words of a monthly publication, and what an office chose for it. Pure: no Django, no clock."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from motcua.application.reports.rules import share_words
from motcua.foundation.text import thousands

LIBRARY = Path(__file__).resolve().parents[3] / "library" / "disclosure"
SCHEMA = "motcua-publication-1"
LONGEST_FINDING = 400


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an office chose for its publications from a day on."""

    valid_from: date
    basis: str
    confirmed: bool
    target: int
    hour: time
    named: int
    licence: str
    licence_url: str


@cache
def _chosen() -> tuple[Chosen, ...]:
    rows = tomllib.loads((LIBRARY / "publication.toml").read_text("utf-8"))["publication"]
    return tuple(sorted((Chosen(**row) for row in rows), key=lambda each: each.valid_from))


def chosen_on(day: date) -> Chosen:
    """What held on a day; before the first choice, the first."""
    in_force = [each for each in _chosen() if each.valid_from <= day]
    return in_force[-1] if in_force else _chosen()[0]


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: the same for the same figures, whoever reckons it."""
    said = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def finding(document: Mapping[str, Any]) -> str:
    """What the month's figures show, in two sentences at most; a proposal that people may reword."""
    counts = document["figures"]
    finished = counts["early"] + counts["on_time"] + counts["late"]
    label = document["period"]["label"]
    if finished:
        share = share_words(counts["early"] + counts["on_time"], finished)
        said = f"Trong {label}, {share} hồ sơ được trả trước hoặc đúng hạn."
    else:
        said = f"Trong {label} chưa có hồ sơ nào xong."
    return f"{said} {_owed(document)}"


def _owed(document: Mapping[str, Any]) -> str:
    counts = document["figures"]
    overdue = counts["open_overdue"] + counts["paused_overdue"]
    if not overdue:
        return "Không có hồ sơ nào đang quá hạn."
    words = f"Còn {thousands(overdue)} hồ sơ đang quá hạn"
    most = named_most(document["units"], 1)
    if most and len(document["units"]) > 1:
        words += f", nhiều nhất ở {most[0]['name']} ({thousands(overdue_of(most[0]))})"
    untold = untold_of(document)
    return f"{words}; {thousands(untold)} hồ sơ chưa có thư xin lỗi." if untold else f"{words}."


def untold_of(document: Mapping[str, Any]) -> int:
    """Overdue cases of the list, paused or not, that nobody has apologised for."""
    return sum(1 for case in document["late_to_handle"] if not case["told_on"])


def overdue_of(unit: Mapping[str, Any]) -> int:
    """Cases of a unit that are overdue at the end of the period, paused or not."""
    return int(unit["figures"]["open_overdue"] + unit["figures"]["paused_overdue"])


def named_most(units: Sequence[Mapping[str, Any]], many: int) -> list[Mapping[str, Any]]:
    """The units with the most overdue cases, the most first; those with as many as the last are named too."""
    late = sorted((unit for unit in units if overdue_of(unit)), key=lambda unit: -overdue_of(unit))
    return [unit for unit in late if overdue_of(unit) >= overdue_of(late[min(many, len(late)) - 1])]


def named_fewest(units: Sequence[Mapping[str, Any]], many: int) -> list[Mapping[str, Any]]:
    """The units with the fewest overdue cases, the fewest first, equals by their work.

    Of those that handled any case and are not among those with the most: nobody is praised and blamed at once.
    """
    return _from_fewest(units, many)[:many]


def as_few(units: Sequence[Mapping[str, Any]], many: int) -> int:
    """How many more units have as few as the last that named_fewest names: they are counted, where they are too many to name."""
    rows = [overdue_of(unit) for unit in _from_fewest(units, many)]
    return rows[many:].count(rows[many - 1]) if len(rows) > many else 0


def _from_fewest(units: Sequence[Mapping[str, Any]], many: int) -> list[Mapping[str, Any]]:
    most = named_most(units, many)
    handled = [unit for unit in units if unit["figures"]["carried"] + _received(unit) and unit not in most]
    return sorted(handled, key=lambda unit: (overdue_of(unit), -_received(unit)))


def _received(unit: Mapping[str, Any]) -> int:
    counts = unit["figures"]
    return int(counts["direct"] + counts["online"] + counts["postal"])
