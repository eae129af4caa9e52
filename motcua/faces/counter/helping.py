"""Helping people at a post point or a desk: filing for them under one's own account, noting their mandates."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.citizens.acting import procedures_to_give
from motcua.application.filing.models import Draft, Filed
from motcua.domain.mandates.actions import note_paper
from motcua.domain.mandates.models import Evidence
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.ui.dates import LooseDateField
from motcua.foundation.ui.forms import PageForm

DESK = ("reception", "centre_head")
LATELY, SHOWN = timedelta(days=7), 20


@page_for(Staff, roles=("postal",))
def helping(request: StaffRequest) -> HttpResponse:
    """What can be filed for somebody here, what I have begun, what I have filed lately."""
    at = now()
    begun = Draft.objects.filter(helped_by=request.staff).open(on=local(at).date())
    filed = Filed.objects.filter(staff=request.staff, filed_at__gt=at - LATELY)
    shown = {
        "procedures": procedures_to_give(on=local(at).date()),
        "drafts": begun.select_related("terms__procedure").order_by("-saved_at")[:SHOWN],
        "filed": filed.select_related("case__procedure").order_by("-filed_at")[:SHOWN],
    }
    return render(request, "counter/helping.html", shown)


class PaperForm(PageForm):
    """A written mandate as it lies on the desk."""

    grantor_name = forms.CharField(label=gettext_lazy("Người ủy quyền: họ và tên"), max_length=200)
    grantor_number = forms.CharField(label=gettext_lazy("Người ủy quyền: số định danh"), max_length=20)
    full_name = forms.CharField(label=gettext_lazy("Người được ủy quyền: họ và tên"), max_length=200)
    number = forms.CharField(label=gettext_lazy("Người được ủy quyền: số định danh"), max_length=20)
    evidence = forms.ChoiceField(
        label=gettext_lazy("Dựa trên"),
        choices=[
            (Evidence.NOTARISED, gettext_lazy("Văn bản ủy quyền đã công chứng, chứng thực")),
            (Evidence.FAMILY, gettext_lazy("Người thân, có giấy tờ chứng minh quan hệ")),
        ],
        widget=forms.RadioSelect,
    )
    evidence_number = forms.CharField(label=gettext_lazy("Số và nơi cấp giấy tờ ấy"), max_length=120)
    valid_from = LooseDateField(label=gettext_lazy("Từ ngày"), future=True)
    valid_to = LooseDateField(label=gettext_lazy("Đến hết ngày"), future=True)
    procedures = forms.MultipleChoiceField(
        label=gettext_lazy("Những việc được làm thay"), required=False, widget=forms.CheckboxSelectMultiple
    )


@page_for(Staff, roles=DESK)
def mandate(request: StaffRequest) -> HttpResponse:
    """Note a mandate whose paper somebody has brought."""
    form = PaperForm(request.POST or None)
    field: Any = form.fields["procedures"]
    field.choices = procedures_to_give(on=local(now()).date())
    if form.is_valid():
        duty = next(d for d in request.staff.duties if d.role in DESK)
        facts = {**form.cleaned_data, "procedures": tuple(form.cleaned_data["procedures"])}
        try:
            made = note_paper(Unit.objects.get(pk=duty.unit_id), by=request.staff, **facts)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            said = {"agent": made.agent.full_name, "grantor": made.grantor.full_name}
            messages.success(request, _("Đã ghi: %(agent)s được làm thay %(grantor)s.") % said)
            return redirect("counter:mandate")
    return render(request, "counter/mandate.html", {"form": form}, status=422 if form.errors else 200)
