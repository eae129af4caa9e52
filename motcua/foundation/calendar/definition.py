"""What a calendar is: sessions, holidays by rule, announced breaks and single days, as one frozen value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .daysoff import DayOff
    from .tables import Tables

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DayKind = Literal["holiday", "compensatory_off", "working_saturday"]
DAY_KINDS: tuple[DayKind, ...] = ("holiday", "compensatory_off", "working_saturday")

Span = tuple[int, int]  # opening and closing, in seconds of the day
Pattern = tuple[Span, ...]  # the sessions of one day, in order; () is a day without sessions


@dataclass(frozen=True, slots=True)
class Sessions:
    """The opening hours of some weekdays, for a season and a range of dates."""

    weekdays: tuple[int, ...]  # 0 is Monday
    hours: Pattern
    season: tuple[int, int] | None = None  # month * 100 + day, both ends included; may pass the new year
    valid_from: date | None = None
    valid_to: date | None = None

    def applies(self, day: date) -> bool:
        """Whether these hours hold on this day."""
        if day.weekday() not in self.weekdays:
            return False
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return self.season is None or _in_season(day.month * 100 + day.day, *self.season)


def _in_season(day: int, first: int, last: int) -> bool:
    return first <= day <= last if first <= last else day >= first or day <= last


@dataclass(frozen=True, slots=True)
class Observance:
    """A holiday given by rule: its main day by the sun or the moon, and the days around it."""

    key: str
    name: str
    name_en: str
    month: int
    day: int
    lunar: bool = False
    spans: tuple[tuple[int, int], ...] = ((0, 0),) * 7  # first and last day by weekday of the main day
    from_year: int = 1
    until_year: int = 9999
    in_lieu: bool = True  # a day on a weekly rest day is given back on the next working day
    law: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Announced:
    """The break of one holiday in one year, as announced; it takes the place of the rule."""

    key: str
    year: int
    first_on: date
    last_on: date
    in_lieu: tuple[date, ...] | None = None  # None: computed
    decision: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class DayRow:
    """One single day set by a decision: a holiday, a day off in exchange, or a working Saturday."""

    on: date
    kind: DayKind
    swaps: date | None = None
    name: str = ""
    name_en: str = ""
    hours: Pattern | None = None  # of a working Saturday; None: those of the weekday it is exchanged for
    decision: str = ""
    confirmed: bool = False


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working days and hours of an office, with the holidays of each year.

    Two calendars with the same content are equal and have the same `version`.
    """

    name: str
    title: str
    title_en: str
    first_year: int
    last_year: int
    rest_days: tuple[int, ...]  # weekly rest; a holiday on one of them is given back
    sessions: tuple[Sessions, ...]  # a later entry wins over an earlier one
    observances: tuple[Observance, ...] = ()
    announced: tuple[Announced, ...] = ()
    rows: tuple[DayRow, ...] = ()

    @cached_property
    def version(self) -> str:
        """Sixteen hexadecimal digits that change when anything in the calendar changes."""
        plain = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()[:16]

    @cached_property
    def tables(self) -> Tables:
        """The arrays all counting is done on, made once per calendar."""
        from .tables import Tables

        return Tables(self)

    def days_off(self, year: int) -> Sequence[DayOff]:
        """Holidays, days in lieu and days off in exchange of one year, in order."""
        return [off for on, off in sorted(self.tables.off.items()) if on.year == year]

    def sessions_on(self, day: date) -> list[tuple[time, time]]:
        """Opening and closing times of one day; empty when the office is closed."""
        return [(_clock(start), _clock(end)) for start, end in self.tables.pattern_on(day)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)


def _clock(seconds: int) -> time:
    if seconds == 24 * 3600:
        return time.max
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
