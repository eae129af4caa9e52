"""O9: the palette: any case by its last digits, by person, any place by name."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from motcua.domain.cases.queries.inbox import find_cases
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.faces.frame import PLACES
from motcua.foundation.text import fold

COMMANDS = (
    ("Hộp việc: chờ nhận", "/ban-lam-viec?tab=new"),
    ("Hộp việc: sắp quá hạn", "/ban-lam-viec?tab=due"),
)


@page_for(Staff)
def palette(request: StaffRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:80]
    found = [
        {
            "label": f"{row.code} · {row.procedure} · {row.applicant}",
            "url": f"/ho-so/{row.code}",
            "kind": "Hồ sơ",
        }
        for row in (find_cases(request.staff, words, limit=8) if len(words) >= 2 else [])
    ]
    places = [(label, url) for label, url, roles in PLACES if not roles or request.staff.has_role(*roles)]
    wanted = fold(words)
    found += [
        {"label": label, "url": url, "kind": "Đến"}
        for label, url in (*places, *COMMANDS)
        if wanted in fold(label)
    ]
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"results": found})
    return render(request, "desk/palette.html", {"found": found, "q": words})
