"""Signing in and out; tries are counted in the database, and a wrong name costs as much as a wrong password."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from motcua.domain.offices.models import Role, Staff
from motcua.domain.offices.queries import staff_of_account
from motcua.domain.people.models import Account
from motcua.faces.audience import Public, longer, page_for, visitor_address
from motcua.foundation.actions import now
from motcua.foundation.limits.models import count_try, forgive_try
from motcua.foundation.ui.forms import PageForm

from .second_step import code_field

# Of one name from one place, from one place whatever the name, of one name from all places: whoever knows a
# colleague's name keeps them out of their work only from ten places at once.
MOST_TRIES, MOST_FROM_HERE, MOST_OF_NAME, WINDOW = 10, 50, 100, timedelta(minutes=15)
MOST_CODES = 5  # a code has six digits only
HALF, HALF_SECONDS = "half", 300  # who has given a right password, and how long the code may take
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


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


class CodeForm(PageForm):
    code = code_field(_("Mã 6 số, hoặc một mã dự phòng"))


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
            assert isinstance(account, Account)
            for who in _limits(request, form.cleaned_data["login"]):
                forgive_try("sign in", who)
            if account.code_since:
                return _ask_code(request, account, onward)
            _open(request, account)
            return redirect(onward or _first_page(account))
        else:
            form.add_error(None, _("Tên đăng nhập hoặc mật khẩu chưa đúng. Xin nhập lại."))
    return render(
        request, "desk/sign_in.html", {"form": form, "onward": onward}, status=422 if form.errors else 200
    )


@page_for(Public)
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, for whoever has just given the password."""
    account = _half_in(request)
    if account is None:
        return redirect("desk:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        tries = count_try("second step", str(account.pk), at=now(), window=WINDOW)
        if tries > MOST_CODES:
            form.add_error(None, _("Đã thử quá nhiều lần. Xin đợi 15 phút rồi đăng nhập lại."))
        elif account.use_code(form.cleaned_data["code"], at=now()):
            onward = request.session.pop(HALF)["onward"]
            account.refresh_from_db()
            _open(request, account)
            return redirect(onward or _first_page(account))
        else:
            form.add_error("code", _("Mã chưa đúng hoặc đã dùng. Xin chờ ứng dụng hiện mã mới rồi nhập lại."))
    response = render(request, "desk/sign_in_code.html", {"form": form}, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _ask_code(request: HttpRequest, account: Account, onward: str) -> HttpResponse:
    """Half signed in: the session knows who gave the password, and opens nothing yet."""
    request.session.flush()
    request.session[HALF] = {
        "account": account.pk,
        "mark": account.get_session_auth_hash(),
        "until": int(now().timestamp()) + HALF_SECONDS,
        "onward": onward,
    }
    return redirect("desk:sign_in_code")


def _half_in(request: HttpRequest) -> Account | None:
    """Who gave the right password a moment ago; nobody once it, or the second step, has been changed since."""
    half = request.session.get(HALF)
    if not half or half["until"] < now().timestamp():
        return None
    account = Account.objects.filter(pk=half["account"], is_active=True).first()
    known = account is not None and constant_time_compare(half["mark"], account.get_session_auth_hash())
    return account if known else None


def _open(request: HttpRequest, account: Account) -> None:
    request.session.flush()  # whoever this browser was before, a citizen too, is gone
    login(request, account, backend=BACKEND)
    moment = int(now().timestamp())
    request.session["opened"], request.session["until"] = moment, moment + settings.SESSION_COOKIE_AGE


stay = page_for(Staff, before_second_step=True)(longer)


@require_POST
@page_for(Public)
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("desk:sign_in")


def _tried_too_often(request: HttpRequest, name: str) -> bool:
    at = now()
    counted = [
        count_try("sign in", who, at=at, window=WINDOW) > most for who, most in _limits(request, name).items()
    ]
    return any(counted)


def _limits(request: HttpRequest, name: str) -> dict[str, int]:
    """As what a try counts, and how many of each there may be."""
    name, here = name.lower(), visitor_address(request)
    return {f"{name}\0{here}": MOST_TRIES, here: MOST_FROM_HERE, name: MOST_OF_NAME}


def _onward(request: HttpRequest) -> str:
    """The page the person was on the way to, if any."""
    wanted = request.POST.get("tiep") or request.GET.get("tiep") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else ""


def _first_page(account: Account) -> str:
    """Where the day begins: at the counter for whoever only receives, else at the inbox."""
    staff = staff_of_account(account.pk, at=now())
    only_receives = staff is not None and {duty.role for duty in staff.duties} == {Role.RECEPTION}
    return reverse("counter:reception" if only_receives else "desk:inbox")
