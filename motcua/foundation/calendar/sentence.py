"""The sentence that explains a due date to the person it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from .daysoff import DayOff
from .tables import Tables
from .words import Words, clock_text, full_date, moment_text, named_date, short_date, words

if TYPE_CHECKING:
    from .allowance import Allowance, Pause
    from .deadline import Due

_MOST_KEPT = 50_000  # explanations kept per calendar before starting over


def reckoning(due: Due, lang: str = "vi") -> str:
    """How a due date came about: amount, first day counted, days left out, pauses, the moment itself."""
    speak = words(lang)
    if due.allowance is None or due.original is None:
        return speak.no_fixed_time
    if due.at is None:
        last = due.pauses[-1]
        cause = f" ({last.cause})" if last.cause else ""
        start = moment_text(last.start, lang)
        return speak.stopped.format(start=start, cause=cause, moment=moment_text(due.original, lang))
    tables = due.calendar.tables
    begun = due.started_at if _restarted(due) else due.received_at
    undue = due.undue.toordinal() if due.undue else 0
    sentence = _first_counted(tables, due.allowance, due.started_at, lang) + _left_out(
        tables, due.allowance.unit, begun.toordinal(), due.at.toordinal(), undue, lang
    )
    if due.late_start and not _restarted(due):
        sentence += _late_start(due, due.allowance, lang)
    if due.pauses:
        sentence += speak.paused[due.allowance.resume].format(pauses=_pauses(due.pauses, lang))
    sentence += speak.owed.format(moment=moment_text(due.at, lang))
    if due.at != due.original:
        sentence += speak.originally.format(moment=moment_text(due.original, lang))
    return sentence + "."


def _restarted(due: Due) -> bool:
    return bool(due.pauses) and due.allowance is not None and due.allowance.resume == "restart"


def _first_counted(tables: Tables, allowance: Allowance, started: datetime, lang: str) -> str:
    speak = words(lang)
    amount = _amount(allowance.value, allowance.unit, lang)
    if _by_moment(allowance):
        return speak.counted_from_moment.format(amount=amount, moment=moment_text(started, lang))
    first = started.date()
    if allowance.start_rule == "next_day":
        day = tables.index(first) + 1
        first = tables.date_of(tables.roll(day) if allowance.unit == "working_day" else day)
    return speak.counted_from_day.format(amount=amount, day=full_date(first))


@lru_cache(maxsize=1024)
def _amount(value: float, unit: str, lang: str) -> str:
    speak = words(lang)
    one, many = speak.units[unit]
    return f"{value:g} {one if value == 1 else many}".replace(".", speak.decimal_mark)


def _left_out(tables: Tables, unit: str, first: int, last: int, undue: int, lang: str) -> str:
    """The days left out between two ordinals; kept, since many due dates share them."""
    key = (lang, unit, first, last, undue)
    known = tables.explained.get(key)
    if known is None:
        if len(tables.explained) >= _MOST_KEPT:
            tables.explained.clear()
        known = tables.explained[key] = _days_left_out(tables, unit, first, last, undue, lang)
    return known


def _days_left_out(tables: Tables, unit: str, first: int, last: int, undue: int, lang: str) -> str:
    """The rest days, holidays and working Saturdays on the way, or those the due date was moved over."""
    speak = words(lang)
    if undue:
        rolled = speak.rolled.format(day=full_date(date.fromordinal(undue)))
        return rolled + _skipped(tables, undue - 1, last, lang)
    if unit not in ("working_day", "working_hour"):
        return ""
    made_up = [on for on in tables.working_rows if first < on.toordinal() <= last]
    named = ", ".join(f"{speak.weekdays[on.weekday()]} {short_date(on)}" for on in sorted(made_up))
    return _skipped(tables, first, last, lang) + (speak.made_up.format(days=named) if made_up else "")


def _skipped(tables: Tables, first: int, last: int, lang: str) -> str:
    speak = words(lang)
    weekdays = sorted(_rest_weekdays(tables, first, last))
    rest = ", ".join(speak.weekdays[weekday] for weekday in weekdays)
    groups = list(_groups(tables, first, last))
    if groups:
        several = len(groups) > 1 or len(groups[0]) > 1
        rest += (speak.and_the_days if rest else speak.only_the_days)[several]
        rest += ", ".join(_named_group(group, speak, lang) for group in groups)
    return speak.not_counting.format(days=rest) if rest else ""


def _rest_weekdays(tables: Tables, first: int, last: int) -> set[int]:
    """Weekdays closed every week among the days after `first` up to `last` (two weeks tell all)."""
    start = first - tables.first
    closed = (
        day for day in range(start + 1, min(start + 14, last - tables.first) + 1) if not tables.kind[day]
    )
    return {on.weekday() for on in map(tables.date_of, closed) if on not in tables.off}


def _groups(tables: Tables, first: int, last: int) -> Iterator[list[DayOff]]:
    """Days off that would have been working days, those of one holiday with only closed days between together."""
    group: list[DayOff] = []
    for off in tables.off_between(first, last):
        if group and not _belongs(tables, group[-1], off):
            yield group
            group = []
        group.append(off)
    if group:
        yield group


def _belongs(tables: Tables, before: DayOff, off: DayOff) -> bool:
    if not off.key or off.key != before.key:
        return False
    between = range(tables.index(before.on) + 1, tables.index(off.on))
    return not any(tables.kind[day] for day in between)


def _named_group(group: list[DayOff], speak: Words, lang: str) -> str:
    first, last = group[0], group[-1]
    name = first.name_en if lang == "en" else first.name
    if all(off.kind == "in_lieu" for off in group):
        name = speak.in_lieu_of.format(name=name)
    elif first.kind == "compensatory_off":
        name = name or speak.in_exchange
    dates = short_date(first.on)
    if last.on != first.on:
        dates = speak.days_range.format(first=dates, last=short_date(last.on))
    return f"{dates} ({name})" if name else dates


def _late_start(due: Due, allowance: Allowance, lang: str) -> str:
    """Why the clock did not start at the moment of reception."""
    speak = words(lang)
    if allowance.start_rule == "same_day_15h" and _after_cut_off(due):
        cut_off = clock_text(allowance.cut_off.hour, allowance.cut_off.minute, 0, lang)
        return speak.after_cut_off.format(cut_off=cut_off, received=named_date(due.received_at.date(), lang))
    told = speak.after_hours.format(received=moment_text(due.received_at, lang))
    if _by_moment(allowance):
        return told
    return told + speak.so_from.format(started=moment_text(due.started_at, lang))


def _after_cut_off(due: Due) -> bool:
    """Whether it came in office hours but too late for that day."""
    tables = due.calendar.tables
    day, second = tables.instant(due.received_at)
    return tables.clamp(day, second)[0] == day and due.started_at.date() != due.received_at.date()


def _by_moment(allowance: Allowance) -> bool:
    """Whether counting begins at a time of day rather than with a day."""
    return allowance.unit in ("working_hour", "hour") or allowance.value < 1


def _pauses(pauses: tuple[Pause, ...], lang: str) -> str:
    speak = words(lang)
    told = []
    for pause in pauses:
        if pause.end is not None:
            span = speak.pause.format(start=moment_text(pause.start, lang), end=moment_text(pause.end, lang))
            told.append(f"{span} ({pause.cause})" if pause.cause else span)
    return speak.another_pause.join(told)
