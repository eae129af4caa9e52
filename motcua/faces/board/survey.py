"""T6: what applicants said when the result was there, what surveys found, and how many to ask and how to draw them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.reports.queries import Figures, figures
from motcua.application.reports.rules import share_words
from motcua.application.reports.sample_rules import ERROR, interval, sample_size, strata
from motcua.domain.cases.queries.letters import letters_given
from motcua.domain.surveys.queries import said, satisfaction, satisfaction_by
from motcua.domain.surveys.rules import FEWEST_SHOWN, Satisfaction
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.foundation.text import decimal_number

from .asked import Asked, asked_with_unit, lang, today_here
from .live import live_page
from .surveyed import surveyed


@page_for(Public)
def survey_page(request: HttpRequest) -> HttpResponse:
    asked = asked_with_unit(request)
    rows = _by_field(asked)
    fields = {row.name: row.received for row in sorted(rows, key=lambda row: -row.received) if row.received}
    transactions = sum(fields.values())
    return live_page(
        request,
        "board/survey.html",
        asked,
        here=_("Khảo sát"),
        exact=decimal_number(transactions / (1 + transactions * float(ERROR * ERROR)), 2),
        surveys=surveyed(asked),
        **plan(fields),
        **ratings(asked, ended=sum(row.handed_back + row.stopped + row.not_accepted for row in rows)),
    )


def ratings(asked: Asked, *, ended: int) -> dict[str, Any]:
    """How the ratings of the period stand, as a whole, by unit, by way, by question and by reason.

    `ended`: the cases whose applicants could rate: results handed over, stopped, not accepted (surveys: `rate`).
    """
    first, last, path = asked.period.first, asked.period.last, asked.path
    whole = satisfaction(first, last, path)
    questions, reasons = said(first, last, path) if whole.shown else ([], [])
    return {
        "rated": whole,
        "satisfied": share_words(whole.pleased, whole.rated, lang()),
        "fewest": FEWEST_SHOWN,
        "ended": ended,
        "answered": share_words(whole.rated, ended, lang()) if whole.rated <= ended else "",
        "rated_units": _told(satisfaction_by("unit__name", first, last, path)) if whole.shown else [],
        "rated_ways": [
            (str(_WAYS[way]), *more) for way, *more in _told(satisfaction_by("through", first, last, path))
        ]
        if whole.shown
        else [],
        "questions": [(q.said(lang()), share_words(yes, of, lang()), of) for q, yes, of in questions],
        "letters": letters_given(first, last, path),
        "reasons": [(reason.said(lang()), many) for reason, many in reasons],
    }


def _told(rows: list[tuple[str, Satisfaction]]) -> list[tuple[str, int, str]]:
    """Who or what was rated, how often, and the share that was satisfied where enough said so."""
    return [
        (name, each.rated, share_words(each.pleased, each.rated, lang()) if each.shown else "–")
        for name, each in rows
    ]


_WAYS = {
    "link": gettext_lazy("Qua đường dẫn trên giấy hẹn"),
    "tablet": gettext_lazy("Trên màn hình tại quầy"),
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


def _by_field(asked: Asked) -> list[Figures]:
    """The figures of the period by field; transactions are the cases received in it."""
    period, today = asked.period, today_here()
    return kept_if_dear(
        ("survey", period, asked.path, today),
        lambda: figures(first=period.first, last=period.last, as_at=today, by="field", path=asked.path),
    )
