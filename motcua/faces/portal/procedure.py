"""C3: one procedure: the plain answer first, then papers, steps, grounds, and how it goes here."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from motcua.application.filing.standing import form_of
from motcua.application.reports.performance import Performance, performance
from motcua.application.reports.rules import month_of, share_words
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import competent, versions_of
from motcua.domain.catalogue.rules import (
    Effective,
    ProcedureFacts,
    allowed_words,
    fee_words,
    for_variant,
    usual_variant,
)
from motcua.domain.catalogue.rules.charges import UNLESS_ASKED
from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import KINDS_AT_LEVEL
from motcua.domain.workflow.rules import draw, hours_text, steps
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.faces.office import hours_at, office_edition, our_office, reception_calendar
from motcua.foundation import calendar as working
from motcua.foundation.actions import now
from motcua.foundation.text import decimal_number

from .answer import checks_of, papers_of, results_of
from .words import APPLICANTS, FORMER_LEVELS, LEVELS, ONLINE, language, opening


@page_for(Public)
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    at = working.local(now())
    versions = versions_of(code)
    version = _chosen(versions, request.GET.get("phien-ban", ""), at.date())
    effective = _case_of(version.facts, request.GET.get("truong-hop"))
    office = our_office()
    days = reception_calendar(office) if office else working.calendar_named(working.STANDARD)
    hours = hours_at(days, at)
    shown = {
        **_answer(version, effective),
        "versions": versions,
        "current": version == _in_force(versions, at.date()),
        "office": office,
        "hours": hours,
        "opening": opening(hours, at.date()),
        "deciding": _deciding(version, office, at.date()),
        "performance": _performance(version, office, at.date()),
        **_route(version, effective.variant),
    }
    return render(request, "portal/procedure.html", shown)


@page_for(Public)
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """The papers on one A4 page, to take along."""
    on = working.local(now()).date()
    version = _chosen(versions_of(code), request.GET.get("phien-ban", ""), on)
    effective = _case_of(version.facts, request.GET.get("truong-hop"))
    return render(
        request, "portal/checklist.html", {**_answer(version, effective), "office": our_office(), "today": on}
    )


def _in_force(versions: list[ProcedureVersion], on: date) -> ProcedureVersion | None:
    return next(
        (v for v in versions if v.valid_from <= on and (v.valid_to is None or on <= v.valid_to)), None
    )


def _chosen(versions: list[ProcedureVersion], number: str, on: date) -> ProcedureVersion:
    """The version asked for, else the one in force, else the latest: what has ended stays readable."""
    if number:
        found = next((v for v in versions if str(v.number) == number), None)
    else:
        found = _in_force(versions, on) or (versions[0] if versions else None)
    if found is None:
        raise Http404
    return found


def _case_of(facts: ProcedureFacts, key: str | None) -> Effective:
    known = [variant.key for variant in facts.variants]
    return for_variant(facts, key if key in known else usual_variant(facts))


def _answer(version: ProcedureVersion, effective: Effective) -> dict[str, Any]:
    """What both the page and the printed list say."""
    facts, lang = version.facts, language()
    english = lang == "en"
    needed, sometimes = papers_of(effective.components)
    form = form_of(version)
    return {
        "version": version,
        "facts": facts,
        "case": effective,
        "title": facts.name_en if english else facts.short_name,
        "official": facts.name,
        "summary": facts.summary_en if english else facts.summary,
        "time": allowed_words(effective.allowed, lang),
        "fees": [(fee_words(fee, lang), fee) for fee in effective.fees],
        "free": all(fee.per == UNLESS_ASKED for fee in effective.fees),
        "applicants": [APPLICANTS[key] for key in facts.applicants],
        "levels": [LEVELS[key] for key in facts.levels if key in LEVELS],
        "former": FORMER_LEVELS.get(facts.former_level, ""),
        "online": ONLINE[facts.online_level],
        "needed": needed,
        "sometimes": sometimes,
        "results": results_of(facts),
        "basis": [(number, settings.LAW_URL.format(number=quote(number))) for number in facts.legal_basis],
        "checks": checks_of(facts.unconfirmed),
        "apply_url": settings.APPLY_URL,
        "has_form": form is not None,
        "counter_only": form.counter_only[english] if form else "",
    }


def _deciding(version: ProcedureVersion, office: Unit | None, on: date) -> tuple[Unit, Unit] | None:
    """(authority, department) here, or None where this office's tree does not decide it."""
    if office is None:
        return None
    authority, department = competent(office, version.procedure, asked=None, on=on, edition=office_edition())
    kinds = [kind for level in version.facts.levels for kind in KINDS_AT_LEVEL.get(level, ())]
    if authority == department and authority.kind not in kinds:
        return None
    return authority, department


def _performance(version: ProcedureVersion, office: Unit | None, on: date) -> dict[str, Any]:
    """Last month here, in words."""
    period = month_of(on).before()
    if office is None:
        found = Performance(period, None, None, None)
    else:
        path = office.parent.path if office.parent else office.path
        found = kept_if_dear(
            ("performance", version.procedure_id, path, period),
            lambda: performance(
                procedure_id=version.procedure_id,
                path=path,
                period=period,
                calendar=working.calendar_named(working.STANDARD),
            ),
        )
    share = share_words(found.in_time or 0, found.finished or 0, language())
    median = decimal_number(found.median_days, 1) if found.median_days is not None else ""
    return {"figures": found, "share": share, "median": median, "month": period.label(language())}


def _route(version: ProcedureVersion, variant: str) -> dict[str, Any]:
    lines, wide, narrow = _drawn(version, variant, language())
    return {"steps": lines, "route_wide": wide, "route_narrow": narrow}


_drawings: dict[tuple[int, str, str], tuple[list[tuple[Any, str]], SafeString, SafeString]] = {}


def _drawn(
    version: ProcedureVersion, variant: str, lang: str
) -> tuple[list[tuple[Any, str]], SafeString, SafeString]:
    """The steps with their hours, and the route wide and narrow, in Vietnamese as its steps are; drawn once per process, since a version never changes."""
    key = (version.pk, variant, lang)
    if key not in _drawings:
        route = version.walk(variant)
        lines = [(line, hours_text(line.hours, lang) if line.hours else "") for line in steps(route, lang)]
        _drawings[key] = (
            lines,
            mark_safe(draw(route)),
            mark_safe(draw(route, narrow=True)),
        )
    return _drawings[key]
