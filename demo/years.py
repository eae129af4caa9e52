"""Years of an office as a file its former system might have left: so many cases, over real working days.

Everything comes from a fixed seed, so a file is the same byte for byte wherever it is made. How many were
received, early or on time, late, withdrawn and open is said beforehand and comes out exactly; early or on time
follows from the day each result happened to be ready.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from motcua.domain.cases.code_rules import case_code
from motcua.domain.cases.rules import RESUMES
from motcua.domain.catalogue.rules import ProcedureFacts, for_variant, usual_variant
from motcua.foundation.calendar import ZONE, Allowance, Calendar, calendar_named, due_many

HEAD = (
    "code", "unit", "procedure", "channel", "submitted_at", "received_at", "due_at", "handed_over_at", "supplements",
    "finished_at", "returned_at", "withdrawn_at",
)  # fmt: skip
# Mondays are full, Saturdays are mornings.
WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.9, 0.35, 0.0)
MINUTES = 480  # of a working day: 08:00-12:00 and 13:30-17:30
MORNING = 240


@dataclass(frozen=True)
class Years:
    """What one desk did from a first to a last day; the counts are as at the end of the last day."""

    desk: str
    first: date
    last: date
    in_time: int
    late: int = 0
    open: int = 0  # not finished by the last day; finished later and in time unless `stays_open`
    withdrawn: int = 0
    stays_open: bool = False
    supplements: float = 0.0  # share of the cases for which papers were asked once
    online: float = 0.0
    saturdays: bool = False
    procedures: tuple[tuple[str, int], ...] = ()
    begins_at: int = 1  # first number of each day, where the desk has others of its own

    @property
    def received(self) -> int:
        return self.in_time + self.late + self.open + self.withdrawn

    def part(self, share: int) -> "Years":
        """The same desk with one of so many cases: for a quick look."""
        few = {name: getattr(self, name) // share for name in ("in_time", "late", "open", "withdrawn")}
        return replace(self, **few)


Row = tuple[str, ...]


class Telling:
    """Tells the cases of one desk, day by day, in the order in which they were received."""

    def __init__(self, years: Years, facts: Sequence[ProcedureFacts], rng: Random) -> None:
        self.years, self.rng = years, rng
        self.calendar = calendar_named("vn-standard")
        self.allowed = {code: _allowance(facts, code, years.first) for code, _ in years.procedures}
        self.codes = [code for code, _ in years.procedures]
        self.weights = [weight for _, weight in years.procedures]
        self.long = [code for code in self.codes if self.allowed[code].start_rule == "next_day"]
        self.days_long = [code for code in self.long if self.allowed[code].value >= 2]
        self.last_at = bisect_right(self.working, years.last) - 1

    @cached_property
    def working(self) -> list[date]:
        """Working days from the first day to some months after the last."""
        return _days(self.years.first, self.years.last + timedelta(days=120), self.calendar)

    @cached_property
    def receiving(self) -> list[date]:
        """Days on which the desk is open."""
        named = "vn-saturday-reception" if self.years.saturdays else "vn-standard"
        return _days(self.years.first, self.years.last, calendar_named(named))

    def rows(self) -> Iterator[Row]:
        """Every case as a row of the file."""
        years, days = self.years, self.receiving
        most = len(days)
        # What comes on a Saturday is worked on from Monday: at the very end, too late for a result within the period.
        worked = [day for day in days if day <= self.working[self.last_at]]
        early_enough = max(1, most - 20)  # late, and withdrawn after some days, within the period
        plan = {
            "in_time": self._spread(years.in_time, worked),
            "late": self._spread(years.late, days[:early_enough]),
            "withdrawn": self._spread(years.withdrawn, days[:early_enough]),
            "open": self._spread(years.open, days[-2:]),
        }
        for number, day in enumerate(days):
            ends = [end for end, counts in plan.items() if number in counts for _ in range(counts[number])]
            self.rng.shuffle(ends)
            yield from self._day(day, ends)

    def _spread(self, count: int, days: Sequence[date]) -> dict[int, int]:
        """So many cases over the days, by weekday and chance, the sum exact; by the place of the day."""
        if not count:
            return {}
        begin = self.receiving.index(days[0])
        weights = [WEEKDAYS[day.weekday()] * self.rng.uniform(0.8, 1.2) for day in days]
        whole, so_far, given = sum(weights), 0.0, 0
        counts: dict[int, int] = {}
        for place, weight in enumerate(weights):
            so_far += weight
            upto = round(count * so_far / whole)
            counts[begin + place], given = upto - given, upto
        return counts

    def _day(self, day: date, ends: Sequence[str]) -> Iterator[Row]:
        length = MORNING if day.weekday() == 5 else MINUTES
        minutes = sorted(self.rng.randrange(3, length - 15) for _ in ends)
        codes = [self._procedure(end, day) for end in ends]
        received = [_at(day, minute) for minute in minutes]
        due = due_many(
            ((at, self.allowed[code], ()) for at, code in zip(received, codes, strict=True)), self.calendar
        )
        for number, told in enumerate(zip(received, minutes, codes, due, ends, strict=True)):
            at, minute, code, due_at, end = told
            assert due_at is not None
            name = case_code(self.years.desk, day, self.years.begins_at + number)
            yield (name, self.years.desk, code, *self._life(day, at, minute, due_at, end))

    def _procedure(self, end: str, day: date) -> str:
        """What is open at the end, withdrawn or late is mostly what takes days."""
        if end == "open":
            return self.rng.choice(self.days_long)
        if end == "withdrawn" or (end == "late" and self.rng.random() < 0.7):
            return self.rng.choice(self.long)
        return self.rng.choices(self.codes, self.weights)[0]

    def _life(self, day: date, at: datetime, minute: int, due_at: datetime, end: str) -> Row:
        rng = self.rng
        given, due = bisect_left(self.working, day), bisect_left(self.working, due_at.date())
        # A Saturday's folders are handed over when the departments are back.
        same_day = self.working[given] == day
        given_at = min(MINUTES - 8, minute + rng.randrange(2, 12)) if same_day else rng.randrange(2, 20)
        online = rng.random() < self.years.online
        submitted = _written(at - timedelta(minutes=rng.randrange(3, 120))) if online else ""
        told = ["online" if online else "direct", submitted, _written(at), _written(due_at)]
        told.append(_written(_at(self.working[given], given_at)))
        if end == "withdrawn":
            left = self._moment(given, given_at, given + rng.randrange(0, max(1, due - given)))
            return (*told, "", "", "", _written(left))
        if end == "open" and self.years.stays_open:
            return (*told, "", "", "", "")
        waits, moved = "", self._waits(given, due, end)
        if moved:
            asked = self._moment(given, given_at, given)
            given, given_at, due = given + moved, _minute_of(asked), due + moved
            waits = f"{_written(asked)}/{_written(_at(self.working[given], given_at))}"
        done, done_at = self._done(given, given_at, due, end)
        returned = self._moment(done, done_at, done + rng.choice((0, 0, 0, 1, 1, 2, 4)))
        return (*told, waits, _written(_at(self.working[done], done_at)), _written(returned), "")

    def _waits(self, given: int, due: int, end: str) -> int:
        """For how many working days papers were waited for, once; 0 where none were asked."""
        if end != "in_time" or due - given < 2 or self.rng.random() >= self.years.supplements:
            return 0
        moved = self.rng.randrange(1, 6)
        return moved if given + moved < self.last_at else 0

    def _done(self, given: int, given_at: int, due: int, end: str) -> tuple[int, int]:
        """(working day, minute) of the result."""
        rng = self.rng
        if end == "late":
            day = min(due + rng.choice((1, 1, 1, 2, 2, 3, 5, 8)), self.last_at)
        elif end == "open":
            day = rng.randrange(max(given, self.last_at + 1), max(due, self.last_at + 1) + 1)
        else:
            day = min(due if rng.random() < 0.45 else rng.randrange(given, due + 1), self.last_at)
        at = self._moment(given, given_at, max(day, given))
        return max(day, given), _minute_of(at)

    def _moment(self, from_day: int, from_minute: int, day: int) -> datetime:
        """A moment of a working day, after another where it is the same day."""
        earliest = from_minute + 1 if day == from_day else 5
        minute = self.rng.randrange(min(earliest, MINUTES - 2), MINUTES - 1)
        return _at(self.working[day], minute)


def _allowance(facts: Sequence[ProcedureFacts], code: str, on: date) -> Allowance:
    held = [each for each in facts if each.code == code and each.valid_from <= on]
    allowed = for_variant(held[-1], usual_variant(held[-1])).allowed
    return Allowance(
        value=allowed.promised.value, unit=allowed.promised.unit, start_rule=allowed.start,
        resume=RESUMES[allowed.resume],
    )  # fmt: skip


def _days(first: date, last: date, calendar: Calendar) -> list[date]:
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in every if calendar.sessions_on(day)]


def _at(day: date, minute: int) -> datetime:
    """The moment of a working minute; `minute` 240 is 13:30."""
    clock = 480 + minute if minute < MORNING else 570 + minute
    return datetime(day.year, day.month, day.day, clock // 60, clock % 60, tzinfo=ZONE)


def _minute_of(at: datetime) -> int:
    clock = at.hour * 60 + at.minute
    return clock - 480 if clock < 720 else clock - 570


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
