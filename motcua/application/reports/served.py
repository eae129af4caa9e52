"""What else a period shows of its cases, by receiving unit: papers and results as files, money, ratings.

Each part reads what happened within the period and as it was known at its end: cases received in it, results issued
in it, charges settled in it, ratings given in it. What came from another system has neither files nor charges here, and is
in none of these counts but `received`. Months are kept added up (served_months.py), by this one definition.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

from django.db import connection

from motcua.domain.cases.rules import State
from motcua.domain.payments.queries import settled
from motcua.domain.surveys.rules import Score

from .queries import given


@dataclass(frozen=True, slots=True)
class Served:
    """Counts of cases: received (scanned or unscanned of those handled here), with a result, with money, dissatisfied.

    `sealed`: results with the signature of the authority, of `results`; `paid_online` of `paid`. `dissatisfied` leaves
    out those whose result was late, which are counted as such.
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
NAMES = tuple(f.name for f in fields(Served))
# What a form may count of it beside the figures, which know what was received.
BESIDE = frozenset(NAMES) - {"received"}
_numbers = attrgetter(*NAMES)

# Each part: its counts, and the cases `w` they are of. A result was, at the end of the period, what was known of it then.
RECEIVED = {
    "received": "count(*)", "scanned": "count(*) FILTER (WHERE papers.many > 0)",
    "unscanned": "count(*) FILTER (WHERE papers.many = 0)", "reused": "count(*) FILTER (WHERE papers.reused)",
}, """cases_case w
  LEFT JOIN LATERAL (SELECT count(*) AS many, bool_or(f.consented_at IS NOT NULL) AS reused FROM cases_casefile f
                      WHERE f.case_id = w.id AND f.paper <> '' AND f.added_at < %(end)s) papers ON w.history_id IS NULL
 WHERE w.received_unit_id = ANY({units}) AND w.received_at >= %(start)s AND w.received_at < %(end)s"""  # fmt: skip
RESULTS = {
    "results": "count(DISTINCT w.id)", "filed": "count(DISTINCT w.id) FILTER (WHERE r.filed_at < %(end)s)",
    "sealed": "count(DISTINCT w.id) FILTER (WHERE r.sealed_at < %(end)s)",
}, """cases_result r JOIN cases_case w ON w.id = r.case_id
 WHERE r.unit_id = ANY({units}) AND r.issued_at >= %(start)s AND r.issued_at < %(end)s
   AND (r.withdrawn_at IS NULL OR r.withdrawn_at >= %(end)s)"""  # fmt: skip
MONEY = {
    "paid": "count(DISTINCT w.id)", "paid_online": "count(DISTINCT w.id) FILTER (WHERE s.online)",
}, f"""({settled("%(start)s", "%(end)s")}) s JOIN cases_case c ON c.code = s.reference
  JOIN cases_case w ON w.id = coalesce(c.parent_id, c.id) WHERE s.unit_id = ANY({{units}})"""  # fmt: skip
# Rated is a result that was given; whether it stands, and was late, is as it was known at the end: a delivery that was told
# by mistake is corrected weeks later, and its result may be taken back then.
_RATED = (
    {"dissatisfied": "count(*)"},
    f"""surveys_rating r JOIN cases_case w ON w.id = r.case_id
  JOIN LATERAL (SELECT e.state_after, e.outcome, e.finished_at FROM cases_caseevent e
                 WHERE e.case_id = w.id AND e.at < %(end)s ORDER BY e.n DESC LIMIT 1) stood ON true
 WHERE r.unit_id = ANY({{units}}) AND r.score = {int(Score.DISSATISFIED)} AND r.at >= %(start)s AND r.at < %(end)s
   AND stood.state_after IN ({int(State.FINISHED)}, {int(State.RETURNED)}) AND stood.outcome <> 'late'
   AND stood.finished_at >= %(start)s""",
)
HAPPENED = (RECEIVED, RESULTS, MONEY)  # in what is kept of a month; ratings are few and read as they are
RATED = (_RATED,)
BELOW = "ARRAY(SELECT id FROM offices_unit WHERE starts_with(path, %(path)s))"


def by_terms(*parts: tuple[dict[str, str], str], units: str) -> str:
    """The parts in SQL: unit_id, terms_id and all counts, a row of each part; `units`: an array."""
    return " UNION ALL ".join(
        f"SELECT w.received_unit_id AS unit_id, w.terms_id, {', '.join(counts.get(n, '0') + ' AS ' + n for n in NAMES)}"
        f" FROM {source.format(units=units)} AND w.parent_id IS NULL GROUP BY 1, 2"
        for counts, source in parts
    )


def by_unit(*parts: tuple[dict[str, str], str], units: str) -> str:
    """The same by unit, with the procedures that cost a fee and were asked for, and those paid for online."""
    return f"""SELECT p.unit_id, {", ".join(f"sum(p.{n})::int AS {n}" for n in NAMES)},
    coalesce(array_agg(DISTINCT v.procedure_id) FILTER (WHERE p.received > 0 AND v.with_fee), '{{}}') AS with_fee,
    coalesce(array_agg(DISTINCT v.procedure_id) FILTER (WHERE p.paid_online > 0), '{{}}') AS online
  FROM ({by_terms(*parts, units=units)}) p JOIN catalogue_procedureversion v ON v.id = p.terms_id GROUP BY 1"""


def cases_where(part: tuple[dict[str, str], str], having: str) -> str:
    """The cases of a part below `path` in SQL of which something holds, said over all its rows of a case."""
    return (
        f"SELECT w.id FROM {part[1].format(units=BELOW)} AND w.parent_id IS NULL GROUP BY 1 HAVING {having}"
    )


_BY_TERMS = f"""SELECT unit_id, terms_id, {", ".join(f"sum({n})::int" for n in NAMES)}
  FROM ({by_terms(*HAPPENED, *RATED, units=BELOW)}) part GROUP BY 1, 2"""


def served(*, first: date, last: date, path: str) -> dict[tuple[int, int], Served]:
    """By receiving unit below `path` and terms, for the local days `first`..`last`."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_TERMS, given(first, last, path))
        return {(unit, terms): Served(*counts) for unit, terms, *counts in cursor.fetchall()}


def added(rows: Iterable[Served]) -> Served:
    """All of them together."""
    return Served(*map(sum, zip(*map(_numbers, rows), strict=True)))
