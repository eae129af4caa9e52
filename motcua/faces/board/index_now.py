"""T5: the running index of a unit in a month; from the score to its numbers, and from these to units and cases."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.application.indices.queries import index_of, score_document
from motcua.application.indices.rules import Score
from motcua.application.reports.rules import FEWEST_PUBLISHED
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from .asked import Asked, asked_month, lang, months_offered, our_authority, source, today_here
from .index_parts import parted
from .index_rows import index_shown
from .live import live_page


@page_for(Public)
def index_page(request: HttpRequest) -> HttpResponse:
    asked = asked_month(request)
    unit = asked.unit or our_authority()
    score = _score(asked, unit)
    document = score_document(unit, asked.period, score) if unit and score else None
    staff: Staff | None = request.staff or None  # type: ignore[attr-defined]
    response = live_page(
        request,
        "board/index_now.html",
        asked,
        here=_("Chỉ số phục vụ"),
        about=[unit],
        unit=unit,
        months=months_offered(asked.period),
        running=asked.period.last >= today_here(),
        score=index_shown(document, None, lang()),
        bands=score.index.bands if score else (),
        parts=parted(asked, unit, score, request.GET.get("theo", ""), staff) if unit and score else None,
        few=FEWEST_PUBLISHED,
        here_address=f"{Asked(asked.period, '', unit=unit).address()}&theo=" if unit else "",
        overdue=f"{reverse('board:overdue')}?don-vi={unit.code}" if unit else "",
        json=f"{reverse('board:index_json')}?don-vi={unit.code}&ky={asked.period.key}" if unit else "",
    )
    if staff:
        response["Cache-Control"] = "no-store"
    return response


@page_for(Public)
def index_json(request: HttpRequest) -> HttpResponse:
    """The score for machines, with all that is needed to reckon it again."""
    asked = asked_month(request)
    unit = asked.unit or our_authority()
    score = _score(asked, unit)
    if asked.problem or unit is None or score is None:
        sentence = asked.problem or _("Chưa có chỉ số cho tháng này.")
        return JsonResponse({"sentence": sentence}, status=422, json_dumps_params={"ensure_ascii": False})
    document = {
        **score_document(unit, asked.period, score),
        "generated_at": local(now()).isoformat(timespec="seconds"),
        "source": source(),
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


def _score(asked: Asked, unit: Unit | None) -> Score | None:
    if unit is None:
        return None
    today = today_here()
    return kept_if_dear(
        ("index", unit.pk, asked.period, today), lambda: index_of(unit, period=asked.period, as_at=today)
    )
