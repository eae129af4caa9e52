"""The first board page: what each unit received, finished and owes in a period; the same rows as CSV and JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.application.reports.queries import Figures, figures, total
from motcua.application.reports.rules import Period, share_words
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import collate, short_moment
from motcua.foundation.ui.charts import Chart, Series

from .asked import asked_of, lang, periods_offered, source
from .sheets import refused_sheet, sheet
from .words import COLUMNS, DEFINITIONS

MOST_BARS = 20
MOST_CARDS = 12  # more units are a table on a phone too: cards of a whole city would be forty metres long


@dataclass(frozen=True)
class Row:
    """A unit with its figures in the order of COLUMNS, and its share in words."""

    figures: Figures
    numbers: list[int]
    share: str

    @property
    def name(self) -> str:
        return short_name(self.figures.name)

    @property
    def cells(self) -> list[tuple[Any, int]]:
        return list(zip(COLUMNS.values(), self.numbers, strict=True))


@page_for(Public)
def figures_page(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    rows, whole, at = _rows(asked.period)
    today = local(at).date()
    shown = {
        "asked": asked,
        "periods": periods_offered(asked.period),
        "label": asked.period.label(lang()),
        "running": asked.period.last >= today,
        "rows": rows,
        "many": len(rows) > MOST_CARDS,
        "few": len(rows) <= MOST_CARDS,
        "whole": whole,
        "columns": list(COLUMNS.values()),
        "definitions": DEFINITIONS,
        "finding": finding(rows, whole, asked.period.label(lang())),
        "chart": _chart(rows, asked.period, at),
        "at": short_moment(at),
        "address": f"?ky={asked.period.key}",
    }
    return render(request, "board/figures.html", shown, status=422 if asked.problem else 200)


@page_for(Public)
def figures_csv(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    if asked.problem:
        return refused_sheet(asked.problem)
    rows, whole, _at = _rows(asked.period)
    head = [_("Mã"), _("Đơn vị"), *(str(label) for label in COLUMNS.values()), _("Tỷ lệ đúng hạn")]
    lines = [[row.figures.code, row.name, *row.numbers, row.share] for row in [*rows, whole]]
    return sheet(f"so-lieu-{asked.period.key}", head, lines)


@page_for(Public)
def figures_json(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    if asked.problem:
        return JsonResponse({"sentence": asked.problem}, status=422)
    rows, whole, at = _rows(asked.period)
    document = {
        "period": {"key": asked.period.key, "first": asked.period.first, "last": asked.period.last},
        "generated_at": local(at).isoformat(timespec="seconds"),
        "source": source(),
        "units": [_plain(row) for row in rows],
        "total": _plain(whole),
        "definitions": {name: str(words) for name, (_label, words) in DEFINITIONS.items()},
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


def _rows(period: Period) -> tuple[list[Row], Row, datetime]:
    """The units in Vietnamese order, all together, and when they were counted."""
    found, at = kept_if_dear(("figures", period), lambda: _counted(period, now()))
    return [_row(each) for each in found], _row(total(found)), at


def _counted(period: Period, at: datetime) -> tuple[list[Figures], datetime]:
    found = figures(first=period.first, last=period.last, as_at=local(at).date())
    return sorted(found, key=lambda each: collate(short_name(each.name))), at


def _row(each: Figures) -> Row:
    numbers = [int(getattr(each, name)) for name in COLUMNS]
    return Row(each, numbers, share_words(each.early + each.on_time, each.finished, lang()))


def finding(rows: list[Row], whole: Row, label: str) -> str:
    """What the figures show, in one or two sentences."""
    sums = whole.figures
    label = f"thời gian {label}" if label.startswith("từ ") else label
    if not sums.received and not sums.carried:
        return _("Chưa có hồ sơ nào trong %(period)s.") % {"period": label}
    if sums.finished:
        said = _("Trong %(period)s, %(share)s hồ sơ xong được trả trước hoặc đúng hạn.")
        words = said % {"period": label, "share": whole.share}
    else:
        words = _("Trong %(period)s chưa có hồ sơ nào xong.") % {"period": label}
    return f"{words} {_owed(rows, sums)}"


def _owed(rows: list[Row], sums: Figures) -> str:
    if not sums.overdue:
        return _("Không có hồ sơ nào đang quá hạn.")
    if len(rows) == 1:
        return _("Còn %(n)s hồ sơ đang quá hạn.") % {"n": sums.overdue}
    worst = max(rows, key=lambda row: row.figures.overdue).figures
    words = _("Còn %(n)s hồ sơ đang quá hạn, nhiều nhất ở %(unit)s (%(most)s).")
    return words % {"n": sums.overdue, "unit": short_name(worst.name), "most": worst.overdue}


def _chart(rows: list[Row], period: Period, at: datetime) -> Chart | None:
    ended = [row.figures for row in rows if row.figures.finished + row.figures.ended_otherwise]
    ended = sorted(ended, key=lambda each: -each.finished)[:MOST_BARS]
    if not ended:
        return None
    return Chart(
        title=_("Hồ sơ kết thúc trong kỳ, theo đơn vị"),
        unit=_("hồ sơ"),
        source=source(),
        as_of=short_moment(at),
        labels=[short_name(each.name) for each in ended],
        series=[
            Series(str(COLUMNS[name]), [getattr(each, name) for each in ended])
            for name in ("early", "on_time", "ended_otherwise", "late")
        ],
        places=0,
        key="ket-qua",
    )


def short_name(unit: str) -> str:
    """The place of a desk without what all desks are called: Phường An Bình."""
    for general in (
        "Trung tâm Phục vụ hành chính công ",
        "Bộ phận Tiếp nhận và Trả kết quả ",
        "Bộ phận Một cửa ",
    ):
        if unit.startswith(general):
            place = unit.removeprefix(general)
            return place[:1].upper() + place[1:]
    return unit


def _plain(row: Row) -> dict[str, Any]:
    """A row for machines: the same numbers, the share as a fraction or null."""
    names = {"code": row.figures.code, "unit": row.figures.name}
    numbers = dict(zip(COLUMNS, row.numbers, strict=True))
    return {**names, **numbers, "online": row.figures.online, "on_time_share": row.figures.on_time_share}
