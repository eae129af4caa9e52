"""Figures of a period as at a day, from the kept sums and what is not in them yet; what each count is, says counts.py.

A period is two local days, both included; every event belongs to exactly one. `as_at` is the day whose knowledge is
used: a running period ends there, and what happened after the period changes none of its figures. So a report of a
past period is the same whenever it is made.

Every case stands in exactly one cell (spec §10.1, II.06a): received + carried = ended + open. A result that was
issued before the period and taken back in it is carried again; one taken back and issued again within the period is
counted once, as it ended last.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from operator import add, attrgetter
from typing import Any

from django.db import connection

from motcua.domain.offices.models import AUTHORITY_KINDS
from motcua.foundation.calendar import ZONE

from .counts import COUNTS, ENDED, OPEN, STOCKS, counted
from .deltas import DELTA, ROWS, begin, pairs
from .rules import cover, cover_until, odd_days

BY = {
    "unit": ("t.unit_id", "u.id, u.code, u.name", "JOIN offices_unit u ON u.id = s.key"),
    "authority": ("t.authority_id", "u.id, u.code, u.name", "JOIN offices_unit u ON u.id = s.key"),
    "procedure": (
        "v.procedure_id",
        "p.id, p.code, p.short_name",
        "JOIN catalogue_procedure p ON p.id = s.key",
    ),
    "field": ("v.field", "0, '', s.key", ""),
    "terms": ("ARRAY[t.unit_id, t.terms_id]", "s.key, '', ''", ""),
    "office": ("ARRAY[o.kind, v.field]", "0, s.key[1], s.key[2]", ""),
}
# The field is read out of each document once, not once a row.
_VERSIONS = """JOIN (SELECT id, procedure_id, document->>'field' AS field FROM catalogue_procedureversion OFFSET 0) v
    ON v.id = t.terms_id"""
# The kind of the office that an authority is, or belongs to.
_OFFICES = f"""JOIN (SELECT u.id, (SELECT above.kind FROM offices_unit above
      WHERE above.id = ANY(string_to_array(trim('/' FROM u.path), '/')::bigint[]) AND above.kind IN {AUTHORITY_KINDS}
      ORDER BY length(above.path) DESC LIMIT 1) AS kind FROM offices_unit u OFFSET 0) o ON o.id = t.authority_id"""
# What is laid against the figures of each terms; days of each terms are not kept.
WITH_TERMS = {"terms": "", "procedure": _VERSIONS, "field": _VERSIONS, "office": f"{_VERSIONS} {_OFFICES}"}


class Untied(AssertionError):
    """Figures that do not tie; the message names the row. Nothing of them may be published."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of one unit, authority, procedure or field in a period; see counts.py for each.

    By office they are of one field at the authorities of one kind, which is their code; by terms their key is the unit's
    and that of the terms.
    """

    key: Any
    code: str
    name: str
    carried: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    paused: int = 0
    paused_overdue: int = 0
    overdue_told: int = 0
    to_accept: int = 0
    to_accept_late: int = 0
    papers_asked: int = 0
    direct: int = 0
    online: int = 0
    postal: int = 0
    no_boundary: int = 0
    full_offered: int = 0
    full_online: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    no_due: int = 0
    withdrawn: int = 0
    stopped: int = 0
    late_told: int = 0
    withdrawn_near_due: int = 0
    not_accepted: int = 0
    withdrawn_before: int = 0
    accepted_late: int = 0
    extended: int = 0
    apologised: int = 0
    more_rounds: int = 0
    handed_back: int = 0
    reopened: int = 0

    @property
    def counts(self) -> tuple[int, ...]:
        return _numbers(self)

    @property
    def received(self) -> int:
        return self.direct + self.online + self.postal

    @property
    def finished(self) -> int:
        """Ended with a result that had a due date."""
        return self.early + self.on_time + self.late

    @property
    def ended_otherwise(self) -> int:
        """Withdrawn, stopped, or finished where no day is fixed."""
        return self.withdrawn + self.stopped + self.no_due

    @property
    def ended(self) -> int:
        return self.finished + self.ended_otherwise

    @property
    def waiting(self) -> int:
        """The clock is stopped: waiting for the applicant, overdue before or not."""
        return self.paused + self.paused_overdue

    @property
    def overdue(self) -> int:
        """Open and overdue, the clock running or stopped."""
        return self.open_overdue + self.paused_overdue

    @property
    def late_or_overdue(self) -> int:
        return self.late + self.overdue

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_overdue + self.waiting

    @property
    def total(self) -> int:
        """Column 3 of II.06a: carried over and received."""
        return self.carried + self.received

    @property
    def on_time_share(self) -> float | None:
        """Early and on time of all finished; None, not 100 %, where nothing was finished."""
        return (self.early + self.on_time) / self.finished if self.finished else None

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.key, self.code, self.name, *map(add, _numbers(self), _numbers(other)))

    def tied(self) -> "Figures":
        """Itself, if every case is in one cell and none is less than nothing. Raises Untied."""
        if self.total != self.ended + self.open or min(self.counts) < 0:
            raise Untied(
                f"Số liệu của {self.name or self.code} không khớp: kỳ trước {self.carried} + tiếp nhận {self.received} "
                f"khác đã giải quyết {self.ended} + đang giải quyết {self.open}. "
                "Chưa công bố gì; xin chạy “motcua figures check”."
            )
        return self


_numbers: Callable[[Figures], tuple[int, ...]] = attrgetter(*(f.name for f in fields(Figures)[3:]))
NO_FIGURES = Figures(0, "", "")
_DIMENSIONS = ("unit_id", "authority_id", "terms_id")
# From kept sums (before and inside the period), pending events, and results taken back: `n` cases each.
_KEPT = f"""SELECT unit_id, authority_id, terms_id, start >= '{{since}}' AS inside, {", ".join(COUNTS)}, 0 AS again
    FROM reports_figure WHERE terms_id {{terms}} AND ({{pieces}})"""
# Days of each terms are not kept: those between a boundary and the nearest ten days are added up from the events, without
# the pending ones. A case changes figures on a day by an event of that day, or by falling due the day before.
_TOUCHED = f"""SELECT case_id FROM cases_caseevent
     WHERE at >= {begin("DATE '{first}'")} AND at < {begin("DATE '{last}' + 1")}
    UNION SELECT case_id FROM cases_caseevent WHERE finished_at IS NULL AND stopped_at IS NULL
      AND due_at >= {begin("DATE '{first}' - 1")} AND due_at < {begin("DATE '{last}'")}
    UNION SELECT case_id FROM cases_caseevent WHERE n = 1 AND payload->>'accept_by' BETWEEN '{{before}}' AND '{{after}}'"""
_OF_DAYS = f"""e.case_id = ANY(ARRAY({_TOUCHED})) AND e.at < {begin("DATE '{last}' + 1")}
    AND e.id NOT IN (SELECT event_id FROM reports_pending) AND starts_with(u.path, %(path)s)"""
_DAYS = f"""SELECT unit_id, authority_id, terms_id, inside, {counted("n * times")}, 0
    FROM (WITH pair AS ({pairs("", _OF_DAYS)}) {ROWS}) rows, (VALUES {{pieces}}) AS piece(times, inside)
   WHERE day BETWEEN DATE '{{first}}' AND DATE '{{last}}' GROUP BY 1, 2, 3, 4"""
_ENDS = ", ".join(
    f"sum(n) FILTER (WHERE {said})" if name in (*ENDED, "late_told", "withdrawn_near_due") else "0"
    for name, said in COUNTS.items()
)
# What the period did to cases that had ended before it: a result taken back is carried over and ended nothing in it; an
# apology for a result of before is of no period's results.
_AGAIN = f"""SELECT unit_id, authority_id, terms_id, true, {_ENDS}, sum(again)
    FROM (SELECT unit_id, authority_id, terms_id, half.* FROM (
      {pairs("", "e.name IN ('case.reopened', 'case.apologised') AND e.at >= %(start)s AND e.at < %(end)s")}) found
      CROSS JOIN LATERAL (VALUES (was, was_told, was_near, 1, (place NOT IN {ENDED})::int),
        (found.place, found.told, found.near, -1, 0)) AS half(place, told, near, n, again)
     WHERE was_ended < %(first)s AND was IN {ENDED}) undone GROUP BY 1, 2, 3"""
_SUMS = ", ".join(
    f"coalesce(sum({name}){'' if name in STOCKS else ' FILTER (WHERE inside)'}, 0) AS {name}"
    for name in COUNTS
)
_ADDED = ", ".join(f"sum({name})" for name in ("carried", *COUNTS))
_CARRIED = (
    f"coalesce(sum({' + '.join(f'coalesce({name}, 0)' for name in OPEN)}) FILTER (WHERE NOT inside), 0)"
)


def figures(
    *, first: date, last: date, as_at: date, by: str = "unit", path: str = "/", check: bool = True
) -> list[Figures]:
    """The figures of the local days `first`..`last` as at `as_at` (today for a period that is still running).

    One row for each unit, authority, procedure, field, kind of office and field, or unit and terms with any figure, of
    cases received below `path`, by name. Raises Untied where they do not tie.
    """
    last = min(last, as_at)
    if last < first:
        return []
    key, names, join = BY[by]
    beside = WITH_TERMS.get(by, "")
    own = ", ".join(each for each in _DIMENSIONS if f"t.{each}" in key + beside)
    sources = (
        _of_terms(first, last) if by in WITH_TERMS else _kept(first, last + timedelta(days=1), "IS NULL", "d")
    )
    sql = f"""WITH pair AS ({pairs("JOIN reports_pending q ON q.event_id = e.id")}), delta AS ({DELTA}),
      part AS ({sources} UNION ALL
        SELECT unit_id, authority_id, terms_id, day >= %(first)s, {", ".join(COUNTS)}, 0 FROM delta
         WHERE day <= %(last)s UNION ALL {_AGAIN}),
      each AS (SELECT {own}, {_CARRIED} + coalesce(sum(again), 0) AS carried, {_SUMS}
        FROM part JOIN offices_unit w ON w.id = unit_id AND starts_with(w.path, %(path)s) GROUP BY {own}),
      s AS (SELECT {key} AS key, {_ADDED} FROM each t {beside} GROUP BY 1)
      SELECT {names}, s.* FROM s {join} ORDER BY 3, 1"""
    with connection.cursor() as cursor:
        cursor.execute(sql, given(first, last, path))
        shown = [Figures(*row[:3], *map(int, row[4:])) for row in cursor.fetchall() if any(row[4:])]
    return [row.tied() for row in shown] if check else shown


def _of_terms(first: date, last: date) -> str:
    """The kept sums of each terms, and the days of which none are kept."""
    begin, end, days = odd_days(first, last)
    sources = [_kept(begin, end, "IS NOT NULL", "t")]
    near = timedelta(days=2)  # whatever the zone in which `accept_by` was written
    for a, b in dict.fromkeys((a, b) for a, b, _, _ in days):
        pieces = ", ".join(f"({n}, {inside})" for *span, n, inside in days if span == [a, b])
        sources.append(_DAYS.format(first=a, last=b, before=a - near, after=b + near, pieces=pieces))
    return " UNION ALL ".join(sources)


def _kept(since: date, until: date, terms: str, finest: str) -> str:
    """The kept sums of all days before `until`, as few as possible; those from `since` on are inside the period."""
    pieces = [*cover_until(since, finest), *cover(since, until - timedelta(days=1), finest)]
    spans = [f"grain = '{grain}' AND start BETWEEN '{a}' AND '{b}'" for grain, a, b in pieces]
    return _KEPT.format(since=since, terms=terms, pieces=" OR ".join(spans))


def first_day(path: str) -> date | None:
    """The day, or at least the year, of the oldest figure below `path`; None where there is none."""
    sql = """SELECT least(
        (SELECT min(f.start) FROM reports_figure f JOIN offices_unit u ON u.id = f.unit_id
          WHERE f.grain = 'y' AND f.terms_id IS NULL AND starts_with(u.path, %(path)s)),
        (SELECT min(e.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM reports_pending q
          JOIN cases_caseevent e ON e.id = q.event_id JOIN cases_case c ON c.id = e.case_id
          JOIN offices_unit u ON u.id = c.received_unit_id WHERE starts_with(u.path, %(path)s)))"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"path": path})
        (found,) = cursor.fetchone()
    return found  # type: ignore[no-any-return]


def given(first: date, last: date, path: str) -> dict[str, Any]:
    """What the statements about a period are given."""
    end = local_midnight(last) + timedelta(days=1)
    return {"first": first, "last": last, "start": local_midnight(first), "end": end, "path": path}


def total(rows: Iterable[Figures]) -> Figures:
    """All rows added up."""
    sums = zip(*map(_numbers, rows), strict=True)
    return Figures(0, "", "Tổng số", *map(sum, sums))


def local_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)
