"""One day of a one-stop desk: what came, what went, what waits, what was paid; the board's numbers and the day's own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from motcua.foundation.calendar import local

from .queries import Figures, figures, local_midnight, total


@dataclass(frozen=True, slots=True)
class Receipt:
    """One payment noted at the desk; `amount` in đồng."""

    at: datetime
    code: str
    receipt: str
    amount: int
    officer: str


@dataclass(frozen=True, slots=True)
class Day:
    """The figures of a desk on a local day.

    `board` is what the board shows for that unit and day. Flows are of the day. Stocks are as they stand now,
    so they are None for any other day than today.
    """

    on: date
    board: Figures
    handed_over: int
    returned: int
    refused: int
    asked: int
    withdrawn: int
    due: int
    due_left: int
    receipts: list[Receipt]
    waiting_online: int | None
    waiting_papers: int | None
    to_hand_over: int | None
    ready: int | None
    to_call: int | None
    unpaid: int | None

    @property
    def collected(self) -> int:
        """The sum of the day's receipts, in đồng."""
        return sum(each.amount for each in self.receipts)


# The day's due cases are those whose first promise, moved on by pauses only, falls on it (as the board counts).
_FLOWS = """
SELECT count(*) FILTER (WHERE e.name = 'case.handed_over'), count(*) FILTER (WHERE e.name IN ('case.returned', 'case.delivered'))
       - count(*) FILTER (WHERE e.name = 'case.delivery_corrected'),
       count(*) FILTER (WHERE e.name IN ('case.refused_at_desk', 'case.not_accepted')),
       count(*) FILTER (WHERE e.name IN ('case.papers_asked_at_desk', 'case.papers_asked', 'case.supplement_requested')),
       count(*) FILTER (WHERE e.name = 'case.withdrawn')
  FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id JOIN offices_unit u ON u.id = c.received_unit_id
 WHERE e.at >= %(start)s AND e.at < %(end)s AND u.path LIKE %(path)s AND c.parent_id IS NULL
   AND e.name = ANY(%(names)s)
"""
_FLOW_NAMES = ["case.handed_over", "case.returned", "case.delivered", "case.delivery_corrected", "case.refused_at_desk", "case.not_accepted", "case.papers_asked_at_desk",
               "case.papers_asked", "case.supplement_requested", "case.withdrawn"]  # fmt: skip
_DUE = """
SELECT count(*), count(*) FILTER (WHERE c.finished_at IS NULL)
  FROM cases_case c JOIN offices_unit u ON u.id = c.received_unit_id
 WHERE c.due_at >= %(start)s AND c.due_at < %(end)s AND u.path LIKE %(path)s AND c.parent_id IS NULL
"""
_RECEIPTS = """
SELECT e.at, c.code,
       coalesce(e.payload->>'receipt',
                (SELECT string_agg(each, ', ') FROM jsonb_array_elements_text(e.payload->'receipts') each), ''),
       coalesce((e.payload->>'kept')::bigint, (e.payload->>'amount')::bigint, 0),
       coalesce(s.full_name, '')
  FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id JOIN offices_unit u ON u.id = c.received_unit_id
  LEFT JOIN offices_staff s ON s.id = e.actor_id
 WHERE e.at >= %(start)s AND e.at < %(end)s AND (e.name IN ('case.fee_collected', 'case.fee_taken', 'case.paid_by_bank', 'case.transfer_matched')
        OR e.name = 'case.payment_confirmed' AND e.actor_kind <> 'system')
   AND u.path LIKE %(path)s
 ORDER BY e.at, e.id
"""
_STOCKS = """
SELECT count(*) FILTER (WHERE c.state = 1), count(*) FILTER (WHERE c.state = 5),
       count(*) FILTER (WHERE c.state IN (2, 4) AND c.handover_state = 0),
       count(*) FILTER (WHERE c.state = 9), count(*) FILTER (WHERE c.state = 9 AND c.outcome = 'early' AND c.called_at IS NULL),
       coalesce(sum(c.fee) FILTER (WHERE c.money_state = 1), 0)::bigint
  FROM cases_case c JOIN offices_unit u ON u.id = c.received_unit_id
 WHERE c.state IN (1, 2, 4, 5, 9) AND u.path LIKE %(path)s AND c.parent_id IS NULL
"""


def day(*, on: date, path: str, now: datetime) -> Day:
    """The day `on` of the desks below `path`; five statements."""
    start = local_midnight(on)
    given: dict[str, Any] = {
        "start": start,
        "end": local_midnight(on + timedelta(days=1)),
        "path": f"{path}%",
        "names": _FLOW_NAMES,
    }
    board = total(figures(first=on, last=on, as_at=local(now).date(), path=path))
    handed_over, returned, refused, asked, withdrawn = _row(_FLOWS, given)
    due, due_left = _row(_DUE, given)
    today = start <= now < given["end"]
    online, papers, to_hand_over, ready, to_call, unpaid = _row(_STOCKS, given) if today else [None] * 6
    return Day(
        on=on, board=board, handed_over=handed_over, returned=returned, refused=refused, asked=asked,
        withdrawn=withdrawn, due=due, due_left=due_left, receipts=_receipts(given), waiting_online=online,
        waiting_papers=papers, to_hand_over=to_hand_over, ready=ready, to_call=to_call, unpaid=unpaid,
    )  # fmt: skip


def _receipts(given: dict[str, Any]) -> list[Receipt]:
    with connection.cursor() as cursor:
        cursor.execute(_RECEIPTS, given)
        return [Receipt(*row) for row in cursor.fetchall()]


def _row(sql: str, given: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchone())
