"""A slow, plain reckoning of due dates, minute by minute, as a judge of the fast one.

It takes its days off from the package `holidays`, its exchanged days from the list below and its hours from the
clock on the wall; it shares no code with what it judges.
"""

from datetime import datetime, time, timedelta
from functools import cache

import holidays

WORKED_SATURDAYS = {"2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"}
EXCHANGED_OFF = {"2026-01-02"}  # the package knows the others
HOLIDAYS = set(holidays.country_holidays("VN", years=range(2023, 2030)))
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OPEN, NOON, AFTERNOON, CLOSE = time(8), time(12), time(13, 30), time(17, 30)


def works(moment):
    """Whether the office works on the day of a naive local moment."""
    return _works_on(moment.date())


@cache
def _works_on(day):
    if day.isoformat() in WORKED_SATURDAYS:
        return True
    return day.weekday() < 5 and day not in HOLIDAYS and day.isoformat() not in EXCHANGED_OFF


def next_opening(moment):
    moment = datetime.combine(moment.date() + DAY, OPEN)
    while not works(moment):
        moment += DAY
    return moment


def clamped(moment):
    if not works(moment) or moment.time() > CLOSE:
        return next_opening(moment)
    if moment.time() < OPEN:
        return datetime.combine(moment.date(), OPEN)
    if NOON < moment.time() < AFTERNOON:
        return datetime.combine(moment.date(), AFTERNOON)
    return moment


def is_worked_minute(moment):
    """Whether the minute that begins now is working time."""
    clock = moment.time()
    return works(moment) and (OPEN <= clock < NOON or AFTERNOON <= clock < CLOSE)


def start_of(received, rule):
    start = clamped(received)
    if rule == "same_day_15h" and start.date() == received.date() and received.time() > time(15):
        return next_opening(received)
    return start


def rolled(moment):
    while not works(moment):
        moment += DAY
    return moment


def months_later(moment, months):
    year, month = moment.year, moment.month + months
    while month > 12:
        year, month = year + 1, month - 12
    day = moment.day
    while True:
        try:
            return moment.replace(year=year, month=month, day=day)
        except ValueError:
            day -= 1


def run_minutes(moment, minutes, paused=lambda moment: False):
    """The moment at which so many working minutes have gone by outside pauses."""
    while minutes:
        if not works(moment):
            moment = next_opening(moment)
        if is_worked_minute(moment) and not paused(moment):
            minutes -= 1
        moment += MINUTE
    return moment


def worked_minutes(start, end):
    count, moment = 0, start
    while moment < end:
        count += is_worked_minute(moment)
        moment = moment + MINUTE if works(moment) else next_opening(moment)
    return count


def naive_due(received, value, unit, rule):
    """When something is due, without pauses."""
    start = start_of(received, rule)
    same_day = rule == "same_day_15h"
    if unit == "working_day":
        due, left = start, value - same_day
        while left:
            due += DAY
            left -= works(due)
    elif unit == "calendar_day":
        due = rolled(start + (value - same_day) * DAY)
    elif unit == "month":
        due = rolled(months_later(start, value))
    elif unit == "hour":
        return start + timedelta(hours=value)
    else:
        return run_minutes(start, value * 60)
    return datetime.combine(due.date(), CLOSE) if same_day else due


def naive_relay(received, value, unit, rule, pauses):
    """When something is due after pauses, remaining working minutes laid one by one."""
    start, original = start_of(received, rule), naive_due(received, value, unit, rule)
    minutes = worked_minutes(start, original)
    stops = []
    for begin, end in pauses:  # a pause counts only if time was left when it began
        due = _laid(start, original, minutes, stops)
        if begin < due and begin < end:
            stops.append((begin, end))
    return _laid(start, original, minutes, stops)


def _laid(start, original, minutes, stops):
    lost = sum(worked_minutes(max(begin, start), end) for begin, end in stops if end > start)
    if not lost:
        return original

    def paused(moment):
        return any(begin <= moment < end for begin, end in stops)

    due = run_minutes(start, minutes, paused)
    if original.time() in (OPEN, AFTERNOON):  # owed at an opening, not at the closing before it
        while not is_worked_minute(due) or paused(due):
            due += MINUTE
    return due
