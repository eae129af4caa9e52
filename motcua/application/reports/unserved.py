"""The cases behind what served.py counts that were not served in the best way: not digitised, not signed, not paid online."""

from datetime import date

from django.db import connection

from .queries import given
from .served import MONEY, RECEIVED, RESULTS, cases_where

_CASES = {
    "unscanned": cases_where(RECEIVED, "bool_or(papers.many = 0)"),
    "unsealed": cases_where(RESULTS, "NOT bool_or(coalesce(r.sealed_at < %(end)s, false))"),
    "paid_otherwise": cases_where(MONEY, "NOT bool_or(s.online)"),
}


def unserved(what: str, *, first: date, last: date, path: str) -> set[int]:
    """The keys of the cases of `what`: unscanned, unsealed or paid_otherwise, in the local days `first`..`last`."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES[what], given(first, last, path))
        return {row[0] for row in cursor.fetchall()}
