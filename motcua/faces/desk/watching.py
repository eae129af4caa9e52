"""Watching deadlines: what becomes due, is late or lies still, by unit, officer and step; every choice is an address."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.application.timekeeping.queries import clock
from motcua.application.timekeeping.watching import Watched, counts, watch
from motcua.domain.cases.deadline_rules import Watch
from motcua.domain.cases.rules import start_of_day
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import ZONE, local
from motcua.foundation.text import TextRefused, collate, parse_date, short_moment, sort_key

from .way_back import told, with_way

WATCHERS = ("leader", "dept_head", "centre_head", "ptc_control", "inspector")
SHOWN = 50
_WITH_HOUR = re.compile(r"(.+?)[ ,]+(\d{1,2})[:hg](\d{2})?")
# What is watched, the gravest first: mark, label, meaning.
CLASSES: dict[str, tuple[str, Any, Any]] = {
    Watch.OVERDUE: (
        "overdue",
        gettext_lazy("Quá hạn"),
        gettext_lazy("Chưa xong, đã qua ngày hẹn; như số liệu công khai."),
    ),
    Watch.NO_APOLOGY: (
        "overdue",
        gettext_lazy("Quá hạn, chưa xin lỗi"),
        gettext_lazy("Quá hạn mà người nộp chưa nhận được phiếu xin lỗi."),
    ),
    Watch.SLOW_TO_ACCEPT: (
        "overdue",
        gettext_lazy("Chậm tiếp nhận"),
        gettext_lazy("Nộp trực tuyến, quá số giờ làm việc quy định mà chưa được tiếp nhận hay trả lời."),
    ),
    Watch.TODAY: ("soon", gettext_lazy("Đến hạn hôm nay"), gettext_lazy("Phải có kết quả trong hôm nay.")),
    Watch.APOLOGY: (
        "soon",
        gettext_lazy("Cần lập phiếu xin lỗi"),
        gettext_lazy("Đã đến ngày phải báo trước hoặc đã quá hạn, chưa có kết quả và chưa xin lỗi."),
    ),
    Watch.SOON: (
        "soon",
        gettext_lazy("Sắp đến hạn"),
        gettext_lazy("Đã vào những ngày cuối trước ngày hẹn trả."),
    ),
    Watch.NOT_ANSWERED: (
        "waiting",
        gettext_lazy("Quá ngày bổ sung"),
        gettext_lazy("Người nộp chưa bổ sung khi đã hết ngày ghi trong phiếu."),
    ),
    Watch.WAITING: (
        "paused",
        gettext_lazy("Đang chờ người nộp"),
        gettext_lazy("Thời hạn đang dừng; hồ sơ vẫn hiện ở đây để không bị bỏ quên."),
    ),
    Watch.UNCOLLECTED: (
        "waiting",
        gettext_lazy("Kết quả chưa đến nhận"),
        gettext_lazy("Đã qua lần nhắc đầu, chưa ai đến nhận."),
    ),
    Watch.STEP_LATE: (
        "missing",
        gettext_lazy("Bước chậm, hồ sơ còn hạn"),
        gettext_lazy("Chỉ để nhắc trong cơ quan, không tính vào số liệu công khai."),
    ),
}
GROUPS = ("can-bo", "buoc", "don-vi")


@dataclass(frozen=True)
class Chosen:
    """What is looked at: a class, a unit, an officer, a step, a day, and from which row on."""

    kind: str = ""
    unit: str = ""
    officer: str = ""
    step: str = ""
    day: str = ""
    offset: int = 0

    @classmethod
    def by(cls, request: HttpRequest) -> "Chosen":
        asked = {name: request.GET.get(name, "").strip()[:200] for name in ("loai", *GROUPS, "ngay", "tu")}
        kind = asked["loai"] if asked["loai"] in CLASSES else ""
        offset = asked["tu"]
        whole = offset.isascii() and offset.isdigit() and len(offset) < 7
        return cls(
            kind,
            asked["don-vi"],
            asked["can-bo"],
            asked["buoc"],
            asked["ngay"][:30],
            int(offset) if whole else 0,
        )

    @property
    def address(self) -> str:
        said = {"loai": self.kind, "don-vi": self.unit, "can-bo": self.officer, "buoc": self.step, "ngay": self.day,
                "tu": self.offset}  # fmt: skip
        asked = {name: value for name, value in said.items() if value}
        return reverse("desk:watching") + (f"?{urlencode(asked)}" if asked else "")


@page_for(Staff, roles=WATCHERS)
def watching_page(request: StaffRequest) -> HttpResponse:
    """The classes with their counts, who has them, and the cases of the class chosen."""
    chosen = Chosen.by(request)
    at, past, problem = _moment(chosen.day)
    everything = watch(at=at, past=past, staff=request.staff, all_of=True)
    rows = [row for row in everything if _fits(row, chosen)]
    number = counts(rows)
    listed = _once(row for row in rows if row.is_under(chosen.kind)) if chosen.kind else []
    page = listed[chosen.offset : chosen.offset + SHOWN]
    shown = {
        "chosen": chosen,
        "at": short_moment(at),
        "past": past,
        "problem": problem,
        "classes": [
            (kind, mark, label, meaning, number[kind], replace(chosen, kind=kind, offset=0).address)
            for kind, (mark, label, meaning) in CLASSES.items()
        ],
        "label": CLASSES[chosen.kind][1] if chosen.kind else "",
        "count": len(listed),
        "rows": [_row(row, at, chosen) for row in page],
        "units": _choices(everything, lambda row: (row.unit_code, row.unit)),
        "officers": _choices(everything, lambda row: (str(row.holder_id or ""), row.holder), sort_key),
        "steps": _choices(everything, lambda row: (row.step, row.step)),
        "groups": [_group(rows, name, chosen) for name in GROUPS],
        "next": replace(chosen, offset=chosen.offset + SHOWN).address
        if len(listed) > chosen.offset + SHOWN
        else "",
        "previous": replace(chosen, offset=max(0, chosen.offset - SHOWN)).address if chosen.offset else "",
        "told": told(request),
    }
    return render(request, "desk/watching.html", shown, status=422 if problem else 200)


def _moment(typed: str) -> tuple[datetime, bool, str]:
    """(the moment looked at, whether it lies behind, what is wrong with what was typed): an hour, the end of a day, or now."""
    at = now()
    if not typed:
        return at, False, ""
    day, hour = _WITH_HOUR.fullmatch(typed), None
    try:
        on = parse_date(day[1] if day else typed, local(at).date(), future=False)
        hour = time(int(day[2]), int(day[3] or 0)) if day else None
    except TextRefused as refused:
        return at, False, str(refused)
    except ValueError:
        return at, False, _("Giờ viết từ 00:00 đến 23:59, sau ngày, ví dụ 12/11/2026 14:30.")
    if hour:
        moment = datetime.combine(on, hour, tzinfo=ZONE)
        return (moment, True, "") if moment < at else (at, False, "")
    if on >= local(at).date():
        return at, False, ""
    end = start_of_day(local(at).replace(year=on.year, month=on.month, day=on.day)) + timedelta(days=1)
    return end, True, ""


def _fits(row: Watched, chosen: Chosen) -> bool:
    return (
        chosen.unit in ("", row.unit_code)
        and chosen.officer in ("", str(row.holder_id or ""))
        and chosen.step in ("", row.step)
    )


def _once(rows: Iterable[Watched]) -> list[Watched]:
    """Each case at its first waiting step."""
    found: dict[int, Watched] = {}
    for row in rows:
        found.setdefault(row.case_id, row)
    return list(found.values())


def _choices(
    rows: Iterable[Watched],
    named: Callable[[Watched], tuple[str, str]],
    order: Callable[[str], bytes] = collate,
) -> list[tuple[str, str]]:
    """(value, words) to choose from, in Vietnamese order."""
    found = {value: words for value, words in map(named, rows) if value and words}
    return sorted(found.items(), key=lambda each: order(each[1]))


def _group(rows: list[Watched], name: str, chosen: Chosen) -> SimpleNamespace:
    """The counts of each officer, step or unit, most overdue first."""
    titles = {"can-bo": _("Theo cán bộ"), "buoc": _("Theo bước"), "don-vi": _("Theo đơn vị")}
    keys: dict[str, Callable[[Watched], tuple[str, str]]] = {
        "can-bo": lambda row: (str(row.holder_id or ""), row.holder or _("Chưa ai nhận")),
        "buoc": lambda row: (row.step, row.step or _("Tiếp nhận trực tuyến")),
        "don-vi": lambda row: (row.unit_code, row.unit),
    }
    fields = {"can-bo": "officer", "buoc": "step", "don-vi": "unit"}
    parts: dict[tuple[str, str], list[Watched]] = {}
    for row in rows:
        parts.setdefault(keys[name](row), []).append(row)
    lines = []
    for (value, words), own in parts.items():
        number = counts(own)
        address = replace(chosen, offset=0, **{fields[name]: value}).address if value else ""
        cells = [number[what] for what in (Watch.OVERDUE, Watch.TODAY, Watch.SOON, Watch.STEP_LATE)]
        lines.append((words, address, len({row.case_id for row in own}), cells))
    order = sort_key if name == "can-bo" else collate
    lines.sort(key=lambda line: (*(-n for n in line[3]), order(line[0])))
    return SimpleNamespace(title=titles[name], rows=lines)


def _row(row: Watched, at: datetime, chosen: Chosen) -> SimpleNamespace:
    face = clock(
        state=row.state, due_at=row.due_at, due_promised=row.due_promised, outcome="", now=at,
        soon=at if row.is_under(Watch.SOON) else None, days=row.days, lang=get_language() or "vi",
    )  # fmt: skip
    since = next(each.at for each in row.since if each.what == chosen.kind)
    mark = CLASSES[chosen.kind][0]
    late = face.mark in ("overdue", "soon", "running")
    return SimpleNamespace(
        url=with_way(reverse("desk:case", args=[row.code]), chosen.address), code=row.code, part=row.is_part,
        state=face.mark if late else mark, left=face.words if late else str(CLASSES[chosen.kind][1]), due=face.at,
        since=since, procedure=row.procedure, person=row.applicant, step=row.step or _("Tiếp nhận trực tuyến"),
        unit=row.unit, holder=row.holder, apologised_at=row.apologised_at,
    )  # fmt: skip
