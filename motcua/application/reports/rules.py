"""Periods of publication and how their figures are said. Pure: no Django, no clock."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

FEWEST_PUBLISHED = 5  # fewer cases than this could point to a person
LONGEST_DAYS = 366 * 3
ROMAN = ("I", "II", "III", "IV")
LIBRARY = Path(__file__).resolve().parents[3] / "library"


class PeriodRefused(ValueError):
    """Not a period; the message says what to choose."""


@dataclass(frozen=True, slots=True)
class Period:
    """Local days `first`..`last`, both included: [midnight of first, midnight after last)."""

    key: str  # as in an address: 2026-11, 2026-q4, 2026, or 2026-11-01..2026-11-15
    kind: str  # month, quarter, year, days
    first: date
    last: date

    def label(self, lang: str = "vi") -> str:
        """tháng 11/2026, quý IV/2026, năm 2026, từ 01/11/2026 đến 15/11/2026."""
        year, month = self.first.year, self.first.month
        if self.kind == "month":
            return f"tháng {month}/{year}" if lang == "vi" else f"{month:02d}/{year}"
        if self.kind == "quarter":
            number = ROMAN[(month - 1) // 3]
            return f"quý {number}/{year}" if lang == "vi" else f"quarter {number} of {year}"
        if self.kind == "year":
            return f"năm {year}" if lang == "vi" else f"{year}"
        start, end = f"{self.first:%d/%m/%Y}", f"{self.last:%d/%m/%Y}"
        return f"từ {start} đến {end}" if lang == "vi" else f"{start} to {end}"

    def before(self) -> "Period":
        """The period of the same length that ends the day before this one begins."""
        last = self.first - timedelta(days=1)
        if self.kind == "month":
            return month_of(last)
        if self.kind == "quarter":
            return quarter_of(last)
        if self.kind == "year":
            return year_of(last)
        return days_from(last - (self.last - self.first), last)


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Period(f"{day:%Y-%m}", "month", first, _end(first, 1))


def quarter_of(day: date) -> Period:
    """The quarter of a day."""
    number = (day.month - 1) // 3
    first = date(day.year, 3 * number + 1, 1)
    return Period(f"{day.year}-q{number + 1}", "quarter", first, _end(first, 3))


def year_of(day: date) -> Period:
    """The calendar year of a day."""
    return Period(f"{day.year}", "year", date(day.year, 1, 1), date(day.year, 12, 31))


def days_from(first: date, last: date) -> Period:
    """A range of days. Raises PeriodRefused."""
    if last < first:
        raise PeriodRefused("Ngày cuối phải bằng hoặc sau ngày đầu.")
    if (last - first).days > LONGEST_DAYS:
        raise PeriodRefused("Khoảng ngày dài quá ba năm. Xin chọn khoảng ngắn hơn.")
    return Period(f"{first.isoformat()}..{last.isoformat()}", "days", first, last)


def read_period(key: str) -> Period:
    """The period of a key as it stands in an address. Raises PeriodRefused with a sentence."""
    try:
        if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})", key):
            return month_of(date(int(found[1]), int(found[2]), 1))
        if found := re.fullmatch(r"([0-9]{4})-q([1-4])", key):
            return quarter_of(date(int(found[1]), 3 * int(found[2]), 1))
        if re.fullmatch(r"[0-9]{4}", key):
            return year_of(date(int(key), 1, 1))
        if found := re.fullmatch(r"([0-9-]{10})\.\.([0-9-]{10})", key):
            return days_from(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    except PeriodRefused:
        raise
    except (ValueError, OverflowError):
        pass
    raise PeriodRefused("Không có kỳ này. Xin chọn tháng, quý, năm hoặc nhập khoảng ngày.")


def recent_periods(today: date, *, months: int = 12, quarters: int = 4, years: int = 3) -> list[Period]:
    """The latest months, quarters and years, the running one of each first."""
    rows = [_run(month_of(today), months), _run(quarter_of(today), quarters), _run(year_of(today), years)]
    return [period for row in rows for period in row]


def cover(first: date, last: date, finest: str = "d") -> list[tuple[str, date, date]]:
    """A range of days as whole years, months and days: (grain, first start, last start), each day once.

    `finest`: `t` of a range that begins and ends with ten days, for those in place of days.
    """
    found: list[tuple[str, date, date]] = []
    at = first
    while at <= last:
        grain, after = next((grain, after) for grain, after in _spans(at, finest) if after - _DAY <= last)
        if found and found[-1][0] == grain:
            found[-1] = (grain, found[-1][1], at)
        else:
            found.append((grain, at, at))
        at = after
    return found


def cover_until(day: date, finest: str = "d") -> list[tuple[str, date, date]]:
    """All days before `day`, in the same way."""
    year = day.replace(month=1, day=1)
    rest = cover(year, day - _DAY, finest) if day > year else []
    return [("y", date.min, year - _DAY), *rest] if year > date.min else rest


def odd_days(first: date, last: date) -> tuple[date, date, list[tuple[date, date, int, bool]]]:
    """(begin, end, days): whole ten days [begin, end) nearest to a range of days, and what lies between them and it.

    All before `first` is all before `begin` and so many times the days that are not `inside`; the range is
    [begin, end) and so many times those that are.
    """
    after = last + _DAY
    begin, end = _nearest_ten(first), _nearest_ten(after)
    (start, stop, n), rest = _from(begin, first), _from(end, after)
    days = [(start, stop, n, False), (start, stop, -n, True), (*rest, True)]
    return begin, end, [each for each in days if each[0] <= each[1]]


def _nearest_ten(day: date) -> date:
    start = day.replace(day=1 + 10 * min((day.day - 1) // 10, 2))
    after = _after_ten(start)
    return start if day - start <= after - day else after


def _after_ten(start: date) -> date:
    return _end(start, 1) + _DAY if start.day == 21 else start + 10 * _DAY


def _from(a: date, b: date) -> tuple[date, date, int]:
    return (a, b - _DAY, 1) if a <= b else (b, a - _DAY, -1)


_DAY = timedelta(days=1)


def _spans(at: date, finest: str) -> list[tuple[str, date]]:
    """The grains that begin on a day, longest first, each with the day after its end."""
    found = [("d", at + _DAY) if finest == "d" else ("t", _after_ten(at))]
    if at.day == 1:
        found.insert(0, ("m", _end(at, 1) + _DAY))
        if at.month == 1:
            found.insert(0, ("y", date(at.year + 1, 1, 1)))
    return found


@cache
def near_due_days() -> tuple[tuple[date, int], ...]:
    """(since, days): how close to the due date a withdrawal is told apart, newest first (library/figures.toml)."""
    rows = tomllib.loads((LIBRARY / "figures.toml").read_text("utf-8"))["withdrawal"]
    return tuple(sorted(((row["valid_from"], int(row["near_due_days"])) for row in rows), reverse=True))


def share_words(part: int, whole: int, lang: str = "vi") -> str:
    """99,57%: two decimals always, never 100 while one is missing, a dash of nothing."""
    if whole == 0:
        return "–"
    share = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if part < whole:
        share = min(share, Decimal("99.99"))
    if part > 0:
        share = max(share, Decimal("0.01"))
    text = f"{share}%"
    return text.replace(".", ",") if lang == "vi" else text


def weighted_median(values: Iterable[tuple[int, int]]) -> float | None:
    """The median of (value, how many of it); None of nothing."""
    rows = sorted(values)
    total = sum(many for _, many in rows)
    if not total:
        return None
    return (_nth(rows, (total - 1) // 2) + _nth(rows, total // 2)) / 2


def weighted_rank(values: Iterable[tuple[int, int]], hundredths: int) -> int | None:
    """The smallest value that so many hundredths of (value, how many of it) do not exceed; None of nothing."""
    rows = sorted(values)
    total = sum(many for _, many in rows)
    return _nth(rows, -(-total * hundredths // 100) - 1) if total else None


def _nth(rows: list[tuple[int, int]], place: int) -> int:
    for value, many in rows:
        if place < many:
            return value
        place -= many
    raise IndexError(place)


def _run(period: Period, length: int) -> list[Period]:
    found = [period]
    while len(found) < length:
        found.append(found[-1].before())
    return found


def _end(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
