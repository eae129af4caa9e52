"""D8: the day at the desk, and the ledger of a period."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.application.reports.day import day as day_of
from motcua.application.reports.ledger import ledger
from motcua.domain.documents.rules import PaperError, ledger_number, ledger_workbook, render_paper
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.text import TextRefused, parse_date, short_date, thousands

from .papers import pdf
from .place import CASH_ROLES, desk, desks

MOST_DAYS = 366
MOST_ROWS = {"pdf": 2_000, "xlsx": 20_000}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page_for(Staff, roles=CASH_ROLES)
def day(request: StaffRequest) -> HttpResponse:
    """Received, waiting, handed over, due, uncollected and fees of a day; today unless another is chosen."""
    today = local(now()).date()
    wrong = ""
    try:
        on = parse_date(request.GET.get("ngay", ""), today) if request.GET.get("ngay", "").strip() else today
    except TextRefused as refused:
        on, wrong = today, str(refused)
    unit = desk(request)
    shown = {
        "day": day_of(on=on, path=unit.path, now=now()),
        "on": on,
        "today": today,
        "typed": short_date(on),
        "before": short_date(on - timedelta(days=1)),
        "after": short_date(on + timedelta(days=1)) if on < today else "",
        "month": short_date(on.replace(day=1)),
        "unit": unit,
        "units": desks(request),
        "wrong": wrong,
    }
    return render(request, "counter/day.html", shown, status=422 if wrong else 200)


@page_for(Staff, roles=CASH_ROLES)
def ledger_file(request: StaffRequest, kind: str) -> HttpResponse:
    """Sổ theo dõi hồ sơ of this desk for a period, as PDF or XLSX."""
    first, last = _period(request)
    unit, most = desk(request), MOST_ROWS[kind]
    facts, form_set = ledger(unit, first=first, last=last, now=now(), limit=most)
    if len(facts["rows"]) > most:
        sentence = _("Kỳ này có hơn %(most)s hồ sơ. Xin chọn kỳ ngắn hơn.")
        if kind == "pdf":
            sentence = _("Kỳ này có hơn %(most)s hồ sơ. Xin chọn kỳ ngắn hơn, hoặc lấy bảng tính.")
        raise Refused(sentence % {"most": thousands(most)})
    name = f"so-theo-doi-{first:%Y%m%d}-{last:%Y%m%d}.{kind}"
    try:
        if kind == "pdf":
            return pdf(render_paper(ledger_number(form_set), form_set=form_set, facts=facts), name)
        content = ledger_workbook(facts, form_set=form_set)
    except PaperError as problem:
        raise Refused(str(problem)) from problem
    response = HttpResponse(content, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _period(request: StaffRequest) -> tuple[date, date]:
    today = local(now()).date()
    typed = [request.GET.get("tu", "").strip(), request.GET.get("den", "").strip()]
    try:
        first = parse_date(typed[0], today) if typed[0] else today.replace(day=1)
        last = parse_date(typed[1], today) if typed[1] else today
    except TextRefused as refused:
        raise Refused(str(refused)) from refused
    if last < first:
        raise Refused(_("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi. Xin nhập lại hai ngày."))
    if (last - first).days >= MOST_DAYS:
        sentence = _("Mỗi lần lấy sổ nhiều nhất %(most)s ngày. Xin chọn kỳ ngắn hơn.")
        raise Refused(sentence % {"most": MOST_DAYS})
    return first, last
