"""A month as it was made public: finding, figures, ranking, the late lists; each edition at an address of its own."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.application.disclosure.models import Publication
from motcua.application.disclosure.queries import editions, months_of, newest, published
from motcua.application.disclosure.rules import as_few, chosen_on, named_fewest, named_most, untold_of
from motcua.application.reports.rules import PeriodRefused, month_of, read_period, share_words
from motcua.domain.surveys.rules import Satisfaction
from motcua.faces.audience import Public, page_for
from motcua.foundation.text import short_moment, thousands

from .index_rows import index_shown
from .month_rows import (
    SORTS,
    before,
    changed,
    day_words,
    feedback_rows,
    finished_of,
    on_time_chart,
    overdue,
    received_of,
    tiles,
    unit_rows,
)

FIRST_LATE = 10


@page_for(Public)
def newest_month(request: HttpRequest) -> HttpResponse:
    """The latest published month; while there is none, the running figures."""
    found = newest()
    if found is None:
        return redirect("board:figures")
    return redirect("board:month", code=found.unit.code, month=f"{found.month:%Y-%m}")


@page_for(Public)
def month_page(request: HttpRequest, code: str, month: str, edition: int | None = None) -> HttpResponse:
    publication = publication_of(code, month, edition)
    sort = request.GET.get("xep", SORTS[0])
    shown = shown_of(publication, sort if sort in SORTS else SORTS[0], whole=False)
    return render(request, "board/month.html", shown)


@page_for(Public)
def to_month(request: HttpRequest, code: str) -> HttpResponse:
    """From the list of months to the one chosen; without one, to the latest of the unit."""
    month = request.GET.get("thang", "")
    if not month:
        found = newest(code)
        if found is None:
            raise Http404("Đơn vị này chưa công bố tháng nào.")
        month = f"{found.month:%Y-%m}"
    return redirect(
        "board:month", code=code, month=publication_of(code, month, None).document["period"]["key"]
    )


@page_for(Public)
def index_page(request: HttpRequest, code: str, month: str, edition: int) -> HttpResponse:
    """Every indicator of the month with the counts and the formula that its points follow from."""
    publication = publication_of(code, month, edition)
    if not publication.document["index"]:
        raise Http404("Tháng này chưa có bộ chỉ số.")
    return render(request, "board/month_index.html", shown_of(publication, SORTS[0], whole=False))


@page_for(Public)
def late_page(request: HttpRequest, code: str, month: str, edition: int | None = None) -> HttpResponse:
    """Both lists of the month in full."""
    shown = shown_of(publication_of(code, month, edition), SORTS[0], whole=True)
    return render(request, "board/month_late.html", shown)


def publication_of(code: str, month: str, edition: int | None) -> Publication:
    """The public edition of an address; 404 where nothing is public there."""
    try:
        period = read_period(month)
    except PeriodRefused as refused:
        raise Http404(str(refused)) from refused
    found = published(code, period.first, edition) if period.kind == "month" else None
    if found is None:
        raise Http404("Tháng này chưa công bố.")
    return found


def shown_of(publication: Publication, sort: str, *, whole: bool) -> dict[str, Any]:
    """What the pages of a publication show; `whole`: the lists of late cases to the end."""
    document, lang = publication.document, _lang()
    counts, was = document["figures"], before(document)
    rows = unit_rows(document, sort, lang)
    late = document["late_to_handle"]
    return {
        "publication": publication,
        "document": document,
        "period": month_of(publication.month).label(lang),
        "published": short_moment(publication.published_at) if publication.published_at else "",
        "signed": publication.signed_by,
        "editions": editions(publication) if publication.pk and publication.published_at else [],
        "months": [(f"{each:%Y-%m}", month_of(each).label(lang)) for each in months_of(publication.unit)],
        "counts": counts,
        "received": received_of(counts),
        "finished": finished_of(counts),
        "share": share_words(counts["early"] + counts["on_time"], finished_of(counts), lang),
        "overdue": overdue(counts),
        **_satisfaction(document["satisfaction"], lang),
        "changes": {
            "received": changed(received_of(counts), received_of(was)) if was else "",
            "overdue": changed(overdue(counts), overdue(was)) if was else "",
        },
        "untold": untold_of(document),
        "feedback": feedback_rows(document["feedback"]),
        "chart": on_time_chart(document, lang),
        "index": index_shown(document["index"], document["index_before"], lang),
        "rows": rows,
        "sort": sort,
        "most": _named(named_most, document, publication.month),
        "fewest": _named(named_fewest, document, publication.month),
        "as_few": as_few(document["units"], chosen_on(publication.month).named),
        "late": _late(late if whole else late[:FIRST_LATE]),
        "late_all": len(late),
        "slow": _late(document["late_to_accept"] if whole else document["late_to_accept"][:FIRST_LATE]),
        "slow_all": len(document["late_to_accept"]),
        "tiles": tiles(rows, document["target"]),
        "target": f"{document['target']}%" if document["target"] else "",
        "as_at": day_words(document["as_at"]),
    }


def _satisfaction(rated: dict[str, int] | None, lang: str) -> dict[str, str]:
    """The share that was satisfied and how many said so; editions of before ratings, and too few, have none."""
    if rated is None:
        return {"satisfied": "–", "satisfied_note": _("chưa đủ lượt đánh giá để công bố")}
    counted = Satisfaction(**rated)
    note = _("trong %(n)s lượt đánh giá") % {"n": thousands(counted.rated)}
    return {"satisfied": share_words(counted.pleased, counted.rated, lang), "satisfied_note": note}


def _late(rows: Any) -> list[dict[str, Any]]:
    return [{**row, "due": day_words(row["due_on"]), "told": day_words(row["told_on"])} for row in rows]


def _named(of: Callable[..., Any], document: Any, month: date) -> list[dict[str, Any]]:
    return [
        {"name": unit["name"], "overdue": overdue(unit["figures"])}
        for unit in of(document["units"], chosen_on(month).named)
    ]


def _lang() -> str:
    return "en" if get_language() == "en" else "vi"
