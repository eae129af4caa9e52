"""What else a period shows of its cases, by receiving unit and terms: papers and results as files, money, ratings.

Four statements, however many units. Each reads what happened within the period and as it was known at its end: cases
received in it, results issued in it, charges settled in it, ratings given in it. What came from another system has
neither files nor charges here, and is in none of these counts but `received`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

from django.db import connection

from motcua.domain.offices.models import Unit
from motcua.domain.payments.queries import settled
from motcua.domain.surveys.rules import Score

from .deltas import day_of, place, turn
from .queries import given


@dataclass(frozen=True, slots=True)
class Served:
    """Counts of cases: received (scanned or unscanned of those handled here), with a result, with money, dissatisfied.

    `sealed`: results with the signature of the authority, of `results`; `paid_online` of `paid`. `dissatisfied` leaves
    out those that are late or overdue, which are counted as such.
    """

    received: int = 0
    scanned: int = 0
    unscanned: int = 0
    reused: int = 0
    results: int = 0
    filed: int = 0
    sealed: int = 0
    paid: int = 0
    paid_online: int = 0
    dissatisfied: int = 0


NOTHING = Served()
_WHOLE = "starts_with(u.path, %(path)s) AND w.parent_id IS NULL"
_RECEIVED = f"""
SELECT w.received_unit_id, w.terms_id, count(*), count(*) FILTER (WHERE papers.many > 0),
       count(*) FILTER (WHERE papers.many = 0), count(*) FILTER (WHERE papers.reused)
  FROM cases_case w JOIN offices_unit u ON u.id = w.received_unit_id
  LEFT JOIN LATERAL (SELECT count(*) AS many, bool_or(f.consented_at IS NOT NULL) AS reused FROM cases_casefile f
                      WHERE f.case_id = w.id AND f.paper <> '' AND f.added_at < %(end)s) papers ON w.history_id IS NULL
 WHERE {_WHOLE} AND w.received_at >= %(start)s AND w.received_at < %(end)s GROUP BY 1, 2
"""
# A result that was signed after the period was, at its end, the paper that was handed in.
_RESULTS = f"""
SELECT w.received_unit_id, w.terms_id, count(DISTINCT w.id),
       count(DISTINCT w.id) FILTER (WHERE r.file_id IS NOT NULL AND (r.sealed_at IS NULL OR r.sealed_at < %(end)s)),
       count(DISTINCT w.id) FILTER (WHERE r.sealed_at < %(end)s)
  FROM cases_result r JOIN cases_case w ON w.id = r.case_id JOIN offices_unit u ON u.id = w.received_unit_id
 WHERE {_WHOLE} AND r.issued_at >= %(start)s AND r.issued_at < %(end)s
   AND (r.withdrawn_at IS NULL OR r.withdrawn_at >= %(end)s) GROUP BY 1, 2
"""
_MONEY = f"""
SELECT w.received_unit_id, w.terms_id, count(DISTINCT w.id), count(DISTINCT w.id) FILTER (WHERE s.online)
  FROM ({settled("%(start)s", "%(end)s")}) s JOIN cases_case c ON c.code = s.reference
  JOIN cases_case w ON w.id = coalesce(c.parent_id, c.id) JOIN offices_unit u ON u.id = w.received_unit_id
 WHERE {_WHOLE} GROUP BY 1, 2
"""
_RATED = f"""
SELECT w.received_unit_id, w.terms_id, count(*)
  FROM surveys_rating r JOIN cases_case w ON w.id = r.case_id JOIN offices_unit u ON u.id = r.unit_id
  JOIN LATERAL (SELECT {place("e")} AS place, {turn("e")} AS turn, e.finished_at FROM cases_caseevent e
                 WHERE e.case_id = w.id AND e.at < %(end)s ORDER BY e.n DESC LIMIT 1) stood ON true
 WHERE {_WHOLE} AND r.score = {int(Score.DISSATISFIED)} AND r.at >= %(start)s AND r.at < %(end)s
   AND (stood.place IN ('early', 'on_time', 'no_due') AND {day_of("stood.finished_at")} >= %(first)s
        OR stood.place IN ('open', 'paused') AND coalesce(stood.turn > %(last)s, true)) GROUP BY 1, 2
"""
_COUNTS = {
    _RECEIVED: ("received", "scanned", "unscanned", "reused"), _RESULTS: ("results", "filed", "sealed"),
    _MONEY: ("paid", "paid_online"), _RATED: ("dissatisfied",),
}  # fmt: skip


def served(*, first: date, last: date, path: str) -> dict[tuple[int, int], Served]:
    """By receiving unit below `path` and terms, for the local days `first`..`last`."""
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        for sql, names in _COUNTS.items():
            cursor.execute(sql, given(first, last, path))
            for unit, terms, *counts in cursor.fetchall():
                found[unit, terms] |= dict(zip(names, counts, strict=True))
    return {key: Served(**counts) for key, counts in found.items()}


_NAMES = tuple(f.name for f in fields(Served))
_NUMBERS = attrgetter(*_NAMES)
# What a form may count of it beside the figures, which know what was received.
BESIDE = frozenset(_NAMES) - {"received"}


def served_below(unit: Unit, below: Mapping[int, Unit], *, first: date, last: date) -> dict[int, Served]:
    """The same by the unit directly below `unit`; `below`: all units below it by key."""
    found: dict[int, list[Served]] = defaultdict(list)
    for (key, _terms), row in served(first=first, last=last, path=unit.path).items():
        found[unit.branch(below[key])].append(row)
    return {child: added(rows) for child, rows in found.items()}


def added(rows: Iterable[Served]) -> Served:
    """All of them together."""
    return Served(*map(sum, zip(*map(_NUMBERS, rows), strict=True)))
