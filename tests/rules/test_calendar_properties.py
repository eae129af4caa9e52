"""What must hold for every due date, looked for with random calendars, moments, allowances and pauses."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.foundation.calendar import (
    RESUMES,
    STANDARD,
    START_RULES,
    UNITS,
    ZONE,
    Allowance,
    Pause,
    add_working_days,
    add_working_minutes,
    calendar_from,
    calendar_named,
    classify,
    due,
    is_working_day,
    next_working_day,
    standing,
    working_days_between,
    working_minutes_between,
    working_seconds_between,
)

NAMES = ("vn-standard", "vn-seasonal", "vn-saturday-reception")
FIRST, LAST = datetime(2015, 1, 1, tzinfo=ZONE), datetime(2036, 1, 1, tzinfo=ZONE)

calendars = some.sampled_from(NAMES).map(calendar_named)
moments = some.integers(0, int((LAST - FIRST).total_seconds())).map(lambda s: FIRST + timedelta(seconds=s))
minutes_on_the_hour = some.integers(0, 365 * 20 * 48).map(lambda half: FIRST + timedelta(minutes=30 * half))
anytime = moments | minutes_on_the_hour
allowances = some.builds(
    Allowance,
    some.integers(1, 90),
    some.sampled_from(UNITS),
    some.sampled_from(START_RULES),
    resume=some.sampled_from(RESUMES),
)
gaps = some.integers(0, 12 * 1440)
stops = some.lists(some.tuples(gaps, gaps, some.booleans()), max_size=4)
thorough = settings(max_examples=300, deadline=None, derandomize=True)


def more(allowance, value):
    return Allowance(value, allowance.unit, allowance.start_rule, resume=allowance.resume)


def pauses_after(received, stops, *, closed_only=True):
    pauses, moment = [], received
    for wait, length, stays_open in stops:
        begin = moment + timedelta(minutes=wait)
        moment = begin + timedelta(minutes=length)
        pauses.append(Pause(begin, None if stays_open and not closed_only else moment))
    return pauses


@thorough
@given(anytime, allowances, calendars, some.integers(1, 30))
def test_a_longer_allowance_is_never_due_earlier(received, allowance, calendar, extra):
    short = due(received, allowance, calendar).at
    assert short <= due(received, more(allowance, allowance.value + extra), calendar).at


@thorough
@given(anytime, anytime, allowances, calendars)
def test_what_is_received_later_is_never_due_earlier(one, other, allowance, calendar):
    early, late = sorted((one, other))
    assert due(early, allowance, calendar).at <= due(late, allowance, calendar).at


@thorough
@given(anytime, allowances, calendars, stops)
def test_nothing_is_due_before_it_is_received_and_started(received, allowance, calendar, stops):
    answer = due(received, allowance, calendar, pauses_after(received, stops))
    assert received.replace(microsecond=0) <= answer.started_at <= answer.at
    assert answer.original <= answer.at


@thorough
@given(anytime, allowances, calendars, stops, some.integers(0, 3))
def test_one_more_pause_never_makes_it_earlier(received, allowance, calendar, stops, dropped):
    pauses = pauses_after(received, stops)
    fewer = pauses[:dropped]
    assert due(received, allowance, calendar, fewer).at <= due(received, allowance, calendar, pauses).at


@thorough
@given(anytime, allowances, calendars, stops)
def test_an_open_pause_stops_the_clock_unless_time_had_run_out(received, allowance, calendar, stops):
    closed = pauses_after(received, stops)
    answer = due(received, allowance, calendar, closed)
    begin = max([received, *(pause.end for pause in closed)])
    opened = due(received, allowance, calendar, [*closed, Pause(begin)])
    assert opened.original == answer.original
    assert opened.at == (None if begin < answer.at else answer.at)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    some.dates(date(2026, 1, 1), date(2027, 12, 31)).filter(lambda day: day.isoformat() != "2026-08-22"),
    some.integers(0, 700),
    allowances,
    stops,
)
def test_one_more_holiday_never_makes_it_earlier(holiday, days, allowance, stops):
    document = {
        "name": "them-ngay-nghi",
        "title": "Thêm ngày nghỉ",
        "extends": STANDARD,
        "years": [2025, 2040],
        "days": [{"date": holiday.isoformat(), "kind": "holiday", "name": "Thêm"}],
    }
    with_it = calendar_from(document, source="thử")
    plain = calendar_from(document | {"days": []}, source="thử")
    received = datetime(2025, 12, 20, 9, 30, tzinfo=ZONE) + timedelta(days=days)
    pauses = pauses_after(received, stops)
    assert due(received, allowance, plain, pauses).at <= due(received, allowance, with_it, pauses).at


@thorough
@given(anytime, allowances)
def test_the_same_moment_in_utc_is_due_at_the_same_moment(received, allowance):
    calendar = calendar_named(STANDARD)
    assert due(received.astimezone(UTC), allowance, calendar).at == due(received, allowance, calendar).at


@thorough
@given(anytime, allowances, calendars)
def test_days_and_working_hours_fall_due_in_office_hours(received, allowance, calendar):
    at = due(received, allowance, calendar).at
    if allowance.unit != "hour":
        hours = calendar.sessions_on(at.date())
        assert any(start <= at.time() <= end for start, end in hours)


@thorough
@given(minutes_on_the_hour, some.integers(1, 20_000), calendars)
def test_working_minutes_there_and_back_are_the_same(start, minutes, calendar):
    there = add_working_minutes(start, minutes, calendar)
    assert working_minutes_between(start, there, calendar) == minutes
    assert working_minutes_between(there, start, calendar) == -minutes
    back = add_working_minutes(there, -minutes, calendar)
    assert working_seconds_between(start, back, calendar) == 0


@thorough
@given(anytime, anytime, anytime, calendars)
def test_working_time_adds_up(a, b, c, calendar):
    def whole(x, y):
        return working_seconds_between(x, y, calendar)

    assert whole(a, b) + whole(b, c) == whole(a, c)


@thorough
@given(some.dates(date(2016, 1, 1), date(2035, 12, 31)), some.integers(1, 300), calendars)
def test_working_days_there_and_back_are_the_same(on, count, calendar):
    there = add_working_days(on, count, calendar)
    assert is_working_day(there, calendar)
    assert working_days_between(on, there, calendar) == count
    assert working_days_between(there, on, calendar) == -count
    assert add_working_days(on, 1, calendar) == next_working_day(on, calendar)


@thorough
@given(anytime, anytime)
def test_every_finish_is_early_on_time_or_late_and_exactly_one(owed, finished):
    by_date = classify(owed, finished)
    assert (by_date == "early") == (finished.date() < owed.date())
    assert (by_date == "late") == (finished.date() > owed.date())
    by_minute = classify(owed, finished, by="minute")
    assert (by_minute == "late") == (finished > owed)
    assert by_date != "late" or by_minute == "late"


@thorough
@given(anytime, allowances, calendars, some.integers(0, 40 * 1440))
def test_a_case_moves_only_forward_from_in_time_to_overdue(received, allowance, calendar, minutes):
    order = ["in_time", "due_soon", "due_today", "overdue"]
    owed = due(received, allowance, calendar).at
    now = owed - timedelta(minutes=minutes)
    stands = [
        standing(owed, now + timedelta(hours=hours), allowance, calendar) for hours in range(0, 1200, 60)
    ]
    assert sorted(stands, key=order.index) == stands
