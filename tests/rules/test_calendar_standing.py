"""Early, on time, late; due soon; how much is left."""

import pytest

from motcua.foundation.calendar import (
    STANDARD,
    Allowance,
    SoonRule,
    add_working_days,
    calendar_named,
    classify,
    due_soon_from,
    moment_written,
    next_working_day,
    remaining,
    standing,
    working_days_late,
)

VN = calendar_named(STANDARD)
OWED = moment_written("2026-11-26T09:30")  # a Thursday; Tuesday 24/11 is a holiday
local = moment_written

# Reports compare by date; "to the minute" is an option some offices use.
OUTCOMES = [
    ("2026-11-25T23:59:59", "early", "early"),
    ("2026-11-26T00:00", "on_time", "on_time"),
    ("2026-11-26T09:30", "on_time", "on_time"),
    ("2026-11-26T09:30:00.5", "on_time", "on_time"),
    ("2026-11-26T09:30:01", "on_time", "late"),
    ("2026-11-26T23:59:59", "on_time", "late"),
    ("2026-11-27T00:00", "late", "late"),
    ("2026-11-26T17:00Z", "late", "late"),  # midnight in Vietnam
    ("2026-11-26T16:59Z", "on_time", "late"),
]


@pytest.mark.parametrize(("finished", "by_date", "by_minute"), OUTCOMES)
def test_a_finished_case_is_early_on_time_or_late(finished, by_date, by_minute):
    assert classify(OWED, local(finished)) == by_date
    assert classify(OWED, local(finished), by="minute") == by_minute


@pytest.mark.parametrize(
    ("finished", "days"),
    [
        ("2026-11-25T10:00", 0),
        ("2026-11-26T17:00", 0),
        ("2026-11-27T08:00", 1),
        ("2026-11-28T08:00", 1),
        ("2026-11-30T08:00", 2),
        ("2026-12-04T08:00", 6),
    ],
)
def test_lateness_is_counted_in_working_days(finished, days):
    assert working_days_late(OWED, local(finished), VN) == days


# Due soon: 2 working days or 20 % of the allowance, whichever is earlier; 4 working hours for a one-day case.
SOON = [
    (Allowance(3), "2026-11-20T16:00", "in_time"),
    (Allowance(3), "2026-11-23T00:00", "due_soon"),  # Wed 25, Thu 26: two working days left
    (Allowance(3), "2026-11-26T00:00", "due_today"),
    (Allowance(3), "2026-11-26T16:00", "due_today"),
    (Allowance(3), "2026-11-27T00:00", "overdue"),
    (Allowance(20), "2026-11-19T09:29", "in_time"),
    (Allowance(20), "2026-11-19T09:30", "due_soon"),  # 20 % of 20 days is 4: 20/11, 23, 25, 26
    (Allowance(160, "working_hour"), "2026-11-19T09:29:59", "in_time"),
    (Allowance(160, "working_hour"), "2026-11-19T09:30", "due_soon"),
    (Allowance(60, "calendar_day"), "2026-11-14T09:29", "in_time"),
    (Allowance(60, "calendar_day"), "2026-11-14T09:30", "due_soon"),
    (Allowance(1), "2026-11-25T12:59", "in_time"),
    (Allowance(1), "2026-11-25T15:00", "due_soon"),  # 2.5 h on Wednesday + 1.5 h on Thursday
    (Allowance(8, "working_hour"), "2026-11-25T15:00", "due_soon"),
    (Allowance(1, "month"), "2026-11-20T09:29", "in_time"),
    (Allowance(1, "month"), "2026-11-20T09:30", "due_soon"),  # 20 % of 30 days is 6
]


@pytest.mark.parametrize(("allowance", "now", "expected"), SOON)
def test_a_running_case_stands_where_its_due_date_puts_it(allowance, now, expected):
    assert standing(OWED, local(now), allowance, VN) == expected


def test_by_the_minute_a_case_is_overdue_at_once():
    assert standing(OWED, local("2026-11-26T09:30:01"), Allowance(3), VN, by="minute") == "overdue"
    assert standing(OWED, local("2026-11-26T09:30:00"), Allowance(3), VN, by="minute") == "due_today"


def test_what_soon_means_can_be_set():
    patient = SoonRule(working_days=1, share=0.0)
    assert due_soon_from(OWED, Allowance(3), VN, patient) == local("2026-11-25T00:00")


LEFT = [
    ("2026-11-20T09:00", "còn 3 ngày làm việc", "3 working days left"),
    ("2026-11-23T09:00", "còn 2 ngày làm việc", "2 working days left"),
    ("2026-11-24T09:00", "còn 2 ngày làm việc", "2 working days left"),  # a holiday
    ("2026-11-25T17:00", "còn 1 ngày làm việc", "1 working day left"),
    ("2026-11-26T08:10", "đến hạn hôm nay, còn 1 giờ 20 phút", "due today, 1 h 20 min left"),
    ("2026-11-26T10:00", "đến hạn hôm nay", "due today"),
    ("2026-11-27T08:00", "quá hạn 1 ngày", "1 working day late"),
    ("2026-11-30T08:00", "quá hạn 2 ngày", "2 working days late"),
]


@pytest.mark.parametrize(("now", "vietnamese", "english"), LEFT)
def test_what_is_left_is_said_in_words(now, vietnamese, english):
    left = remaining(OWED, local(now), VN)
    assert (left.text(), left.text("en")) == (vietnamese, english)


def test_late_over_a_weekend_is_late_although_no_working_day_has_gone_by():
    left = remaining(local("2026-11-27T09:30"), local("2026-11-28T09:30"), VN)
    assert left.overdue and left.days == 0 and left.minutes == 6 * 60 + 30
    assert left.text() == "quá hạn chưa đến 1 ngày làm việc"


def test_working_days_are_found_from_any_day():
    friday, saturday = local("2026-11-20T00:00").date(), local("2026-11-21T00:00").date()
    assert next_working_day(friday, VN) == next_working_day(saturday, VN) == local("2026-11-23T00:00").date()
    assert add_working_days(saturday, 0, VN) == add_working_days(saturday, 1, VN)
    assert add_working_days(saturday, -1, VN) == friday
