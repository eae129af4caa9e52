"""Where a person came from, and what they have just done: told once, on the page they come back to."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from motcua.faces.audience import StaffRequest

LISTS = ("desk:inbox", "desk:signing", "desk:linked", "desk:watching", "desk:workload")
FIELD = "ve"  # “về”: carries the list's own address through a case and its acts


def way_back(request: HttpRequest) -> str:
    """The list to go back to, with its tab and page; the inbox where none was named."""
    wanted = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    local = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    known = urlsplit(wanted).path in {reverse(name) for name in LISTS}
    return wanted if local and known else inbox_address()


def inbox_address() -> str:
    """The plain inbox, in the language of the page."""
    return _inbox_address(get_language())


@cache
def _inbox_address(language: str | None) -> str:
    """Kept, because a list asks with every row."""
    return reverse("desk:inbox")


def with_way(address: str, back: str, **more: str) -> str:
    """An address that remembers the list it was opened from; the plain inbox needs no remembering."""
    asked = {**more, **({FIELD: back} if back != inbox_address() else {})}
    return f"{address}?{urlencode(asked)}" if asked else address


def tell(
    request: StaffRequest,
    label: str,
    done: Sequence[str],
    refused: Sequence[tuple[str, str]] = (),
    *,
    undo: Sequence[str] = (),
    drafts: Sequence[str] = (),
) -> None:
    """Keep what was done to which cases, what was refused with which sentence, and what can be
    undone, for the next page."""
    request.session["told"] = {
        "label": str(label),
        "done": list(done),
        "refused": [list(each) for each in refused],
        "undo": list(undo),
        "drafts": list(drafts),
    }


def told(request: StaffRequest) -> dict[str, Any] | None:
    """What was kept by `tell`, once."""
    return request.session.pop("told", None) if "told" in request.session else None
