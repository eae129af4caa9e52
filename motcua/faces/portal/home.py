"""C1: find a procedure first, follow a case second; events of life, today's hours, days off ahead."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from motcua.faces.audience import Public, page_for
from motcua.faces.office import hours_at, our_office, reception_calendar
from motcua.foundation import calendar as working
from motcua.foundation.actions import now

from .tracking_form import TrackForm
from .words import LIFE_EVENTS, OFTEN, opening

AHEAD = 14  # days before which a closing is announced


@page_for(Public)
def home(request: HttpRequest) -> HttpResponse:
    at = working.local(now())
    office = our_office()
    days = reception_calendar(office) if office else working.calendar_named(working.STANDARD)
    hours = hours_at(days, at)
    shown = {
        "office": office,
        "hours": hours,
        "opening": opening(hours, at.date()),
        "often": OFTEN,
        "closings": closings(days, at.date()),
        "events": LIFE_EVENTS,
        "form": TrackForm(auto_id="tra_%s"),
    }
    return render(request, "portal/home.html", shown)


def closings(days: working.Calendar, on: date) -> list[tuple[date, date, str]]:
    """Days off of the next two weeks that would have been working days, one after another together, with their names."""
    lang = get_language()
    last = on + timedelta(days=AHEAD)
    found: list[tuple[date, date, str]] = []
    for off in (off for year in sorted({on.year, last.year}) for off in days.days_off(year)):
        if not on <= off.on <= last:
            continue
        name = off.name_en if lang == "en" and off.name_en else off.name
        if found and (off.on - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], off.on, found[-1][2] or name)
        else:
            found.append((off.on, off.on, name))
    return found
