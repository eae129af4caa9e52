"""The due date: where the clock starts, how the allowance is laid, what pauses do to it."""

from __future__ import annotations

import calendar as gregorian
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from .allowance import Allowance, Pause, merged
from .definition import Calendar
from .moments import local
from .sentence import reckoning
from .tables import Instant, Tables


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with everything needed to explain it.

    `at` is None while the clock stands still or when the law sets no time; that is never "on time".
    `original` is the due date without pauses, None only when the law sets no time.
    """

    at: datetime | None
    original: datetime | None
    received_at: datetime
    started_at: datetime  # when the clock began; after a pause with `restart`, when it last began
    allowance: Allowance | None
    calendar: Calendar
    pauses: tuple[Pause, ...] = ()  # those that changed the due date
    undue: datetime | None = None  # for days and months: the date before it moved to a working day

    @property
    def stopped(self) -> bool:
        """Whether the clock stands still now."""
        return self.at is None and self.original is not None

    @property
    def late_start(self) -> bool:
        """Whether the clock began later than the reception: outside office hours, or after the cut-off."""
        return self.started_at != self.received_at and self.started_at != self.received_at.replace(
            microsecond=0
        )

    def reckoning(self, lang: str = "vi") -> str:
        """The sentence a person reads, in Vietnamese or English (`en`)."""
        return reckoning(self, lang)


def due(
    received_at: datetime,
    allowance: Allowance | None,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
) -> Due:
    """When the result is owed for something received at an aware moment; None allows no fixed time.

    Raises CalendarError for impossible pauses and for years outside the calendar.
    """
    tables = calendar.tables
    received = local(received_at)
    day, second = tables.instant(received)
    if allowance is None:
        started = tables.moment(*tables.clamp(day, second))
        return Due(None, None, received, started, None, calendar)
    start = begin(tables, day, second, allowance, received.microsecond)
    raw, owed = lay(tables, start, allowance)
    original = tables.moment(*owed)
    stops = merged(pauses, received) if pauses else ()
    at: datetime | None = original
    used = stops
    if stops:
        start, raw, at, used = _with_pauses(tables, allowance, start, raw, owed, stops)
    return Due(
        at=at,
        original=original,
        received_at=received,
        started_at=received if start == (day, second) and not received.microsecond else tables.moment(*start),
        allowance=allowance,
        calendar=calendar,
        pauses=used,
        undue=_undue(tables, raw, at),
    )


def begin(tables: Tables, day: int, second: int, allowance: Allowance, microsecond: int = 0) -> Instant:
    """When the clock starts: the moment itself within a session, else the next opening.

    With `same_day_15h` something received after the cut-off starts at the next working day's opening;
    the cut-off itself counts as before it.
    """
    start = tables.clamp(day, second)
    if allowance.start_rule == "same_day_15h" and start[0] == day:
        cut_off = allowance.cut_off
        last = cut_off.hour * 3600 + cut_off.minute * 60 + cut_off.second
        if second > last or (second == last and microsecond > cut_off.microsecond):
            day = tables.roll(day + 1)
            return day, tables.opening(day)
    return start


def lay(tables: Tables, start: Instant, allowance: Allowance) -> tuple[int, Instant]:
    """Lay the allowance from the start: the day it ends before rolling, and the instant it is due."""
    day, second = start
    unit, value = allowance.unit, allowance.value
    same_day = allowance.start_rule == "same_day_15h"
    if unit == "working_day":
        if same_day:
            day = tables.add_days(day, math.ceil(value) - 1)
            return day, (day, tables.closing(day))
        return _lay_working_days(tables, day, second, value)
    if unit == "calendar_day":
        raw = day + int(value) - same_day
        return raw, _rolled(tables, raw, second, at_closing=same_day)
    if unit == "working_hour":
        owed = tables.at(tables.worked(day, second) + round(value * 3600))
        return owed[0], owed
    if unit == "hour":
        owed = _wall(tables, day, second + round(value * 3600))
        return owed[0], owed
    raw = _add_months(tables, day, int(value))
    return raw, _rolled(tables, raw, second, at_closing=same_day)


def _lay_working_days(tables: Tables, day: int, second: int, value: float) -> tuple[int, Instant]:
    whole = int(value)
    if whole:
        there = tables.working_day(tables.rank[day] + whole)
        second = second if tables.kind[there] == tables.kind[day] else tables.fit(there, second)
        day = there
    if value == whole:
        return day, (day, second)
    owed = tables.at(tables.worked(day, second) + round((value - whole) * tables.day_length))
    return owed[0], owed


def _rolled(tables: Tables, raw: int, second: int, *, at_closing: bool) -> Instant:
    """The instant on the day itself, or on the next working day: Bộ luật Dân sự 2015, Điều 148 khoản 5."""
    day = tables.roll(raw)
    return day, tables.closing(day) if at_closing else tables.fit(day, second)


def _wall(tables: Tables, day: int, second: int) -> Instant:
    day, second = day + second // 86400, second % 86400
    tables.date_of(day)  # refuses what lies outside the calendar
    return day, second


def _add_months(tables: Tables, day: int, months: int) -> int:
    later = months_later(tables.first + day, months) - tables.first
    tables.date_of(later)  # refuses what lies outside the calendar
    return later


@lru_cache(maxsize=1 << 15)
def months_later(ordinal: int, months: int) -> int:
    """The same day of the month, or the month's last: Bộ luật Dân sự 2015, Điều 148 khoản 3."""
    start = date.fromordinal(ordinal)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last)).toordinal()


