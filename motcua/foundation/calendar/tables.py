"""A calendar compiled to arrays, on which a due date is a few look-ups.

A day is an index counted from the calendar's first day, an instant is (day, second of the day).
Working time is the number of working seconds before an instant since the calendar began.
The closing instant belongs to the session it closes: at 17:30:00 the office is open, at 17:30:01 it is not.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from .daysoff import DayOff, days_off
from .moments import ZONE
from .problem import CalendarError

if TYPE_CHECKING:
    from .definition import Calendar, DayRow, Pattern

Instant = tuple[int, int]


class Tables:
    """The compiled calendar; never changed after it is made, except for its memos."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.first = date(calendar.first_year, 1, 1).toordinal()
        self.off: dict[date, DayOff] = days_off(calendar)
        self.working_rows: dict[date, DayRow] = {
            row.on: row for row in calendar.rows if row.kind == "working_saturday"
        }
        self.patterns: list[Pattern] = [()]
        self.kind = bytearray()  # by day: index into patterns, 0 when closed
        self.rank = array("i")  # by day: how many working days lie before it
        self.before = array("q")  # by day: working seconds before it
        self.working = array("i")  # by rank: the day
        self.opened = array("q")  # by rank: working seconds before that day
        self._midnights: dict[int, datetime] = {}
        self.explained: dict[tuple[object, ...], str] = {}  # memo of sentences, see sentence
        rest = calendar.rest_days
        self._missed = [off for on, off in sorted(self.off.items()) if on.weekday() not in rest]
        self._missed_on = [off.on.toordinal() for off in self._missed]
        self._compile()
        self.days = len(self.kind)
        self.day_length = max(map(_length, self.patterns))  # working seconds of a full day

    def _compile(self) -> None:
        numbers: dict[Pattern, int] = {(): 0}
        total = 0
        for pattern in self._patterns_by_day():
            number = numbers.get(pattern)
            if number is None:
                number = numbers[pattern] = len(self.patterns)
                self.patterns.append(pattern)
            self.rank.append(len(self.working))
            self.before.append(total)
            if number:
                self.working.append(len(self.kind))
                self.opened.append(total)
                total += _length(pattern)
            self.kind.append(number)
        if not self.working:
            raise CalendarError(
                f"Lịch {self.calendar.name} không có ngày làm việc nào; hãy khai báo giờ làm việc."
            )

    def _patterns_by_day(self) -> Iterator[Pattern]:
        entries = self.calendar.sessions[::-1]
        special: dict[int, Pattern] = {on.toordinal(): () for on in self.off}
        special |= {on.toordinal(): self._made_up(row) for on, row in self.working_rows.items()}
        whole_year = not any(entry.season or entry.valid_from or entry.valid_to for entry in entries)
        weekly = [next((e.hours for e in entries if weekday in e.weekdays), ()) for weekday in range(7)]
        for ordinal in range(self.first, date(self.calendar.last_year, 12, 31).toordinal() + 1):
            if ordinal in special:
                yield special[ordinal]
            elif whole_year:
                yield weekly[(ordinal + 6) % 7]
            else:
                on = date.fromordinal(ordinal)
                yield next((entry.hours for entry in entries if entry.applies(on)), ())

    def _made_up(self, row: DayRow) -> Pattern:
        """The hours of a working Saturday: its own, or in full those of the day it is exchanged for."""
        if row.hours is not None:
            return row.hours
        model = row.swaps or row.on - timedelta(days=1)
        while model.weekday() in self.calendar.rest_days:
            model -= timedelta(days=1)
        return next((entry.hours for entry in self.calendar.sessions[::-1] if entry.applies(model)), ())

    # ------------------------------------------------------------------ instants in and out

    def instant(self, moment: datetime) -> Instant:
        """The (day, second) of a moment in local time; microseconds are dropped."""
        day = moment.toordinal() - self.first
        if not 0 <= day < self.days:
            self._outside(moment.date())
        return day, moment.hour * 3600 + moment.minute * 60 + moment.second

    def index(self, on: date) -> int:
        """The index of a date."""
        day = on.toordinal() - self.first
        if not 0 <= day < self.days:
            self._outside(on)
        return day

    def moment(self, day: int, second: int) -> datetime:
        """The local moment of an instant."""
        midnight = self._midnights.get(day)
        if midnight is None:
            midnight = datetime.combine(self.date_of(day), datetime.min.time(), ZONE)
            self._midnights[day] = midnight
        return midnight + timedelta(0, second)

    def date_of(self, day: int) -> date:
        """The date of a day's index."""
        if not 0 <= day < self.days:
            self._outside(None)
        return date.fromordinal(self.first + day)

    def pattern_on(self, on: date) -> Pattern:
        """The sessions of a date."""
        return self.patterns[self.kind[self.index(on)]]

    def off_between(self, first: int, last: int) -> list[DayOff]:
        """Days off that are no weekly rest days, after one day's ordinal up to another's."""
        return self._missed[bisect_right(self._missed_on, first) : bisect_right(self._missed_on, last)]

    # ------------------------------------------------------------------ days

    def working_day(self, rank: int) -> int:
        """The day of a rank."""
        if not 0 <= rank < len(self.working):
            self._outside(None)
        return self.working[rank]

    def add_days(self, day: int, count: int) -> int:
        """The working day `count` after this one, which must be a working day or (count > 0) need not."""
        at = self.rank[day] + count
        return self.working_day(at if self.kind[day] else at - 1)

    def roll(self, day: int) -> int:
        """The day itself if it is a working day, else the next one."""
        if not 0 <= day < self.days:
            self._outside(None)
        return self.working_day(self.rank[day])

    # ------------------------------------------------------------------ hours

    def clamp(self, day: int, second: int) -> Instant:
        """The instant itself within a session, else the next opening."""
        for start, end in self.patterns[self.kind[day]]:
            if second <= end:
                return day, max(second, start)
        day = self.roll(day + 1)
        return day, self.opening(day)

    def opening(self, day: int) -> int:
        """The second a working day opens."""
        return self.patterns[self.kind[day]][0][0]

    def closing(self, day: int) -> int:
        """The second a working day closes."""
        return self.patterns[self.kind[day]][-1][1]

    def fit(self, day: int, second: int) -> int:
        """The same time of day on another working day, moved into its sessions."""
        for start, end in self.patterns[self.kind[day]]:
            if second <= end:
                return max(second, start)
        return self.closing(day)

    def worked(self, day: int, second: int) -> int:
        """Working seconds before an instant."""
        total = self.before[day]
        for start, end in self.patterns[self.kind[day]]:
            if second <= start:
                break
            total += min(second, end) - start
        return total

    def at(self, worked: int, *, opening: bool = False) -> Instant:
        """The instant before which so many seconds were worked.

        Between two sessions there are many; the earliest (a closing) is given, or with `opening` the latest.
        """
        found = (bisect_right if opening else bisect_left)(self.opened, worked) - 1
        day = self.working_day(found)
        left = worked - self.opened[found]
        sessions = self.patterns[self.kind[day]]
        for start, end in sessions[:-1]:
            if left < end - start or (left == end - start and not opening):
                return day, start + left
            left -= end - start
        return day, sessions[-1][0] + left

    def _outside(self, on: date | None) -> NoReturn:
        what = f"Ngày {on:%d/%m/%Y}" if on else "Ngày tính ra"
        raise CalendarError(
            f"{what} nằm ngoài lịch {self.calendar.name} (từ năm {self.calendar.first_year} "
            f"đến năm {self.calendar.last_year}); hãy kiểm tra lại năm."
        )


def _length(pattern: Pattern) -> int:
    return sum(end - start for start, end in pattern)
