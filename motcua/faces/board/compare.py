"""T7: two to five units side by side over up to 36 months, each figure in small charts of one scale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.reports.queries import Figures, figures, total
from motcua.application.reports.rules import Period, month_of, share_words
from motcua.domain.offices.models import Unit
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import short_moment, thousands
from motcua.foundation.ui.charts import Chart, Series

from .asked import UNIT, asked_of, lang, months_offered, source, today_here, unit_named, units_offered
from .sheets import refused_sheet, sheet
from .way import way

FEWEST, MOST = 2, 5
SPANS = (6, 12, 24, 36)
SPAN = "thang"


@dataclass(frozen=True)
class Measure:
    """One figure that is compared: what it is called, its number, and how it is said."""

    key: str
    label: Any
    unit: Any
    number: Callable[[Figures], float | None]
    said: Callable[[Figures], str]


def _share(row: Figures) -> float | None:
    return None if row.on_time_share is None else row.on_time_share * 100


MEASURES = (
    Measure(
        "dung-han", gettext_lazy("Tỷ lệ đúng hạn"), "%", _share,
        lambda row: share_words(row.early + row.on_time, row.finished, lang()),
    ),
    Measure(
        "qua-han", gettext_lazy("Đang quá hạn cuối tháng"), gettext_lazy("hồ sơ"),
        lambda row: row.overdue, lambda row: thousands(row.overdue),
    ),
    Measure(
        "da-nhan", gettext_lazy("Hồ sơ đã nhận"), gettext_lazy("hồ sơ"),
        lambda row: row.received, lambda row: thousands(row.received),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """The units and months of the address, and the sentence about what is wrong with them."""

    units: list[Unit]
    months: list[Period]
    problem: str

    @property
    def address(self) -> str:
        asked = [(UNIT, unit.code) for unit in self.units]
        return "?" + urlencode([*asked, (SPAN, str(len(self.months))), ("ky", self.months[-1].key)])


@page_for(Public)
def compare_page(request: HttpRequest) -> HttpResponse:
    choice = _choice(request)
    chosen = [unit.code for unit in choice.units]
    series = [_months(unit, choice.months) for unit in choice.units]
    shown = {
        "choice": choice,
        "places": [(n + 1, chosen[n] if n < len(chosen) else "") for n in range(MOST)],
        "units": units_offered(choice.units),
        "months": months_offered(choice.months[-1]),
        "spans": SPANS,
        "span": len(choice.months),
        "last": choice.months[-1].key,
        "measures": [_shown(measure, choice, series) for measure in MEASURES]
        if len(series) >= FEWEST
        else [],
        "csv": reverse("board:compare_csv") + choice.address,
        "at": short_moment(local(now())),
        "source": source(),
        "way": way(None, here=_("So sánh")),
    }
    return render(request, "board/compare.html", shown, status=422 if choice.problem else 200)


@page_for(Public)
def compare_csv(request: HttpRequest) -> HttpResponse:
    choice = _choice(request)
    if choice.problem or len(choice.units) < FEWEST:
        return refused_sheet(choice.problem or _too_few())
    head = [_("Tháng"), _("Mã"), _("Đơn vị"), *(str(measure.label) for measure in MEASURES)]
    rows = [
        [month.key, unit.code, unit.name, *(measure.said(row) for measure in MEASURES)]
        for unit in choice.units
        for month, row in zip(choice.months, _months(unit, choice.months), strict=True)
    ]
    return sheet(f"so-sanh-{choice.months[-1].key}", head, rows)


def _choice(request: HttpRequest) -> Choice:
    """The units in the order of the address, each once; nothing chosen yet is no mistake."""
    codes = [code.strip()[:40] for code in request.GET.getlist(UNIT) if code.strip()]
    found = [unit_named(code) for code in dict.fromkeys(codes)]
    units = [unit for unit in found if unit]
    asked = asked_of(request)
    problem = asked.problem
    if len(units) < len(found):
        problem = _("Không có đơn vị mã này. Xin chọn trong danh sách.")
    elif codes and len(units) < FEWEST:
        problem = _too_few()
    elif len(units) > MOST:
        problem = _("Chỉ so sánh được đến %(n)s đơn vị.") % {"n": MOST}
    typed = request.GET.get(SPAN, "")
    span = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else SPANS[1]
    if not 1 <= span <= SPANS[-1]:
        problem, span = problem or _("Xin chọn từ 1 đến %(n)s tháng.") % {"n": SPANS[-1]}, SPANS[1]
    last = month_of(min(asked.period.last, today_here()))
    months = [last]
    while len(months) < span and months[0].first.year > 1:
        months.insert(0, months[0].before())
    return Choice(units[:MOST], months, problem)


def _too_few() -> str:
    return _("Xin chọn ít nhất %(n)s đơn vị để so sánh.") % {"n": FEWEST}


def _months(unit: Unit, months: Sequence[Period]) -> list[Figures]:
    """The figures of a unit and all below it, month by month."""
    today = today_here()

    def made() -> list[Figures]:
        return [
            total(figures(first=month.first, last=month.last, as_at=today, path=unit.path))
            for month in months
        ]

    return kept_if_dear(("months", unit.pk, months[0], months[-1], today), made)


def _shown(measure: Measure, choice: Choice, series: Sequence[Sequence[Figures]]) -> dict[str, Any]:
    """One figure: a small chart for each unit, all of one scale, and the table of the same numbers."""
    values = [[measure.number(row) for row in rows] for rows in series]
    known = [value for row in values for value in row if value is not None]
    charts = [
        _chart(measure, unit, choice.months, row, n)
        for n, (unit, row) in enumerate(zip(choice.units, values, strict=True))
        if any(value is not None for value in row)
    ]
    low = min(known, default=0) if measure.unit == "%" else 0
    return {
        "label": measure.label,
        "charts": [replace(chart, low=low, high=max(known)) for chart in charts],
        "rows": [
            (month.label(lang()), [measure.said(rows[at]) for rows in series])
            for at, month in enumerate(choice.months)
        ],
    }


def _chart(measure: Measure, unit: Unit, months: Sequence[Period], row: list[float | None], n: int) -> Chart:
    return Chart(
        title=unit.name,
        unit=str(measure.unit),
        source=source(),
        as_of=short_moment(local(now())),
        labels=[f"{month.first.month}/{month.first:%y}" for month in months],
        series=[Series(unit.name, row)],
        finding=str(measure.label),
        key=f"{measure.key}-{n}",
    )
