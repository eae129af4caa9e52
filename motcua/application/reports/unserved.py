"""The cases behind what served.py counts that were not served in the best way: not digitised, not signed, not paid online.

As served.py counts them, so that as many are found here as lie between its two counts.
"""

from datetime import date

from django.db import connection

from motcua.domain.payments.queries import settled

from .queries import given

_WHOLE = "starts_with(u.path, %(path)s) AND w.parent_id IS NULL"
_CASES = {
    "unscanned": f"""
SELECT w.id FROM cases_case w JOIN offices_unit u ON u.id = w.received_unit_id
 WHERE {_WHOLE} AND w.received_at >= %(start)s AND w.received_at < %(end)s AND w.history_id IS NULL
   AND NOT EXISTS (SELECT FROM cases_casefile f WHERE f.case_id = w.id AND f.paper <> '' AND f.added_at < %(end)s)""",
    "unsealed": f"""
SELECT w.id FROM cases_result r JOIN cases_case w ON w.id = r.case_id JOIN offices_unit u ON u.id = r.unit_id
 WHERE {_WHOLE} AND r.issued_at >= %(start)s AND r.issued_at < %(end)s
   AND (r.withdrawn_at IS NULL OR r.withdrawn_at >= %(end)s)
 GROUP BY 1 HAVING NOT bool_or(coalesce(r.sealed_at < %(end)s, false))""",
    "paid_otherwise": f"""
SELECT w.id
  FROM ({settled("%(start)s", "%(end)s")}) s JOIN cases_case c ON c.code = s.reference
  JOIN cases_case w ON w.id = coalesce(c.parent_id, c.id) JOIN offices_unit u ON u.id = s.unit_id
 WHERE {_WHOLE} GROUP BY 1 HAVING NOT bool_or(s.online)""",
}


def unserved(what: str, *, first: date, last: date, path: str) -> set[int]:
    """The keys of the cases of `what`: unscanned, unsealed or paid_otherwise, in the local days `first`..`last`."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES[what], given(first, last, path))
        return {row[0] for row in cursor.fetchall()}
