"""Periodic reports for those who write and sign them: read on the page, taken as workbook, PDF or JSON."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.application.exports.models import reach
from motcua.application.reports.form_rules import Form, FormRefused, Head, form, forms_of, heads
from motcua.application.reports.periodic import Report, report
from motcua.application.reports.printing import document, printable
from motcua.application.reports.queries import Untied
from motcua.domain.documents.rules.report import report_pdf, report_workbook
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused

from .asked import Asked, asked_of, periods_offered, today_here, unit_named
from .exports import units_in_reach

READERS = ("leader", "ptc_control", "inspector")
FIRST = "06a"
FILES = {
    "json": (
        "application/json",
        lambda table, made: json.dumps(document(made), ensure_ascii=False, indent=1).encode(),
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda table, made: report_workbook(table),
    ),
    "pdf": ("application/pdf", lambda table, made: report_pdf(table)),
}


@page_for(Staff, roles=READERS)
def reports(request: StaffRequest) -> HttpResponse:
    """The chosen form of the chosen unit and period, and the files of the same numbers."""
    asked, units = asked_of(request), units_in_reach(request.staff)
    made, problem = None, asked.problem
    if not problem:
        try:
            made = _made(request, asked)
        except (FormRefused, Untied, Refused) as refused:
            problem = str(refused)
    shown = {
        "asked": asked,
        "problem": problem,
        "forms": forms_of().values(),
        "form_key": request.GET.get("bieu", FIRST),
        "reading": request.GET.get("cach-doc", ""),
        "units": [(unit.code, unit.name) for unit in units],
        "unit_code": made.unit.code if made else request.GET.get("don-vi", ""),
        "periods": periods_offered(asked.period),
        "made": made,
        "head": _head(made.form) if made else [],
        "numbered": range(1, len(made.form.columns) + 3) if made else (),
        "query": request.GET.urlencode(),
    }
    return render(request, "board/reports.html", shown, status=422 if problem else 200)


@page_for(Staff, roles=READERS)
def report_file(request: StaffRequest, kind: str) -> HttpResponse:
    """The same report as a file."""
    if kind not in FILES:
        raise Http404(kind)
    asked = asked_of(request)
    if asked.problem:
        raise Refused(asked.problem)
    try:
        made = _made(request, asked)
    except (FormRefused, Untied) as refused:
        raise Refused(str(refused)) from refused
    content_type, write = FILES[kind]
    response = HttpResponse(write(printable(made, on=today_here()), made), content_type=content_type)
    name = f"{made.form.key}-{made.unit.code}-{made.first}-{made.last}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _made(request: StaffRequest, asked: Asked) -> Report:
    """The report asked for. Raises FormRefused, Untied, or Refused for a unit out of reach."""
    chosen = form(request.GET.get("bieu", FIRST)).read_as(request.GET.get("cach-doc", ""))
    unit = _unit(request)
    period = asked.period
    return report(chosen, unit=unit, first=period.first, last=period.last, as_at=today_here())


def _unit(request: StaffRequest) -> Unit:
    paths = reach(request.staff)
    code = request.GET.get("don-vi", "").strip()[:40]
    unit = unit_named(code) if code else next(iter(units_in_reach(request.staff)), None)
    if unit is None or not unit.path.startswith(tuple(paths)):
        raise Refused(_("Không có đơn vị này trong phần mình phụ trách. Xin chọn trong danh sách."))
    return unit


def _head(chosen: Form) -> list[list[Head]]:
    """The cells of the head, row by row."""
    cells = heads([column.head for column in chosen.columns])
    depth = max(cell.row + cell.rows for cell in cells)
    return [[cell for cell in cells if cell.row == row] for row in range(depth)]
