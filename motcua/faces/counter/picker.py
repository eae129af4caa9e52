"""D2: the procedure picker, ranked by the server: code, words without marks, abbreviations, last used here first."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.application.filing.queries import pick_procedures, recent_codes
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from .place import ROLES, desk_ids


@page_for(Staff, roles=ROLES)
def find(request: StaffRequest) -> HttpResponse:
    """Procedures for `q`, as a list for the picker or as a page of links."""
    words = request.GET.get("q", "").strip()[:80]
    found = pick_procedures(words, on=local(now()).date(), recent=recent_codes(desk_ids(request)), limit=12)
    if "application/json" in request.headers.get("Accept", ""):
        reception = reverse("counter:reception")
        results = [
            {
                "label": p.name,
                "hint": f"{p.code} · {p.field}",
                "value": p.code,
                "url": f"{reception}?thu-tuc={p.code}",
            }
            for p in found
        ]
        return JsonResponse({"results": results})
    return render(request, "counter/find.html", {"found": found, "q": words})
