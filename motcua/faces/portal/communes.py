"""While a commune is typed: those it may mean, for the form that is being filled in. Without scripts nobody asks."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from motcua.application.filing.rules import matching
from motcua.application.filing.standing import communes
from motcua.faces.audience import Public, page_for
from motcua.foundation.text import TextRefused, nfc

from .filing_fields import MOST_OFFERED, choices_of

LEAST, LONGEST = 2, 120
NAME = re.compile(r"[a-z0-9_.]{1,100}")


@page_for(Public)
@require_GET
def offered(request: HttpRequest) -> HttpResponse:
    """What is listed below the field `ten` of an address for what is typed in it so far."""
    name = request.GET.get("ten", "")
    if not NAME.fullmatch(name):
        raise Http404
    try:
        typed = nfc(request.GET.get(f"{name}_1", "")).strip()[:LONGEST]
    except TextRefused:
        typed = ""
    found = matching(communes(), typed) if len(typed) >= LEAST else []
    many = len(found) > MOST_OFFERED
    shown = {
        "name": f"{name}_2",
        "id": f"id_{name}_2",
        "offered": [] if many else choices_of(found),
        "says": _says(typed, len(found), many=many),
    }
    response = render(request, "mc/forms/communes.html", shown)
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _says(typed: str, found: int, *, many: bool) -> str:
    if len(typed) < LEAST or (found and not many):
        return ""
    if many:
        return _("%(count)d nơi có tên như vậy. Gõ thêm tên, hoặc thêm tỉnh sau dấu phẩy.") % {"count": found}
    return _("Chưa thấy phường, xã nào có tên như vậy. Xin gõ tên từ ngày 01/7/2025.")
