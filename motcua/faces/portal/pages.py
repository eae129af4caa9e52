"""Pages that say something once: help, accessibility, privacy; and what robots and browsers ask for."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static

from motcua.domain.cases.queries.tracking import TRIES_PER_CASE, WINDOW
from motcua.domain.cases.rules import limits_on
from motcua.domain.feedback.rules import terms_on
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

# What a robot has no use for, in both languages; the addresses of single cases above all.
CLOSED = (
    "tra-cuu",
    "phan-anh/",
    "phan-anh-den",
    "hop-thu",
    "quay",
    "ban-lam-viec",
    "ho-so",
    "dang-nhap",
    "tai-khoan",
    "thu-tuc?",
    "cong-khai/so-lieu",
)
ONE_YEAR = 365 * 24 * 3600


@page_for(Public)
def help_page(request: HttpRequest) -> HttpResponse:
    limits = limits_on(local(now()).date())
    minutes = int(WINDOW.total_seconds() // 60)
    return render(
        request, "portal/help.html", {"limits": limits, "tries": TRIES_PER_CASE, "minutes": minutes}
    )


@page_for(Public)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@page_for(Public)
def privacy(request: HttpRequest) -> HttpResponse:
    days = terms_on(local(now()).date()).keep_contact_days
    return render(request, "portal/privacy.html", {"keep_contact_days": days})


@page_for(Public)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {lang}/{path}" for path in CLOSED for lang in ("", "/en"))]
    return HttpResponse("\n".join([*lines, "Disallow: /api/", ""]), content_type="text/plain; charset=utf-8")


@page_for(Public)
def favicon(request: HttpRequest) -> HttpResponse:
    response = HttpResponsePermanentRedirect(static("mc/mark.svg"))
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}"
    return response
