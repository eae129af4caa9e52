"""C17: where to go, when it is open, whom to call."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.domain.cases.queries.counter import received_lately
from motcua.domain.offices.models import AUTHORITY_KINDS, ONE_STOP_KINDS, Unit
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.faces.office import Hours, hours_at, reception_calendar, week_words
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import fold

from .search import _clean
from .words import opening

MOST = 60


@dataclass(frozen=True)
class Desk:
    """A counter with its hours."""

    unit: Unit
    hours: Hours
    opening: tuple[str, str]
    week: list[tuple[str, list[tuple[time, time]]]]
    received: int | None  # in the last hour; None while it is closed


@page_for(Public)
def offices(request: HttpRequest) -> HttpResponse:
    at = local(now())
    words = _clean(request.GET.get("q", ""))[:80]
    units = Unit.objects.in_force(at.date()).select_related("parent", "reception_calendar").order_by("path")
    units = units.filter(
        Q(kind__in=ONE_STOP_KINDS) | Q(kind__in=AUTHORITY_KINDS, hotline__gt="") | Q(address__gt="")
    )
    if words:
        units = units.filter(Q(folded__contains=fold(words)) | Q(code__istartswith=words))
    found = list(units[: MOST + 1])
    desks = [unit for unit in found[:MOST] if unit.kind in ONE_STOP_KINDS]
    lately = _received_lately([unit.pk for unit in desks], at)
    shown = {
        "words": words,
        "desks": [_desk(unit, at, lately) for unit in desks],
        "others": [unit for unit in found[:MOST] if unit.kind not in ONE_STOP_KINDS],
        "more": len(found) > MOST,
    }
    return render(request, "portal/offices.html", shown)


def _received_lately(desks: list[int], at: datetime) -> dict[int, int]:
    """Of each desk, in the hour before `at`."""
    return kept_if_dear(
        ("received lately", *desks), lambda: received_lately(desks, since=at - timedelta(hours=1))
    )


def _desk(unit: Unit, at: datetime, lately: dict[int, int]) -> Desk:
    calendar = reception_calendar(unit)
    hours = hours_at(calendar, at)
    return Desk(
        unit,
        hours,
        opening(hours, at.date()),
        week_words(calendar, at.date()),
        lately.get(unit.pk, 0) if hours.open else None,
    )
