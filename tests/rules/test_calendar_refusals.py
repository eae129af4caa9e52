"""Impossible input is refused with a sentence; nothing is ever left without a due date in silence."""

from datetime import datetime

import pytest

from motcua.foundation.calendar import (
    STANDARD,
    Allowance,
    CalendarError,
    Pause,
    calendar_named,
    classify,
    due,
    due_many,
    moment_written,
    remaining,
    standing,
)

VN = calendar_named(STANDARD)
local = moment_written


BAD_ALLOWANCES = [
    (0, "working_day", "next_day"),
    (-1, "hour", "next_day"),
    (True, "hour", "next_day"),
    ("3", "hour", "next_day"),
    (None, "hour", "next_day"),
    (float("nan"), "hour", "next_day"),
    (float("inf"), "hour", "next_day"),
    (10**9, "working_day", "next_day"),
    (2.5, "calendar_day", "next_day"),
    (0.5, "month", "next_day"),
    (0.001, "working_day", "next_day"),
    (1, "week", "next_day"),
    (1, ["hour"], "next_day"),
    (1, "hour", "tomorrow"),
]


@pytest.mark.parametrize(("value", "unit", "rule"), BAD_ALLOWANCES)
def test_an_impossible_allowance_is_refused_with_a_sentence(value, unit, rule):
    with pytest.raises(CalendarError, match=r"hãy|phải"):
        Allowance(value, unit, rule)


def test_ten_years_are_the_most_that_is_allowed():
    for unit, most in {
        "working_day": 2520,
        "calendar_day": 3660,
        "working_hour": 20160,
        "hour": 87840,
        "month": 120,
    }.items():
        assert Allowance(most, unit).value == most
        with pytest.raises(CalendarError, match="10 năm"):
            Allowance(most + 1, unit)


BAD_MOMENTS = [
    ("1967-12-31T09:00", ()),
    ("2100-01-01T09:00", ()),
    ("2099-12-30T09:00", ()),  # three working days lead out of the calendar
    ("2026-11-03T08:00", [("2026-11-02T08:00", "2026-11-04T08:00")]),
    ("2026-11-03T08:00", [("2026-11-05T08:00", "2026-11-04T08:00")]),
    ("2026-11-03T08:00", [("2026-11-04T08:00", "2100-11-04T08:00")]),
]


@pytest.mark.parametrize(("received", "pauses"), BAD_MOMENTS)
def test_impossible_moments_fail_loudly_instead_of_leaving_no_due_date(received, pauses):
    with pytest.raises(CalendarError, match="hãy"):
        due(local(received), Allowance(3), VN, [Pause(local(begin), local(end)) for begin, end in pauses])


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(CalendarError, match="múi giờ"):
        due(datetime.fromisoformat("2026-11-20T09:30"), Allowance(3), VN)


def test_bulk_names_the_request_that_cannot_be_reckoned():
    good, bad = local("2026-11-20T09:30"), local("2099-12-31T09:30")
    with pytest.raises(CalendarError, match="Yêu cầu thứ 2"):
        due_many([(good, Allowance(1), ()), (bad, Allowance(1), ())], VN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm qua",
        "2026-02-30T09:00",
        "2026-13-01T09:00",
        "2026-11-20T25:00",
        "20261120T0930",
        "2026-W47-5T09:30",
    ],
)
def test_an_impossible_date_is_refused_with_a_sentence(text):
    with pytest.raises(CalendarError, match="hãy"):
        moment_written(text)


def test_a_case_without_a_due_date_is_never_called_on_time():
    # fault of another system: date errors were swallowed and the case then counted as on time
    now = local("2026-11-20T09:30")
    for ask in (
        lambda: classify(None, now),
        lambda: standing(None, now, Allowance(3), VN),
        lambda: remaining(None, now, VN),
    ):
        with pytest.raises(CalendarError, match="chưa có hạn trả"):
            ask()


def test_an_unknown_way_of_comparing_is_refused():
    with pytest.raises(CalendarError, match="date hoặc minute"):
        classify(local("2026-11-20T09:30"), local("2026-11-20T09:31"), by="hour")
