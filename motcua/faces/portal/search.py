"""C2: what a word finds among the procedures; every choice is in the address."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from motcua.domain.catalogue.rules import ProcedureFacts
from motcua.domain.catalogue.search import CANDIDATES, LONGEST, Wanted, fields_in_force, find_procedures
from motcua.faces.audience import Public, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import TextRefused, nfc, sort_key

from .words import LEVELS, LIFE_EVENTS, ONLINE, fee_brief, language, time_brief

PER_PAGE = 20
SUGGESTED = 6
FEWEST_LETTERS = 2  # before a suggestion is looked for


@dataclass(frozen=True)
class Row:
    """A procedure as a line of the list."""

    facts: ProcedureFacts
    title: str
    summary: str
    time: str
    fee: str
    online: str
    tone: str


@page_for(Public)
def procedures(request: HttpRequest) -> HttpResponse:
    on = local(now()).date()
    wanted = _wanted(request)
    suggest = "goi-y" in request.GET
    page = _page(request)
    limit = SUGGESTED if suggest else PER_PAGE
    if suggest and len(wanted.words) < FEWEST_LETTERS:
        shown: dict[str, Any] = {"rows": [], "wanted": wanted, "quiet": True}
    else:
        answer = find_procedures(wanted, on=on, limit=limit, offset=(page - 1) * limit)
        pages = ceil(answer.total / PER_PAGE)
        shown = {
            "rows": [_row(facts) for facts in answer.found],
            "answer": answer,
            "nearest": [_row(facts) for facts in answer.nearest],
            "wanted": wanted,
            "filtered": any((wanted.field, wanted.level, wanted.online, wanted.life_event)),
            "more_than": wanted.words and answer.total >= CANDIDATES,
            "previous": _address(request, page - 1) if page > 1 else "",
            "next": _address(request, page + 1) if page < pages else "",
            "page": page,
            "pages": pages,
        }
    # Only what was asked for changes; the whole page when the browser goes back in its history.
    htmx: Any = getattr(request, "htmx", None)
    if htmx and not htmx.history_restore_request:
        name = "portal/suggested.html" if suggest else "portal/found.html"
        response = render(request, name, shown)
    else:
        response = render(request, "portal/procedures.html", {**shown, **_choices(on)})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _wanted(request: HttpRequest) -> Wanted:
    """What the address asks for; an unknown choice asks for nothing."""
    return Wanted(
        words=_clean(request.GET.get("q", ""))[:LONGEST],
        field=_clean(request.GET.get("linh-vuc", ""))[:LONGEST],
        level=_known(request.GET.get("cap", ""), LEVELS),
        online=_known(request.GET.get("truc-tuyen", ""), ONLINE),
        life_event=_known(request.GET.get("su-kien", ""), {key: key for key, *_ in LIFE_EVENTS}),
    )


def _clean(text: str) -> str:
    try:
        return nfc(text).strip()
    except TextRefused:
        return ""


def _known(value: str, choices: dict[str, Any]) -> str:
    return value if value in choices else ""


def _page(request: HttpRequest) -> int:
    text = request.GET.get("trang", "")
    return min(max(int(text), 1), 500) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _address(request: HttpRequest, page: int) -> str:
    asked = request.GET.copy()
    asked["trang"] = str(page)
    return f"{request.path}?{asked.urlencode()}"


def _choices(on: Any) -> dict[str, Any]:
    fields = sorted(fields_in_force(on=on), key=sort_key)
    return {"fields": fields, "levels": LEVELS, "onlines": ONLINE, "events": LIFE_EVENTS}


def _row(facts: ProcedureFacts) -> Row:
    english = language() == "en"
    tones = {"toan_trinh": "good", "mot_phan": "", "khong_truc_tuyen": "still"}
    return Row(
        facts=facts,
        title=facts.name_en if english else facts.short_name,
        summary=facts.summary_en if english else facts.summary,
        time=time_brief(facts),
        fee=fee_brief(facts),
        online=str(ONLINE[facts.online_level]),
        tone=tones[facts.online_level],
    )
