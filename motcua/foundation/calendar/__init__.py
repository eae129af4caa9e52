"""Working days, sessions, holidays, lunar dates and due dates; knows neither database nor framework."""

from .allowance import RESUMES, START_RULES, UNITS, Allowance, Pause, Resume, StartRule, Unit
from .bulk import Request, due_many
from .counting import (
    add_working_days,
    add_working_minutes,
    is_working_day,
    next_working_day,
    working_days_between,
    working_days_late,
    working_minutes_between,
    working_seconds_between,
)
from .daysoff import DayOff
from .deadline import Due, due
from .definition import Announced, Calendar, DayRow, Observance, Sessions
from .moments import ZONE, local, moment_written, whole_days
from .outcome import DUE_SOON, Remaining, SoonRule, classify, due_soon_from, remaining, standing
from .problem import CalendarError
from .reading import STANDARD, calendar_from, calendar_named, calendar_names, document_named
from .sentence import reckoning
from .words import full_date, moment_text, named_date

__all__ = [
    "DUE_SOON",
    "RESUMES",
    "STANDARD",
    "START_RULES",
    "UNITS",
    "ZONE",
    "Allowance",
    "Announced",
    "Calendar",
    "CalendarError",
    "DayOff",
    "DayRow",
    "Due",
    "Observance",
    "Pause",
    "Remaining",
    "Request",
    "Resume",
    "Sessions",
    "SoonRule",
    "StartRule",
    "Unit",
    "add_working_days",
    "add_working_minutes",
    "calendar_from",
    "calendar_named",
    "calendar_names",
    "classify",
    "document_named",
    "due",
    "due_many",
    "due_soon_from",
    "full_date",
    "is_working_day",
    "local",
    "moment_text",
    "moment_written",
    "named_date",
    "next_working_day",
    "reckoning",
    "remaining",
    "standing",
    "whole_days",
    "working_days_between",
    "working_days_late",
    "working_minutes_between",
    "working_seconds_between",
]
