"""Thousands of random due dates against a plain minute-by-minute reckoning."""

import os
import random
from datetime import datetime, time, timedelta

import calendar_oracle as oracle

from motcua.foundation.calendar import (
    STANDARD,
    START_RULES,
    UNITS,
    ZONE,
    Allowance,
    Pause,
    calendar_named,
    due,
    due_many,
    is_working_day,
)

VN = calendar_named(STANDARD)
CASES = int(os.environ.get("MOTCUA_ORACLE_CASES", "3000"))
FIRST = datetime.fromisoformat("2024-01-01")  # naive: wall clock, as the judge counts
MOST = {"working_day": 40, "calendar_day": 60, "working_hour": 60, "hour": 100, "month": 6}


def random_moment(dice, first=FIRST, days=1000):
    moment = first + timedelta(minutes=dice.randrange(days * 1440))
    if dice.random() < 0.3:  # the edges, where mistakes live
        clock = dice.choice(
            ["08:00", "12:00", "12:01", "13:30", "15:00", "15:01", "17:30", "17:31", "00:00", "23:59"]
        )
        moment = datetime.combine(moment.date(), time.fromisoformat(clock))
    return moment


def test_the_judge_and_the_calendar_work_on_the_same_days():
    for offset in range(365 * 5):
        day = FIRST + timedelta(days=offset)
        assert oracle.works(day) == is_working_day(day.date(), VN), day


def test_thousands_of_due_dates_agree_with_a_plain_reckoning():
    dice = random.Random(20261122)
    for _ in range(CASES):
        received, unit, rule = random_moment(dice), dice.choice(UNITS), dice.choice(START_RULES)
        value = dice.randint(1, MOST[unit])
        answer = due(received.replace(tzinfo=ZONE), Allowance(value, unit, rule), VN)
        expected = oracle.naive_due(received, value, unit, rule)
        assert answer.at.replace(tzinfo=None) == expected, (received, value, unit, rule)


def test_due_dates_in_bulk_are_those_reckoned_one_by_one():
    dice = random.Random(7)
    requests = []
    for _ in range(CASES):
        unit = dice.choice(UNITS)
        received = random_moment(dice).replace(tzinfo=ZONE)
        pauses = [Pause(received, received + timedelta(days=2))] if dice.random() < 0.2 else []
        requests.append(
            (received, Allowance(dice.randint(1, MOST[unit]), unit, dice.choice(START_RULES)), pauses)
        )
    for calendar in map(calendar_named, ("vn-standard", "vn-seasonal", "vn-saturday-reception")):
        one_by_one = [due(received, allowed, calendar, pauses).at for received, allowed, pauses in requests]
        assert due_many(requests, calendar) == one_by_one


def test_pauses_leave_the_remaining_working_minutes_to_be_laid_one_by_one():
    dice = random.Random(4)
    for _ in range(CASES // 10):
        received = random_moment(dice)
        unit, rule = dice.choice(["working_day", "working_hour"]), dice.choice(START_RULES)
        value = dice.randint(1, 12)
        pauses, moment = [], received
        for _ in range(dice.randint(1, 3)):
            begin = random_moment(dice, moment, 4)
            begin = max(begin, moment)
            end = begin + timedelta(minutes=dice.randrange(6 * 1440))
            pauses.append((begin, end))
            moment = end + MINUTE
        stops = [Pause(begin.replace(tzinfo=ZONE), end.replace(tzinfo=ZONE)) for begin, end in pauses]
        answer = due(received.replace(tzinfo=ZONE), Allowance(value, unit, rule), VN, stops)
        expected = oracle.naive_relay(received, value, unit, rule, pauses)
        assert answer.at.replace(tzinfo=None) == expected, (received, value, unit, rule, pauses)


MINUTE = timedelta(minutes=1)
