"""O9: the palette: any case by its last digits, a person, a procedure, any place and command by name."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.domain.cases.queries.inbox import find_cases
from motcua.domain.cases.rules import State
from motcua.domain.catalogue.models import Procedure
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.faces.frame import PLACES
from motcua.foundation.text import fold

MOST_CASES, MOST_PROCEDURES = 12, 3
DESK = ("reception", "centre_head")
# Beside the places in the bar: label, address, what follows it, roles (none: every member of staff).
COMMANDS = (
    (gettext_lazy("Chuyển hồ sơ đi xử lý"), "counter:hand_over", "", DESK),
    (gettext_lazy("Hồ sơ ở quầy: trực tuyến, chờ bổ sung"), "counter:cases", "", DESK),
    (gettext_lazy("Hộp việc: chờ nhận"), "desk:inbox", "?tab=new", ()),
    (gettext_lazy("Hộp việc: sắp quá hạn"), "desk:inbox", "?tab=due", ()),
    (gettext_lazy("Hộp việc: chờ bổ sung"), "desk:inbox", "?tab=stopped", ()),
    (gettext_lazy("Hộp việc: phối hợp, cho ý kiến"), "desk:inbox", "?tab=consulted", ()),
    (gettext_lazy("Hộp việc: đã xong"), "desk:inbox", "?tab=done", ()),
    (gettext_lazy("Trang của tôi"), "desk:me", "", ()),
)


@page_for(Staff)
def palette(request: StaffRequest) -> HttpResponse:
    """Everything that answers to the words; as JSON for the palette, as a page without scripts."""
    words = request.GET.get("q", "").strip()[:80]
    found = [*_cases(request.staff, words), *_places(request, words), *_procedures(words)]
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"results": found})
    return render(request, "desk/palette.html", {"found": found, "q": words})


def _cases(staff: Staff, words: str) -> list[dict[str, Any]]:
    """Cases by the end of their code or by name; the last entry leads to all of them."""
    if len(words) < 2:
        return []
    rows = find_cases(staff, words, limit=MOST_CASES + 1)
    found = [
        _entry(
            row.code, f"{row.code} · {row.applicant}", f"{row.procedure} · {_(State(row.state).label)}",
            reverse("desk:case", args=[row.code]),
        )
        for row in rows[:MOST_CASES]
    ]  # fmt: skip
    if len(rows) > MOST_CASES:
        address = f"{reverse('desk:inbox')}?{urlencode({'q': words})}"
        found.append(_entry(words, _("Xem tất cả hồ sơ khớp “%s”") % words, _("Hộp việc"), address))
    return found


def _places(request: StaffRequest, words: str) -> list[dict[str, Any]]:
    wanted = fold(words)
    known = [*PLACES, *((label, reverse(name) + query, roles) for label, name, query, roles in COMMANDS)]
    places = [
        (str(label), str(url)) for label, url, roles in known if not roles or request.staff.has_role(*roles)
    ]
    return [_entry(url, label, _("Đến trang"), url) for label, url in places if wanted in fold(label)]


def _procedures(words: str) -> list[dict[str, Any]]:
    """A few procedures by code or by words without diacritics, for their public page."""
    wanted = fold(words)
    if len(wanted) < 3:
        return []
    by_code = Procedure.objects.filter(code__startswith=words)
    by_name = Procedure.objects.filter(search__contains=wanted)
    rows = (by_code | by_name).order_by("code")[:MOST_PROCEDURES]
    return [_entry(p.code, p.short_name, _("Thủ tục %s") % p.code, f"/thu-tuc/{p.code}") for p in rows]


def _entry(value: str, label: str, hint: str, url: str) -> dict[str, Any]:
    return {"value": value, "label": label, "hint": hint, "url": url}
