"""T2: one unit and all below it: its month, its year by months, its years, whom it took over from, where to find it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.application.disclosure.queries import months_of
from motcua.application.indices.queries import Place, places
from motcua.application.indices.rules import points_words
from motcua.application.reports.queries import Figures, figures, first_day, total
from motcua.application.reports.rules import Period, month_of, share_words, year_of
from motcua.domain.offices.models import Succession, Unit
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.faces.office import reception_calendar, week_words
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import short_moment
from motcua.foundation.ui.charts import Chart, Series

from .asked import Asked, lang, named_until, source, today_here, unit_named
from .way import way

MONTHS = 12
MOST_YEARS = 20
MOST_DESKS = 10


@dataclass(frozen=True)
class Span:
    """A month or a year of the unit with its figures."""

    period: Period
    figures: Figures

    @property
    def label(self) -> str:
        return self.period.label(lang())

    @property
    def share(self) -> str:
        return share_words(self.figures.early + self.figures.on_time, self.figures.finished, lang())

    @property
    def overdue(self) -> int:
        """Overdue at the end, waiting for the applicant or not."""
        return self.figures.overdue


@page_for(Public)
def unit_page(request: HttpRequest, code: str) -> HttpResponse:
    unit = unit_named(code)
    if unit is None:
        raise Http404(_("Không có đơn vị mã này."))
    today = today_here()
    until = min(unit.valid_to or today, today)
    months = kept_if_dear(("unit", unit.pk, until), lambda: _spans(unit, _last_months(until), today))
    years = kept_if_dear(("years", unit.pk, until), lambda: _spans(unit, _years(unit, today), today))
    placed = kept_if_dear(
        ("places", unit.pk, until), lambda: places(unit, [span.period for span in months], as_at=today)
    )
    desks = _desks(unit, today)
    shown = {
        "unit": unit,
        "ended": unit.valid_to is not None and unit.valid_to < today,
        "month": months[-1],
        "running": months[-1].period.last >= today,
        "months": months,
        "years": [each for each in years if each.period.first <= until or any(each.figures.counts)],
        "chart": _chart(months),
        "places": _places(placed),
        "before": _neighbours(unit, "before"),
        "after": _neighbours(unit, "after"),
        "published": [(f"{month:%Y-%m}", month_of(month).label(lang())) for month in months_of(unit)],
        "desks": desks,
        "hotline": unit.hotline if unit.hotline not in {desk["hotline"] for desk in desks} else "",
        "address": Asked(months[-1].period, "", unit=unit).address(),
        "at": short_moment(local(now())),
        "source": source(),
        "way": way(unit),
    }
    return render(request, "board/unit.html", shown)


def _spans(unit: Unit, periods: list[Period], today: date) -> list[Span]:
    return [
        Span(each, total(figures(first=each.first, last=each.last, as_at=today, path=unit.path)))
        for each in periods
    ]


def _last_months(until: date) -> list[Period]:
    found = [month_of(until)]
    while len(found) < MONTHS:
        found.insert(0, found[0].before())
    return found


def _years(unit: Unit, today: date) -> list[Period]:
    """From the running year, or the unit's last with any figures, back to its first."""
    first = first_day(unit.path)
    if first is None:
        return []
    last = year_of(today)
    return [year_of(date(year, 1, 1)) for year in range(last.first.year, first.year - 1, -1)][:MOST_YEARS]


def _chart(months: list[Span]) -> Chart | None:
    rows = [span.figures.on_time_share for span in months]
    if sum(share is not None for share in rows) < 2:
        return None
    return Chart(
        title=_("Tỷ lệ hồ sơ trả trước hoặc đúng hạn"),
        unit="%",
        source=source(),
        as_of=short_moment(local(now())),
        labels=[f"{span.period.first.month}/{span.period.first:%y}" for span in months],
        series=[Series(_("Đúng hạn"), [None if share is None else share * 100 for share in rows])],
        places=2,
        key="dung-han",
    )


def _places(found: list[Place]) -> list[dict[str, Any]]:
    """Place by month, the newest first; left out where the unit stands alone or nobody had points."""
    return [
        {
            "period": each.period,
            "label": each.period.label(lang()),
            "place": each.place,
            "among": each.among,
            "points": points_words(each.points, lang()),
        }
        for each in reversed(found)
        if each.place is not None and each.among > 1
    ]


def _neighbours(unit: Unit, side: str) -> list[tuple[Unit, str, date]]:
    """The units this one took over from, or that took over from it, with the day."""
    other = "after" if side == "before" else "before"
    rows = Succession.objects.filter(**{other: unit}).select_related(side).order_by("on", f"{side}__path")
    return [(getattr(row, side), named_until(getattr(row, side)), row.on) for row in rows]


def _desks(unit: Unit, today: date) -> list[dict[str, Any]]:
    """The one-stop desks of the unit with hours and numbers; of a province, the counters page has them all."""
    rows = Unit.objects.below(unit).in_force(today).one_stops()
    rows = rows.select_related("parent", "reception_calendar").order_by("path")[: MOST_DESKS + 1]
    if len(rows) > MOST_DESKS:
        return []
    return [
        {
            "unit": desk,
            "hotline": desk.hotline or (desk.parent.hotline if desk.parent else ""),
            "week": week_words(reception_calendar(desk), today),
        }
        for desk in rows
    ]
