"""Who may act for me, and for whom I may act."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from motcua.application.citizens.acting import procedures_to_give
from motcua.domain.mandates.actions import declare, revoke
from motcua.domain.mandates.models import Mandate
from motcua.domain.mandates.queries import mandates_of
from motcua.domain.mandates.rules import last_day, mandate_limits_on
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Person
from motcua.faces import uploading
from motcua.faces.audience import CitizenRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.ui.dates import PartsDateField
from motcua.foundation.ui.forms import PageForm

USUAL = timedelta(days=90)


class MandateForm(PageForm):
    """Who, for what, until when."""

    full_name = forms.CharField(
        label=gettext_lazy("Họ và tên người được ủy quyền"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    number = forms.CharField(
        label=gettext_lazy("Số định danh cá nhân của người ấy"),
        help_text=gettext_lazy("12 chữ số, in trên thẻ căn cước"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    procedures = forms.MultipleChoiceField(
        label=gettext_lazy("Những việc được làm thay"),
        help_text=gettext_lazy("Không chọn việc nào: mọi việc nộp được từ xa, trừ việc phải tự mình làm."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    valid_from = PartsDateField(label=gettext_lazy("Từ ngày"), future=True)
    valid_to = PartsDateField(label=gettext_lazy("Đến hết ngày"), future=True)


@page_for(Citizen)
def mandates(request: CitizenRequest) -> HttpResponse:
    """What I have given and what I hold."""
    me, on = request.citizen.person_id, local(now()).date()
    found = mandates_of(me)
    names = dict(procedures_to_give(on=on))
    shown = {
        "given": [_shown(each, names) for each in found if each.grantor_id == me],
        "held": [
            {**_shown(each, names), "may": _may(each, names, on)} for each in found if each.agent_id == me
        ],
        "on": on,
        "provider": settings.IDENTITY_ISSUER and settings.IDENTITY_NAME,
        "here": "mandates",
    }
    return render(request, "portal/account/mandates.html", shown)


def _shown(mandate: Mandate, names: dict[str, str]) -> dict[str, Any]:
    return {
        "mandate": mandate,
        "procedures": [names.get(code, code) for code in mandate.procedures],
        "state": _(mandate.state_label),
    }


def _may(mandate: Mandate, names: dict[str, str], on: date) -> list[tuple[str, str]]:
    """(address, name) of what can be filed under a mandate today."""
    return [
        (f"{reverse('portal:file', args=[code])}?thay={mandate.pk}", name)
        for code, name in names.items()
        if mandate.covers(code, on=on)
    ]


@require_safe
@page_for(Citizen)
def mandate_paper(request: CitizenRequest, number: int) -> Any:
    """The paper a mandate rests on, for either of the two."""
    mine = Mandate.objects.visible_to(request.citizen.person_id)
    found = mine.select_related("paper").filter(pk=number, paper__isnull=False).first()
    if found is None or found.paper is None:
        raise Http404
    return uploading.sealed(found.paper, _("Giấy ủy quyền"))


@page_for(Citizen)
def give(request: CitizenRequest) -> HttpResponse:
    """Let somebody act for me."""
    on = local(now()).date()
    if not request.citizen.person_id:
        return redirect("portal:mandates")  # which says who can, and leads there
    form = MandateForm(request.POST or None, initial={"valid_from": on, "valid_to": on + USUAL})
    field: Any = form.fields["procedures"]
    field.choices = procedures_to_give(on=on)
    if form.is_valid():
        me = Person.objects.get(pk=request.citizen.person_id)
        facts = {**form.cleaned_data, "procedures": tuple(form.cleaned_data["procedures"])}
        try:
            declare(me, by=request.citizen, **facts)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Đã ghi ủy quyền. Ông/Bà có thể chấm dứt bất cứ lúc nào."))
            return redirect("portal:mandates")
    longest = last_day(on, mandate_limits_on(on).longest_years)
    shown = {"form": form, "longest": longest, "here": "mandates"}
    return render(request, "portal/account/give_mandate.html", shown, status=422 if form.errors else 200)


@require_POST
@page_for(Citizen)
def end_mandate(request: CitizenRequest, number: int) -> HttpResponse:
    mandate = Mandate.objects.visible_to(request.citizen.person_id).filter(pk=number).first()
    if mandate is None:
        raise Http404
    revoke(mandate, by=request.citizen)
    messages.success(request, _("Đã chấm dứt ủy quyền."))
    return redirect("portal:mandates")
