"""Reading the fields of a calendar document; what is wrong is told by file and key."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from .definition import DAY_KINDS, WEEKDAYS, DayKind, Pattern
from .problem import CalendarError

T = TypeVar("T")
_MISSING: Any = object()
_HOURS = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


class Fields:
    """One table of a document, read key by key so that a key nobody reads is noticed."""

    def __init__(self, table: Mapping[str, Any], where: str) -> None:
        if not isinstance(table, Mapping):
            raise CalendarError(f"{where}: phải là một bảng các khóa; hãy xem lại cách viết.")
        self._table = table
        self._where = where
        self._read: set[str] = set()

    def problem(self, key: str, sentence: str) -> CalendarError:
        """An error that names the file and the key."""
        return CalendarError(f"{self._where}, khóa {key}: {sentence}.")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return self._table.get(key) is not None

    def read(
        self, key: str, reader: Callable[[Any], T], default: T | None = None, *, optional: bool = False
    ) -> T:
        """The value of a key as `reader` understands it; without the key the default."""
        self._read.add(key)
        value = self._table.get(key)
        if value is None:
            if default is None and not optional:
                raise self.problem(key, "còn thiếu; hãy thêm khóa này")
            return cast(T, default)
        try:
            return reader(value)
        except ValueError as problem:
            raise self.problem(key, f"“{str(value)[:60]}” không dùng được; {problem}") from None

    def text(self, key: str, default: str | None = None) -> str:
        """A text of at most 300 characters."""
        return self.read(key, _text, default)

    def whole(self, key: str, default: int | None = None) -> int:
        """A year or another whole number."""
        return self.read(key, _whole, default)

    def yes(self, key: str, default: bool) -> bool:
        """True or false."""
        return self.read(key, _yes, default)

    def day(self, key: str, *, optional: bool = False) -> date | None:
        """A date, or None without the key."""
        return self.read(key, _date, None, optional=optional)

    def needed_date(self, key: str) -> date:
        """A date that must be there."""
        return self.read(key, _date)

    def dates(self, key: str) -> tuple[date, ...] | None:
        """Several dates, or None without the key."""
        return self.read(key, lambda value: tuple(map(_date, _list(value))), None, optional=True)

    def month_day(self, key: str, *, lunar: bool) -> tuple[int, int]:
        """A day that every year has, `month-day`; some lunar months have no thirtieth day."""
        month, day = self.read(key, _month_day)
        most = 29 if lunar else monthrange(2001, month)[1]
        if day > most:
            raise self.problem(
                key, f"không phải năm nào cũng có ngày {day:02d} tháng {month:02d}; hãy ghi ngày khác"
            )
        return month, day

    def years(self, key: str, bounds: tuple[int, int], default: tuple[int, int] | None) -> tuple[int, int]:
        """First and last year, within what the lunar calendar is known for."""
        first, last = self.read(key, _pair, default)
        if not bounds[0] <= first <= last <= bounds[1]:
            raise self.problem(key, f"hãy ghi hai năm từ {bounds[0]} đến {bounds[1]}, năm đầu trước")
        return first, last

    def rows(self, key: str) -> list[Fields]:
        """The tables of an array, each knowing its place (from 1)."""
        found: list[Any] = self.read(key, _list, [])
        return [Fields(row, f"{self._where}, mục {key} thứ {number}") for number, row in enumerate(found, 1)]

    def nothing_else(self) -> None:
        """Refuse keys nobody reads: most are slips of the keyboard that would change deadlines in silence."""
        if unknown := sorted(set(self._table) - self._read - {"extends"}):
            known = ", ".join(sorted(self._read))
            raise self.problem(unknown[0], f"không có khóa này; các khóa dùng được là {known}")


def hours(value: Any) -> Pattern:
    """`["08:00-12:00", "13:30-17:30"]` as seconds; in order, without overlap."""
    out: list[tuple[int, int]] = []
    for text in _list(value):
        match = _HOURS.fullmatch(text) if isinstance(text, str) else None
        if not match:
            raise ValueError("hãy viết mỗi buổi dạng 08:00-12:00")
        start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
        start, end = start_hour * 3600 + start_minute * 60, end_hour * 3600 + end_minute * 60
        if not (out[-1][1] if out else -1) < start < end <= 86400:
            raise ValueError("các buổi phải theo thứ tự, không trùng nhau và kết thúc sau khi bắt đầu")
        out.append((start, end))
    if not out:
        raise ValueError("hãy ghi ít nhất một buổi")
    return tuple(out)


def days_of_week(value: Any) -> tuple[int, ...]:
    """`["mon", "tue"]` as numbers, Monday 0."""
    names = _list(value)
    if unknown := [name for name in names if name not in WEEKDAYS]:
        raise ValueError(f"không có ngày “{unknown[0]}”, hãy dùng {', '.join(WEEKDAYS)}")
    return tuple(sorted({WEEKDAYS.index(name) for name in names}))


def season(value: Any) -> tuple[int, int]:
    """`04-16/10-15` as (416, 1015)."""
    first, slash, last = _text(value).partition("/")
    if not slash:
        raise ValueError("hãy viết dạng 04-16/10-15 (tháng-ngày đầu/tháng-ngày cuối)")
    (first_month, first_day), (last_month, last_day) = _month_day(first), _month_day(last)
    return first_month * 100 + first_day, last_month * 100 + last_day


def spans(value: Any) -> tuple[tuple[int, int], ...]:
    """`[-1, 3]`, or one such pair for every weekday of the main day."""
    if isinstance(value, Mapping):
        if set(value) != set(WEEKDAYS):
            raise ValueError(f"hãy ghi đủ {', '.join(WEEKDAYS)}")
        return tuple(_span(value[name]) for name in WEEKDAYS)
    return (_span(value),) * 7


def day_kind(value: Any) -> DayKind:
    """One of the three kinds of a single day."""
    if value not in DAY_KINDS:
        raise ValueError(f"hãy dùng một trong {', '.join(DAY_KINDS)}")
    return cast(DayKind, value)


def _span(value: Any) -> tuple[int, int]:
    first, last = _pair(value)
    if not -15 <= first <= last <= 15:
        raise ValueError("hãy viết dạng [-1, 3]: từ mấy ngày trước đến mấy ngày sau, trong vòng 15 ngày")
    return first, last


def _pair(value: Any) -> tuple[int, int]:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise ValueError("hãy ghi hai số trong ngoặc vuông")
    return _whole(value[0]), _whole(value[1])


def _month_day(value: Any) -> tuple[int, int]:
    match = _MONTH_DAY.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError("hãy viết dạng tháng-ngày, ví dụ 09-02")
    return int(match[1]), int(match[2])


def _date(value: Any) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("hãy ghi một ngày có thật dạng 2026-08-31") from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 300:
        raise ValueError("hãy ghi một dòng chữ không quá 300 ký tự")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("hãy ghi một số nguyên")
    return value


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("hãy ghi true hoặc false")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise ValueError("hãy ghi một danh sách trong ngoặc vuông")
    return list(value)
