"""T3: every case that is overdue now, and every online filing that waits too long; codes are masked, names absent."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.application.reports.lateness import LateCase, late_to_accept, late_to_handle
from motcua.application.reports.rules import month_of
from motcua.domain.offices.models import Unit
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.foundation.calendar import local
from motcua.foundation.text import collate, short_date

from .asked import UNIT, Asked, today_here, unit_asked
from .live import live_page
from .sheets import refused_sheet, sheet

FIELD = "linh-vuc"
LIST, ACCEPTING = "danh-sach", "tiep-nhan"
PER_PAGE = 50


@dataclass(frozen=True)
class Lists:
    """Both lists of a unit and field, the fields there are to choose from, and the sentence of a wrong choice."""

    unit: Unit | None
    field: str
    fields: list[str]
    handling: list[LateCase]
    accepting: list[LateCase]
    problem: str

    def address(self, **more: str) -> str:
        """The same choice as an address says it."""
        chosen = {UNIT: self.unit.code if self.unit else "", FIELD: self.field, **more}
        return "?" + urlencode({key: said for key, said in chosen.items() if said})


@page_for(Public)
def overdue_page(request: HttpRequest) -> HttpResponse:
    lists = _lists(request)
    accepting = request.GET.get(LIST) == ACCEPTING
    rows = lists.accepting if accepting else lists.handling
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    told = sum(each.told_on is not None for each in lists.handling)
    return live_page(
        request,
        "board/overdue.html",
        Asked(month_of(today_here()), "", problem=lists.problem, unit=lists.unit),
        here=_("Hồ sơ quá hạn"),
        lists=lists,
        fields=lists.fields,
        accepting=accepting,
        handling_address=lists.address(),
        accepting_address=lists.address(**{LIST: ACCEPTING}),
        csv=reverse("board:overdue_csv") + lists.address(),
        page=page,
        rows=[late_row(each) for each in page],
        told=told,
        untold=len(lists.handling) - told,
        longest=max((each.days for each in lists.handling), default=0),
    )


@page_for(Public)
def overdue_csv(request: HttpRequest) -> HttpResponse:
    lists = _lists(request)
    if lists.problem:
        return refused_sheet(lists.problem)
    head = [
        _("Danh sách"), _("Mã hồ sơ"), _("Thủ tục"), _("Lĩnh vực"), _("Mã đơn vị"), _("Đơn vị"), _("Bước"),
        _("Hạn"), _("Số ngày làm việc quá hạn"), _("Đang tạm dừng"), _("Ngày gửi thư xin lỗi"), _("Lý do"),
    ]  # fmt: skip
    rows = [
        [
            name, each.masked, each.procedure, each.field, each.unit_code, each.unit, each.step,
            f"{local(each.due_at).date()}", each.days, _("có") if each.paused else _("không"),
            f"{each.told_on or ''}", each.cause,
        ]
        for name, cases in ((_("quá hạn"), lists.handling), (_("chậm tiếp nhận"), lists.accepting))
        for each in cases
    ]  # fmt: skip
    return sheet(f"qua-han-{today_here()}", head, rows)


def late_row(case: LateCase) -> dict[str, Any]:
    """A case as board/late_rows.html shows it."""
    return {
        "case": case.masked, "procedure": case.procedure, "field": case.field, "unit": case.unit,
        "unit_code": case.unit_code, "step": case.step, "due": short_date(local(case.due_at).date()),
        "days": case.days, "told": short_date(case.told_on) if case.told_on else "", "cause": case.cause,
        "paused": case.paused,
    }  # fmt: skip


def _lists(request: HttpRequest) -> Lists:
    unit, problem = unit_asked(request)
    field = request.GET.get(FIELD, "").strip()[:200]
    handling, accepting = lists_of(unit.path if unit else "/", today_here())
    fields = sorted({each.field for each in (*handling, *accepting)} | ({field} - {""}), key=collate)
    if field:
        handling = [each for each in handling if each.field == field]
        accepting = [each for each in accepting if each.field == field]
    return Lists(unit, field, fields, handling, accepting, problem)


def lists_of(path: str, on: date) -> tuple[list[LateCase], list[LateCase]]:
    """Overdue, and slow to be accepted, below a unit as at the end of today."""

    def made() -> tuple[list[LateCase], list[LateCase]]:
        return late_to_handle(as_at=on, path=path), late_to_accept(as_at=on, path=path)

    return kept_if_dear(("late", path, on), made)
