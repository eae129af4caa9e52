"""Theme and language of one browser, kept in cookies so that the server paints the right page at once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

__all__ = ["THEMES", "remember", "theme_of"]

THEMES = {"auto": gettext_lazy("Theo máy"), "light": gettext_lazy("Sáng"), "dark": gettext_lazy("Tối")}
THEME_COOKIE = "giao_dien"
YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """ "auto", "light" or "dark"."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


# Exempt, so that public pages need no CSRF cookie; the browser itself tells where the form stood.
@csrf_exempt
@require_POST
def remember(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme or language and go back to the page; an unknown choice changes nothing."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponse(status=403)
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme")
    if theme in THEMES:
        _keep(response, THEME_COOKIE, theme)
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
