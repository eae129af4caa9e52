"""Vietnamese words on a page in another language are announced as Vietnamese: names, reasons, what is not translated."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language

__all__ = ["announced", "languages"]

SOURCE = "vi"
VIETNAMESE = re.compile(
    "[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE
)
PIECE = re.compile(r"(<!--.*?-->|<[a-zA-Z/!][^<>]*>)", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
WHOLE = ("option", "textarea", "text")  # hold no elements of HTML: they say the language themselves
AS_IS = ("script", "style", "title")
EMPTY = ("input", "meta", "link", "br", "hr", "img", "wbr", "source", "col", "embed", "area")


def languages(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: pages in the office's own language pass untouched."""

    def spoken(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        page = isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html")
        if page and get_language() not in (None, SOURCE):
            response.content = announced(response.content.decode()).encode()  # type: ignore[attr-defined]
            if "Content-Length" in response:
                response["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response

    return spoken


def announced(page: str) -> str:
    """The page with `lang="vi"` around every text in Vietnamese letters that stands in no such element yet."""
    pieces = PIECE.split(page)
    inside: list[tuple[str, bool]] = []  # open elements: name, whether Vietnamese has been announced in it
    for place, piece in enumerate(pieces):
        if place % 2:
            _follow(piece, inside)
        elif VIETNAMESE.search(piece):
            name, said = inside[-1] if inside else ("", False)
            if said or name in AS_IS:
                continue
            if name in WHOLE:
                pieces[place - 1] = pieces[place - 1].replace(f"<{name}", f'<{name} lang="{SOURCE}"', 1)
            else:
                bare = piece.strip()
                pieces[place] = piece.replace(bare, f'<span lang="{SOURCE}">{bare}</span>', 1)
    return "".join(pieces)


def _follow(piece: str, inside: list[tuple[str, bool]]) -> None:
    """Keep the list of open elements up to date; what was never closed is closed with its parent."""
    found = TAG.match(piece)
    if found is None or piece.endswith("/>"):
        return
    name = found[2].lower()
    if found[1]:
        while inside and inside.pop()[0] != name:
            pass
    elif name not in EMPTY:
        language = re.search(r'\slang="(\w+)"', piece)
        around = inside[-1][1] if inside else False
        inside.append((name, language[1] == SOURCE if language else around))
