"""Points from counts: per indicator, per group, in all; what is missing stays missing, and is never 0."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal, TypeVar

from .definition import Band, Group, Index, Indicator
from .formula import NoNumber, result

Counts = Mapping[str, float]
State = Literal["scored", "missing", "empty", "shown", "not_applicable"]
CENT = Decimal("0.01")
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one unit: its counts and what they earn.

    state: scored; missing (no counts known); empty (the formula divides by zero: nothing happened that could be
    scored, `problem` says so); shown (no points to earn); not_applicable (not of this level of office). `is_near`: from
    counts that come close to the official ones.
    """

    indicator: Indicator
    state: State
    counts: Counts | None
    points: Decimal | None
    problem: str = ""
    source: str = ""
    is_near: bool = False

    @property
    def estimated(self) -> bool:
        return (self.indicator.estimated or self.is_near) and self.state == "scored"

    @property
    def lacks(self) -> str:
        """What is not known of it: why it is missing, or what a near count leaves out."""
        return self.indicator.lacks if self.state == "missing" or self.is_near else ""


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group's points, and the points that could be earned from what is known (`of`, at most `group.max`)."""

    group: Group
    points: Decimal | None
    of: Decimal
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """All groups. `total` adds what is known; it is complete, and has a band, only when nothing is missing."""

    index: Index
    groups: tuple[GroupScore, ...]
    total: Decimal | None
    of: Decimal

    @property
    def complete(self) -> bool:
        return self.of == self.index.max

    @property
    def printed(self) -> Decimal | None:
        """The total as printed: two decimals, half up (88,745 → 88,75)."""
        return None if self.total is None else _cents(self.total)

    @property
    def band(self) -> Band | None:
        return self.index.band(_cents(self.total)) if self.complete and self.total is not None else None

    @property
    def estimated(self) -> bool:
        return any(line.estimated for group in self.groups for line in group.lines)

    def line(self, key: str) -> Line:
        return next(line for group in self.groups for line in group.lines if line.indicator.key == key)


def score(
    index: Index,
    counts: Mapping[str, Counts | None],
    *,
    scope: str,
    sources: Mapping[str, str] | None = None,
    near: Collection[str] = (),
) -> Score:
    """Points of one office of level `scope` from counts by indicator key; a key that is absent or None is missing.

    `near`: the indicators whose counts only come close to the official ones.
    """
    groups = [
        _group(g, lines, counts, sources or {}, near)
        if any(counts.get(each.indicator.key) is not None for each in lines)
        else blank
        for g, lines, blank in _blank(index, scope)
    ]
    earned = [each.points for each in groups if each.points is not None]
    total = sum(earned, Decimal(0)) if earned else None
    return Score(index, tuple(groups), total, sum((each.of for each in groups), Decimal(0)))


@lru_cache(maxsize=16)
def _blank(index: Index, scope: str) -> Sequence[tuple[Group, Sequence[Line], GroupScore]]:
    """Each group and its lines while nothing of it is known: the same for every office of a level."""
    found = []
    for group in index.groups:
        lines = tuple(_unknown(index, each, scope) for each in index.indicators if each.group == group.key)
        found.append((group, lines, _group_of(group, lines)))
    return found


def _group(
    group: Group,
    blank: Sequence[Line],
    counts: Mapping[str, Counts | None],
    sources: Mapping[str, str],
    near: Collection[str],
) -> GroupScore:
    lines = []
    for line in blank:
        key = line.indicator.key
        told = counts.get(key) if line.state == "missing" else None
        lines.append(line if told is None else _line(line, told, sources.get(key, ""), key in near))
    return _group_of(group, tuple(lines))


def _group_of(group: Group, lines: tuple[Line, ...]) -> GroupScore:
    known = [line for line in lines if line.points is not None]
    of = sum((line.indicator.max or Decimal(0) for line in known), Decimal(0))
    points = sum((line.points or Decimal(0) for line in known), Decimal(0)) if known else None
    return GroupScore(group, points, of, lines)


def ranked(totals: Mapping[Key, Decimal | None]) -> dict[Key, int | None]:
    """Places by printed points, the most first; equals share a place and the next is skipped (1, 2, 2, 4)."""
    printed = {key: _cents(each) for key, each in totals.items() if each is not None}
    places: dict[Decimal, int] = {}
    for place, points in enumerate(sorted(printed.values(), reverse=True), start=1):
        places.setdefault(points, place)
    return {key: places[printed[key]] if key in printed else None for key in totals}


def points_words(points: Decimal | None, lang: str = "vi") -> str:
    """88,75; a dash where nothing is known."""
    if points is None:
        return "–"
    text = f"{_cents(points)}"
    return text.replace(".", ",") if lang == "vi" else text


def _unknown(index: Index, indicator: Indicator, scope: str) -> Line:
    """The line while no counts of it are known."""
    if scope in indicator.scope:
        return Line(indicator, "missing", None, None)
    full = indicator.max if index.not_applicable == "full" else None
    return Line(indicator, "not_applicable", None, full)


def _line(unknown: Line, counts: Counts, source: str, is_near: bool) -> Line:
    indicator = unknown.indicator
    if not indicator.inputs.keys() <= counts.keys():
        return unknown
    if indicator.max is None:
        return Line(indicator, "shown", counts, None, "", source, is_near)
    try:
        found = result(indicator.formula, {**counts, **indicator.params, "max": float(indicator.max)})
    except NoNumber:
        words = f"{indicator.place}: không phát sinh số liệu để chia (mẫu số bằng 0), nên không tính điểm."
        return Line(indicator, "empty", counts, None, words, source, is_near)
    # Sums of binary fractions stray in the sixteenth digit; nine are more than any count can need.
    points = Decimal(repr(round(found, 9)))
    return Line(indicator, "scored", counts, min(max(points, Decimal(0)), indicator.max), "", source, is_near)


def _cents(points: Decimal) -> Decimal:
    return points.quantize(CENT, ROUND_HALF_UP)


def changes(now: Mapping[Key, int | None], before: Mapping[Key, int | None]) -> dict[Key, int | None]:
    """Places gained since before (+6 for 24 → 18); None where either is not known."""
    return {
        key: None if place is None or (was := before.get(key)) is None else was - place
        for key, place in now.items()
    }
