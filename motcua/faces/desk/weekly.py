"""O5: the weekly check list of a unit: what waits, what was looked at and found, and the checks before."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.application.timekeeping.actions import LONGEST_REMARK, check_week
from motcua.application.timekeeping.check_rules import CheckItem, check_items, looked_at, monday
from motcua.application.timekeeping.checks import checks_of, units_directed
from motcua.application.timekeeping.watching import counts, watch
from motcua.application.timekeeping.workload import SUPERVISORS
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local

from .watching import CLASSES


@page_for(Staff, roles=SUPERVISORS)
def weekly_page(request: StaffRequest) -> HttpResponse:
    """The list of the week for one unit, with the cases counted now; sent, it is kept on the unit's record."""
    at = now()
    on = local(at).date()
    units = units_directed(request.staff, on)
    code = (request.POST or request.GET).get("don-vi", "")
    unit = next((each for each in units if each.code == code), units[0])
    rows = watch(at=at, staff=request.staff, path=unit.path)
    numbers = counts(row for row in rows if row.unit_path.startswith(unit.path))
    items = check_items(on)
    problem = ""
    if request.method == "POST":
        try:
            return _check(request, unit, items, numbers)
        except Refused as refused:
            problem = str(refused)
    shown = {
        "unit": unit,
        "units": [(each.code, each.name) for each in units],
        "week": monday(on),
        "items": [_item(item, numbers, request, whole=unit == units[0]) for item in items],
        "longest": LONGEST_REMARK,
        "checks": checks_of(unit),
        "problem": problem,
        "key": request.POST.get("key") or uuid4(),
    }
    return render(request, "desk/weekly.html", shown, status=422 if problem else 200)


def _check(
    request: StaffRequest, unit: Unit, items: tuple[CheckItem, ...], numbers: dict[str, int]
) -> HttpResponse:
    ticked = {
        item.key: request.POST.get(f"ghi-{item.key}", "").strip()
        for item in items
        if f"xem-{item.key}" in request.POST or request.POST.get(f"ghi-{item.key}", "").strip()
    }
    looked = looked_at(items, ticked, numbers)
    week = monday(local(now()).date())
    check_week(unit, by=request.staff, key=request.POST.get("key", "")[:40], week=week, looked=looked)
    messages.success(request, _("Đã lưu phiếu kiểm tra của %(unit)s.") % {"unit": unit.name})
    return redirect(f"{reverse('desk:weekly')}?{urlencode({'don-vi': unit.code})}")


def _item(item: CheckItem, numbers: dict[str, int], request: StaffRequest, *, whole: bool) -> dict[str, Any]:
    """An item as the page shows it; cases can be opened where the list of deadlines shows just these."""
    address = reverse("desk:watching")
    return {
        "key": item.key,
        "words": item.words,
        "counts": [
            (CLASSES[what][1], numbers[what], f"{address}?loai={what}#danh-sach" if whole else "")
            for what in item.counts
        ],
        "ticked": f"xem-{item.key}" in request.POST,
        "remark": request.POST.get(f"ghi-{item.key}", ""),
    }
