"""How long cases took that ended with a result in a period: the middle one, and what nine of ten did not exceed.

Gross: calendar days from reception to the result. Net: working days of the deciding office between the two, without
those in which the applicant was waited for. The day of reception counts in neither (BLDS 2015 Đ.147).
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from motcua.domain.cases.models import calendar_of
from motcua.domain.offices.models import Unit
from motcua.foundation import calendar as working

from .deltas import AS_AT
from .queries import BY, WITH_TERMS, given
from .rules import FEWEST_PUBLISHED, weighted_median, weighted_rank


@dataclass(frozen=True, slots=True)
class Durations:
    """Of one unit, authority, procedure or field. Days are None where too few cases could point to a person."""

    key: int
    code: str
    name: str
    finished: int
    net_median: float | None = None
    net_90: int | None = None
    gross_median: float | None = None
    gross_90: int | None = None


def durations(
    *, first: date, last: date, as_at: date, by: str = "procedure", path: str = "/", public: bool = True
) -> list[Durations]:
    """The durations of the period for each `by`, by name; cells of fewer than five cases are silent for the public."""
    last = min(last, as_at)
    if last < first:
        return []
    key, names, join = BY[by]
    sql = f"""WITH s AS (SELECT {key} AS key, t.authority_id, t.received, t.entered, t.pauses, count(*) AS n
        FROM ({AS_AT}) t {WITH_TERMS.get(by, "")} WHERE t.place IN ('early', 'on_time', 'late', 'no_due') GROUP BY 1, 2, 3, 4, 5)
      SELECT {names}, s.authority_id, s.received, s.entered, s.pauses, s.n FROM s {join} ORDER BY 3, 1"""
    with connection.cursor() as cursor:
        cursor.execute(sql, given(first, last, path))
        rows = cursor.fetchall()
    offices = Unit.objects.select_related("processing_calendar").in_bulk({row[3] for row in rows})
    days = {pk: calendar_of(office) for pk, office in offices.items()}
    groups: dict[tuple[int, str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for key, code, words, authority, received, entered, pauses, many in rows:
        net = net_days(received, entered, pauses, days[authority])
        groups[key, code, words].append((net, (entered - received).days, many))
    return [_of(name, spans, public) for name, spans in groups.items()]


def net_days(received: date, ended: date, pauses: Any, days: working.Calendar) -> int:
    """Working days from reception to the end, without those of the pauses."""
    waited = sum(
        working.working_days_between(_day(start), _day(end), days)
        for start, end, *_ in _read(pauses)
        if end is not None
    )
    return working.working_days_between(received, ended, days) - waited


def _read(pauses: Any) -> Any:
    return json.loads(pauses) if isinstance(pauses, str) else pauses


def _day(moment: str) -> date:
    return working.local(datetime.fromisoformat(moment)).date()


def _of(name: tuple[int, str, str], spans: Iterable[tuple[int, int, int]], public: bool) -> Durations:
    spans = list(spans)
    finished = sum(many for _, _, many in spans)
    if public and finished < FEWEST_PUBLISHED:
        return Durations(*name, finished)
    net = [(days, many) for days, _, many in spans]
    gross = [(days, many) for _, days, many in spans]
    return Durations(
        *name,
        finished,
        weighted_median(net),
        weighted_rank(net, 90),
        weighted_median(gross),
        weighted_rank(gross, 90),
    )
