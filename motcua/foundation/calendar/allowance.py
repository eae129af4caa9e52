"""What is allowed and what is taken off: the allowance of a procedure and the pauses of a case."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Literal, get_args

from .moments import local
from .problem import CalendarError
from .words import VIETNAMESE

Unit = Literal["working_day", "calendar_day", "working_hour", "hour", "month"]
StartRule = Literal["next_day", "same_day_15h"]
Resume = Literal["relay", "shift", "restart"]
UNITS: tuple[Unit, ...] = get_args(Unit)
START_RULES: tuple[StartRule, ...] = get_args(StartRule)
RESUMES: tuple[Resume, ...] = get_args(Resume)

# Ten years: no procedure allows more, so a larger number is a slip of the keyboard.
MOST = {"working_day": 2_520, "calendar_day": 3_660, "working_hour": 20_160, "hour": 87_840, "month": 120}
WHOLE_UNITS = ("calendar_day", "month")


@dataclass(frozen=True, slots=True)
class Allowance:
    """The time a procedure allows, from when it is counted, and what a pause does to it.

    `next_day`: the first day is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2).
    `same_day_15h`: the day of reception is day 1 unless received after `cut_off`; the result is due at closing.
    `resume` after a pause: `relay` lays the remaining working time from the moment of resuming, `shift` moves
    the due date by the calendar days gone by, `restart` counts anew.
    Parts of a working day or an hour are allowed in whole minutes; calendar days and months are whole.
    """

    value: float  # a Decimal is taken too
    unit: str = "working_day"
    start_rule: str = "next_day"
    cut_off: time = time(15, 0)
    resume: str = "relay"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise CalendarError(_unknown("đơn vị thời gian", self.unit, UNITS))
        if self.start_rule not in START_RULES:
            raise CalendarError(_unknown("cách tính ngày bắt đầu", self.start_rule, START_RULES))
        if self.resume not in RESUMES:
            raise CalendarError(_unknown("cách tính sau tạm dừng", self.resume, RESUMES))
        self._check_value()

    def _check_value(self) -> None:
        value = float(self.value) if isinstance(self.value, Decimal) else self.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise CalendarError(
                f"Thời hạn “{str(value)[:40]}” không phải là một số; hãy ghi một số lớn hơn 0."
            )
        if not value > 0:
            raise CalendarError("Thời hạn phải là một số lớn hơn 0; hãy ghi lại thời hạn.")
        if value > MOST[self.unit]:
            raise CalendarError(
                f"Thời hạn dài hơn 10 năm ({MOST[self.unit]} {VIETNAMESE.units[self.unit][1]}); hãy kiểm tra lại số đã ghi."
            )
        if isinstance(value, int):
            return
        if value.is_integer():
            object.__setattr__(self, "value", int(value))
            return
        if self.unit in WHOLE_UNITS:
            raise CalendarError(f"Thời hạn {value} phải là số nguyên khi tính theo ngày lịch hoặc tháng.")
        if not math.isclose(value * 480, round(value * 480), abs_tol=1e-6):
            raise CalendarError(f"Thời hạn {value} không tròn phút; hãy ghi chẳng hạn 0.5 hoặc 0.25.")
        object.__setattr__(self, "value", value)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stands still; `end` is None while it still does."""

    start: datetime
    end: datetime | None = None
    cause: str = ""


def merged(pauses: Iterable[Pause], received_at: datetime) -> tuple[Pause, ...]:
    """The pauses in local time and order, overlapping and adjacent ones as one; impossible ones are refused."""
    ordered = sorted((_checked(pause, received_at) for pause in pauses), key=lambda pause: pause.start)
    out: list[Pause] = []
    for pause in ordered:
        last = out[-1] if out else None
        if last and (last.end is None or pause.start <= last.end):
            end = None if last.end is None or pause.end is None else max(last.end, pause.end)
            causes = dict.fromkeys(cause for cause in (last.cause, pause.cause) if cause)
            out[-1] = Pause(last.start, end, "; ".join(causes))
        else:
            out.append(pause)
    return tuple(out)


def _checked(pause: Pause, received_at: datetime) -> Pause:
    start = local(pause.start)
    end = None if pause.end is None else local(pause.end)
    if start < received_at:
        raise CalendarError(
            f"Tạm dừng lúc {start:%H:%M %d/%m/%Y} trước khi tiếp nhận hồ sơ ({received_at:%H:%M %d/%m/%Y}); "
            "hãy kiểm tra lại thời điểm bắt đầu tạm dừng."
        )
    if end is not None and end < start:
        raise CalendarError(
            f"Tạm dừng kết thúc ({end:%H:%M %d/%m/%Y}) trước khi bắt đầu ({start:%H:%M %d/%m/%Y}); "
            "hãy kiểm tra lại hai thời điểm."
        )
    return Pause(start, end, pause.cause)


def _unknown(what: str, given: object, known: tuple[str, ...]) -> str:
    return f"Không có {what} “{str(given)[:40]}”; hãy dùng một trong: {', '.join(known)}."
