"""A page of running figures: its question, the choices there are, when it was counted, and the way to it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.domain.offices.models import Unit
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import short_moment

from .asked import Asked, lang, periods_offered, source, units_offered
from .way import way


def live_page(
    request: HttpRequest,
    name: str,
    asked: Asked,
    *,
    here: str,
    about: Sequence[Unit | None] | None = None,
    **shown: Any,
) -> HttpResponse:
    """A template that extends board/live.html; `about`: the units it is about, where not the one asked for."""
    units = [asked.unit] if about is None else about
    common = {
        "asked": asked,
        "units": units_offered(units),
        "periods": periods_offered(asked.period),
        "label": asked.period.label(lang()),
        "at": short_moment(local(now())),
        "source": source(),
        "way": way(units[0] if len(units) == 1 else None, here=here),
    }
    return render(request, name, common | shown, status=422 if asked.problem else 200)
