"""The administrator's pages: units, who works there, and what may be done to an office, each from its action."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.domain.offices.actions import (
    adopt_calendar,
    delegate,
    employ,
    end_delegation,
    end_posting,
    post,
    remove_second_step,
    reset_password,
)
from motcua.domain.offices.models import Delegation, Role, Staff, Unit
from motcua.domain.offices.queries import delegations_under, people_under, staffed_units, staffing_of
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Action, Refused, key_used

from .office_forms import (
    CalendarForm,
    DelegateForm,
    EmployForm,
    EndPostingForm,
    OfficeForm,
    PostForm,
    ResetForm,
    today,
)

ADMINISTRATORS = ("sysadmin",)
HEADS = ("leader", "dept_head", "centre_head")


@dataclass(frozen=True)
class OfficeAct:
    """One act on a unit: its form, and whether it is about one posting there."""

    action: Action
    form: type[OfficeForm]
    about: str = ""


ACTS = {
    "them-can-bo": OfficeAct(employ, EmployForm),
    "bo-tri": OfficeAct(post, PostForm),
    "lich-lam-viec": OfficeAct(adopt_calendar, CalendarForm),
    "phan-cong-thay": OfficeAct(delegate, DelegateForm),
    "ket-thuc": OfficeAct(end_posting, EndPostingForm, "posting"),
    "dat-lai-mat-khau": OfficeAct(reset_password, ResetForm, "staff"),
    "tat-xac-minh": OfficeAct(remove_second_step, OfficeForm, "staff"),
}


@page_for(Staff, roles=ADMINISTRATORS)
def office(request: StaffRequest) -> HttpResponse:
    """The units the person administers, from the top down."""
    on = today()
    found: dict[int, Unit] = {}
    for path in _paths(request.staff, ADMINISTRATORS):
        found.update({unit.pk: unit for unit in staffed_units(path, on=on)})
    top = min((unit.path.count("/") for unit in found.values()), default=0)
    rows = [(unit, min(3, unit.path.count("/") - top)) for unit in found.values()]
    return render(request, "desk/office.html", {"rows": rows})


@page_for(Staff, roles=ADMINISTRATORS)
def unit_page(request: StaffRequest, number: int) -> HttpResponse:
    """One unit: its calendars, who works there, who stands in for whom."""
    unit, on = _unit(request, number), today()
    now, before = staffing_of(unit, on=on)
    shown = {
        "unit": unit,
        "roles": {role.value: _(role.label) for role in Role},
        "now": now,
        "before": before,
        "delegations": delegations_under(unit, on=on),
        "acts": [(slug, act) for slug, act in ACTS.items() if not act.about],
        "on": on,
    }
    return render(request, "desk/unit.html", shown)


@page_for(Staff, roles=ADMINISTRATORS)
def unit_act(request: StaffRequest, number: int, slug: str, of: int = 0) -> HttpResponse:
    """Do one act on a unit, or on one position there."""
    unit, act = _unit(request, number), ACTS.get(slug)
    if act is None or bool(act.about) != bool(of):
        raise Http404
    about: dict[str, Any] = {}
    if act.about:
        posting = unit.postings.filter(pk=of).select_related("staff__account").first()
        if posting is None:
            raise Http404
        about = {act.about: posting if act.about == "posting" else posting.staff}
    people = _choosable(request.staff, unit, act)
    back = reverse("desk:unit", args=[unit.pk])
    return _act(request, unit, act, about, people, back)


@page_for(Staff, roles=(*HEADS, *ADMINISTRATORS))
def stand_in(request: StaffRequest) -> HttpResponse:
    """A head arranges who stands in for whom among their people, themselves included."""
    unit = directed_unit(request.staff)
    if unit is None:
        raise Http404
    return _act(request, unit, ACTS["phan-cong-thay"], {}, people_under(unit, on=today()), reverse("desk:me"))


@require_POST
@page_for(Staff, roles=(*HEADS, *ADMINISTRATORS))
def end_stand_in(request: StaffRequest, number: int) -> HttpResponse:
    """The absent person is back: the deputy's rights end now."""
    found = Delegation.objects.filter(pk=number, cancelled_at=None).select_related("absent").first()
    unit = directed_unit(request.staff)
    if found is None or unit is None:
        raise Http404
    end_delegation(unit, by=request.staff, delegation=found)
    messages.success(request, _("Đã thôi phân công thay cho %s.") % found.absent.full_name)
    back = request.POST.get("ve", "")
    return redirect("desk:unit", int(back)) if back.isdecimal() and len(back) < 19 else redirect("desk:me")


def directed_unit(staff: Staff) -> Unit | None:
    """The highest unit the person directs or administers, if any."""
    paths = _paths(staff, (*HEADS, *ADMINISTRATORS))
    return Unit.objects.filter(path=min(paths, key=len)).first() if paths else None


def _act(
    request: StaffRequest, unit: Unit, act: OfficeAct, about: dict[str, Any], people: list[Staff], back: str
) -> HttpResponse:
    if request.method == "POST" and key_used(request.POST.get("key", ""), unit):
        return redirect(back)  # sent twice: it is done, once
    form = act.form(request.POST or None, initial={"key": str(uuid4())}, unit=unit, people=people)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            act.action(unit, by=request.staff, key=form.cleaned_data["key"], **about, **form.given())
            messages.success(request, f"{_(act.action.label)}: {_('đã xong')}.")
            return redirect(back)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            status = refused.status
    person = about.get("staff") or (about["posting"].staff if "posting" in about else None)
    shown = {"unit": unit, "act": act, "form": form, "back": back, "person": person}
    return render(request, "desk/office_act.html", shown, status=status)


def _choosable(staff: Staff, unit: Unit, act: OfficeAct) -> list[Staff]:
    """Whom an act may be about: for a new position everybody the administrator has, else those of the unit."""
    if act.action is post:
        top = directed_unit(staff)
        return people_under(top, on=today()) if top else []
    return people_under(unit, on=today()) if act.action is delegate else []


def _unit(request: StaffRequest, number: int) -> Unit:
    """The unit, or 404 where the person does not administer it."""
    units = Unit.objects.in_force(today()).select_related(
        "reception_calendar", "processing_calendar", "parent"
    )
    unit = units.filter(pk=number).first()
    if unit is None or not any(unit.is_within(path) for path in _paths(request.staff, ADMINISTRATORS)):
        raise Http404
    return unit


def _paths(staff: Staff, roles: tuple[str, ...]) -> list[str]:
    return sorted({duty.unit_path for duty in staff.duties if duty.role in roles})
