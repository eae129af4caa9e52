"""A written mandate noted where its paper was seen, at a desk or a post point, and the picture of the paper kept with it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motcua.application.citizens.acting import holder_of, keep_picture, procedures_to_give
from motcua.domain.mandates.actions import WITH_PAPER, note_paper
from motcua.domain.mandates.models import Evidence, Mandate
from motcua.domain.mandates.rules import PAPER
from motcua.domain.offices.models import Staff, Unit
from motcua.faces import uploading
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.ui.dates import LooseDateField
from motcua.foundation.ui.forms import PageForm

LATELY, SHOWN = timedelta(days=7), 20


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


@page_for(Staff, roles=WITH_PAPER)
def mandate(request: StaffRequest) -> HttpResponse:
    """Note a mandate whose paper somebody has brought; its picture comes next."""
    form = PaperForm(request.POST or None)
    field: Any = form.fields["procedures"]
    field.choices = procedures_to_give(on=local(now()).date())
    if form.is_valid():
        duty = next(d for d in request.staff.duties if d.role in WITH_PAPER)
        facts = {**form.cleaned_data, "procedures": tuple(form.cleaned_data["procedures"])}
        try:
            made = note_paper(Unit.objects.get(pk=duty.unit_id), by=request.staff, **facts)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            said = {"agent": made.agent.full_name, "grantor": made.grantor.full_name}
            messages.success(request, _("Đã ghi: %(agent)s được làm thay %(grantor)s.") % said)
            return redirect(_address(made))
    noted = Mandate.objects.noted_by(request.staff).filter(declared_at__gt=now() - LATELY)
    shown = {
        "form": form,
        "noted": [
            (each, _address(each))
            for each in noted.select_related("grantor", "agent").order_by("-declared_at")[:SHOWN]
        ],
    }
    return render(request, "counter/mandate.html", shown, status=422 if form.errors else 200)


def _address(mandate: Mandate) -> str:
    return reverse("counter:mandate_paper", args=[mandate.pk, PAPER])


def _wanted(request: HttpRequest, mandate: str, component: str) -> uploading.Wanted:
    """The paper of a mandate that this person noted."""
    staff: Any = request.staff  # type: ignore[attr-defined]
    mine = Mandate.objects.noted_by(staff).select_related("grantor", "agent")
    found = mine.filter(pk=int(mandate), revoked_at=None).first()
    if found is None or component != PAPER:
        raise Http404
    return uploading.Wanted(
        holder=holder_of(found),
        key=PAPER,
        name=_("Giấy ủy quyền"),
        here=_address(found),
        kept=LATELY,
        of=found,
    )


def _page(request: HttpRequest, wanted: uploading.Wanted, problems: list[str], status: int) -> HttpResponse:
    shown = {**uploading.shown(request, wanted), "mandate": wanted.of, "problems": problems}
    return render(request, "counter/mandate_paper.html", shown, status=status)


views = uploading.paper_views(Staff, find=_wanted, page=_page)


@require_POST
@page_for(Staff, roles=WITH_PAPER)
def keep(request: StaffRequest, mandate: str) -> HttpResponse:
    """Keep what was sent as the paper of the mandate."""
    wanted = _wanted(request, mandate, PAPER)
    try:
        keep_picture(wanted.of, by=request.staff)
    except Refused as refused:
        return _page(request, wanted, [refused.sentence], refused.status)
    messages.success(request, _("Đã lưu giấy ủy quyền. Hồ sơ nộp thay sau này dùng lại, không phải gửi lại."))
    return redirect("counter:helping" if request.staff.has_role("postal") else "counter:mandate")
