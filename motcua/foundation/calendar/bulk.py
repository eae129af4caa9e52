"""Many due dates at once: what one day of reception has in common is reckoned once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from .allowance import Allowance, Pause
from .deadline import begin, due, lay
from .definition import Calendar, Pattern
from .moments import ZONE, local
from .problem import CalendarError
from .tables import Tables

Request = tuple[datetime, Allowance, Sequence[Pause]]

_MOST_PLANS = 4096  # so that a stream of ever new allowances does not grow without end


def due_many(requests: Iterable[Request], calendar: Calendar) -> list[datetime | None]:
    """The due moments of many (received_at, allowance, pauses), in order.

    Raises CalendarError for the first impossible one, naming its place (from 1).
    """
    tables = calendar.tables
    first = tables.first
    plans: dict[int, _Plan] = {}
    answers: list[datetime | None] = []
    add = answers.append
    try:
        for received_at, allowance, pauses in requests:
            if pauses:
                add(due(received_at, allowance, calendar, pauses).at)
                continue
            plan = plans.get(id(allowance))
            if plan is None:
                plan = _planned(plans, tables, allowance)
            received = received_at if received_at.tzinfo is ZONE else local(received_at)
            second = received.hour * 3600 + received.minute * 60 + received.second
            sessions, kept, after = plan[received.toordinal() - first]
            if after is not None and (not sessions or second > sessions[-1][1]):
                add(after)
            elif kept is not None:
                for start, end in sessions:
                    if second <= end:
                        add(kept + timedelta(0, second if second > start else start))
                        break
            else:
                add(plan.reckon(received))
    except CalendarError as problem:
        raise CalendarError(f"Yêu cầu thứ {len(answers) + 1}: {problem}") from None
    return answers


class _Plan(dict[int, tuple[Pattern, datetime | None, datetime | None]]):
    """One allowance on one calendar, by day of reception: the day's sessions; the midnight of the day it falls
    due, where the time of day is simply kept; the due moment of all that comes after closing."""

    def __init__(self, tables: Tables, allowance: Allowance) -> None:
        self.tables = tables
        self.allowance = allowance
        whole_days = allowance.unit in ("working_day", "calendar_day", "month") and allowance.value % 1 == 0
        self.keeps_time = whole_days and allowance.start_rule == "next_day"

    def __missing__(self, day: int) -> tuple[Pattern, datetime | None, datetime | None]:
        tables = self.tables
        sessions: Pattern = ()
        kept = after = None
        if 0 <= day < tables.days:
            sessions = tables.patterns[tables.kind[day]]
            try:
                after = tables.moment(*self._owed(day, 86_399))
                owed = self._owed(day, sessions[0][0]) if sessions and self.keeps_time else None
                if owed and tables.kind[owed[0]] == tables.kind[day]:
                    kept = tables.moment(owed[0], 0)
            except CalendarError:
                pass  # at the calendar's end: each moment is reckoned, and refused, by itself
        self[day] = sessions, kept, after
        return self[day]

    def reckon(self, received: datetime) -> datetime:
        """The due moment of one request the long way."""
        day, second = self.tables.instant(received)
        return self.tables.moment(*self._owed(day, second, received.microsecond))

    def _owed(self, day: int, second: int, microsecond: int = 0) -> tuple[int, int]:
        return lay(self.tables, begin(self.tables, day, second, self.allowance, microsecond), self.allowance)[
            1
        ]


def _planned(plans: dict[int, _Plan], tables: Tables, allowance: Allowance) -> _Plan:
    """A new plan; it keeps the allowance alive, so that no other can come to have its id."""
    if len(plans) >= _MOST_PLANS:
        plans.clear()
    plan = plans[id(allowance)] = _Plan(tables, allowance)
    return plan
