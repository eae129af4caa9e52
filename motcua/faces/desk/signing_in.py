"""Signing in and out; tries are counted in the database, and a wrong name costs as much as a wrong password."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.domain.offices.models import Staff
from motcua.faces.audience import Public, StaffRequest, page_for, visitor_address
from motcua.foundation.actions import now
from motcua.foundation.limits.models import count_try
from motcua.foundation.ui.forms import PageForm

MOST_TRIES, WINDOW = 10, timedelta(minutes=15)


class SignInForm(PageForm):
    login = forms.CharField(
        label=_("Tên đăng nhập"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@page_for(Public)
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    form.fields["login"].widget.attrs[
        "autofocus"
    ] = not form.is_bound  # after a mistake its summary has the keyboard
    onward = _onward(request)
    if form.is_valid():
        if _tried_too_often(request, form.cleaned_data["login"]):
            form.add_error(None, _("Đã thử quá nhiều lần. Xin đợi 15 phút rồi đăng nhập lại."))
        elif account := authenticate(
            request, username=form.cleaned_data["login"].lower(), password=form.cleaned_data["password"]
        ):
            login(request, account)
            _lasts_from_now(request)
            return redirect(onward)
        else:
            form.add_error(None, _("Tên đăng nhập hoặc mật khẩu chưa đúng. Xin nhập lại."))
    return render(
        request, "desk/sign_in.html", {"form": form, "onward": onward}, status=422 if form.errors else 200
    )


@page_for(Staff)
def stay(request: StaffRequest) -> HttpResponse:
    """Make the session as long again: asked for by the warning two minutes before its end."""
    _lasts_from_now(request)
    return HttpResponse(status=204)


def _lasts_from_now(request: HttpRequest) -> None:
    request.session["until"] = int(now().timestamp()) + settings.SESSION_COOKIE_AGE


@require_POST
@page_for(Public)
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("desk:sign_in")


def _tried_too_often(request: HttpRequest, name: str) -> bool:
    at = now()
    by_name = count_try("sign in name", name.lower(), at=at, window=WINDOW)
    by_address = count_try("sign in address", visitor_address(request), at=at, window=WINDOW)
    return by_name > MOST_TRIES or by_address > 5 * MOST_TRIES


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("tiep") or request.GET.get("tiep") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted else reverse("desk:inbox")
