"""From an indicator to what it is made of: units, procedures and, for whoever may see them, the cases that cost points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.application.indices.parts import ProcedurePart, by_procedure, losing
from motcua.application.indices.queries import Standing, standings
from motcua.application.indices.rules import Counts, Indicator, Score, points_words
from motcua.application.reports.rules import FEWEST_PUBLISHED, share_words
from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Staff, Unit
from motcua.faces.kept import kept_if_dear
from motcua.foundation.text import collate, thousands

from .asked import Asked, lang, today_here

FIRST = "PROGRESS"
MOST_CASES = 200
# Numerators and denominator of the share that is lost or won; of the others a share says nothing.
SHARES: dict[str, tuple[tuple[str, ...], str]] = {
    "progress": (("done", "running"), "of"),
    "full_online": (("done",), "of"),
    "procedures_online": (("done",), "of"),
    "received_online": (("done",), "of"),
    "payment": (("paid",), "owing"),
    "results": (("done",), "of"),
    "digitised": (("done",), "of"),
    "satisfaction": (("done",), "of"),
    "feedback_in_time": (("done",), "of"),
    "feedback_answers": (("done",), "of"),
}
COSTS = {
    "progress": gettext_lazy("Xong trễ trong kỳ hoặc đang quá hạn"),
    "full_online": gettext_lazy("Làm được toàn trình mà không nộp trực tuyến"),
    "payment": gettext_lazy("Đã nộp phí, lệ phí, không qua chuyển khoản"),
    "results": gettext_lazy("Có kết quả chưa ký số"),
    "digitised": gettext_lazy("Chưa có tệp của giấy tờ nào"),
    "satisfaction": gettext_lazy("Xong trễ trong kỳ hoặc đang quá hạn; không dẫn tới người đã đánh giá"),
}


@dataclass(frozen=True)
class Part:
    """A unit or a procedure: its counts in the order of the indicator's, the share, and for a unit its points and place."""

    name: str
    cells: list[tuple[str, str]]
    share: str
    address: str
    points: str = ""
    total: str = ""
    place: int | None = None
    lost: float = field(default=0, repr=False)


def parted(asked: Asked, unit: Unit, score: Score, key: str, staff: Staff | None) -> dict[str, Any] | None:
    """What the section of the page shows of the indicator asked for, or of progress; None of an index that measures none."""
    lines = [line for group in score.groups for line in group.lines if line.indicator.measure and line.counts]
    line = next((each for each in lines if each.indicator.key == key), None)
    line = line or next((each for each in lines if each.indicator.key == FIRST), None)
    if line is None:
        return None
    return {
        "indicator": line.indicator,
        "others": [each.indicator for each in lines if each is not line],
        "names": list(line.indicator.inputs),
        "inputs": list(line.indicator.inputs.items()),
        "below": _below(asked, unit, line.indicator),
        "procedures": _procedures(asked, unit, line.indicator),
        "costs": COSTS.get(line.indicator.measure, ""),
        "cases": _cases(asked, unit, line.indicator, staff) if staff else None,
    }


def _share(indicator: Indicator, counts: Counts) -> tuple[float, float] | None:
    """(what is done, of how many) where the indicator is a share."""
    if indicator.measure not in SHARES:
        return None
    done, of = SHARES[indicator.measure]
    return sum(counts[name] for name in done), counts[of]


def _said(indicator: Indicator, counts: Counts) -> str:
    parts = _share(indicator, counts)
    return share_words(int(parts[0]), int(parts[1]), lang()) if parts else ""


def _cells(indicator: Indicator, counts: Mapping[str, float] | None) -> list[tuple[str, str]]:
    return [(name, thousands(int(counts[name])) if counts else "–") for name in indicator.inputs]


def _below(asked: Asked, unit: Unit, indicator: Indicator) -> list[Part]:
    """The units directly below, in the order of their places."""
    today = today_here()
    rows = kept_if_dear(
        ("standings", unit.pk, asked.period, today),
        lambda: standings(unit, period=asked.period, as_at=today),
    )
    return [_unit_part(each, asked, indicator) for each in rows]


def _unit_part(each: Standing, asked: Asked, indicator: Indicator) -> Part:
    line = each.score.line(indicator.key)
    address = Asked(asked.period, "", unit=each.unit).address(theo=indicator.key)
    return Part(
        each.unit.name, _cells(indicator, line.counts), _said(indicator, line.counts) if line.counts else "–",
        address, points_words(line.points, lang()), points_words(each.score.total, lang()), each.place,
    )  # fmt: skip


def _procedures(asked: Asked, unit: Unit, indicator: Indicator) -> list[Part]:
    """The procedures by how many cases cost points, the most first; few cases are not said."""
    period, today = asked.period, today_here()
    rows = kept_if_dear(
        ("parts", unit.pk, indicator.measure, period, today),
        lambda: by_procedure(unit, indicator.measure, period=period, as_at=today),
    )
    found = [part for row in rows if (part := _procedure_part(row, indicator))]
    return sorted(found, key=lambda part: (-part.lost, collate(part.name)))


def _procedure_part(row: ProcedurePart, indicator: Indicator) -> Part | None:
    """None of a procedure without any case that the indicator counts."""
    done, of = _share(indicator, row.counts) or (0.0, sum(row.counts.values()))
    address = reverse("portal:procedure", args=[row.code])
    if not of:
        return None
    if of < FEWEST_PUBLISHED:
        few = _("dưới %(n)s") % {"n": FEWEST_PUBLISHED}
        return Part(row.name, _cells(indicator, None), few, address, lost=-1)
    return Part(
        row.name, _cells(indicator, row.counts), _said(indicator, row.counts), address, lost=of - done
    )


def _cases(asked: Asked, unit: Unit, indicator: Indicator, staff: Staff) -> dict[str, Any] | None:
    """The cases that cost points in the indicator, of those that this person may see."""
    counted = losing(unit, indicator.measure, period=asked.period, as_at=today_here())
    if counted is None:
        return None
    visible = Case.objects.visible_to(staff).filter(pk__in=counted).select_related("procedure")
    rows = list(visible.order_by("due_at", "pk")[: MOST_CASES + 1])
    return {"rows": rows[:MOST_CASES], "all": len(counted), "more": len(rows) > MOST_CASES}
