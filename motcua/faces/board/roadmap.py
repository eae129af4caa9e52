"""The public page of the roadmap of online levels: plan against fact by year, its identity, a picture and the rows."""

from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.reports.rules import share_words
from motcua.domain.catalogue.queries import roadmap_lines, roadmap_units
from motcua.domain.catalogue.rules import Level, Planned, levels, total_for, untied
from motcua.faces.audience import Public, page_for
from motcua.foundation.calendar import local
from motcua.foundation.text import decimal_number, short_date
from motcua.foundation.ui.charts import Chart, Series

from .asked import lang
from .sheets import sheet
from .way import way

NAMES = {
    ("legacy", "1"): gettext_lazy("Mức độ 1"),
    ("legacy", "2"): gettext_lazy("Mức độ 2"),
    ("legacy", "3"): gettext_lazy("Mức độ 3"),
    ("legacy", "4"): gettext_lazy("Mức độ 4"),
    ("online", "partial"): gettext_lazy("Một phần"),
    ("online", "full"): gettext_lazy("Toàn trình"),
}


@page_for(Public)
def roadmap_page(request: HttpRequest) -> HttpResponse:
    """One unit's roadmap; the first that has one where none is named."""
    units = roadmap_units()
    unit = next((u for u in units if u.code == request.GET.get("don-vi", "").strip()), None)
    unit = unit or (units[0] if units else None)
    if unit is None:
        return render(request, "board/roadmap.html", {"units": [], "way": way(None)})
    lines, adopted_at = roadmap_lines(unit)
    found = levels(lines)
    shown = {
        "units": units,
        "way": way(None),
        "unit": unit,
        "rows": [_row(each, lines) for each in found],
        "totals": [(line.year, line.count, _sum(found, line.year)) for line in lines if line.kind == "total"],
        "untied": untied(lines),
        "chart": _chart(found, lines, _taken_in(adopted_at) if adopted_at else ""),
        "sources": sorted({line.source for line in lines if line.source}),
        "address": f"?don-vi={unit.code}",
    }
    return render(request, "board/roadmap.html", shown)


@page_for(Public)
def roadmap_csv(request: HttpRequest) -> HttpResponse:
    """The same rows; an empty cell is not known."""
    units = roadmap_units()
    wanted = request.GET.get("don-vi", "").strip()
    unit = next((u for u in units if u.code == wanted or not wanted), None)
    lines = roadmap_lines(unit)[0] if unit else []
    head = [_("Năm"), _("Mức"), _("Kế hoạch"), _("Thực tế"), _("Tỷ lệ kế hoạch"), _("Ghi chú")]
    rows = [_row(each, lines) for each in levels(lines)]
    cells = [[row.year, row.name, row.plan, row.fact, row.share, row.notes] for row in rows]
    return sheet("lo-trinh", head, cells)


def _row(each: Level, lines: list[Planned]) -> SimpleNamespace:
    """A level in words: its share of all, and the share the source states where that is another number."""
    total = total_for(lines, each.year)
    share = share_words(each.plan, total, lang()) if each.plan is not None and total else ""
    notes = list(each.notes)
    if each.stated_percent is not None and each.plan is not None and total:
        meant = Decimal(total) * each.stated_percent / 100
        if meant != each.plan:
            said = _("%(plan)s trên %(total)s là %(share)s; %(stated)s%% của %(total)s là %(meant)s.")
            notes.append(
                said
                % {
                    "plan": each.plan, "total": total, "share": share, "stated": f"{each.stated_percent.normalize():f}",
                    "meant": decimal_number(float(meant), 2),
                }
            )  # fmt: skip
    return SimpleNamespace(
        year=each.year, name=str(NAMES[each.scale, each.level]), plan=each.plan, fact=each.fact, share=share,
        notes=" ".join(notes),
    )  # fmt: skip


def _taken_in(at: datetime) -> str:
    """The day of the sheet, which says nothing of the day of its source."""
    return _("ngày nhập %(day)s") % {"day": short_date(local(at).date())}


def _sum(found: list[Level], year: int) -> str:
    """115 + 20 + 106, as the levels of a year are planned."""
    return " + ".join(
        str(each.plan) for each in found if each.year == year and each.plan and each.scale == "legacy"
    )


def _chart(found: list[Level], lines: list[Planned], as_of: str) -> Chart:
    source = next((line.source for line in lines if line.source), _("Lộ trình do cơ quan nhập"))
    series = [Series(_("Kế hoạch"), [each.plan for each in found])]
    if any(each.fact is not None for each in found):
        series.append(Series(_("Thực tế"), [each.fact for each in found]))
    return Chart(
        title=_("Thủ tục theo mức trực tuyến, kế hoạch và thực tế"),
        unit=_("thủ tục"),
        source=source,
        as_of=as_of,
        labels=[f"{each.year}: {NAMES[each.scale, each.level]}" for each in found],
        series=series,
        places=0,
        key="lo-trinh",
    )
