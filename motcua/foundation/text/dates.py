"""Days and hours as Vietnamese papers and screens write them, and as people type them."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from motcua.foundation.text.cleaning import TextRefused

__all__ = [
    "clock_time",
    "friendly_due",
    "long_date",
    "long_moment",
    "parse_date",
    "short_date",
    "short_moment",
    "weekday_name",
]

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONGEST_LIFE = 130  # years
_EXAMPLE = "ví dụ 12/08/1990 hoặc 12081990"


def long_date(day: date, place: str = "") -> str:
    """ "ngày 22 tháng 11 năm 2026"; days 1-9 and months 1-2 with a leading zero (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    text = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {text}" if place else text


def short_date(day: date) -> str:
    """ "22/11/2026"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def clock_time(moment: datetime) -> str:
    """ "09 giờ 30 phút", Vietnamese time; a moment without zone is taken as Vietnamese."""
    return f"{_local(moment):%H giờ %M phút}"


def long_moment(moment: datetime) -> str:
    """ "09 giờ 30 phút, ngày 22 tháng 11 năm 2026", as the printed forms have it."""
    return f"{clock_time(moment)}, {long_date(_local(moment))}"


def short_moment(moment: datetime) -> str:
    """ "09:30 22/11/2026"."""
    local = _local(moment)
    return f"{local:%H:%M} {short_date(local)}"


def weekday_name(day: date) -> str:
    """ "thứ Hai" … "Chủ nhật", as inside a sentence."""
    return _WEEKDAYS[day.weekday()]


def friendly_due(moment: datetime, lang: str = "vi") -> str:
    """ "16:30 thứ Hai, 23/11/2026"; for lang "en" "16:30 Monday, 23/11/2026"."""
    local = _local(moment)
    weekday = _WEEKDAYS_EN[local.weekday()] if lang == "en" else weekday_name(local)
    return f"{local:%H:%M} {weekday}, {short_date(local)}"


def parse_date(text: str, today: date, *, future: bool = False) -> date:
    """A day typed at a desk, day first: 12081990, 12/8/90, 12-8-1990, 1990-08-12; raises TextRefused.

    Two-figure years are taken as the latest past year (`future`: the year nearest to today). Days
    after `today` are refused unless `future`.
    """
    year, month, day = _figures(text.strip())
    found = _existing(_full_year(year, today, future=future), month, day)
    if found > today and not future:
        raise TextRefused(f"Ngày {short_date(found)} chưa tới. Hãy kiểm tra lại năm.")
    if found.year < today.year - _LONGEST_LIFE:
        raise TextRefused(f"Năm {found.year} quá xa. Hãy kiểm tra lại năm.")
    return found


def _figures(text: str) -> tuple[str, str, str]:
    """(year, month, day) as typed."""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T.*)?", text):
        return found.group(1), found.group(2), found.group(3)
    words = re.fullmatch(r"(?:ngày)?\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", text.lower())
    parts = list(words.groups()) if words else re.split(r"\s*[/.\-,]\s*|\s+", text)
    if len(parts) == 1 and re.fullmatch(r"\d{8}|\d{6}", text):
        parts = [text[:2], text[2:4], text[4:]]
    if not text:
        raise TextRefused(f"Hãy gõ ngày, tháng, năm, {_EXAMPLE}.")
    if re.fullmatch(r"\d{4}", text):
        raise TextRefused(f"Mới có năm {text}. Hãy gõ đủ ngày, tháng, năm, {_EXAMPLE}.")
    if len(parts) == 2 and all(p.isdecimal() for p in parts):
        raise TextRefused(f"Còn thiếu năm. Hãy gõ đủ ngày, tháng, năm, {_EXAMPLE}.")
    if len(parts) != 3 or not all(re.fullmatch(r"[0-9]{1,4}", p) for p in parts):
        raise TextRefused(f"Không đọc được ngày “{text[:30]}”. Hãy gõ ngày trước, tháng sau, {_EXAMPLE}.")
    return parts[2], parts[1], parts[0]


def _full_year(year: str, today: date, *, future: bool) -> int:
    if len(year) == 4:
        return int(year)
    if len(year) != 2:
        raise TextRefused(f"Năm “{year[:10]}” phải có 4 chữ số, {_EXAMPLE}.")
    last = today.year + (50 if future else 0)
    return last - (last - int(year)) % 100


def _existing(year: int, month_text: str, day_text: str) -> date:
    month, day = int(month_text), int(day_text)
    if not 1 <= month <= 12:
        raise TextRefused(f"Không có tháng {month}. Hãy gõ ngày trước, tháng sau, {_EXAMPLE}.")
    if not 1 <= year <= 9998:
        raise TextRefused(f"Năm {year} không đúng. Hãy kiểm tra lại năm.")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise TextRefused(f"Tháng {month} năm {year} chỉ có {last} ngày, không có ngày {day}.")
    return date(year, month, day)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(_VIETNAM) if moment.tzinfo else moment
