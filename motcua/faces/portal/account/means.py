"""By what means I sign in: addresses, proved identities, keys; and ending every session."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.domain.people.actions import add_address as add
from motcua.domain.people.actions import end_sessions as end
from motcua.domain.people.actor import Citizen
from motcua.domain.people.rules import Address
from motcua.faces.audience import CitizenRequest, page_for
from motcua.foundation.actions import Refused

from .signing_in import AddressForm, CodeForm, ask_code, asked_code, code_page, is_right

RECENT = 10  # changes shown


@page_for(Citizen)
def means(request: CitizenRequest) -> HttpResponse:
    account = request.account
    shown = {
        "account": account,
        "identities": account.identities.order_by("linked_at"),
        "keys": account.passkeys.order_by("added_at"),
        "changes": account.events.order_by("-n")[:RECENT],
        "provider": settings.IDENTITY_ISSUER and settings.IDENTITY_NAME,
        "here": "means",
    }
    return render(request, "portal/account/means.html", shown)


@page_for(Citizen)
def add_address(request: CitizenRequest) -> HttpResponse:
    """One more address for codes: first a code goes there."""
    form = AddressForm(request.POST or None)
    if form.is_valid() and ask_code(
        request, form, form.cleaned_data["address"], {"adds": request.account.pk}
    ):
        return redirect("portal:add_address_code")
    shown = {"form": form, "here": "means"}
    return render(request, "portal/account/add_address.html", shown, status=422 if form.errors else 200)


@page_for(Citizen)
def add_address_code(request: CitizenRequest) -> HttpResponse:
    """The code that was sent to the new address."""
    asked = asked_code(request)
    if asked is None or asked.get("adds") != request.account.pk:
        return redirect("portal:add_address")
    form = CodeForm(request.POST or None)
    if form.is_valid() and is_right(request, form, asked):
        try:
            add(request.account, by=request.citizen, address=Address(*asked["address"]))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Đã thêm địa chỉ. Lần sau ông/bà nhận mã ở đây cũng được."))
            return redirect("portal:means")
    return code_page(request, form, asked, again=reverse("portal:add_address"))


@require_POST
@page_for(Citizen)
def end_sessions(request: CitizenRequest) -> HttpResponse:
    """End every session, also on devices that are not at hand."""
    end(request.account, by=request.citizen)
    request.session.flush()
    messages.success(request, _("Đã đăng xuất khỏi mọi thiết bị."))
    return redirect("portal:sign_in")
