"""The office this installation belongs to, and the day's hours at its counter."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.db.models import UUIDField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from motcua.domain.offices.models import ONE_STOP_KINDS, Unit
from motcua.foundation import calendar as working

KEPT_SECONDS = 60
LOOK_AHEAD = 21  # days in which the next opening is looked for
DAYS = (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"))
_kept: dict[str, tuple[float, Unit | None, UUID | None]] = {}


def our_office() -> Unit | None:
    """The one-stop desk whose name stands on the public pages, with the unit above and its calendar.

    Kept for a minute by each process: every public page asks for it.
    """
    return _office()[1]


def office_edition() -> UUID | None:
    """The mark of the office as it was set up when `our_office` was read: what is kept under it is of the same minute."""
    return _office()[2]


def _office() -> tuple[float, Unit | None, UUID | None]:
    known = _kept.get(settings.OFFICE)
    if known is None or monotonic() - known[0] > KEPT_SECONDS:
        unit = _read()
        mark: UUID | None = getattr(unit, "mark", None)
        known = _kept[settings.OFFICE] = (monotonic(), unit, mark)
    return known


def forget_office() -> None:
    """Read it again at the next request, e.g. after it was set up."""
    _kept.clear()


def _read() -> Unit | None:
    units = Unit.objects.filter(valid_to=None).select_related("parent", "reception_calendar")
    units = units.annotate(mark=RawSQL("(SELECT mark FROM offices_edition)", [], output_field=UUIDField()))
    if settings.OFFICE:
        return units.filter(code=settings.OFFICE).first()
    return units.filter(kind__in=ONE_STOP_KINDS).order_by("id").first()


def reception_calendar(unit: Unit) -> working.Calendar:
    """The hours of a unit's counter; the national office hours where none have been adopted."""
    if unit.reception_calendar_id and unit.reception_calendar:
        return unit.reception_calendar.working()
    return working.calendar_named(working.STANDARD)


@dataclass(frozen=True, slots=True)
class Hours:
    """A counter at a moment: `until` when it is open, else the next opening within three weeks, if any."""

    open: bool
    until: time | None
    next_on: date | None
    next_at: time | None
    sessions: list[tuple[time, time]]


def hours_at(calendar: working.Calendar, now: datetime) -> Hours:
    """Whether the counter is open at `now`, until when, or when it opens next."""
    now = working.local(now)
    sessions = calendar.sessions_on(now.date())
    for start, end in sessions:
        if start <= now.time() < end:
            return Hours(True, end, None, None, sessions)
    for ahead in range(LOOK_AHEAD):
        day = now.date() + timedelta(days=ahead)
        later = [start for start, _ in calendar.sessions_on(day) if ahead or start > now.time()]
        if later:
            return Hours(False, None, day, later[0], sessions)
    return Hours(False, None, None, None, sessions)


def usual_week(calendar: working.Calendar, on: date) -> list[tuple[list[int], list[tuple[time, time]]]]:
    """The hours by weekday (0 is Monday), days with equal hours together; holidays are passed over.

    A weekday's hours are those of its next ordinary day from `on`, so that a holiday week shows usual hours.
    """
    off = {day.on for year in {on.year, on.year + 1} for day in calendar.days_off(year)}
    found: list[tuple[list[int], list[tuple[time, time]]]] = []
    monday = on - timedelta(days=on.weekday())
    for weekday in range(7):
        day = next(d for n in range(9) if (d := monday + timedelta(days=weekday + 7 * n)) not in off)
        sessions = calendar.sessions_on(day)
        if found and found[-1][1] == sessions:
            found[-1][0].append(weekday)
        else:
            found.append(([weekday], sessions))
    return found


def week_words(calendar: working.Calendar, on: date) -> list[tuple[str, list[tuple[time, time]]]]:
    """The usual week with its days in words: (“Thứ Hai – thứ Sáu”, sessions)."""
    return [(_span(days), sessions) for days, sessions in usual_week(calendar, on)]


def _span(days: list[int]) -> str:
    first, last = str(DAYS[days[0]]), str(DAYS[days[-1]])
    words = first if len(days) == 1 else f"{first} – {last}"
    return words[0].upper() + words[1:]
