"""Headers of every answer, pages made small, and a page instead of an error while the database is away."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, UnreadablePostError
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from motcua.foundation.database.outage import is_disk_full, is_outage
from motcua.foundation.ui.preferences import THEMES, theme_of
from motcua.foundation.ui.site import Site, site_of

__all__ = ["headers", "outage_page", "outages", "server_error", "small_pages"]

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FIXED = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not no-referrer: with it a browser sends "Origin: null" and every form would fail its CSRF check.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
}
# A style, a font or a script opens nothing by itself: on a slow line the rest would only be more to wait for.
FIXED_OF_FILES = {name: FIXED[name] for name in ("Cross-Origin-Resource-Policy", "X-Content-Type-Options")}
TWO_YEARS = 2 * 365 * 24 * 3600
MOST_UNHEARD, PIECE = 64 * 1024 * 1024, 64 * 1024  # bytes
SECRET_WORDS = ("password", "mat_khau", "token_code", "otp", "pin")


def headers(get_response: GetResponse) -> GetResponse:
    """Middleware: strict headers where the view set none; pages of a signed-in person are not stored."""
    fixed, fixed_of_files = dict(FIXED), dict(FIXED_OF_FILES)
    if getattr(settings, "SECURE", False):
        for some in (fixed, fixed_of_files):
            some["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"

    def with_headers(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code >= 400:
            _hear_out(request)
        is_file = request.path.startswith(settings.STATIC_URL) and response.status_code < 400
        for name, value in (fixed_of_files if is_file else fixed).items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies
            response.headers["Cache-Control"] = "no-store" if signed_in else "private, no-cache"
        return response

    return with_headers


def small_pages(get_response: GetResponse) -> GetResponse:
    """Middleware: a page goes gzipped to whoever takes it so; with a random rest, so that its size tells no secret.

    Styles and scripts were compressed when they were collected, papers compress themselves.
    """
    gzip = GZipMiddleware(get_response)

    def with_small_pages(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith(
            "text/html"
        ):
            return gzip.process_response(request, response)
        return response

    return with_small_pages


def _hear_out(request: HttpRequest) -> None:
    """Read what was sent and not looked at, in bounds: if the connection were closed on a browser that still sends,
    it would never show our sentence."""
    with suppress(UnreadablePostError, ValueError):
        for _piece in range(MOST_UNHEARD // PIECE):
            if not request.read(PIECE):
                return


class _Outages:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, DataError):  # a NUL, a number no column holds: nothing was kept
            return bad_request(request, problem)
        return outage_page(request, problem) if is_outage(problem) else None


def outages(get_response: GetResponse) -> _Outages:
    """Middleware: a view that found no database answers 503 and gives the form back."""
    return _Outages(get_response)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """handler500: an outage below the views (sessions) is a 503 too; anything else is our 500 page."""
    import sys

    problem = sys.exc_info()[1]
    if is_outage(problem):
        return outage_page(request, problem)
    if not request.accepts("text/html"):
        return JsonResponse({"error": "server_error", "sentence": _("Hệ thống gặp lỗi.")}, status=500)
    return HttpResponse(render_to_string("500.html", _frame(request)), status=500)


def outage_page(request: HttpRequest, problem: BaseException | None) -> HttpResponse:
    """503 with what to do; a posted form comes back as hidden fields with a button to send it again."""
    sentence = _("Máy chủ dữ liệu chưa trả lời. Chưa có gì được ghi; hãy đợi nửa phút rồi gửi lại.")
    if is_disk_full(problem):
        sentence = _(
            "Máy chủ đã hết chỗ ghi. Chưa có gì được ghi; xin báo quản trị hệ thống rồi gửi lại sau."
        )
    if request.headers.get("HX-Request"):
        response = HttpResponse(render_to_string("mc/outage.html", {"sentence": sentence}), status=503)
    elif not request.accepts("text/html"):
        response = JsonResponse({"error": "outage", "sentence": sentence}, status=503)
    else:
        again = {
            "sentence": sentence,
            "again": _posted(request),
            "address": request.get_full_path(),
            **_frame(request),
        }
        response = HttpResponse(render_to_string("503.html", again), status=503)
    response["Retry-After"] = "30"
    return response


def _frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame needs, without session or messages: those may be what is broken. The hotline if it is known."""
    try:
        site = site_of(request)
    except Exception:  # whatever went wrong, this page must come out
        site = Site()
    return {"site": site, "theme": theme_of(request), "themes": THEMES, "languages": [], "request": request}


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, without secrets; files cannot be given back."""
    if request.method != "POST":
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in SECRET_WORDS)
    ]
