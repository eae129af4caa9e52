"""D7, the customer's side: greets, shows the case of whoever stands there, asks how it was, thanks."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.domain.screens.actions import end_if_over, pair, tap
from motcua.domain.screens.models import Screen
from motcua.domain.screens.queries import Shown, screen_of, shown_on
from motcua.domain.screens.rules import Page, lasts
from motcua.domain.surveys.rules import LONGEST_REMARK, reasons_on
from motcua.faces.audience import SCREEN_COOKIE, Public, ScreenRequest, page_for, visitor_address
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local
from motcua.foundation.limits.models import count_try
from motcua.foundation.ui.forms import PageForm

from .papers import payment_picture, tracking_picture_of

POLL_SECONDS, REFRESH_SECONDS = 2, 3
WINDOW, MOST_TRIES = timedelta(minutes=10), 60  # an office has one address for all its counters


class PairForm(PageForm):
    mark_optional = False
    code = forms.CharField(
        label=gettext_lazy("Mã ghép, tám chữ số"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )


@page_for(Screen)
@require_http_methods(["GET", "HEAD", "POST"])
def customer_screen(request: ScreenRequest) -> HttpResponse:
    """Whatever stands there now; a tap is told and answered with the page as it is then."""
    at, error, typed = now(), "", ""
    if request.method == "POST":
        try:
            tap(request.screen, _number(request, "luot"), _said(request), at=at)
            return redirect("counter:customer_screen")
        except Refused as refused:
            error, typed = _(refused.sentence), request.POST.get("remark", "")[: 2 * LONGEST_REMARK]
    end_if_over(request.screen, at=at)
    screen = screen_of(request.COOKIES.get(SCREEN_COOKIE, ""), at=at) or request.screen
    shown = shown_on(screen, at=at)
    if shown.page == Page.GREETING and get_language() != settings.LANGUAGE_CODE:
        with override(settings.LANGUAGE_CODE):  # whoever comes next is greeted in Vietnamese
            return redirect(f"{reverse('counter:customer_screen')}?thay=")
    if request.htmx and request.GET.get("thay") == shown.seen:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    part = "counter/parts/customer.html" if request.htmx else "counter/customer_screen.html"  # type: ignore[attr-defined]
    told = {**_told(shown, screen), "error": error, "typed": typed}
    return render(request, part, told, status=422 if error else 200)


@page_for(Public)
@require_http_methods(["GET", "HEAD", "POST"])
def pair_screen(request: HttpRequest) -> HttpResponse:
    """A tablet or second monitor becomes the screen of the officer whose code is typed here, until midnight."""
    form = PairForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        at = now()
        tries = count_try("screen code", visitor_address(request), at=at, window=WINDOW)
        try:
            if tries > MOST_TRIES:
                raise Refused(_("Đã gõ sai quá nhiều lần. Xin đợi mười phút rồi thử lại."))
            key, until = pair(form.cleaned_data["code"], at=at)
        except Refused as refused:
            form.add_error("code", _(refused.sentence))
        else:
            response = redirect("counter:customer_screen")
            response.set_cookie(
                SCREEN_COOKIE, key, max_age=int((until - at).total_seconds()), httponly=True, samesite="Strict",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
            return response
    return render(request, "counter/pair_screen.html", {"form": form}, status=422 if form.errors else 200)


def _told(shown: Shown, screen: Screen) -> dict[str, Any]:
    """What the page is made of: the facts that may be told, the pictures that follow from them."""
    bill, lang = shown.facts.get("bill"), get_language() or "vi"
    owed = bill.owed[0] if bill and bill.owed else None
    secret = shown.facts.get("tracking")
    return {
        "shown": shown,
        "unit": screen.unit,
        "charge": owed,
        "qr": payment_picture(owed, bill) if owed and bill else "",
        "tracking": tracking_picture_of(secret) if secret else "",
        "reasons": [(row.key, row.said(lang)) for row in reasons_on(local(now()).date())]
        if shown.page == Page.REASON
        else [],
        "question": shown.question.said(lang) if shown.question else "",
        "longest": LONGEST_REMARK,
        "idle": int(lasts(shown.page).total_seconds()),
        "poll": POLL_SECONDS,
        "refresh": _refresh(shown),
        "here": reverse("counter:customer_screen"),
    }


def _refresh(shown: Shown) -> int:
    """After how many seconds a page without scripts asks again; not while somebody writes, until their time is up."""
    if shown.page == Page.REMARK:
        return shown.seconds
    return min(REFRESH_SECONDS, shown.seconds) or REFRESH_SECONDS


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _said(request: HttpRequest) -> dict[str, Any]:
    """The button that was tapped."""
    posted = request.POST
    if "more" in posted:
        return {"more": True}
    if "answer" in posted:
        answer = {"co": True, "chua": False}.get(posted["answer"])
        return {"question": posted.get("question", ""), "answer": answer}
    found: dict[str, Any] = {"score": _number(request, "score"), "reason": posted.get("reason", "")}
    if "again" in posted:
        return {"again": True}
    if "ended" in posted:
        return {"ended": True, "remark": posted.get("remark", "")}
    return found
