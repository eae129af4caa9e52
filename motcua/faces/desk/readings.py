"""Who has looked at a case, for those whose duty it is to watch over that."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from motcua.domain.cases.queries.readings import WATCHERS, looks_at
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for

PAGE = 50
MOST = 1_000_000


@page_for(Staff, roles=WATCHERS)
def readings(request: StaffRequest) -> HttpResponse:
    """Every look at the case of a code, latest first; it says nothing of what is in the case."""
    code = request.GET.get("ma", "").strip().upper()[:50]
    offset = min(int(text), MOST) if (text := request.GET.get("tu", "")).isdecimal() and len(text) < 8 else 0
    found = looks_at(request.staff, code, limit=PAGE + 1, offset=offset) if code else None
    shown = {
        "code": code,
        "looks": found and found[:PAGE],
        "known": found is not None,
        "next": _page(code, offset + PAGE) if found and len(found) > PAGE else "",
        "previous": _page(code, max(0, offset - PAGE)) if offset else "",
    }
    return render(request, "desk/readings.html", shown)


def _page(code: str, offset: int) -> str:
    return f"?{urlencode({'ma': code, 'tu': offset})}"
