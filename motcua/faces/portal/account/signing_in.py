"""Signing in of citizens: an address, the code that was sent there, and an account of their own.

Whoever proves an address has its account, made at that moment if there is none: so signing in and signing up are one
page, and nobody learns from it which addresses have accounts.
"""

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from motcua.application.citizens.entering import identity_provider
from motcua.application.notices.codes import reaches, send_code
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account
from motcua.domain.people.rules import Address, read_address, shown_address
from motcua.domain.people.rules.sign_in import CODE_DIGITS, code_mark, typed_digits
from motcua.faces.audience import Public, longer, open_session_of, page_for, visitor_address
from motcua.foundation.actions import now
from motcua.foundation.gateways.outcome import NotTaken
from motcua.foundation.limits.models import count_try
from motcua.foundation.text import TextRefused
from motcua.foundation.ui.forms import PageForm

ASKED = "asked"  # in a session: the code that was sent, as a mark, and what it is for
MINUTES, MOST_TRIES = 10, 5  # how long a code may take; how often one code may be mistyped
MOST_TO_ADDRESS, MOST_FROM_HERE, WINDOW = 6, 30, timedelta(hours=1)  # codes sent


class AddressForm(PageForm):
    """Where the code goes; what is read comes out as an Address."""

    address = forms.CharField(
        label=gettext_lazy("Thư điện tử hoặc số điện thoại di động"),
        max_length=254,
        error_messages={"required": gettext_lazy("Xin nhập thư điện tử hoặc số điện thoại của ông/bà.")},
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_address(self) -> Address:
        try:
            found = read_address(self.cleaned_data["address"])
        except TextRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        if not reaches(found):
            raise forms.ValidationError(
                _(
                    "Cơ quan chưa gửi được mã qua điện thoại. Xin dùng thư điện tử, hoặc nộp mà không cần đăng nhập."
                )
            )
        return found


class CodeForm(PageForm):
    """The code as it was read: pasted, in groups, as one likes."""

    code = forms.CharField(
        label=gettext_lazy("Mã 6 số"),
        max_length=20,
        error_messages={"required": gettext_lazy("Xin nhập mã 6 số trong thư hoặc tin nhắn vừa nhận.")},
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "class": "govuk-input--width-10",
            }
        ),
    )

    def clean_code(self) -> str:
        return typed_digits(self.cleaned_data["code"])


@page_for(Public)
def sign_in(request: HttpRequest) -> HttpResponse:
    """An address, to which a code goes."""
    onward = onward_of(request)
    if request.citizen and request.method != "POST":  # type: ignore[attr-defined]
        return redirect(onward)
    form = AddressForm(request.POST or None)
    if form.is_valid() and ask_code(request, form, form.cleaned_data["address"], {"onward": onward}):
        return redirect("portal:sign_in_code")
    shown = {"form": form, "onward": onward, "provider": identity_provider() and settings.IDENTITY_NAME}
    shown["onward_query"] = urlencode({"tiep": onward})
    return private(render(request, "portal/account/sign_in.html", shown, status=422 if form.errors else 200))


@page_for(Public)
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code that was sent: it opens the account of the address, in the browser that asked for it, once."""
    asked = asked_code(request)
    if asked is None or "onward" not in asked:
        return redirect("portal:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid() and is_right(request, form, asked):
        account = Account.objects.at_address(Address(*asked["address"]))
        if account.is_active:
            open_session_of(request, account, level=1)
            return redirect(asked["onward"])
        form.add_error(
            None, _("Tài khoản này đang bị khóa. Xin gọi đường dây nóng ở cuối trang để được giúp.")
        )
    return code_page(request, form, asked, again=reverse("portal:sign_in"))


def code_page(request: HttpRequest, form: CodeForm, asked: dict[str, Any], *, again: str) -> HttpResponse:
    """The page that asks for a code; `again` is where another one is asked for."""
    shown = {
        "form": form,
        "place": shown_address(Address(*asked["address"])),
        "address": asked["address"][1],
        "onward": asked.get("onward", ""),
        "minutes": MINUTES,
        "again": again,
    }
    return private(
        render(request, "portal/account/sign_in_code.html", shown, status=422 if form.errors else 200)
    )


def ask_code(request: HttpRequest, form: PageForm, address: Address, more: dict[str, Any]) -> bool:
    """Send a code and note, in this session, what it has to be; False with a sentence in the form."""
    at = now()
    to_address = count_try("code to address", address.value, at=at, window=WINDOW)
    from_here = count_try("code from here", visitor_address(request), at=at, window=WINDOW)
    if to_address > MOST_TO_ADDRESS or from_here > MOST_FROM_HERE:
        form.add_error(
            None, _("Đã gửi nhiều mã trong một giờ. Xin dùng mã mới nhất, hoặc đợi một giờ rồi thử lại.")
        )
        return False
    code, name = str(secrets.randbelow(10**CODE_DIGITS)).zfill(CODE_DIGITS), secrets.token_hex(16)
    try:
        send_code(address, code, minutes=MINUTES)
    except NotTaken:
        form.add_error(None, _("Chưa gửi được mã. Xin thử lại sau ít phút, hoặc nộp mà không cần đăng nhập."))
        return False
    request.session[ASKED] = {
        "name": name,
        "address": [address.kind, address.value],
        "mark": code_mark(settings.CODES_KEY, asked=name, address=address, code=code),
        "until": int(at.timestamp()) + 60 * MINUTES,
        **more,
    }
    return True


def asked_code(request: HttpRequest) -> dict[str, Any] | None:
    """The code this browser has asked for, while it is good."""
    asked: dict[str, Any] | None = request.session.get(ASKED)
    return asked if asked and asked["until"] > now().timestamp() else None


def is_right(request: HttpRequest, form: CodeForm, asked: dict[str, Any]) -> bool:
    """Whether the code is the one that was sent. Tries are counted in the database, so that a hundred at the same
    moment are a hundred; a code that was right is used up by it."""
    at, window = now(), timedelta(minutes=2 * MINUTES)
    if count_try("code typed", asked["name"], at=at, window=window) > MOST_TRIES:
        form.add_error(None, _("Đã nhập sai quá nhiều lần nên mã này không dùng được nữa. Xin lấy mã mới."))
        return False
    typed = code_mark(
        settings.CODES_KEY,
        asked=asked["name"],
        address=Address(*asked["address"]),
        code=form.cleaned_data["code"],
    )
    if not constant_time_compare(typed, asked["mark"]):
        form.add_error("code", _("Mã chưa đúng. Xin xem lại thư hoặc tin nhắn mới nhất rồi nhập lại."))
        return False
    if count_try("code used", asked["name"], at=at, window=window) > 1:
        form.add_error(None, _("Mã này đã dùng rồi. Xin lấy mã mới."))
        return False
    request.session.pop(ASKED, None)
    return True


stay = page_for(Citizen)(longer)


@require_POST
@page_for(Public)
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return redirect("portal:home")


def onward_of(request: HttpRequest) -> str:
    """The page of ours that was wanted, or one's own."""
    wanted = request.POST.get("tiep") or request.GET.get("tiep") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted.startswith("/") else reverse("portal:account")


def private(response: HttpResponse) -> HttpResponse:
    """What nobody keeps: neither the browser nor anything on the way."""
    response["Cache-Control"] = "no-store"
    return response
