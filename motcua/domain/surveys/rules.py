"""What is asked when a result is there, and what the answers come to: dated rows, and what is too few to show."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[3] / "library"
# Fewer answers than this could be traced to the people who gave them, so they are counted but not shown.
FEWEST_SHOWN = 5
LONGEST_REMARK = 1000
OTHER = "khac"


class Score(IntEnum):
    """The three answers of an office's rating device."""

    DISSATISFIED = 1
    SATISFIED = 2
    VERY_SATISFIED = 3


@dataclass(frozen=True)
class Asked:
    """One question, or one reason offered, in force from `valid_from` to `valid_to` (both days count)."""

    key: str
    text: str
    text_en: str
    valid_from: date
    confirmed: bool
    valid_to: date | None = None

    def said(self, language: str) -> str:
        return self.text_en if language == "en" else self.text


def read_asked(toml: str) -> dict[str, tuple[Asked, ...]]:
    """The rows of a rating.toml under `questions` and `reasons`; raises ValueError naming the row that is wrong."""
    tables = tomllib.loads(toml)
    found = {}
    for kind in ("questions", "reasons"):
        rows = []
        for number, row in enumerate(tables.get(kind, []), start=1):
            try:
                rows.append(Asked(**row))
            except TypeError as problem:
                raise ValueError(f"rating.toml, {kind} thứ {number}: {problem}") from problem
        if not rows:
            raise ValueError(f"rating.toml: phải có ít nhất một dòng [[{kind}]].")
        found[kind] = tuple(rows)
    return found


@cache
def _kept() -> dict[str, tuple[Asked, ...]]:
    return read_asked((LIBRARY / "rating.toml").read_text("utf-8"))


def _on(kind: str, day: date) -> tuple[Asked, ...]:
    return tuple(
        row
        for row in _kept()[kind]
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    )


def questions_on(day: date) -> tuple[Asked, ...]:
    """The questions asked on a day, in the order in which they are written."""
    return _on("questions", day)


def reasons_on(day: date) -> tuple[Asked, ...]:
    """The reasons offered on a day to somebody who is not satisfied."""
    return _on("reasons", day)


@dataclass(frozen=True)
class Satisfaction:
    """How many rated, and with which of the three answers."""

    dissatisfied: int = 0
    satisfied: int = 0
    very_satisfied: int = 0

    @property
    def rated(self) -> int:
        return self.dissatisfied + self.satisfied + self.very_satisfied

    @property
    def shown(self) -> bool:
        """Whether there are enough answers to publish any."""
        return self.rated >= FEWEST_SHOWN

    @property
    def pleased(self) -> int:
        """Satisfied and very satisfied."""
        return self.satisfied + self.very_satisfied


def kept_answers(answers: Mapping[str, bool], day: date) -> dict[str, bool]:
    """The answers to questions that were asked that day; blanks are left out, and so is what nobody asked."""
    asked = {question.key for question in questions_on(day)}
    return {key: bool(answer) for key, answer in answers.items() if key in asked}
