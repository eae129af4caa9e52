"""T4: how each procedure went in a period; what rests on fewer than five cases is not said."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.reports.courses import Course, courses
from motcua.application.reports.rules import FEWEST_PUBLISHED, share_words
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.foundation.text import collate, decimal_number, thousands

from .asked import Asked, asked_with_unit, lang, today_here
from .live import live_page
from .sheets import refused_sheet, sheet

# Each column by the key of its order: its label, and the number it shows (more first but for the name).
COLUMNS = {
    "xong": gettext_lazy("Đã xong"),
    "dung-han": gettext_lazy("Đúng hạn"),
    "trung-vi": gettext_lazy("Trung vị, ngày làm việc"),
    "cham-nhat": gettext_lazy("9/10 hồ sơ trong, ngày làm việc"),
    "trung-vi-lich": gettext_lazy("Trung vị, ngày lịch"),
    "cham-nhat-lich": gettext_lazy("9/10 hồ sơ trong, ngày lịch"),
    "bo-sung": gettext_lazy("Phải bổ sung"),
    "tu-choi": gettext_lazy("Từ chối, dừng"),
}
NAME = "ten"


@dataclass(frozen=True)
class Line:
    """One procedure: what it is called, its numbers to sort by and its cells to read."""

    code: str
    name: str
    numbers: dict[str, float | None]
    words: dict[str, str]

    @property
    def cells(self) -> list[tuple[Any, str]]:
        return [(label, self.words[key]) for key, label in COLUMNS.items()]


@page_for(Public)
def procedures_page(request: HttpRequest) -> HttpResponse:
    asked = asked_with_unit(request)
    sort = _sort(request)
    lines = _lines(asked, sort)
    return live_page(
        request,
        "board/procedures.html",
        asked,
        here=_("Thủ tục"),
        lines=lines,
        columns=[(key, label, asked.address(xep=key)) for key, label in COLUMNS.items()],
        by_name=asked.address(xep=NAME),
        sort=sort,
        few=FEWEST_PUBLISHED,
        hidden=sum(line.numbers["xong"] is None for line in lines),
        csv=reverse("board:procedures_csv") + asked.address(xep=sort),
    )


@page_for(Public)
def procedures_csv(request: HttpRequest) -> HttpResponse:
    asked = asked_with_unit(request)
    if asked.problem:
        return refused_sheet(asked.problem)
    head = [_("Mã thủ tục"), _("Thủ tục"), *(str(label) for label in COLUMNS.values())]
    rows = [[line.code, line.name, *line.words.values()] for line in _lines(asked, _sort(request))]
    return sheet(f"thu-tuc-{asked.period.key}", head, rows)


def _sort(request: HttpRequest) -> str:
    wanted = request.GET.get("xep", "")
    return wanted if wanted in (*COLUMNS, NAME) else "xong"


def _lines(asked: Asked, sort: str) -> list[Line]:
    period, today = asked.period, today_here()

    def made() -> list[Course]:
        return courses(first=period.first, last=period.last, as_at=today, path=asked.path)

    found = kept_if_dear(("courses", period, asked.path, today), made)
    lines = sorted((_line(each) for each in found), key=lambda line: collate(line.name))
    if sort == NAME:
        return lines
    return sorted(lines, key=lambda line: _last(line.numbers[sort]))


def _last(number: float | None) -> tuple[bool, float]:
    """Most first, what is not said at the end."""
    return number is None, -(number or 0)


def _line(course: Course) -> Line:
    days, few = course.days, (_("dưới %(n)s") % {"n": FEWEST_PUBLISHED}).replace(" ", "\u00a0")
    pairs = {
        "xong": (course.finished, few if course.finished is None else thousands(course.finished)),
        "dung-han": _share(course.in_time, few),
        "trung-vi": _days(days.net_median if days else None, few),
        "cham-nhat": _days(days.net_90 if days else None, few),
        "trung-vi-lich": _days(days.gross_median if days else None, few),
        "cham-nhat-lich": _days(days.gross_90 if days else None, few),
        "bo-sung": _share(course.supplemented, few),
        "tu-choi": _share(course.refused, few),
    }
    numbers = {key: number for key, (number, _words) in pairs.items()}
    words = {key: said for key, (_number, said) in pairs.items()}
    return Line(course.figures.code, course.figures.name, numbers, words)


def _share(share: tuple[int, int] | None, few: str) -> tuple[float | None, str]:
    return (share[0] / share[1], share_words(*share, lang())) if share else (None, few)


def _days(days: float | None, few: str) -> tuple[float | None, str]:
    if days is None:
        return None, few
    return days, f"{days:g}" if lang() == "en" else decimal_number(days, 1)
