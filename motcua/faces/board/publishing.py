"""T9: the staff's side of a monthly publication: freeze, read it as everybody will, word, sign, publish, correct."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.application.disclosure.actions import drop, freeze, publish, sign, word
from motcua.application.disclosure.models import DROPPED, Publication
from motcua.application.disclosure.queries import kept
from motcua.application.disclosure.rules import chosen_on
from motcua.application.reports.rules import Period, month_of
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Action, Refused, now
from motcua.foundation.calendar import STANDARD, calendar_named, local, next_working_day

from .months import shown_of
from .publishing_forms import DropForm, FreezeForm, PublishingForm, SignForm, WordForm

KEEPERS = ("ptc_control", "leader")
MONTHS = 6


@dataclass(frozen=True)
class Doing:
    """One act on a publication: its form and what is said when it is done."""

    action: Action
    form: type[PublishingForm]
    done: str


DOINGS = {
    "sua": Doing(word, WordForm, "Đã sửa câu nhận định."),
    "ky": Doing(sign, SignForm, "Đã ký; số liệu tự công bố vào giờ đã đặt."),
    "cong-bo": Doing(publish, PublishingForm, "Đã công bố."),
    "bo": Doing(drop, DropForm, "Đã bỏ bản chốt; có thể chốt lại."),
}


@page_for(Staff, roles=KEEPERS)
def publications(request: StaffRequest) -> HttpResponse:
    """The latest months of each authority the person keeps, and what can be done with each."""
    return render(request, "board/publications.html", {"units": _units_shown(request), "key": uuid4().hex})


@require_POST
@page_for(Staff, roles=KEEPERS)
def freeze_month(request: StaffRequest, code: str) -> HttpResponse:
    unit = next((each for each in kept_units(request.staff) if each.code == code), None)
    if unit is None:
        raise Http404("Không phải đơn vị của mình.")
    form = FreezeForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Xin chọn một tháng trong danh sách."))
    try:
        made = freeze(unit, by=request.staff, key=form.cleaned_data["key"], **form.given())
    except Refused as refused:
        shown = {
            "units": _units_shown(request),
            "key": uuid4().hex,
            "problem": refused.sentence,
            "form": form,
        }
        return render(request, "board/publications.html", shown, status=refused.status)
    return redirect("board:publication", number=made.pk)


@page_for(Staff, roles=KEEPERS)
def publication(request: StaffRequest, number: int, doing: str = "") -> HttpResponse:
    """The edition as everybody will see it, under what may be done with it."""
    found = _publication(request, number)
    chosen = DOINGS.get(doing)
    form: PublishingForm | None = None
    if request.method == "POST" and chosen:
        form = chosen.form(request.POST)
        if form.is_valid():
            try:
                chosen.action(found, by=request.staff, key=form.cleaned_data["key"], **form.given())
                messages.success(request, _(chosen.done))
                return redirect("board:publication", number=number)
            except Refused as refused:
                form.add_error(None, refused.sentence)
    shown = shown_of(found, "xep-hang", whole=False)
    acts = [
        (key, each, form if key == doing and form else _fresh(each.form, found))
        for key, each in DOINGS.items()
        if each.action.permits(request.staff, found)
    ]
    status = 422 if form and form.errors else 200
    return render(request, "board/publication.html", {**shown, "acts": acts, "form": form}, status=status)


def kept_units(staff: Staff) -> list[Unit]:
    """The authorities whose figures the person keeps, from the top down."""
    found: dict[int, Unit] = {}
    for duty in staff.duties:
        if duty.role in KEEPERS:
            unit = Unit.objects.select_related("parent").get(pk=duty.unit_id)
            while not unit.is_authority and unit.parent:
                unit = unit.parent
            if unit.path.startswith(duty.unit_path):
                found[unit.pk] = unit
    return sorted(found.values(), key=lambda unit: unit.path)


def _units_shown(request: StaffRequest) -> list[tuple[Unit, list[tuple[Period, str, list[Publication]]]]]:
    """Each authority with its last months: the month, its words, its editions."""
    units = kept_units(request.staff)
    editions: dict[tuple[int, date], list[Publication]] = {}
    for each in kept(units):
        editions.setdefault((each.unit_id, each.month), []).append(each)
    lang = "en" if get_language() == "en" else "vi"
    return [
        (
            unit,
            [(month, month.label(lang), editions.get((unit.pk, month.first), [])) for month in _months(unit)],
        )
        for unit in units
    ]


def _months(unit: Unit) -> list[Period]:
    """The last months that have ended, the newest first, none before the unit began."""
    months = [month_of(local(now()).date()).before()]
    while len(months) < MONTHS:
        months.append(months[-1].before())
    return [month for month in months if month.last >= unit.valid_from]


def _publication(request: StaffRequest, number: int) -> Publication:
    found = get_object_or_404(
        Publication.objects.exclude(state=DROPPED).select_related("unit", "signed_by"), pk=number
    )
    if not any(found.unit_id == unit.pk for unit in kept_units(request.staff)):
        raise Http404("Không phải đơn vị của mình.")
    return found


def _fresh(form: type[PublishingForm], found: Publication) -> PublishingForm:
    initial: dict[str, Any] = {"key": uuid4().hex, "finding": found.finding}
    if form is SignForm:
        at = _hour(found)
        initial |= {"on": f"{at:%d/%m/%Y}", "at": f"{at:%H:%M}"}
    return form(initial=initial, auto_id=f"{form.__name__.lower()}-%s")


def _hour(found: Publication) -> datetime:
    """When to publish by default: the chosen hour of today if it is still to come, else of the next working day."""
    at, chosen = local(now()), chosen_on(found.month)
    today = at.replace(hour=chosen.hour.hour, minute=chosen.hour.minute, second=0, microsecond=0)
    if today > at:
        return today
    day = next_working_day(at.date(), calendar_named(STANDARD))
    return today.replace(year=day.year, month=day.month, day=day.day)
