"""D5: a bank's statement, looked at first and taken afterwards."""

import base64
import binascii

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from motcua.application.collecting.reconciling import LABELS, Report, reconcile
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.gateways.bank.contract import BankRefused

from .cash_day import CASHIERS

MOST_BYTES = 1024 * 1024  # what a page carries; larger files go in by the shell
SHOWN = 500


@page_for(Staff, roles=CASHIERS)
def statement(request: StaffRequest) -> HttpResponse:
    """The report of a file before anything is written, then the same when it is."""
    if request.method != "POST":
        return render(request, "counter/statement.html")
    content, write = _content(request), request.POST.get("viec") == "nap"
    problem, report = "", None
    if content is None:
        problem = _(
            "Hãy chọn tệp sao kê camt.053 hoặc CSV, không quá 1 MB; tệp lớn hơn xin nạp bằng “motcua bank import”."
        )
    else:
        try:
            report = reconcile(content, at=now(), write=write)
        except BankRefused as refused:
            problem = str(refused)
    if write and report is not None:
        messages.success(request, _("Đã nạp sao kê: %(told)s.") % {"told": _told(report)})
        return redirect("counter:statement")
    shown = {
        "problem": problem,
        "report": report,
        "told": _told(report) if report else "",
        "lines": report.lines[:SHOWN] if report else [],
        "kept": base64.b64encode(content).decode() if content and report else "",
    }
    return render(request, "counter/statement.html", shown, status=422 if problem else 200)


def _told(report: Report) -> str:
    return ", ".join(f"{_(LABELS[kind]).lower()} {count}" for kind, count in report.counts.items())


def _content(request: StaffRequest) -> bytes | None:
    """The file that was chosen, or the one just looked at."""
    if chosen := request.FILES.get("tep"):
        return chosen.read() if chosen.size and chosen.size <= MOST_BYTES else None
    try:
        return base64.b64decode(request.POST.get("noi_dung", ""), validate=True) or None
    except (binascii.Error, ValueError):
        return None
