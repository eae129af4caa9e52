"""The rows of an export: each case of the figures of a period, as it stood at the end of the last day."""

from collections.abc import Generator
from datetime import date

from django.db import connection, transaction

from motcua.application.reports.deltas import AS_AT, day_of
from motcua.application.reports.queries import figures, given, total

from .rules import COLUMNS

_FIRST_CHARACTERS = "('=', '+', '-', '@')"


def _moment(at: str) -> str:
    """A moment as local time with its offset, which Viet Nam has had since 1975."""
    return f"""to_char({at} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS"+07:00"')"""


def _safe(words: str) -> str:
    """Words that a spreadsheet will not take for a formula."""
    return f"CASE WHEN left({words}, 1) IN {_FIRST_CHARACTERS} THEN '''' || {words} ELSE {words} END"


_CELLS = {
    "code": "c.code",
    "unit_code": _safe("u.code"),
    "unit": _safe("u.name"),
    "authority_code": _safe("a.code"),
    "authority": _safe("a.name"),
    "procedure_code": _safe("p.code"),
    "procedure": _safe("p.short_name"),
    "field": _safe("(v.document->>'field')"),
    "channel": "CASE t.channel WHEN 1 THEN 'direct' WHEN 2 THEN 'online' WHEN 3 THEN 'postal' END",
    "filed_at": _moment("CASE WHEN c.submitted_at < %(end)s THEN c.submitted_at END"),
    "received_at": _moment("t.received_at"),
    "due_at": _moment("t.due_at"),
    "finished_at": _moment("t.finished_at"),
    "returned_at": _moment(
        "CASE WHEN t.state = 10 THEN (SELECT max(r.at) FROM cases_caseevent r WHERE r.case_id = c.id"
        " AND r.name IN ('case.returned', 'case.delivered') AND r.at < %(end)s) END"
    ),
    "state": "t.state",
    "place": "t.place",
    "overdue": "t.overdue",
    "days_late": f"CASE WHEN t.place = 'late' THEN {day_of('t.finished_at')} - {day_of('t.due_at')}"
    f" WHEN t.place = 'open' AND t.overdue THEN %(last)s - {day_of('t.due_at')} END",
    "carried": "t.received IS NOT NULL AND t.received < %(first)s",
    "apologised": "t.told",
    "near_due": "t.near",
    "no_boundary": "t.away",
    "full_offered": "t.whole",
}
_SQL = f"""COPY (
SELECT {", ".join(f"{_CELLS[column.key]} AS {column.key}" for column in COLUMNS)}
  FROM ({AS_AT}) t
  JOIN cases_case c ON c.id = t.case_id
  JOIN offices_unit u ON u.id = t.unit_id
  JOIN offices_unit a ON a.id = t.authority_id
  JOIN catalogue_procedureversion v ON v.id = t.terms_id
  JOIN catalogue_procedure p ON p.id = v.procedure_id
) TO STDOUT (FORMAT csv, HEADER)"""


def rows_of(*, first: date, last: date, path: str) -> Generator[bytes, None, None]:
    """The file line by line, its head first, as the database sends it: nothing is held but the line at hand."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        with cursor.copy(_SQL, given(first, last, path)) as copy:
            for line in copy:
                yield bytes(line)


def expected(*, first: date, last: date, path: str) -> int:
    """How many rows there will be, by the figures of the same period."""
    sums = total(figures(first=first, last=last, as_at=last, path=path))
    return (
        sums.total
        + sums.to_accept
        + sums.to_accept_late
        + sums.papers_asked
        + sums.not_accepted
        + sums.withdrawn_before
    )
