"""C11: what is missing and why, until when, and that the clock stands; the papers asked for, sent from home.

The holder of a slip answers for the case and for its linked parts, each request on a page of its own.
"""

from datetime import timedelta
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

from motcua.application.filing.answering import send_answer
from motcua.domain.cases.actions.answering import asked_papers, open_requests
from motcua.domain.cases.models import Case, Supplement
from motcua.domain.cases.queries.elsewhere import part_name
from motcua.domain.documents.models.upload import CHECKING, CLEAN
from motcua.domain.documents.queries import uploads_of
from motcua.domain.people.actor import Citizen
from motcua.faces import uploading
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import Refused
from motcua.foundation.ui.forms import PageForm

from .filing import answer
from .tracking import nothing_here

KEPT = timedelta(days=60)  # files that were never sent; a request is open for a month


class ReplyForm(PageForm):
    """Words for what a paper does not say."""

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
    """The request that waits, where there is one."""
    case = Case.objects.of_slip(secret)
    if case is None:
        return nothing_here(request)
    waiting = open_requests(case)
    if waiting and request.method != "POST":
        return HttpResponseRedirect(_address(secret, waiting[0]))
    return _nothing_asked(request, case)


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, secret: str, asked: str) -> HttpResponse:
    """One request: what is asked for, what of it is here, and the words that go along."""
    case = Case.objects.of_slip(secret)
    if case is None:
        return nothing_here(request)
    found = _request(case, asked)
    if found is None:
        return _nothing_asked(request, case)
    if request.method != "POST":
        return _page(request, case, found, ReplyForm(initial={"key": str(uuid4()), "words": found.reply}))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, case, found, form, status=422)
    if wanted := request.POST.get("mo"):
        found.writing(form.cleaned_data["words"])
        if wanted in dict(asked_papers(found.case, found)):
            return HttpResponseRedirect(_paper_address(secret, found, wanted))
        return HttpResponseRedirect(_address(secret, found))
    try:
        send_answer(found, by=who_holds(request, case), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, case, found, form, status=refused.status)
    messages.success(
        request, _("Đã gửi. Cơ quan kiểm tra rồi báo lại; hồ sơ được làm tiếp khi giấy tờ đã đủ.")
    )
    return HttpResponseRedirect(reverse("portal:followed", args=[secret.lower()]), status=303)


# The papers -------------------------------------------------------------------------------------------------


def _wanted(request: HttpRequest, secret: str, asked: str, component: str) -> uploading.Wanted | HttpResponse:
    case = Case.objects.of_slip(secret)
    found = _request(case, asked) if case else None
    name = dict(asked_papers(found.case, found)).get(component) if found else None
    if case is None or found is None or name is None:
        return nothing_here(request)
    return uploading.Wanted(
        holder=found.holder, key=component, name=name, here=_paper_address(secret, found, component), kept=KEPT,
        account=request.account if request.citizen else None,  # type: ignore[attr-defined]
    )  # fmt: skip


def _paper_page(
    request: HttpRequest, wanted: uploading.Wanted, problems: list[str], status: int
) -> HttpResponse:
    shown = {
        **uploading.shown(request, wanted),
        "name": wanted.name,
        "back": wanted.here.rpartition("/giay-to/")[0],
        "problems": problems,
    }
    return render(request, "portal/supplement_paper.html", shown, status=status)


views = uploading.paper_views(Public, find=_wanted, page=_paper_page, finish=answer)


# What every page does ---------------------------------------------------------------------------------------


def _request(case: Case, asked: str) -> Supplement | None:
    """The request of a number, where it waits for the holder of this slip."""
    return next((each for each in open_requests(case) if str(each.pk) == asked), None)


def who_holds(request: HttpRequest, case: Case) -> Citizen:
    """Whoever holds the slip's secret, with their account where they have signed in."""
    citizen: Any = request.citizen or Citizen()  # type: ignore[attr-defined]
    return Citizen(citizen.account_id, citizen.person_id, citizen.level, slip=case.code)


def _address(secret: str, asked: Supplement) -> str:
    return reverse("portal:reply", args=[secret.lower(), asked.pk])


def _paper_address(secret: str, asked: Supplement, key: str) -> str:
    return reverse("portal:reply_paper", args=[secret.lower(), asked.pk, key])


def _nothing_asked(request: HttpRequest, case: Case) -> HttpResponse:
    shown = {"case": case, "follow": reverse("portal:followed", args=[case.secret])}
    status = 409 if request.method == "POST" else 200
    return answer(render(request, "portal/supplement.html", shown, status=status))


def _page(
    request: HttpRequest, case: Case, asked: Supplement, form: PageForm, *, status: int = 200
) -> HttpResponse:
    about = asked.case
    made = about.events.filter(name="case.supplement_requested", payload__round=asked.round).first()
    answered = about.events.filter(name="case.supplement_answered", at__gte=asked.asked_at)
    here = [each for each in uploads_of(asked.holder) if each.state in (CLEAN, CHECKING)]
    shown = {
        "case": about,
        "part": part_name(case, about) if about.parent_id else "",
        "asked": asked,
        "form": form,
        "papers": [
            (key, name, uploading.there(files) if (files := [u for u in here if u.component == key]) else "")
            for key, name in asked_papers(about, asked)
        ],
        "leader_agrees": made.payload.get("leader_agrees", "") if made else "",
        "sent_before": answered.exists(),
        "follow": reverse("portal:followed", args=[case.secret]),
    }
    return answer(render(request, "portal/supplement.html", shown, status=status))
