"""D7, the officer's side: pairing the screen turned to the customer, putting a case on it, asking for a rating."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Staff
from motcua.domain.screens.actions import keep_showing, next_person, offer_code, show, unpair
from motcua.domain.screens.queries import status_of
from motcua.domain.screens.rules import CODE_LASTS, MIRROR, Part
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now

from .place import CASH_ROLES, case_here, desk

# Pages of a case that keep it on the screen while they are open.
PAGES = {
    "ho-so": "counter:case",
    "thu-tien": "counter:cash_case",
    "tra": "counter:give_back",
    "xong": "counter:done",
}
KEEP_SECONDS, REFRESH_SECONDS = (
    5,
    8,
)  # how often an open page says so, with and without scripts; well below 20


@page_for(Staff, roles=CASH_ROLES)
def screens(request: StaffRequest) -> HttpResponse:
    """The officer's own screen: a code to pair one, what it shows, and an end to it."""
    code, at = "", now()
    if request.method == "POST" and request.POST.get("viec") == "ghep":
        code = offer_code(request.staff, desk(request), at=at)
    elif request.method == "POST" and request.POST.get("viec") == "bo":
        unpair(request.staff)
        messages.success(request, _("Đã bỏ ghép màn hình khách."))
        return redirect("counter:screens")
    shown = {
        "status": status_of(request.staff, at=at),
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "minutes": int(CODE_LASTS.total_seconds()) // 60,
    }
    return render(request, "counter/screens.html", shown)


@require_POST
@page_for(Staff, roles=CASH_ROLES)
def show_case(request: StaffRequest, code: str) -> HttpResponse:
    """Put this case on the officer's screen, or take it off."""
    case = case_here(request, code)
    page = request.POST.get("trang", "")
    page = page if page in PAGES else "ho-so"
    if request.POST.get("viec") == "xoa":
        next_person(request.staff, at=now())
    elif not show(request.staff, case, part_for(case, page), at=now()):
        messages.error(request, _("Quầy của ông/bà chưa ghép màn hình khách."))
        return redirect("counter:screens")
    if request.htmx:  # type: ignore[attr-defined]
        return _part(request, {"screen": screen_beside(request, case, page), "case": case})
    return redirect(PAGES[page], case.code)


@require_safe
@page_for(Staff, roles=CASH_ROLES)
def screen_now(request: StaffRequest, code: str) -> HttpResponse:
    """The officer's page of a case is still open: what the screen shows stays, and the page hears what that is."""
    page, part = request.GET.get("trang", ""), request.GET.get("phan", "")
    if part in MIRROR:
        keep_showing(request.staff, code, Part(part), at=now())
    page = page if page in PAGES else "ho-so"
    beside = _beside(status_of(request.staff, at=now()), code, page, part)
    return _part(request, {"screen": beside, "case": {"code": code}})


def screen_beside(request: StaffRequest, case: Case, page: str) -> dict[str, Any]:
    """What a page of a case says of the officer's screen; opening it keeps the case there, and takes another's off."""
    at, part = now(), part_for(case, page)
    status = status_of(request.staff, at=at)
    if status.code == case.code:
        keep_showing(request.staff, case.code, part, at=at)
    elif status.code:
        next_person(request.staff, at=at, code=case.code)
    return _beside(status, case.code, page, part)


def part_for(case: Case, page: str) -> Part:
    """The slip where it was just made out, else the case and what it owes."""
    return Part.SLIP if page == "xong" and case.received_at else Part.CASE


def ask_on_screen(request: StaffRequest, case: Case) -> None:
    """Ask whoever has just been given the result how it was."""
    show(request.staff, case, Part.RATING, at=now())


def _beside(status: Any, code: str, page: str, part: str) -> dict[str, Any]:
    return {
        "paired": status.paired,
        "here": status.code == code,
        "asks": status.asks,
        "page": page,
        "part": part,
        "keep": KEEP_SECONDS,
        "refresh": REFRESH_SECONDS,
    }


def _part(request: StaffRequest, shown: dict[str, Any]) -> HttpResponse:
    return render(request, "counter/parts/screen.html", shown)
