"""The index of an office in a month: measured counts, given ones, points, places and their change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.application.reports.queries import Figures
from motcua.application.reports.rules import Period
from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import LEVEL_OF_KIND

from .known import known_of
from .measures import MEASURES, Known
from .models import GivenCount
from .rules import Counts, Index, Score, changes, index_on, points_words, ranked, score

MEASURED = "Hồ sơ của hệ thống một cửa"


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit among its like: its figures, its score, its place, and places gained since the month before."""

    unit: Unit
    figures: Figures
    score: Score
    place: int | None
    gained: int | None


def index_of(unit: Unit, *, period: Period, as_at: date) -> Score | None:
    """The score of a unit and all below it in a period; None before there was an index."""
    index = index_on(period.first)
    if index is None:
        return None
    below = Unit.objects.below(unit).in_bulk()
    known = known_of(unit, below, period=period, as_at=as_at)[0]
    given = _given(unit, period.first)
    return _score(index, unit, known, given.get(unit.pk, {}))


def standings(unit: Unit, *, period: Period, as_at: date) -> list[Standing]:
    """The units directly below one, the best first, those without points last; ties share a place."""
    index = index_on(period.first)
    if index is None:
        return []
    below = Unit.objects.below(unit).in_bulk()
    now = _scores(index, unit, below, period, as_at)
    before = _scores(index, unit, below, period.before(), as_at)
    places = ranked({key: found.total for key, (_unit, _row, found) in now.items()})
    gained = changes(places, ranked({key: found.total for key, (_unit, _row, found) in before.items()}))
    rows = [Standing(below, row, found, places[key], gained[key]) for key, (below, row, found) in now.items()]
    return sorted(rows, key=lambda each: (each.place is None, each.place))


@dataclass(frozen=True, slots=True)
class Place:
    """A unit among its like in one period: its place, how many were placed, and its points."""

    period: Period
    place: int | None
    among: int
    points: Decimal | None


def places(unit: Unit, periods: Iterable[Period], *, as_at: date) -> list[Place]:
    """The unit's place among those directly below the same unit, period by period; none of a unit that has no like."""
    found: list[Place] = []
    if unit.parent is None:
        return found
    below = Unit.objects.below(unit.parent).in_bulk()
    for period in periods:
        index = index_on(period.first)
        if index is None:
            continue
        scores = _scores(index, unit.parent, below, period, as_at)
        totals = {key: score.total for key, (_unit, _row, score) in scores.items()}
        among = sum(total is not None for total in totals.values())
        found.append(Place(period, ranked(totals).get(unit.pk), among, totals.get(unit.pk)))
    return found


def score_document(unit: Unit, period: Period, found: Score) -> dict[str, Any]:
    """The score for machines, with all that is needed to reckon it again; points as text with two decimals."""
    return {
        "index": found.index.key, "basis": found.index.basis, "confirmed": found.index.confirmed,
        "unit": {"code": unit.code, "name": unit.name}, "period": period.key,
        "total": _said(found.total), "of": _said(found.of), "complete": found.complete,
        "band": found.band.name if found.band else None,
        "groups": [
            {"key": group.group.key, "name": group.group.name, "max": str(group.group.max),
             "points": _said(group.points), "of": _said(group.of)}
            for group in found.groups
        ],
        "indicators": [
            {"number": line.indicator.number, "key": line.indicator.key, "name": line.indicator.name,
             "group": group.group.key, "state": line.state, "counts": line.counts, "inputs": dict(line.indicator.inputs), "formula": line.indicator.formula,
             "params": line.indicator.params, "max": None if line.indicator.max is None else str(line.indicator.max),
             "points": _said(line.points), "estimated": line.indicator.estimated or line.estimated, "source": line.source or None,
             "problem": line.problem or None, "lacks": line.lacks or None}
            for group in found.groups
            for line in group.lines
        ],
    }  # fmt: skip


def _said(points: Decimal | None) -> str | None:
    return None if points is None else points_words(points, "en")


def _scores(
    index: Index, unit: Unit, below: Mapping[int, Unit], period: Period, as_at: date
) -> dict[int, tuple[Unit, Figures, Score]]:
    known = known_of(unit, below, period=period, as_at=as_at)
    given = _given(unit, period.first)
    return {
        key: (below[key], each.figures, _score(index, below[key], each, given.get(key, {})))
        for key, each in known.items()
        if key and any(each.figures.counts)
    }


def _score(index: Index, unit: Unit, known: Known, given: Mapping[str, tuple[Counts, str]]) -> Score:
    """Own measures before given ones: what can be followed to its cases is believed first; a near one, last."""
    counts: dict[str, Counts | None] = {key: found for key, (found, _source) in given.items()}
    sources = {key: source for key, (_found, source) in given.items()}
    near = set()
    for indicator in index.indicators:
        if indicator.measure and not (indicator.lacks and indicator.key in given):
            counts[indicator.key] = MEASURES[indicator.measure](known)
            sources[indicator.key] = MEASURED
            near |= {indicator.key} if indicator.lacks else set()
    return score(index, counts, scope=scope_of(unit), sources=sources, near=near)


def scope_of(unit: Unit) -> str:
    """Which indicators hold: those of a province, or those of a commune (districts of before 7/2025 among them)."""
    return "province" if LEVEL_OF_KIND.get(unit.kind) == "province" else "commune"


def _given(unit: Unit, month: date) -> dict[int, dict[str, tuple[Counts, str]]]:
    """Counts given for a unit and those below it in a month: unit → indicator → (counts, source)."""
    found: dict[int, dict[str, tuple[dict[str, float], str]]] = {}
    for row in GivenCount.objects.filter(unit__path__startswith=unit.path, month=month.replace(day=1)):
        counts, _source = found.setdefault(row.unit_id, {}).setdefault(row.indicator, ({}, row.source))
        counts[row.name] = float(row.value)
    return {unit: dict(rows) for unit, rows in found.items()}
