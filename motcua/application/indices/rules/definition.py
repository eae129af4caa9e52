"""An index as a folder of the library says it: groups, indicators, bands; and what is wrong with a folder."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from motcua.domain.catalogue.rules.lines import toml_lines

from .formula import formula_problem

LIBRARY = Path(__file__).resolve().parents[4] / "library" / "indices"
SCOPES = ("province", "commune")


class IndexRefused(ValueError):
    """A definition or a count that cannot be used; the message names the place and says what to do."""


@dataclass(frozen=True, slots=True)
class Band:
    """A word for a range of total points: from `lowest` up to the next band."""

    lowest: Decimal
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    name: str
    name_en: str
    max: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the index. Without `max` it is shown and earns no points.

    `lacks`: what this system does not know of it. With a measure, that measure is only near the official one: counts
    given by others are believed first, and its points are an estimate. Without, it is why the line is missing.
    """

    number: int
    key: str
    group: str
    name: str
    name_en: str
    inputs: Mapping[str, str]
    scope: tuple[str, ...]
    max: Decimal | None = None
    formula: str = ""
    params: Mapping[str, float] = field(default_factory=dict)
    measure: str = ""
    lacks: str = ""
    estimated: bool = False

    @property
    def place(self) -> str:
        return f"Chỉ số {self.number} ({self.key})"


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A version of an index, in force from `valid_from`; `confirmed` is false while its formulas are not official."""

    key: str
    name: str
    name_en: str
    basis: str
    valid_from: date
    valid_to: date | None
    confirmed: bool
    not_applicable: str
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    bands: tuple[Band, ...]

    def indicator(self, key: str) -> Indicator | None:
        return next((each for each in self.indicators if each.key == key), None)

    def band(self, total: Decimal) -> Band | None:
        """The band of a total, judged by the two decimals that are printed."""
        return next((each for each in self.bands if total >= each.lowest), None)

    @property
    def max(self) -> Decimal:
        return sum((group.max for group in self.groups), Decimal(0))


def indices_of(folder: Path = LIBRARY) -> tuple[Index, ...]:
    """Every version of every index of the library, oldest first. Raises IndexRefused."""
    found = [
        read_index(path.read_text("utf-8"), source=f"{path.parent.name}/{path.name}")
        for path in folder.glob("*/*.toml")
    ]
    return tuple(sorted(found, key=lambda each: (each.valid_from, each.key)))


@cache
def _kept() -> tuple[Index, ...]:
    return indices_of()


def index_on(day: date) -> Index | None:
    """The service index in force on a day; None before the first."""
    in_force = [i for i in _kept() if i.valid_from <= day and (i.valid_to is None or day <= i.valid_to)]
    return in_force[-1] if in_force else None


def read_index(toml: str, *, source: str) -> Index:
    """An index from its TOML text; raises IndexRefused naming file, line and what to mend."""
    lines = toml_lines(toml)

    def refuse(path: tuple[str | int, ...], words: str) -> IndexRefused:
        while path and path not in lines:
            path = path[:-1]
        return IndexRefused(f"{source}, dòng {lines.get(path, 1)}: {words}")

    try:
        rows = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as problem:
        raise IndexRefused(f"{source}: không đọc được TOML ({problem}).") from problem
    for name in ("key", "name", "basis", "valid_from", "groups", "indicators"):
        if not rows.get(name):
            raise refuse((), f"thiếu “{name}”.")
    groups = tuple(_group(row, at, refuse) for at, row in enumerate(rows["groups"]))
    known = {group.key for group in groups}
    indicators = tuple(_indicator(row, at, known, refuse) for at, row in enumerate(rows["indicators"]))
    _check_sums(groups, indicators, refuse)
    bands = [
        Band(Decimal(str(row["from"])), row["name"], row.get("name_en", row["name"]))
        for row in rows.get("bands", ())
    ]
    return Index(
        key=rows["key"], name=rows["name"], name_en=rows.get("name_en", rows["name"]), basis=rows["basis"],
        valid_from=rows["valid_from"], valid_to=rows.get("valid_to"), confirmed=rows.get("confirmed", False),
        not_applicable=rows.get("not_applicable", "leave_out"), groups=groups, indicators=indicators,
        bands=tuple(sorted(bands, key=lambda each: -each.lowest)),
    )  # fmt: skip


def _group(row: Mapping[str, Any], at: int, refuse: Any) -> Group:
    for name in ("key", "name", "max"):
        if not row.get(name):
            raise refuse(("groups", at, name), f"nhóm thứ {at + 1} thiếu “{name}”.")
    return Group(row["key"], row["name"], row.get("name_en", row["name"]), Decimal(str(row["max"])))


def _indicator(row: Mapping[str, Any], at: int, groups: set[str], refuse: Any) -> Indicator:
    place = f"chỉ số {row.get('number', f'thứ {at + 1}')}"
    for name in ("number", "key", "group", "name", "inputs"):
        if not row.get(name):
            raise refuse(("indicators", at, name), f"{place} thiếu “{name}”.")
    if row["group"] not in groups:
        raise refuse(("indicators", at, "group"), f"{place} thuộc nhóm không có: “{row['group']}”.")
    strange = set(row.get("scope", SCOPES)) - set(SCOPES)
    if strange:
        raise refuse(
            ("indicators", at, "scope"), f"{place} có phạm vi lạ: {', '.join(sorted(map(str, strange)))}."
        )
    if ("max" in row) != ("formula" in row):
        raise refuse(("indicators", at), f"{place} phải có cả “max” và “formula”, hoặc không có cả hai.")
    params = {name: float(value) for name, value in row.get("params", {}).items()}
    if "formula" in row and (
        problem := formula_problem(row["formula"], names={*row["inputs"], *params, "max"})
    ):
        raise refuse(("indicators", at, "formula"), f"công thức của {place} {problem}.")
    return Indicator(
        number=row["number"], key=row["key"], group=row["group"], name=row["name"],
        name_en=row.get("name_en", row["name"]), inputs=dict(row["inputs"]), scope=tuple(row.get("scope", SCOPES)),
        max=Decimal(str(row["max"])) if "max" in row else None, formula=row.get("formula", ""), params=params,
        measure=row.get("measure", ""), lacks=row.get("lacks", ""), estimated=bool(row.get("estimated", False)),
    )  # fmt: skip


def _check_sums(groups: Sequence[Group], indicators: Sequence[Indicator], refuse: Any) -> None:
    keys = [each.key for each in indicators]
    for at, key in enumerate(keys):
        if key in keys[:at]:
            raise refuse(("indicators", at, "key"), f"mã “{key}” đã dùng cho một chỉ số khác.")
    for at, group in enumerate(groups):
        held = sum((each.max or Decimal(0) for each in indicators if each.group == group.key), Decimal(0))
        if held != group.max:
            raise refuse(
                ("groups", at, "max"),
                f"nhóm “{group.name}” có {group.max} điểm, nhưng các chỉ số cộng lại được {held}.",
            )
