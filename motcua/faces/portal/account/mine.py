"""C15: what is mine – my cases and drafts, and who has looked at what is about me."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.application.citizens.attaching import attach
from motcua.application.filing.models import Draft
from motcua.domain.cases.queries.mine import OwnCase, cases_of, looks_of, purpose_of
from motcua.domain.cases.queries.tracking import WINDOW, TooManyTries
from motcua.domain.cases.rules import State, slip_secret
from motcua.domain.people.actor import Citizen
from motcua.faces.audience import CitizenRequest, page_for, visitor_address
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from ..feedback import standing_of
from ..tracking_form import PIN, TrackForm
from ..words import STATES, moment

LOOKS = 50  # on a page


@page_for(Citizen)
def account(request: CitizenRequest) -> HttpResponse:
    """My cases, and what I have begun."""
    at = now()
    drafts = Draft.objects.filter(account=request.account).open(on=local(at).date())
    shown = {
        "account": request.account,
        "level": request.citizen.level,
        "groups": _grouped(cases_of(request.citizen)),
        "drafts": drafts.select_related("terms__procedure").order_by("-saved_at"),
        "feedback": [
            (each, *standing_of(each, at))
            for each in request.account.feedback.select_related("unit").order_by("-sent_at")[:20]
        ],
        "provider": settings.IDENTITY_ISSUER and settings.IDENTITY_NAME,
        "here": "account",
    }
    return render(request, "portal/account/mine.html", shown)


def _grouped(cases: list[OwnCase]) -> list[tuple[str, list[dict[str, Any]]]]:
    """One's own cases, then those of each firm or household business one has filed for, by its name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in sorted(cases, key=lambda case: case.for_firm):
        found.setdefault(each.applicant if each.for_firm else "", []).append(_case(each))
    return list(found.items())


def _case(case: OwnCase) -> dict[str, Any]:
    state = State(case.state)
    when = (_("Có kết quả"), case.finished_at) if case.finished_at else (_("Hẹn trả"), case.due_promised)
    if when[1] is None:
        when = (_("Nộp lúc"), case.submitted_at or case.received_at)
    return {
        "case": case,
        "state": str(STATES[state]),
        "when": f"{when[0]} {moment(when[1])}" if when[1] else "",
        "address": reverse("portal:followed", args=[slip_secret(settings.SLIP_KEY, case.code)]),
        "how": _(case.how_label) if case.how else "",
    }


class SlipForm(TrackForm):
    """The code of a case and the six digits of its slip: the last digits of a number are not enough to keep it."""

    def clean_proof(self) -> str:
        proof = super().clean_proof()
        if len(proof) != PIN:
            self.add_error("proof", _("Xin nhập mã tra cứu 6 số in trên giấy hẹn."))
        return proof


@page_for(Citizen)
@require_http_methods(["GET", "HEAD", "POST"])
def add_case(request: CitizenRequest) -> HttpResponse:
    """Put a case into my list with what is printed on its slip."""
    form = SlipForm(request.POST or None)
    form.fields["proof"].label = _("Mã tra cứu 6 số")
    if form.is_valid():
        try:
            found = attach(request.account, **form.cleaned_data, address=visitor_address(request), at=now())
        except TooManyTries:
            minutes = int(WINDOW / timedelta(minutes=1))
            said = _(
                "Hồ sơ này hoặc máy này vừa được tra quá nhiều lần. Xin đợi %(minutes)s phút rồi thử lại."
            )
            form.add_error(None, said % {"minutes": minutes})
        else:
            if found:
                messages.success(request, _("Đã thêm hồ sơ vào danh sách của ông/bà."))
                return redirect("portal:account")
            form.add_error(None, _("Không có hồ sơ nào khớp với cả hai điều vừa nhập. Xin xem lại giấy hẹn."))
    shown = {"form": form, "here": "account"}
    return render(request, "portal/account/add_case.html", shown, status=422 if form.errors else 200)


@page_for(Citizen)
def looks(request: CitizenRequest) -> HttpResponse:
    """Who has looked at my cases: which unit, for what, when; never the name of a person."""
    asked = request.GET.get("tu", "")
    offset = min(int(asked), 100_000) if asked.isdecimal() and len(asked) < 8 else 0
    found = looks_of(request.citizen, limit=LOOKS + 1, offset=offset)
    shown = {
        "looks": [
            {"look": each, "purpose": _(purpose_of(each.through)), "at": moment(each.last_at)}
            for each in found[:LOOKS]
        ],
        "more": offset + LOOKS if len(found) > LOOKS else 0,
        "before": max(0, offset - LOOKS) if offset else None,
        "level": request.citizen.level,
        "here": "looks",
    }
    return render(request, "portal/account/looks.html", shown)
