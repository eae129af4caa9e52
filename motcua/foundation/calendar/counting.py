"""Questions about working time between moments and days."""

from __future__ import annotations

from datetime import date, datetime

from .definition import Calendar
from .moments import local


def is_working_day(on: date, calendar: Calendar) -> bool:
    """Whether the office works on this day."""
    tables = calendar.tables
    return tables.kind[tables.index(on)] != 0


def next_working_day(on: date, calendar: Calendar) -> date:
    """The first working day after this one."""
    tables = calendar.tables
    return tables.date_of(tables.roll(tables.index(on) + 1))


def add_working_days(on: date, count: int, calendar: Calendar) -> date:
    """The working day `count` working days after this one (before it when negative).

    0 is the day itself or, on a day off, the next working day.
    """
    tables = calendar.tables
    day = tables.index(on)
    step = count - 1 if count > 0 and not tables.kind[day] else count
    return tables.date_of(tables.working_day(tables.rank[day] + step))


def working_days_between(a: date, b: date, calendar: Calendar) -> int:
    """How many working days come after `a` up to and including `b`; negative when `b` is before `a`."""
    tables = calendar.tables
    first, last = tables.index(a), tables.index(b)
    return (tables.rank[last] + bool(tables.kind[last])) - (tables.rank[first] + bool(tables.kind[first]))


def working_seconds_between(a: datetime, b: datetime, calendar: Calendar) -> int:
    """Working seconds from one moment to another; negative when `b` is before `a`."""
    tables = calendar.tables
    return tables.worked(*tables.instant(local(b))) - tables.worked(*tables.instant(local(a)))


def working_minutes_between(a: datetime, b: datetime, calendar: Calendar) -> int:
    """Whole working minutes from one moment to another; negative when `b` is before `a`."""
    seconds = working_seconds_between(a, b, calendar)
    return seconds // 60 if seconds >= 0 else -(-seconds // 60)


def add_working_minutes(a: datetime, minutes: int, calendar: Calendar) -> datetime:
    """The moment so many working minutes after (before, when negative) another; 0 gives the next open moment.

    What ends with a session ends at its closing, not at the next opening.
    """
    tables = calendar.tables
    start = tables.clamp(*tables.instant(local(a)))
    if not minutes:
        return tables.moment(*start)
    return tables.moment(*tables.at(tables.worked(*start) + minutes * 60, opening=minutes < 0))


def working_days_late(due_at: datetime, finished_at: datetime, calendar: Calendar) -> int:
    """Working days after the due date up to the day of finishing; 0 when not late by date."""
    return max(0, working_days_between(local(due_at).date(), local(finished_at).date(), calendar))
