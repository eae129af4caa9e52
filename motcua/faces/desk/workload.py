"""O5: who has how much, and giving several waiting steps to a colleague at once, each by itself."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.application.timekeeping.rules import hours_words
from motcua.application.timekeeping.workload import (
    DAYS,
    NOBODY,
    SUPERVISORS,
    held_by,
    places_of,
    workload,
)
from motcua.domain.cases.actions.processing import reassign
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.ahead import colleagues
from motcua.domain.cases.queries.promises import Promises
from motcua.domain.offices.models import Role, Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now, refuse_unless
from motcua.foundation.calendar import local
from motcua.foundation.ui.forms import PageForm

from .inbox import row_of
from .many import MOST, each_by_itself
from .way_back import tell, told


class ReassignForm(PageForm):
    """To whom, and why."""

    den = forms.ChoiceField(label=gettext_lazy("Giao cho"))
    ly_do = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=2000,
        help_text=gettext_lazy("Để người nhận biết cần làm gì; lý do được lưu ở từng hồ sơ."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@page_for(Staff, roles=SUPERVISORS)
def workload_page(request: StaffRequest) -> HttpResponse:
    """The load of everybody one directs; of one person chosen, the waiting steps, to be given to somebody else."""
    at, lang = now(), get_language() or "vi"
    loads = workload(request.staff, at=at)
    asked = request.GET.get("can-bo", "")
    holder = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    shown: dict[str, Any] = {
        "loads": [
            (load, hours_words(load.minutes, lang) if load.minutes is not None else "") for load in loads
        ],
        "days": DAYS,
        "told": told(request),
        "address": reverse("desk:workload"),
    }
    if holder is None:
        return render(request, "desk/workload.html", shown)
    people = _people(request.staff, holder)
    form = ReassignForm(request.POST if request.method == "POST" else None)
    form.fields["den"].choices = [("", _("Chọn cán bộ")), *people]  # type: ignore[attr-defined]
    picked = list(dict.fromkeys(request.POST.getlist("pick")))[:MOST]
    if request.method == "POST":
        if form.is_valid() and picked:
            return _give(request, holder, picked, form.cleaned_data)
        if not picked:
            form.add_error(None, _("Xin đánh dấu ít nhất một hồ sơ cần giao lại."))
    back = _address(holder)
    rows = held_by(request.staff, holder, limit=MOST)
    known = Promises([row.promise for row in rows], edition=request.staff.edition)
    shown |= {
        "holder": holder,
        "name": next((load.holder for load in loads if load.holder_id == holder), "")
        or (_("Chưa ai nhận") if holder == NOBODY else ""),
        "rows": [row_of(row, known, at, back) for row in rows],
        "picked": picked,
        "form": form,
        "here": back,
        "key": request.POST.get("key") or uuid4(),
    }
    return render(request, "desk/workload.html", shown, status=422 if form.errors else 200)


def _give(request: StaffRequest, holder: int, codes: list[str], wanted: dict[str, Any]) -> HttpResponse:
    """Reassign the ticked cases, each by itself: what is refused is named with its sentence, the rest is done."""
    colleague = Staff.objects.get(pk=wanted["den"])

    def do(case: Case, key: str) -> None:
        steps = [step for step in case.open_steps if (step.assignee_id or NOBODY) == holder]
        refuse_unless(steps, _("Bước này đã được giao cho người khác hoặc đã xong."))
        reassign(case, by=request.staff, key=key, to=colleague, reason=wanted["ly_do"], node=steps[0].node)

    done, refused = each_by_itself(request, codes, do)
    tell(request, _("Đã giao cho %(name)s") % {"name": colleague.full_name}, done, refused)
    return redirect(_address(holder))


def _people(staff: Staff, holder: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """Colleagues who may hold the steps, by unit and role."""
    on = local(now()).date()
    found = []
    for unit, role in places_of(staff, holder):
        people = [(str(p.pk), p.full_name) for p in colleagues(unit, role, on=on) if p.pk != holder]
        if people:
            found.append((f"{unit.name} · {Role(role).label}", people))
    return found


def _address(holder: int) -> str:
    return f"{reverse('desk:workload')}?can-bo={holder}"
