"""Turning the second step of signing in on and off, for oneself: an app's QR, its first code, recovery codes."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.domain.documents.rules.codes import qr_picture
from motcua.domain.offices.models import Staff
from motcua.domain.people.models import Account
from motcua.domain.people.rules import second_step as rules
from motcua.faces.audience import StaffRequest, must_turn_on, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.limits.models import count_try
from motcua.foundation.ui.forms import PageForm

from .me import MOST_TRIES, WINDOW
from .office_forms import password_field

SEED = "seed"  # of a secret that is on the screen and not yet in use


def code_field(label: Any, *, hint: Any = "", digits_only: bool = False) -> forms.CharField:
    """A code as read from an app or from paper; phones fill it in or show digits."""
    shown = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    if digits_only:
        shown["inputmode"] = "numeric"
    return forms.CharField(label=label, help_text=hint, max_length=40, widget=forms.TextInput(attrs=shown))


class StartForm(PageForm):
    """Password and the first code of the app."""

    password = password_field(gettext_lazy("Mật khẩu đang dùng"), token="current-password")
    code = code_field(gettext_lazy("Mã 6 số trong ứng dụng"), digits_only=True)


class EndForm(PageForm):
    """Password and one more code."""

    password = password_field(gettext_lazy("Mật khẩu đang dùng"), token="current-password")
    code = code_field(gettext_lazy("Mã 6 số trong ứng dụng, hoặc một mã dự phòng"))


@page_for(Staff, before_second_step=True)
def second_step(request: StaffRequest) -> HttpResponse:
    """On or off; which of the two follows from how it stands."""
    account = request.staff.account
    if account is None:
        raise Refused("Ông/Bà chưa có tài khoản đăng nhập.")
    return _end(request, account) if account.code_since else _start(request, account)


def _start(request: StaffRequest, account: Account) -> HttpResponse:
    seed = bytes.fromhex(request.session.setdefault(SEED, secrets.token_hex(16)))
    form = StartForm(request.POST or None)
    if form.is_valid() and _is_own(account, form):
        codes = account.start_second_step(seed, form.cleaned_data["code"], at=now())
        if codes:
            del request.session[SEED]
            _keep_signed_in(request, account)
            return render(request, "desk/recovery_codes.html", {"codes": codes})
        form.add_error("code", _("Mã chưa đúng. Xin chờ ứng dụng hiện mã mới rồi nhập lại."))
    secret = account.app_secret(seed)
    # The address of the office, short and in plain letters: with its whole name the QR is too fine for old phones.
    office = urlsplit(settings.PUBLIC_URL).hostname or "motcua"
    picture = qr_picture(rules.app_address(secret, login=account.login, office=office))
    shown = {
        "form": form,
        "qr": _labelled(str(picture["svg"])),
        "secret": rules.spoken_secret(secret),
        "must": must_turn_on(request.staff),
    }
    return render(request, "desk/second_step.html", shown, status=422 if form.errors else 200)


def _end(request: StaffRequest, account: Account) -> HttpResponse:
    form = EndForm(request.POST or None)
    if form.is_valid() and _is_own(account, form):
        if account.use_code(form.cleaned_data["code"], at=now()):
            account.end_second_step()
            _keep_signed_in(request, account)
            messages.success(request, _("Đã tắt xác minh hai bước. Các phiên đăng nhập khác đã kết thúc."))
            return redirect("desk:me")
        form.add_error("code", _("Mã chưa đúng hoặc đã dùng. Xin nhập mã khác."))
    shown = {"form": form, "account": account, "left": len(account.recovery)}
    return render(request, "desk/second_step_off.html", shown, status=422 if form.errors else 200)


def _is_own(account: Account, form: PageForm) -> bool:
    """Whether the password is the person's; tries are counted with those at changing it."""
    tries = count_try("own password", str(account.pk), at=now(), window=WINDOW)
    if tries > MOST_TRIES:
        form.add_error(None, _("Đã thử quá nhiều lần. Xin đợi 15 phút rồi làm lại."))
        return False
    if not account.check_password(form.cleaned_data["password"]):
        form.add_error("password", _("Mật khẩu đang dùng chưa đúng. Xin nhập lại."))
        return False
    return True


def _keep_signed_in(request: StaffRequest, account: Account) -> None:
    """This session goes on; all others end, as they were opened with other means."""
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = account.get_session_auth_hash()


def _labelled(svg: str) -> str:
    words = _("Mã QR để thêm tài khoản vào ứng dụng")
    return mark_safe(svg.replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1))
