"""Sổ theo dõi hồ sơ of a desk: every case received in a period, with its dates, as facts for paper or sheet."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from motcua.domain.cases.queries.papers import RESULT_BY, TERRITORIES
from motcua.domain.cases.rules import State
from motcua.domain.offices.models import Unit
from motcua.foundation.calendar import local

from .queries import local_midnight

NEWEST_SET = "tt03-2025"
_SQL = """
SELECT c.code, p.name, c.sets, c.applicant_name, c.address, c.phone, d.name, c.received_at, c.due_original,
       (SELECT min(e.at) FROM cases_caseevent e WHERE e.case_id = c.id AND e.name = 'case.handed_over'),
       c.finished_at, c.returned_at, c.result_by, c.state, v.document->>'form_set'
  FROM cases_case c
  JOIN catalogue_procedure p ON p.id = c.procedure_id
  JOIN catalogue_procedureversion v ON v.id = c.terms_id
  JOIN offices_unit d ON d.id = c.department_id
 WHERE c.received_unit_id = %(unit)s AND c.received_at >= %(start)s AND c.received_at < %(end)s AND c.parent_id IS NULL
 ORDER BY c.received_at, c.id LIMIT %(limit)s
"""
_NOTES = {State.WITHDRAWN: "Rút hồ sơ", State.STOPPED: "Dừng giải quyết"}


def ledger(
    unit: Unit, *, first: date, last: date, now: datetime, limit: int
) -> tuple[Mapping[str, Any], str]:
    """(facts, form set) of the ledger of `unit` for the local days `first`..`last`; at most `limit` + 1 rows.

    The form set is the one of the latest case of the period, since a set replaces the one before on a day.
    """
    given: dict[str, Any] = {
        "unit": unit.pk,
        "start": local_midnight(first),
        "end": local_midnight(last + timedelta(days=1)),
        "limit": limit + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        found = cursor.fetchall()
    form_set = str(found[-1][-1] or NEWEST_SET) if found else NEWEST_SET
    above = unit.parent
    facts = {
        "agency_parent": _office(above) if above else "",
        "agency": unit.name,
        "place": unit.dated_at,
        "on": local(now).date(),
        "period": f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}",
        "rows": [_row(row) for row in found],
    }
    return facts, form_set


def _row(row: tuple[Any, ...]) -> dict[str, Any]:
    (
        code,
        procedure,
        sets,
        name,
        address,
        phone,
        unit,
        received,
        due,
        sent,
        finished,
        returned,
        by,
        state,
        _,
    ) = row
    ended = finished if state in (State.FINISHED, State.RETURNED) else None
    return {
        "case_code": code,
        "procedure_name": procedure,
        "number_of_sets": sets,
        "applicant_name": name,
        "address": address,
        "phone": phone,
        "resolving_unit": unit,
        "received_at": received,
        "due_at": due,
        "sent_on": _day(sent),
        "result_received_on": _day(ended),
        "returned_on": _day(returned),
        "receive_result_by": RESULT_BY.get(by, by),
        "note": _NOTES.get(state, ""),
    }


def _day(moment: datetime | None) -> date | None:
    return local(moment).date() if moment else None


def _office(unit: Unit) -> str:
    return f"Ủy ban nhân dân {unit.name[0].lower()}{unit.name[1:]}" if unit.kind in TERRITORIES else unit.name
