"""The document of a month: every figure that is made public, read once and kept together."""

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from motcua.application.indices.queries import Standing, index_of, score_document, standings
from motcua.application.indices.rules import points_words
from motcua.application.reports.lateness import LateCase, late_to_accept, late_to_handle
from motcua.application.reports.periodic import by_child
from motcua.application.reports.queries import Figures, figures, total
from motcua.application.reports.rules import Period
from motcua.domain.feedback.counting import feedback_below
from motcua.domain.offices.models import Unit
from motcua.domain.surveys.queries import satisfaction
from motcua.foundation.calendar import local

from .rules import SCHEMA, chosen_on

MONTHS_BEFORE = 11
SOURCE = "Hồ sơ của hệ thống một cửa"


def compose(unit: Unit, *, period: Period, at: datetime) -> dict[str, Any]:
    """All figures of a month as at its last day; raises Untied where they do not tie.

    Counts are those of application/reports/counts.py. Cases carry the end of their code and no name.
    """
    chosen = chosen_on(period.last)
    months = [period]
    while len(months) <= MONTHS_BEFORE:
        months.append(months[-1].before())
    by_month = {month.key: _of(unit, month) for month in reversed(months)}
    score = index_of(unit, period=period, as_at=period.last)
    was = index_of(unit, period=period.before(), as_at=period.before().last)
    before = was if was and score and was.of == score.of else None  # points of other points are no change
    rated = satisfaction(period.first, period.last, unit.path)
    return {
        "schema": SCHEMA,
        "unit": {"code": unit.code, "name": unit.name},
        "period": {
            "key": period.key, "label": period.label(), "first": f"{period.first}", "last": f"{period.last}",
        },
        "as_at": f"{period.last}",
        "reckoned_at": local(at).isoformat(timespec="seconds"),
        "source": SOURCE,
        "licence": {"name": chosen.licence, "url": chosen.licence_url},
        "target": chosen.target,
        "figures": counts_of(total(by_month[period.key])),
        "months": [{"key": key, **counts_of(total(rows))} for key, rows in by_month.items()],
        "units": _units(unit, period, by_month),
        "index": score_document(unit, period, score) if score else None,
        "index_before": points_words(before.total, "en") if before and before.total is not None else None,
        "late_to_handle": [_late(each) for each in late_to_handle(as_at=period.last, path=unit.path)],
        "late_to_accept": [_late(each) for each in late_to_accept(as_at=period.last, path=unit.path)],
        "feedback": _feedback(unit, period),
        "satisfaction": asdict(rated) if rated.shown else None,
    }  # fmt: skip


def _feedback(unit: Unit, period: Period) -> dict[str, Any]:
    """What people said to the office and how it answered, of all and of each unit directly below; counts only."""
    below = Unit.objects.below(unit).in_bulk()
    found = feedback_below(unit, below, first=period.first, last=period.last, as_at=period.last)
    of_all = found.pop(0)
    rows = sorted(((below[key], row) for key, row in found.items()), key=lambda each: each[0].path)
    return {
        "figures": asdict(of_all),
        "units": [{"code": each.code, "name": each.name, "figures": asdict(row)} for each, row in rows],
    }


def _of(unit: Unit, period: Period) -> list[Figures]:
    return figures(first=period.first, last=period.last, as_at=period.last, path=unit.path)


def _units(unit: Unit, period: Period, by_month: dict[str, list[Figures]]) -> list[dict[str, Any]]:
    """The units directly below, with twelve months of each; a unit that had nothing this month is left out."""
    below = Unit.objects.below(unit).in_bulk()
    by_unit = {key: by_child(unit, found, below) for key, found in by_month.items()}
    rows = {key: {child.pk: row for child, row in found} for key, found in by_unit.items()}
    placed = {each.unit.pk: each for each in standings(unit, period=period, as_at=period.last)}
    return [
        {
            "code": child.code, "name": child.name, "figures": counts_of(row),
            "shares": [[key, *_share(rows[key].get(child.pk))] for key in by_month],
            **_placed(placed.get(child.pk)),
        }
        for child, row in by_unit[period.key]
    ]  # fmt: skip


def counts_of(row: Figures) -> dict[str, int]:
    """The counts of a row by name."""
    return {each.name: getattr(row, each.name) for each in fields(row)[3:]}


def _share(row: Figures | None) -> tuple[int, int]:
    """Early and on time, and all finished: the share is reckoned from them by whoever prints it."""
    return (row.early + row.on_time, row.finished) if row else (0, 0)


def _placed(standing: Standing | None) -> dict[str, Any]:
    if standing is None:
        return {"points": None, "of": None, "place": None, "gained": None}
    score = standing.score
    points = None if score.total is None else points_words(score.total, "en")
    return {
        "points": points,
        "of": points_words(score.of, "en"),
        "place": standing.place,
        "gained": standing.gained,
    }


def _late(case: LateCase) -> dict[str, Any]:
    due: date = local(case.due_at).date()
    return {
        "case": case.masked, "procedure": case.procedure, "field": case.field, "unit": case.unit,
        "unit_code": case.unit_code, "step": case.step, "due_on": f"{due}", "days": case.days,
        "told_on": f"{case.told_on}" if case.told_on else None, "cause": case.cause or None, "paused": case.paused,
    }  # fmt: skip
