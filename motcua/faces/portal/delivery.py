"""C12 by post: the result sent home, papers fetched there; chosen, changed or dropped while that can still be done."""

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

from motcua.domain.cases.actions.parcels import OPEN_TO_POST, fetch_at_desk, fetch_papers, send_home
from motcua.domain.cases.models import Case
from motcua.domain.delivery.models import Parcel
from motcua.domain.delivery.rules import Direction, may_choose, may_fetch, post_terms_on
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.text import money
from motcua.foundation.ui.forms import PageForm

from .filing import answer
from .supplement import who_holds
from .tracking import nothing_here


class DeliveryForm(PageForm):
    """Where to, and who opens the door."""

    mark_optional = False
    receiver = forms.CharField(label=gettext_lazy("Họ và tên người nhận"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        help_text=gettext_lazy("Bưu tá gọi số này trước khi đến."),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Địa chỉ"),
        help_text=gettext_lazy("Số nhà, đường, thôn; xã, phường; tỉnh, thành phố"),
        max_length=400,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest, secret: str) -> HttpResponse:
    case = Case.objects.of_slip(secret)
    if case is None or case.parent_id:
        return nothing_here(request)
    parcel = Parcel.objects.of(case.code, Direction.OUT).first()
    if case.state not in OPEN_TO_POST or not may_choose(parcel.state if parcel else None):
        return _page(request, case, parcel, None, status=409 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request, case, parcel, DeliveryForm(initial=_first(case, parcel)))
    if request.POST.get("act") == "drop":
        form = DeliveryForm(initial=_first(case, parcel))
        key = request.POST.get("key", "")[:80]
        return _done(
            request, case, parcel, form, lambda: fetch_at_desk(case, by=who_holds(request, case), key=key)
        )
    form = DeliveryForm(request.POST)
    if not form.is_valid():
        return _page(request, case, parcel, form, status=422)
    return _done(
        request, case, parcel, form, lambda: send_home(case, by=who_holds(request, case), **form.cleaned_data)
    )


class PickupForm(DeliveryForm):
    """Where from, and who hands the papers over."""

    receiver = forms.CharField(label=gettext_lazy("Họ và tên người giao giấy tờ"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))  # fmt: skip


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def pickup(request: HttpRequest, secret: str) -> HttpResponse:
    """Papers that are still to be handed in, fetched at home by the post."""
    case = Case.objects.of_slip(secret)
    if case is None or case.parent_id:
        return nothing_here(request)
    parcel = Parcel.objects.of(case.code, Direction.IN).first()
    if case.state not in fetch_papers.when or not may_fetch(parcel.state if parcel else None):
        return _page(
            request, case, parcel, None, status=409 if request.method == "POST" else 200, fetching=True
        )
    form = PickupForm(request.POST or None, initial=_first(case, parcel))
    if request.method != "POST" or not form.is_valid():
        return _page(
            request, case, parcel, form, status=422 if request.method == "POST" else 200, fetching=True
        )
    try:
        fetch_papers(case, by=who_holds(request, case), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, case, parcel, form, status=refused.status, fetching=True)
    messages.success(request, _("Đã nhờ bưu chính đến lấy giấy tờ. Bưu tá gọi trước khi đến."))
    return HttpResponseRedirect(reverse("portal:followed", args=[case.secret]), status=303)


def _done(
    request: HttpRequest, case: Case, parcel: Parcel | None, form: DeliveryForm, act: Any
) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        if form.is_bound:
            form.add_error(None, refused.sentence)
        else:
            messages.error(request, refused.sentence)
        return _page(request, case, parcel, form, status=refused.status)
    messages.success(request, _("Đã ghi cách nhận kết quả."))
    return HttpResponseRedirect(reverse("portal:followed", args=[case.secret]), status=303)


def _first(case: Case, parcel: Parcel | None) -> dict[str, Any]:
    """What was said before, else what the slip says of the applicant."""
    known = (
        (parcel.name, parcel.phone, parcel.address)
        if parcel
        else (case.applicant_name, case.phone, case.address)
    )
    return {"receiver": known[0], "phone": known[1], "address": known[2], "key": str(uuid4())}


def _page(
    request: HttpRequest,
    case: Case,
    parcel: Parcel | None,
    form: DeliveryForm | None,
    *,
    status: int = 200,
    fetching: bool = False,
) -> HttpResponse:
    terms = post_terms_on(local(now()).date())
    shown = {
        "case": case,
        "form": form,
        "fetching": fetching,
        "sent_home": case.result_by == "post" and not fetching,
        "follow": reverse("portal:followed", args=[case.secret]),
        "fees": (money(terms.fee(None, beyond=False)), money(terms.fee(None, beyond=True))),
        "basis": terms.basis,
        "confirmed": terms.confirmed,
        "key": uuid4(),
    }
    return answer(render(request, "portal/delivery.html", shown, status=status))
