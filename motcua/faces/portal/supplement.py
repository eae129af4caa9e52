"""C11: what is missing and why, until when, and that the clock stands; the papers asked for, sent from home."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.domain.cases.actions.answering import answer_supplement, asked_papers, open_request
from motcua.domain.cases.actions.intake import Enclosed
from motcua.domain.cases.models import Case, Supplement
from motcua.domain.cases.rules import State
from motcua.domain.documents.models import File
from motcua.domain.people.actor import Citizen
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.files import FileRefused
from motcua.foundation.ui.forms import PageForm

from .filing import answer
from .tracking import nothing_here


class AnswerForm(PageForm):
    """Base of the form for a request: a file for each paper, and words for what a paper does not say."""

    mark_optional = False
    words = forms.CharField(
        label=gettext_lazy("Lời nhắn cho cán bộ (nếu cần)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, secret: str) -> HttpResponse:
    case = Case.objects.of_slip(secret)
    if case is None:
        return nothing_here(request)
    asked = open_request(case)
    if asked is None or case.state != State.AWAITING_SUPPLEMENT:
        return _page(request, case, None, AnswerForm(), status=409 if request.method == "POST" else 200)
    papers = asked_papers(case, asked)
    fields: dict[str, Any] = {f"tep-{key}": _field(name) for key, name in papers}
    form_class: Any = type("ThisAnswerForm", (AnswerForm,), fields)
    if request.method != "POST":
        return _page(request, case, asked, form_class(initial={"key": str(uuid4())}))
    form = form_class(request.POST, request.FILES)
    form.is_valid()
    files = _kept(form, papers)
    if form.errors:
        return _page(request, case, asked, form, status=422)
    try:
        answer_supplement(
            case,
            by=who_holds(request, case),
            key=form.cleaned_data["key"],
            files=files,
            words=form.cleaned_data["words"],
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, case, asked, form, status=refused.status)
    messages.success(
        request, _("Đã gửi. Cơ quan kiểm tra rồi báo lại; hồ sơ được làm tiếp khi giấy tờ đã đủ.")
    )
    return HttpResponseRedirect(reverse("portal:followed", args=[secret.lower()]), status=303)


def who_holds(request: HttpRequest, case: Case) -> Citizen:
    """Whoever holds the slip's secret, with their account where they have signed in."""
    citizen: Any = request.citizen or Citizen()  # type: ignore[attr-defined]
    return Citizen(citizen.account_id, citizen.person_id, citizen.level, slip=case.code)


def _field(name: str) -> forms.FileField:
    field = forms.FileField(label=name, required=False, help_text=_("PDF hoặc ảnh chụp rõ cả trang"))
    field.widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png,.heic,.docx"
    return field


def _kept(form: PageForm, papers: list[tuple[str, str]]) -> tuple[Enclosed, ...]:
    """The files that are in order; one that is refused says why beside its field."""
    found = []
    for key, name in papers:
        upload = form.cleaned_data.get(f"tep-{key}")
        if not upload:
            continue
        try:
            file = File.put(upload, name=upload.name, at=now())
        except FileRefused as refused:
            form.add_error(f"tep-{key}", str(refused))
            continue
        found.append(Enclosed(file=file, paper=key, name=f"{name[:100]} – {upload.name}"[:160]))
    return tuple(found)


def _page(
    request: HttpRequest, case: Case, asked: Supplement | None, form: PageForm, *, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        "case": case,
        "asked": asked,
        "form": form,
        "follow": reverse("portal:followed", args=[case.secret]),
    }
    if asked:
        made = case.events.filter(name="case.supplement_requested", payload__round=asked.round).first()
        answered = case.events.filter(name="case.supplement_answered", at__gte=asked.asked_at)
        shown["leader_agrees"] = made.payload.get("leader_agrees", "") if made else ""
        shown["sent_before"] = answered.exists()
    response = answer(render(request, "portal/supplement.html", shown, status=status))
    response["Cache-Control"] = "no-store"
    return response
