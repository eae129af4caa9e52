"""Signing in at a provider of identity (VNeID and others that speak OpenID Connect), and linking an account to one."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.application.citizens.entering import enter, identity_provider
from motcua.faces.audience import Public, open_session_of, page_for
from motcua.foundation.actions import Refused, now
from motcua.foundation.gateways.identity.contract import PersonDeclined, ProofRefused, ProviderAway

from .signing_in import onward_of, private

PROVING = "proving"  # in a session: the page that was wanted, and whose account is to be linked


@page_for(Public)
@require_GET
def prove(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; whoever has signed in already links their account."""
    provider = identity_provider()
    if provider is None:
        return _told(request, _("Cơ quan chưa có liên kết với tài khoản định danh."), 404)
    account = request.account if request.citizen else None  # type: ignore[attr-defined]
    try:
        there = provider.begin(request, back=request.build_absolute_uri(reverse("portal:proved")))
    except ProviderAway:
        return _told(request, _away(), 503)
    request.session[PROVING] = {"onward": onward_of(request), "account": account.pk if account else None}
    return private(HttpResponseRedirect(there))


@page_for(Public)
@require_GET
def proved(request: HttpRequest) -> HttpResponse:
    """What the browser brings back from the provider opens the account of whoever was proved."""
    provider, begun = identity_provider(), request.session.get(PROVING)
    if provider is None or begun is None:
        return _told(request, _not_begun(), 422)
    mine = request.account if request.citizen else None  # type: ignore[attr-defined]
    try:
        proof = provider.finish(request)
        if begun["account"] != (mine.pk if mine else None):
            raise ProofRefused("begun as somebody else")
        account, level = enter(proof, into=mine, at=now())
    except ProviderAway:
        return _told(request, _away(), 503)
    except PersonDeclined:
        return _told(request, _("Ông/Bà đã dừng ở trang định danh, nên chưa đăng nhập."), 422)
    except ProofRefused:
        return _told(request, _not_begun(), 422)
    except Refused as refused:
        return _told(request, refused.sentence, refused.status)
    open_session_of(request, account, level=level)
    if mine:
        messages.success(request, _("Đã liên kết tài khoản với %(name)s.") % {"name": settings.IDENTITY_NAME})
    return private(redirect(begun["onward"]))


def _not_begun() -> str:
    return _(
        "Lần đăng nhập này đã hết hạn, đã dùng rồi, hoặc không bắt đầu từ trình duyệt này. Xin đăng nhập lại từ đầu."
    )


def _away() -> str:
    said = {"name": settings.IDENTITY_NAME}
    return (
        _(
            "%(name)s chưa trả lời. Xin thử lại sau ít phút, hoặc đăng nhập bằng mã gửi tới địa chỉ của ông/bà."
        )
        % said
    )


def _told(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    shown = {"sentence": sentence, "provider": settings.IDENTITY_NAME}
    return private(render(request, "portal/account/not_proved.html", shown, status=status))
