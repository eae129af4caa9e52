"""Passkeys: signing in with the finger, face or code of one's own device, and the keys that may do so."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motcua.application.citizens.keys import NotTheKey, Site
from motcua.domain.people.actions import add_passkey, remove_passkey
from motcua.domain.people.actor import Citizen
from motcua.faces.audience import CitizenRequest, Public, open_session_of, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.ui.forms import PageForm
from motcua.foundation.ui.site import site_of

from .signing_in import onward_of, private

KEPT = "key_asked"  # in a session: the question a device was asked, until its answer comes
MOST_LETTERS = 20_000  # of an answer


class KeyForm(PageForm):
    """What a new key is called; which device it is in only its owner knows."""

    name = forms.CharField(
        label=gettext_lazy("Tên khóa, để ông/bà nhận ra"),
        help_text=gettext_lazy("Ví dụ: điện thoại của tôi"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput())


@require_POST
@page_for(Public)
def ask_key(request: HttpRequest) -> HttpResponse:
    """The question for any key of this site."""
    options, request.session[KEPT] = _site(request).ask_for_any()
    return private(JsonResponse(options))


@require_POST
@page_for(Public)
def sign_in_by_key(request: HttpRequest) -> HttpResponse:
    """The answer of a key opens its account, at the level the key was added at."""
    onward = onward_of(request)
    try:
        key = _site(request).key_used(_kept(request), _answer(request), at=now())
    except NotTheKey:
        return _told(request, _("Khóa này không mở được tài khoản nào ở đây. Xin đăng nhập bằng mã."))
    if not key.account.is_active:
        return _told(
            request, _("Tài khoản này đang bị khóa. Xin gọi đường dây nóng ở cuối trang để được giúp.")
        )
    open_session_of(request, key.account, level=key.level)
    return private(redirect(onward))


@require_POST
@page_for(Citizen)
def ask_new_key(request: CitizenRequest) -> HttpResponse:
    """The question for a new key of the account."""
    account = request.account
    label = account.full_name or account.email or account.phone or _("Tài khoản của tôi")
    options, request.session[KEPT] = _site(request).ask_for_new(account, label=label)
    return JsonResponse(options)


@page_for(Citizen)
def new_key(request: CitizenRequest) -> HttpResponse:
    """A name for the key, and the key itself as the device has made it."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key_id, public, count = _site(request).new_key(_kept(request), _answer(request))
            add_passkey(
                request.account, by=request.citizen, name=form.cleaned_data["name"],
                credential_id=key_id, credential=public, count=count,
            )  # fmt: skip
        except NotTheKey:
            form.add_error(None, _("Thiết bị chưa tạo được khóa. Xin thử lại trên trang này."))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Đã thêm khóa. Lần sau ông/bà đăng nhập được bằng khóa này."))
            return redirect("portal:means")
    shown = {"form": form, "host_is_name": _has_name(request)}
    return render(request, "portal/account/new_key.html", shown, status=422 if form.errors else 200)


@require_POST
@page_for(Citizen)
def drop_key(request: CitizenRequest, number: int) -> HttpResponse:
    remove_passkey(request.account, by=request.citizen, passkey=number)
    messages.success(request, _("Đã bỏ khóa."))
    return redirect("portal:means")


def _site(request: HttpRequest) -> Site:
    """This site by the name it was asked for; names are those the office answers to (ALLOWED_HOSTS)."""
    host = request.get_host()
    return Site(host=_host(host), origin=f"{request.scheme}://{host}", name=site_of(request).name)


def _host(host: str) -> str:
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


def _has_name(request: HttpRequest) -> bool:
    """Devices keep keys for names, not for numbers such as 127.0.0.1."""
    return any(letter.isalpha() for letter in _host(request.get_host()))


def _kept(request: HttpRequest) -> dict[str, Any]:
    """The question that was asked; it is answered once."""
    kept: dict[str, Any] | None = request.session.pop(KEPT, None)
    if kept is None:
        raise NotTheKey
    return kept


def _answer(request: HttpRequest) -> dict[str, Any]:
    text = request.POST.get("credential", "")
    try:
        answer = json.loads(text) if len(text) <= MOST_LETTERS else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise NotTheKey
    return answer


def _told(request: HttpRequest, sentence: str) -> HttpResponse:
    return private(render(request, "portal/account/not_proved.html", {"sentence": sentence}, status=422))
