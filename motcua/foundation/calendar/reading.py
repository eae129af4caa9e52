"""Calendars from TOML files on a shelf, or from the same content as a plain mapping kept in a database."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from .definition import Announced, Calendar, DayRow, Observance, Sessions
from .fields import Fields, day_kind, days_of_week, hours, season, spans
from .problem import CalendarError

STANDARD = "vn-standard"
SHELF = Path(__file__).parents[3] / "library" / "calendars"
YEARS = (1968, 2099)  # the years for which Vietnamese lunar dates are beyond doubt
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)

Lookup = Callable[[str], Calendar]


@lru_cache(maxsize=256)
def calendar_named(name: str, shelf: Path = SHELF) -> Calendar:
    """The calendar of a name; a name is never a path. Raises CalendarError when there is none."""
    return _from_shelf(name, shelf, ())


def calendar_names(shelf: Path = SHELF) -> list[str]:
    """The names on the shelf, in order."""
    return sorted(path.stem for path in shelf.glob("*.toml") if _NAME.fullmatch(path.stem))


def document_named(name: str, shelf: Path = SHELF) -> dict[str, Any]:
    """The content of a calendar file as JSON can hold it, dates as `2026-08-31`, ready to be kept and edited."""
    try:
        text = _file_of(name, shelf).read_text(encoding="utf-8-sig")
        document: dict[str, Any] = json.loads(json.dumps(tomllib.loads(text), default=str))
    except UnicodeDecodeError:
        raise CalendarError(f"Tệp {name}.toml không phải bảng mã UTF-8; hãy lưu lại bằng UTF-8.") from None
    except tomllib.TOMLDecodeError as problem:
        raise CalendarError(
            f"Tệp {name}.toml không đúng cú pháp TOML ({problem}); hãy sửa dòng đó."
        ) from None
    return document


def calendar_from(document: Mapping[str, Any], *, source: str, lookup: Lookup = calendar_named) -> Calendar:
    """The calendar a document describes; `source` names it in error sentences, `lookup` finds what it extends.

    Keys: name, title, title_en, extends, years, rest_days, sessions, holidays, announced, days.
    A calendar that extends another has its holidays and days; its own days win, its own sessions replace.
    """
    fields = Fields(document, source)
    name = _checked_name(fields.text("name"), source)
    base = lookup(fields.text("extends")) if fields.has("extends") else None
    first, last = fields.years("years", YEARS, (base.first_year, base.last_year) if base else None)
    calendar = Calendar(
        name=name,
        title=fields.text("title"),
        title_en=fields.text("title_en", ""),
        first_year=first,
        last_year=last,
        rest_days=fields.read("rest_days", days_of_week, base.rest_days if base else None),
        sessions=tuple(map(_sessions, fields.rows("sessions"))) or (base.sessions if base else ()),
        observances=(base.observances if base else ()) + tuple(map(_observance, fields.rows("holidays"))),
        announced=_by_year(base.announced if base else (), tuple(map(_announced, fields.rows("announced")))),
        rows=_by_day(base.rows if base else (), tuple(map(_day_row, fields.rows("days"))), fields),
    )
    fields.nothing_else()
    if not calendar.sessions:
        raise fields.problem("sessions", "chưa có giờ làm việc; hãy thêm ít nhất một mục [[sessions]]")
    _check_rows(calendar, fields)
    return calendar


def _from_shelf(name: str, shelf: Path, seen: tuple[str, ...]) -> Calendar:
    if name in seen:
        raise CalendarError(
            f"Lịch {name} kế thừa vòng quanh chính nó ({' → '.join((*seen, name))}); hãy bỏ extends."
        )
    document = document_named(name, shelf)
    calendar = calendar_from(
        document, source=f"{name}.toml", lookup=lambda base: _from_shelf(base, shelf, (*seen, name))
    )
    if calendar.name != name:
        raise CalendarError(
            f"Tệp {name}.toml, khóa name: ghi “{calendar.name}”; hãy ghi đúng tên tệp “{name}”."
        )
    return calendar


def _file_of(name: str, shelf: Path) -> Path:
    path = shelf / f"{name}.toml"
    if not _NAME.fullmatch(name) or len(name) > 64 or not path.is_file():
        known = ", ".join(calendar_names(shelf)) or "chưa có lịch nào"
        raise CalendarError(f"Không có lịch “{name[:64]}”; hãy dùng một trong: {known}.")
    return path


def _checked_name(name: str, source: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > 64:
        raise CalendarError(
            f"{source}, khóa name: “{name[:64]}” không dùng được; hãy viết chữ thường không dấu, số và gạch nối."
        )
    return name


def _sessions(fields: Fields) -> Sessions:
    read = Sessions(
        weekdays=fields.read("days", days_of_week),
        hours=fields.read("hours", hours),
        season=fields.read("season", season, None, optional=True),
        valid_from=fields.day("valid_from", optional=True),
        valid_to=fields.day("valid_to", optional=True),
    )
    fields.text("note", "")
    fields.nothing_else()
    return read


def _observance(fields: Fields) -> Observance:
    lunar = fields.has("lunar")
    month, day = fields.month_day("lunar" if lunar else "on", lunar=lunar)
    read = Observance(
        key=fields.text("key"),
        name=fields.text("name"),
        name_en=fields.text("name_en", ""),
        month=month,
        day=day,
        lunar=lunar,
        spans=fields.read("span", spans, ((0, 0),) * 7),
        from_year=fields.whole("from_year", 1),
        until_year=fields.whole("until_year", 9999),
        in_lieu=fields.yes("in_lieu", True),
        law=fields.text("law", ""),
        confirmed=fields.yes("confirmed", False),
    )
    fields.nothing_else()
    return read


def _announced(fields: Fields) -> Announced:
    read = Announced(
        key=fields.text("key"),
        year=fields.whole("year"),
        first_on=fields.needed_date("from"),
        last_on=fields.needed_date("to"),
        in_lieu=fields.dates("in_lieu"),
        decision=fields.text("decision", ""),
        confirmed=fields.yes("confirmed", False),
    )
    if not 0 <= (read.last_on - read.first_on).days <= 31:
        raise fields.problem("to", "phải từ ngày from trở đi và không quá 31 ngày")
    fields.nothing_else()
    return read


def _day_row(fields: Fields) -> DayRow:
    read = DayRow(
        on=fields.needed_date("date"),
        kind=fields.read("kind", day_kind),
        swaps=fields.day("swaps", optional=True),
        name=fields.text("name", ""),
        name_en=fields.text("name_en", ""),
        hours=fields.read("hours", hours, None, optional=True),
        decision=fields.text("decision", ""),
        confirmed=fields.yes("confirmed", False),
    )
    fields.nothing_else()
    return read


def _by_year(base: tuple[Announced, ...], own: tuple[Announced, ...]) -> tuple[Announced, ...]:
    merged = {(entry.key, entry.year): entry for entry in (*base, *own)}
    return tuple(merged[key] for key in sorted(merged))


def _by_day(base: tuple[DayRow, ...], own: tuple[DayRow, ...], fields: Fields) -> tuple[DayRow, ...]:
    if twice := {row.on for row in own if sum(row.on == other.on for other in own) > 1}:
        raise fields.problem("days", f"ngày {min(twice):%d/%m/%Y} ghi hai lần; hãy giữ lại một mục")
    merged = {row.on: row for row in (*base, *own)}
    return tuple(merged[on] for on in sorted(merged))


def _check_rows(calendar: Calendar, fields: Fields) -> None:
    """A working Saturday lies on a weekly rest day; an announced break belongs to a holiday of the calendar."""
    for row in calendar.rows:
        if row.kind == "working_saturday" and row.on.weekday() not in calendar.rest_days:
            raise fields.problem(
                "days", f"{row.on:%d/%m/%Y} không phải ngày nghỉ hằng tuần nên không thể là ngày làm bù"
            )
        if row.swaps and row.swaps.weekday() in calendar.rest_days and row.kind == "working_saturday":
            raise fields.problem(
                "days", f"{row.on:%d/%m/%Y} đổi cho {row.swaps:%d/%m/%Y}, vốn đã là ngày nghỉ"
            )
    keys = {rule.key for rule in calendar.observances}
    for entry in calendar.announced:
        if entry.key not in keys:
            raise fields.problem(
                "announced", f"không có ngày lễ “{entry.key}”; hãy dùng khóa key của [[holidays]]"
            )
