"""What base templates ask for; lazy, so that a fragment that asks for nothing costs nothing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from motcua.foundation.ui.preferences import THEMES, theme_of
from motcua.foundation.ui.site import site_of

__all__ = ["page"]


def page(request: HttpRequest) -> dict[str, Any]:
    """Names for every template: site, theme, themes, languages (code, name, address or None)."""
    return {
        "site": SimpleLazyObject(lambda: site_of(request)),
        "theme": theme_of(request),
        "themes": THEMES,
        "languages": SimpleLazyObject(lambda: _languages(request)),
    }


def _languages(request: HttpRequest) -> list[tuple[str, str, str | None]]:
    """The other languages; an address when the page has one of its own in that language."""
    here = request.get_full_path()
    found: list[tuple[str, str, str | None]] = []
    for code, name in settings.LANGUAGES:
        if code == get_language():
            continue
        there = translate_url(here, code)
        found.append((code, name, there if there != here else None))
    return found
