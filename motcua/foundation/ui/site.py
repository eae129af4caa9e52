"""What the frame of every page says about the office; the composition gives it through one setting."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

__all__ = ["Link", "Site", "site_of"]


@dataclass(frozen=True)
class Link:
    """A place by name; both may be lazy, so that they come out in the reader's language."""

    label: Any
    url: Any


@dataclass(frozen=True)
class Site:
    """Words of bar and foot. Every part may be empty and then does not show."""

    name: str = "Bộ phận Một cửa"
    authority: str = ""
    hotline: str = ""
    email: str = ""
    address: str = ""
    hours: str = ""
    official: str = ""  # how to know that this is the real site
    notice: str = ""  # one line above everything: "Dữ liệu minh họa"
    home: Any = "/"  # may be lazy too
    nav: tuple[Link, ...] = ()  # in the bar of public pages
    links: tuple[Link, ...] = ()


@lru_cache(maxsize=1)
def _source(path: str) -> Callable[[HttpRequest], Site]:
    source: Any = import_string(path)
    return source  # type: ignore[no-any-return]


def site_of(request: HttpRequest) -> Site:
    """The site of this request: settings.UI_SITE is a Site, or the dotted path of a function of the request."""
    setting = getattr(settings, "UI_SITE", None)
    if isinstance(setting, Site):
        return setting
    return _source(setting)(request) if setting else Site()
