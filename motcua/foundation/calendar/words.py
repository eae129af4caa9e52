"""How the calendar speaks: dates, times and phrases in Vietnamese and English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from .problem import CalendarError


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one language; braces are filled by `sentence`."""

    weekdays: tuple[str, ...]
    clock: str
    clock_with_seconds: str
    on_day: str  # between the time and the date
    units: dict[str, tuple[str, str]]  # one, many
    decimal_mark: str
    counted_from_day: str
    counted_from_moment: str
    not_counting: str
    and_the_days: tuple[str, str]  # one day, several
    only_the_days: tuple[str, str]
    days_range: str
    in_lieu_of: str
    in_exchange: str
    made_up: str
    rolled: str
    after_cut_off: str
    after_hours: str
    so_from: str
    paused: dict[str, str]  # by the allowance's rule of resuming
    pause: str
    another_pause: str
    owed: str
    originally: str
    stopped: str
    no_fixed_time: str


VIETNAMESE = Words(
    weekdays=("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    clock="{0:02d} giờ {1:02d} phút",
    clock_with_seconds="{0:02d} giờ {1:02d} phút {2:02d} giây",
    on_day=" ",
    units={
        "working_day": ("ngày làm việc", "ngày làm việc"),
        "calendar_day": ("ngày", "ngày"),
        "working_hour": ("giờ làm việc", "giờ làm việc"),
        "hour": ("giờ", "giờ"),
        "month": ("tháng", "tháng"),
    },
    decimal_mark=",",
    counted_from_day="{amount} tính từ ngày {day}",
    counted_from_moment="{amount} tính từ {moment}",
    not_counting=", không kể {days}",
    and_the_days=(" và ngày nghỉ ", " và các ngày nghỉ "),
    only_the_days=("ngày nghỉ ", "các ngày nghỉ "),
    days_range="từ {first} đến {last}",
    in_lieu_of="nghỉ bù {name}",
    in_exchange="nghỉ hoán đổi",
    made_up=", có tính ngày làm bù {days}",
    rolled=", hết vào ngày nghỉ {day} nên chuyển sang ngày làm việc tiếp theo",
    after_cut_off="; tiếp nhận sau {cut_off} {received} nên tính từ ngày làm việc tiếp theo",
    after_hours="; tiếp nhận ngoài giờ làm việc ({received})",
    so_from=" nên bắt đầu tính từ {started}",
    paused={
        "relay": "; đã trừ thời gian tạm dừng {pauses}",
        "shift": "; đã cộng thêm số ngày tạm dừng {pauses}",
        "restart": "; tính lại từ đầu sau khi tạm dừng {pauses}",
    },
    pause="từ {start} đến {end}",
    another_pause=" và ",
    owed="; hẹn trả {moment}",
    originally=" (hẹn ban đầu {moment})",
    stopped="Đang tạm dừng tính thời hạn từ {start}{cause}; ngày hẹn trả được tính lại khi hồ sơ "
    "được tiếp tục (hẹn ban đầu {moment}).",
    no_fixed_time="Không có ngày hẹn trả cụ thể theo quy định",
)

ENGLISH = Words(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    clock="{0:02d}:{1:02d}",
    clock_with_seconds="{0:02d}:{1:02d}:{2:02d}",
    on_day=" on ",
    units={
        "working_day": ("working day", "working days"),
        "calendar_day": ("day", "days"),
        "working_hour": ("working hour", "working hours"),
        "hour": ("hour", "hours"),
        "month": ("month", "months"),
    },
    decimal_mark=".",
    counted_from_day="{amount} counted from {day}",
    counted_from_moment="{amount} counted from {moment}",
    not_counting=", not counting {days}",
    and_the_days=(" and the day off ", " and the days off "),
    only_the_days=("the day off ", "the days off "),
    days_range="from {first} to {last}",
    in_lieu_of="in lieu of {name}",
    in_exchange="in exchange for a working Saturday",
    made_up=", counting the working {days}",
    rolled=", ending on {day}, a day off, so moved to the next working day",
    after_cut_off="; received after {cut_off} ({received}), so counted from the next working day",
    after_hours="; received outside office hours ({received})",
    so_from=", so the clock starts at {started}",
    paused={
        "relay": "; less the time stopped {pauses}",
        "shift": "; plus the days stopped {pauses}",
        "restart": "; counted anew after the stop {pauses}",
    },
    pause="from {start} to {end}",
    another_pause=" and ",
    owed="; due at {moment}",
    originally=" (originally {moment})",
    stopped="The clock has stood still since {start}{cause}; the due date is reckoned again when the case "
    "goes on (originally {moment}).",
    no_fixed_time="No fixed date of return is set by the regulations",
)

_LANGUAGES = {"vi": VIETNAMESE, "en": ENGLISH}


def words(lang: str) -> Words:
    """The phrases of a language, `vi` or `en`."""
    try:
        return _LANGUAGES[lang]
    except KeyError:
        raise CalendarError(f"Không có ngôn ngữ “{lang}”; hãy dùng vi hoặc en.") from None


def short_date(on: date) -> str:
    """Day and month; days 1–9 and months 1–2 with a leading zero (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return f"{on.day:02d}/{on.month:02d}" if on.month < 3 else f"{on.day:02d}/{on.month}"


@lru_cache(maxsize=4096)
def full_date(on: date) -> str:
    """Day, month and year, written likewise."""
    return f"{short_date(on)}/{on.year}"


@lru_cache(maxsize=4096)
def named_date(on: date, lang: str = "vi") -> str:
    """The weekday and the date: `thứ Năm, 26/11/2026`."""
    return f"{words(lang).weekdays[on.weekday()]}, {full_date(on)}"


@lru_cache(maxsize=4096)
def clock_text(hour: int, minute: int, second: int, lang: str) -> str:
    """The time of day: `09 giờ 30 phút`, with seconds only where there are any."""
    speak = words(lang)
    return (speak.clock_with_seconds if second else speak.clock).format(hour, minute, second)


def moment_text(moment: datetime, lang: str = "vi") -> str:
    """The time and the date: `09 giờ 30 phút thứ Năm, 26/11/2026`."""
    clock = clock_text(moment.hour, moment.minute, moment.second, lang)
    return clock + words(lang).on_day + named_date(moment.date(), lang)
