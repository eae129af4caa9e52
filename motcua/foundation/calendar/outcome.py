"""Early, on time, late; due soon; how much is left: what a finished or running case is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from .allowance import Allowance
from .counting import add_working_days, working_days_between, working_seconds_between
from .definition import Calendar
from .moments import local
from .problem import CalendarError

Outcome = Literal["early", "on_time", "late"]
Standing = Literal["overdue", "due_today", "due_soon", "in_time"]
By = Literal["date", "minute"]


@dataclass(frozen=True, slots=True)
class SoonRule:
    """When a case counts as due soon: so many working days or such a share of its allowance before the due
    date, whichever is earlier; of an allowance of at most one day, so many working hours."""

    working_days: int = 2
    share: float = 0.2
    hours_of_one_day: int = 4


DUE_SOON = SoonRule()


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left before the due date, or gone since: working days by date, working minutes to the minute."""

    days: int  # working days from now to the due date; when overdue, since it
    minutes: int  # working minutes, likewise
    overdue: bool
    today: bool  # the due date is today

    def text(self, lang: str = "vi") -> str:
        """`còn 2 ngày làm việc`, `đến hạn hôm nay`, `quá hạn 1 ngày`; or the same in English."""
        if self.today:
            return _today(self, lang)
        if lang == "en":
            unit = "day" if self.days == 1 else "days"
            if self.overdue:
                return f"{self.days} working {unit} late" if self.days else "late by less than a working day"
            return f"{self.days} working {unit} left"
        if self.overdue:
            return f"quá hạn {self.days} ngày" if self.days else "quá hạn chưa đến 1 ngày làm việc"
        return f"còn {self.days} ngày làm việc"


def classify(due_at: datetime | None, finished_at: datetime, by: By = "date") -> Outcome:
    """Early (an earlier date), on time (on the due date) or late; by minute, late is anything after the moment.

    A case without a due date has no such class and is refused: it must never pass as on time.
    """
    due_at, finished_at = _known(due_at), local(finished_at)
    if finished_at.date() < due_at.date():
        return "early"
    return "late" if _past(due_at, finished_at, by) else "on_time"


def standing(
    due_at: datetime | None,
    now: datetime,
    allowance: Allowance,
    calendar: Calendar,
    by: By = "date",
    soon: SoonRule = DUE_SOON,
) -> Standing:
    """How an unfinished case stands at a moment; a stopped clock has no due date and is refused."""
    due_at, now = _known(due_at), local(now)
    if _past(due_at, now, by):
        return "overdue"
    if due_at.date() == now.date():
        return "due_today"
    return "due_soon" if now >= due_soon_from(due_at, allowance, calendar, soon) else "in_time"


def due_soon_from(
    due_at: datetime, allowance: Allowance, calendar: Calendar, soon: SoonRule = DUE_SOON
) -> datetime:
    """The moment from which a case counts as due soon."""
    due_at = local(due_at)
    tables = calendar.tables
    if _seconds(allowance, tables.day_length) <= tables.day_length:
        owed = tables.worked(*tables.instant(due_at))
        return tables.moment(*tables.at(owed - soon.hours_of_one_day * 3600, opening=True))
    first_day = add_working_days(due_at.date(), -soon.working_days, calendar)
    by_days = tables.moment(tables.index(first_day), 0)
    return min(by_days, _share_before(due_at, allowance, calendar, soon.share))


def remaining(due_at: datetime | None, now: datetime, calendar: Calendar) -> Remaining:
    """What is left until the due date, or how late it is, at a moment."""
    due_at, now = _known(due_at), local(now)
    days = working_days_between(now.date(), due_at.date(), calendar)
    seconds = working_seconds_between(now, due_at, calendar)
    overdue = now.date() > due_at.date()
    minutes = (-seconds if overdue else max(0, seconds)) // 60
    return Remaining(abs(days), minutes, overdue, now.date() == due_at.date())


def _known(due_at: datetime | None) -> datetime:
    if due_at is None:
        raise CalendarError(
            "Hồ sơ chưa có hạn trả nên không thể xếp là sớm, đúng hay quá hạn; hãy xem hạn của hồ sơ."
        )
    return local(due_at)


def _past(due_at: datetime, moment: datetime, by: By) -> bool:
    if by == "date":
        return moment.date() > due_at.date()
    if by == "minute":
        return moment.replace(microsecond=0) > due_at
    raise CalendarError(f"Không có cách so hạn “{by}”; hãy dùng date hoặc minute.")


def _seconds(allowance: Allowance, day_length: int) -> float:
    """The allowance in working seconds, roughly; only used to tell a one-day case and a share."""
    per_unit = {
        "working_day": day_length,
        "working_hour": 3600,
        "hour": day_length / 24,
        "month": 22 * day_length,
    }
    return allowance.value * per_unit.get(allowance.unit, day_length)


def _share_before(due_at: datetime, allowance: Allowance, calendar: Calendar, share: float) -> datetime:
    """The moment at which only this share of the allowance is left, in the allowance's own kind of time."""
    part = allowance.value * share
    if allowance.unit == "calendar_day":
        return due_at - timedelta(days=part)
    if allowance.unit == "month":
        return due_at - timedelta(days=30 * part)
    if allowance.unit == "hour":
        return due_at - timedelta(hours=part)
    tables = calendar.tables
    seconds = round(part * (tables.day_length if allowance.unit == "working_day" else 3600))
    return tables.moment(*tables.at(tables.worked(*tables.instant(due_at)) - seconds, opening=True))


def _today(left: Remaining, lang: str) -> str:
    hours, minutes = divmod(left.minutes, 60)
    if lang == "en":
        return f"due today, {hours} h {minutes:02d} min left" if left.minutes else "due today"
    return f"đến hạn hôm nay, còn {hours} giờ {minutes:02d} phút" if left.minutes else "đến hạn hôm nay"
