"""One's own page: positions held, whom one stands in for, handing one's work to somebody else, the password."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from motcua.domain.cases.queries.readings import own_looks
from motcua.domain.offices.models import Role, Staff
from motcua.domain.offices.queries import delegations_of, postings_of
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.limits.models import count_try

from .office_forms import PasswordForm
from .office_page import directed_unit

LOOKS = 10
MOST_TRIES, WINDOW = 10, timedelta(minutes=15)


@page_for(Staff)
def me(request: StaffRequest) -> HttpResponse:
    """Who one is here, today and as arranged for later."""
    on = local(now()).date()
    shown = {
        "postings": postings_of(request.staff, on=on),
        "roles": {role.value: _(role.label) for role in Role},
        "delegations": delegations_of(request.staff, on=on),
        "directed": directed_unit(request.staff),
        "on": on,
        "looks": own_looks(request.staff, limit=LOOKS),
    }
    return render(request, "desk/me.html", shown)


@page_for(Staff)
def password(request: StaffRequest) -> HttpResponse:
    """Change one's own password; every other session ends."""
    form = PasswordForm(request.POST or None)
    account = request.staff.account
    if form.is_valid() and account:
        tries = count_try("own password", str(account.pk), at=now(), window=WINDOW)
        if tries > MOST_TRIES:
            form.add_error(None, _("Đã thử quá nhiều lần. Xin đợi 15 phút rồi làm lại."))
        elif not account.check_password(form.cleaned_data["old"]):
            form.add_error("old", _("Mật khẩu đang dùng chưa đúng. Xin nhập lại."))
        else:
            account.take_password(form.cleaned_data["new"])
            request.session.cycle_key()
            request.session[HASH_SESSION_KEY] = account.get_session_auth_hash()
            messages.success(request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
            return redirect("desk:me")
    return _form_page(request, form)


def _form_page(request: StaffRequest, form: forms.Form) -> HttpResponse:
    return render(request, "desk/password.html", {"form": form}, status=422 if form.errors else 200)
