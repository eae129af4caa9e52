"""Which days are off: holidays by sun and moon, days in lieu, decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from .definition import Announced, Calendar, DayRow, Observance

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """One day off, and why."""

    on: date
    kind: Literal["holiday", "in_lieu", "compensatory_off"]
    key: str  # the holiday it belongs to, or "" for a single decision
    name: str
    name_en: str
    decision: str = ""
    confirmed: bool = False


def days_off(calendar: Calendar) -> dict[date, DayOff]:
    """All days off of the calendar's years by date; single-day rows win over everything computed."""
    off = {row.on: day for row in calendar.rows if (day := _of_row(row))}
    working = {row.on for row in calendar.rows if row.kind == "working_saturday"}
    years = range(calendar.first_year, calendar.last_year + 1)
    observed = [found for year in years for found in _observed(calendar, year) if found[0].on not in working]
    for day, _ in observed:
        off.setdefault(day.on, day)
    given: set[date] = set()
    for day, announced_lieu in sorted(observed, key=lambda found: found[0].on):
        lieu = announced_lieu
        if lieu is None and day.on not in given:  # two holidays on one day are given back once
            lieu = _next_free(calendar, day.on, off)
            given.add(day.on)
        for on in lieu or ():
            off[on] = replace(day, on=on, kind="in_lieu")
    return off


def main_day(rule: Observance, year: int) -> date:
    """The day of the holiday itself in a year of the sun; lunar days by Vietnamese time (UTC+7)."""
    if not rule.lunar:
        return date(year, rule.month, rule.day)
    from lunar_vn import convert_lunar_to_solar  # slow to import, needed once per calendar

    return convert_lunar_to_solar(rule.day, rule.month, year)


def _observed(calendar: Calendar, year: int) -> Iterator[tuple[DayOff, tuple[date, ...] | None]]:
    """The holidays of a year, each with its days in lieu where these are announced, None where computed."""
    announced = {entry.key: entry for entry in calendar.announced if entry.year == year}
    for rule in calendar.observances:
        if rule.from_year <= year <= rule.until_year:
            entry = announced.get(rule.key) or _by_rule(rule, year)
            for offset in range((entry.last_on - entry.first_on).days + 1):
                on = entry.first_on + offset * ONE_DAY
                day = DayOff(
                    on, "holiday", rule.key, rule.name, rule.name_en, entry.decision, entry.confirmed
                )
                if entry.in_lieu is None:
                    yield day, None if rule.in_lieu else ()
                else:
                    yield day, () if offset else entry.in_lieu


def _by_rule(rule: Observance, year: int) -> Announced:
    main = main_day(rule, year)
    before, after = rule.spans[main.weekday()]
    return Announced(
        key=rule.key,
        year=year,
        first_on=main + before * ONE_DAY,
        last_on=main + after * ONE_DAY,
        decision=rule.law,
        confirmed=rule.confirmed,
    )


def _next_free(calendar: Calendar, holiday: date, off: dict[date, DayOff]) -> tuple[date, ...]:
    """The day given back for a holiday on a weekly rest day: Bộ luật Lao động 2019, Điều 111 khoản 3."""
    if holiday.weekday() not in calendar.rest_days:
        return ()
    on = holiday + ONE_DAY
    while on.weekday() in calendar.rest_days or on in off:
        on += ONE_DAY
    return (on,)


def _of_row(row: DayRow) -> DayOff | None:
    if row.kind == "working_saturday":
        return None
    return DayOff(row.on, row.kind, "", row.name, row.name_en, row.decision, row.confirmed)
