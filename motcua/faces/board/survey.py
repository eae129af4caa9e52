"""T6: what applicants said when the result was there, and, for whoever holds a survey, how many to ask and how to draw them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.application.reports.queries import figures
from motcua.application.reports.rules import share_words
from motcua.application.reports.sample_rules import ERROR, interval, sample_size, strata
from motcua.domain.cases.queries.letters import letters_given
from motcua.domain.surveys.queries import said, satisfaction, satisfaction_by_unit
from motcua.domain.surveys.rules import FEWEST_SHOWN
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import decimal_number, short_moment

from .asked import RANGE, Asked, asked_with_unit, lang, periods_offered, source, today_here, units_offered
from .way import way


@page_for(Public)
def survey_page(request: HttpRequest) -> HttpResponse:
    asked = asked_with_unit(request)
    fields = _fields(asked)
    transactions = sum(fields.values())
    shown = {
        "asked": asked,
        "units": units_offered([asked.unit]),
        "periods": periods_offered(),
        "range": RANGE,
        "label": asked.period.label(lang()),
        **plan(fields),
        **ratings(asked),
        "exact": decimal_number(transactions / (1 + transactions * float(ERROR * ERROR)), 2),
        "at": short_moment(local(now())),
        "source": source(),
        "way": way(asked.unit, here=_("Khảo sát")),
    }
    return render(request, "board/survey.html", shown, status=422 if asked.problem else 200)


def ratings(asked: Asked) -> dict[str, Any]:
    """How the ratings of the period stand, as a whole, by unit, by question and by reason."""
    first, last, path = asked.period.first, asked.period.last, asked.path
    whole = satisfaction(first, last, path)
    questions, reasons = said(first, last, path) if whole.shown else ([], [])
    return {
        "rated": whole,
        "satisfied": share_words(whole.pleased, whole.rated, lang()),
        "fewest": FEWEST_SHOWN,
        "rated_units": [
            (name, each.rated, share_words(each.pleased, each.rated, lang()) if each.shown else "–")
            for name, each in satisfaction_by_unit(first, last, path)
        ]
        if whole.shown
        else [],
        "questions": [(q.said(lang()), share_words(yes, of, lang()), of) for q, yes, of in questions],
        "letters": letters_given(first, last, path),
        "reasons": [(reason.said(lang()), many) for reason, many in reasons],
    }


def plan(fields: dict[str, int]) -> dict[str, Any]:
    """How many to ask of these transactions by field, and every how many-eth to take."""
    transactions = sum(fields.values())
    sample = sample_size(transactions)
    parts = strata(fields, sample)
    rows = [(name, many, parts[name], interval(many, parts[name])) for name, many in fields.items() if many]
    return {
        "transactions": transactions,
        "sample": sample,
        "interval": interval(transactions, sample),
        "rows": rows,
    }


def _fields(asked: Asked) -> dict[str, int]:
    """Transactions of the period – cases received in it – by field, the most first."""
    period, today = asked.period, today_here()
    rows = kept_if_dear(
        ("survey", period, asked.path, today),
        lambda: figures(first=period.first, last=period.last, as_at=today, by="field", path=asked.path),
    )
    return {row.name: row.received for row in sorted(rows, key=lambda row: -row.received) if row.received}
