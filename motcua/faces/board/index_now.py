"""T5: the running index of a unit in a month; from the score to its numbers, and from these to units and cases."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.application.indices.measures import progress
from motcua.application.indices.queries import Standing, index_of, score_document, standings
from motcua.application.indices.rules import Index, Score, points_words
from motcua.application.reports.behind import behind
from motcua.application.reports.queries import figures
from motcua.application.reports.rules import FEWEST_PUBLISHED, share_words
from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.audience import Public, page_for
from motcua.faces.kept import kept_if_dear
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import collate

from .asked import Asked, asked_month, lang, months_offered, our_authority, source, today_here
from .index_rows import index_shown
from .live import live_page

MEASURE = "progress"  # the indicator that this system reckons from its cases, one by one
LOSING = "late_or_overdue"  # the cases that cost points there
MOST_CASES = 200


@dataclass(frozen=True)
class Part:
    """A part of the indicator: a unit or a procedure, its counts, the share, and for a unit its points and place."""

    code: str
    name: str
    done: int | None
    running: int | None
    of: int | None
    share: str
    address: str
    points: str = ""
    total: str = ""
    place: int | None = None


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
        progress=_progress_name(score.index) if score else "",
        below=_below(asked, unit) if unit and score else [],
        procedures=_procedures(asked, unit) if unit and score else [],
        few=FEWEST_PUBLISHED,
        cases=_cases(asked, unit, staff) if unit and staff else None,
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


def _progress_name(index: Index) -> str:
    found = next((each for each in index.indicators if each.measure == MEASURE), None)
    return (found.name_en if lang() == "en" else f"{found.number}. {found.name}") if found else ""


def _below(asked: Asked, unit: Unit) -> list[Part]:
    """The units directly below, in the order of their places."""
    today = today_here()
    rows = kept_if_dear(
        ("standings", unit.pk, asked.period, today),
        lambda: standings(unit, period=asked.period, as_at=today),
    )
    return [_unit_part(each, asked) for each in rows]


def _unit_part(each: Standing, asked: Asked) -> Part:
    counts = progress(each.figures)
    done, running, of = int(counts["done"]), int(counts["running"]), int(counts["of"])
    line = next((line for group in each.score.groups for line in group.lines
                 if line.indicator.measure == MEASURE), None)  # fmt: skip
    return Part(
        each.unit.code, each.unit.name, done, running, of, share_words(done + running, of, lang()),
        Asked(asked.period, "", unit=each.unit).address(),
        points_words(line.points if line else None, lang()), points_words(each.score.total, lang()), each.place,
    )  # fmt: skip


def _procedures(asked: Asked, unit: Unit) -> list[Part]:
    """The procedures by how many cases cost points, the most first; few cases are not said."""
    period, today = asked.period, today_here()
    rows = kept_if_dear(
        ("progress", unit.pk, period, today),
        lambda: figures(first=period.first, last=period.last, as_at=today, by="procedure", path=unit.path),
    )
    found = []
    for row in rows:
        counts = progress(row)
        done, running, of = int(counts["done"]), int(counts["running"]), int(counts["of"])
        address = reverse("portal:procedure", args=[row.code])
        if of >= FEWEST_PUBLISHED:
            share = share_words(done + running, of, lang())
            found.append((of - done - running, Part(row.code, row.name, done, running, of, share, address)))
        elif of:
            few = _("dưới %(n)s") % {"n": FEWEST_PUBLISHED}
            found.append((-1, Part(row.code, row.name, None, None, None, few, address)))
    return [part for _lost, part in sorted(found, key=lambda each: (-each[0], collate(each[1].name)))]


def _cases(asked: Asked, unit: Unit, staff: Staff) -> dict[str, Any]:
    """The cases that cost points in the indicator, of those that this person may see."""
    period, today = asked.period, today_here()
    counted = {
        each.case_id
        for each in behind(LOSING, first=period.first, last=period.last, as_at=today, path=unit.path)
    }
    visible = Case.objects.visible_to(staff).filter(pk__in=counted).select_related("procedure")
    rows = list(visible.order_by("due_at", "pk")[: MOST_CASES + 1])
    return {"rows": rows[:MOST_CASES], "all": len(counted), "more": len(rows) > MOST_CASES}
