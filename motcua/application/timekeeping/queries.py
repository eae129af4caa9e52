"""How a case stands with its clock, in shape and words; computed at the moment asked for, never stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from motcua.domain.cases.rules import FINAL, WAITING, State
from motcua.foundation import calendar as working
from motcua.foundation.text import friendly_due

SOON_DAYS = 2


@dataclass(frozen=True, slots=True)
class Clock:
    """What a page shows: a state of the marks, the words of what is left, and the moment told to the applicant."""

    mark: str
    words: str
    at: str


def clock(
    *,
    state: int,
    due_at: datetime | None,
    due_promised: datetime | None,
    outcome: str,
    now: datetime,
    days: working.Calendar | None = None,
    lang: str = "vi",
) -> Clock:
    """The clock of a case in `state`; `days` is the calendar of the deciding office."""
    told = friendly_due(due_promised or due_at) if (due_promised or due_at) else ""
    if state in WAITING:
        words = "Clock stopped: waiting for the applicant" if lang == "en" else "tạm dừng, chờ người nộp"
        return Clock("paused", words, "")
    if outcome:
        return Clock(outcome if outcome != "late" else "late", "", told)
    if state in FINAL:
        return Clock("stopped" if state != State.RETURNED else "done", "", told)
    if due_at is None:
        if state == State.REGISTERED:
            return Clock("waiting", "to be accepted" if lang == "en" else "chờ tiếp nhận", "")
        return Clock("plain", "no fixed date" if lang == "en" else "không có ngày hẹn cụ thể", "")
    left = working.remaining(due_at, now, days or working.calendar_named(working.STANDARD))
    if left.overdue:
        mark = "overdue"
    else:
        mark = "soon" if left.today or left.days <= SOON_DAYS else "running"
    return Clock(mark, left.text(lang), told)


def soon_ends(now: datetime, days: working.Calendar | None = None) -> datetime:
    """Until when something is due soon: the end of the second working day from now."""
    calendar = days or working.calendar_named(working.STANDARD)
    last = working.add_working_days(working.local(now).date(), SOON_DAYS, calendar)
    return working.local(now).replace(
        year=last.year, month=last.month, day=last.day, hour=0, minute=0, second=0, microsecond=0
    ) + timedelta(days=1)