def _undue(tables: Tables, raw: int, at: datetime | None) -> datetime | None:
    if at is None or raw == at.toordinal() - tables.first:
        return None
    return tables.moment(raw, 0)


def _with_pauses(
    tables: Tables,
    allowance: Allowance,
    start: Instant,
    raw: int,
    owed: Instant,
    stops: Sequence[Pause],
) -> tuple[Instant, int, datetime | None, tuple[Pause, ...]]:
    """Take each pause in turn; one that begins when the time has already run out changes nothing."""
    used: list[Pause] = []
    for pause in stops:
        stopped = max(tables.instant(pause.start), start)
        if stopped >= owed:
            break
        if pause.end is None:
            return start, raw, None, (*used, pause)
        resumed = tables.instant(pause.end)
        if resumed <= stopped:
            continue
        used.append(pause)
        if allowance.resume == "restart":
            start = begin(tables, *resumed, allowance, pause.end.microsecond)
            raw, owed = lay(tables, start, allowance)
        else:
            raw, owed = _delayed(tables, allowance, raw, owed, stopped, resumed)
    return start, raw, tables.moment(*owed), tuple(used)


def _delayed(
    tables: Tables, allowance: Allowance, raw: int, owed: Instant, stopped: Instant, resumed: Instant
) -> tuple[int, Instant]:
    """The due instant after one pause: remaining time laid from resuming, or days shifted."""
    if allowance.resume == "relay" and allowance.unit in ("working_day", "working_hour"):
        day, second = owed
        lost = tables.worked(*resumed) - tables.worked(*stopped)
        opens = any(second == start for start, _ in tables.patterns[tables.kind[day]])
        owed = tables.at(tables.worked(day, second) + lost, opening=opens) if lost else owed
        return owed[0], owed
    if allowance.resume == "relay" and allowance.unit == "hour":
        gone = (resumed[0] - stopped[0]) * 86400 + resumed[1] - stopped[1]
        owed = _wall(tables, owed[0], owed[1] + gone)
        return owed[0], owed
    raw += resumed[0] - stopped[0]
    if allowance.unit == "hour":
        return raw, _wall(tables, raw, owed[1])
    by_day = allowance.unit not in ("working_hour", "hour")
    at_closing = by_day and allowance.start_rule == "same_day_15h"
    return raw, _rolled(tables, raw, owed[1], at_closing=at_closing)
