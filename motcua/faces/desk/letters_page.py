"""A6: every letter as its reader gets it, with the longest names there are, and how many messages a text costs."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from motcua.application.notices.queries import longest
from motcua.application.notices.rules import LANGUAGES, Letter, habits_on, letters
from motcua.domain.offices.models import Staff
from motcua.faces.audience import StaffRequest, page_for
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.gateways.sms.segments import Segments, segments, without_accents
from motcua.foundation.gateways.zalo.chosen import Template, template_for


@dataclass(frozen=True)
class Shown:
    """One letter in one language: written, its text with and without accents, its template at Zalo."""

    key: str
    letter: Letter
    plain: str
    without: Segments | None
    accented: Segments | None
    template: Template | None


@page_for(Staff, roles=("sysadmin", "centre_head"))
def letters_page(request: StaffRequest) -> HttpResponse:
    """All letters in one language."""
    language = request.GET.get("tieng", "vi")
    language = language if language in LANGUAGES else "vi"
    facts, today = longest(language), local(now()).date()
    rows = []
    for key, letter in letters(language).items():
        said = letter.written(facts)
        plain = without_accents(said.short)
        template = template_for(key, language=language, on=today)
        cost, accented = (segments(plain), segments(said.short)) if said.short else (None, None)
        rows.append(Shown(key, said, plain, cost, accented, template))
    shown = {"rows": rows, "language": language, "habits": habits_on(today)}
    return render(request, "desk/letters.html", shown)
