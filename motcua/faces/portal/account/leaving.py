"""My data: a copy of all that is kept under my account, and leaving."""

import json

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from motcua.application.citizens.leaving import held_of, leave
from motcua.domain.people.actor import Citizen
from motcua.faces.audience import CitizenRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.ui.forms import PageForm


class LeaveForm(PageForm):
    sure = forms.BooleanField(
        label=gettext_lazy("Tôi đã đọc những điều trên và muốn đóng tài khoản"),
        error_messages={"required": gettext_lazy("Xin đánh dấu ô này nếu ông/bà muốn đóng tài khoản.")},
    )


@page_for(Citizen)
def rights(request: CitizenRequest) -> HttpResponse:
    """What is kept of me, and what I may do with it."""
    form = LeaveForm(request.POST or None)
    if form.is_valid():
        leave(request.account, by=request.citizen, at=now())
        request.session.flush()
        messages.success(request, _("Đã đóng tài khoản và xóa những gì tài khoản giữ về ông/bà."))
        return redirect("portal:sign_in")
    shown = {"form": form, "here": "rights"}
    return render(request, "portal/account/rights.html", shown, status=422 if form.errors else 200)


@require_GET
@page_for(Citizen)
def copy(request: CitizenRequest) -> HttpResponse:
    """All of it, as one file that people and programs can read."""
    at = now()
    held = held_of(request.account, request.citizen, at=at)
    text = json.dumps(held, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="du-lieu-cua-toi-{local(at):%Y-%m-%d}.json"'
    return response
