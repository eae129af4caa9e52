"""Moments: always in the zone Asia/Ho_Chi_Minh inside, in any zone from outside."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .problem import CalendarError

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_WRITTEN = re.compile(
    r"\s*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?\s*", re.ASCII
)


def local(moment: datetime) -> datetime:
    """The same moment in Vietnam's time; a moment without a zone is refused, for nobody knows when it is."""
    zone = moment.tzinfo
    if zone is ZONE:
        return moment
    if zone is None:
        raise CalendarError(f"Thời điểm {moment:%d/%m/%Y %H:%M} không có múi giờ; hãy ghi rõ múi giờ.")
    try:
        return moment.astimezone(ZONE)
    except OverflowError:
        raise CalendarError(f"Thời điểm năm {moment.year} nằm ngoài lịch; hãy kiểm tra lại năm.") from None


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """From when to when the days from `first` to `last` are; the end is the first moment that is no longer theirs."""
    return datetime.combine(first, time.min, ZONE), datetime.combine(last + timedelta(days=1), time.min, ZONE)


def moment_written(text: object) -> datetime:
    """Read `2026-11-20T09:30`, with seconds, a zone or neither; without a zone it is Vietnam's time.

    A date alone is its midnight, which the clock moves to the opening of that day.
    """
    if not isinstance(text, str) or not _WRITTEN.fullmatch(text):
        raise CalendarError(f"“{_short(text)}” không phải là ngày giờ; hãy viết dạng 2026-11-20T09:30.")
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CalendarError(
            f"Không có ngày giờ “{text.strip()}” trong lịch; hãy kiểm tra ngày, tháng và giờ."
        ) from None
    return local(moment) if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _short(text: object) -> str:
    shown = str(text)
    return shown if len(shown) <= 40 else shown[:40] + "…"
