"""Periods that meet without gap or overlap, shares that are never rounded up to all, medians."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.application.reports.rules import (
    PeriodRefused,
    cover,
    cover_until,
    days_from,
    month_of,
    odd_days,
    quarter_of,
    read_period,
    recent_periods,
    share_words,
    weighted_median,
    weighted_rank,
    year_of,
)

DAY = date(2026, 11, 20)
PERIODS = [
    # key, first, last, label
    ("2026-11", date(2026, 11, 1), date(2026, 11, 30), "tháng 11/2026"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "tháng 2/2024"),
    ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "tháng 12/2026"),
    ("2026-q4", date(2026, 10, 1), date(2026, 12, 31), "quý IV/2026"),
    ("2026-q1", date(2026, 1, 1), date(2026, 3, 31), "quý I/2026"),
    ("2026", date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
    ("2026-11-03..2026-11-09", date(2026, 11, 3), date(2026, 11, 9), "từ 03/11/2026 đến 09/11/2026"),
]


@pytest.mark.parametrize(("key", "first", "last", "label"), PERIODS)
def test_a_key_is_a_period_and_the_period_its_key(key: str, first: date, last: date, label: str) -> None:
    period = read_period(key)
    assert (period.key, period.first, period.last, period.label()) == (key, first, last, label)


@pytest.mark.parametrize(("key", "first", "last", "label"), PERIODS)
def test_the_period_before_ends_the_day_before(key: str, first: date, last: date, label: str) -> None:
    before = read_period(key).before()
    assert before.last == first - timedelta(days=1) and read_period(before.key) == before


@pytest.mark.parametrize("key", ["2026-13", "2026-q5", "0000", "abc", "2026-11-09..2026-11-03", "2026-02-30..2026-03-01",
                                 "1990-01-01..2026-01-01", "'", "2026-00"])  # fmt: skip
def test_what_is_no_period_is_refused_with_a_sentence(key: str) -> None:
    with pytest.raises(PeriodRefused, match=r"\.$"):
        read_period(key)


def test_every_day_of_two_years_belongs_to_one_month_one_quarter_one_year() -> None:
    for number in range(731):
        day = date(2025, 1, 1) + timedelta(days=number)
        for period in (month_of(day), quarter_of(day), year_of(day), days_from(day, day)):
            assert period.first <= day <= period.last


def test_the_latest_periods_begin_with_the_running_ones() -> None:
    keys = [period.key for period in recent_periods(DAY)]
    assert keys[:2] == ["2026-11", "2026-10"] and "2026-q4" in keys and keys[-3:] == ["2026", "2025", "2024"]
    assert len(set(keys)) == len(keys) == 19


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (2333, 2343, "99,57%"),  # never cut to 99 % (seed 001)
        (985, 1000, "98,50%"),
        (0, 0, "–"),  # nothing finished is no success
        (0, 7, "0,00%"),
        (7, 7, "100,00%"),
        (999_999, 1_000_000, "99,99%"),  # one late case is not rounded away
        (1, 1_000_000, "0,01%"),
    ],
)
def test_a_share_has_two_decimals_and_is_never_all_while_one_is_late(
    part: int, whole: int, words: str
) -> None:
    assert share_words(part, whole) == words
    assert share_words(part, whole, "en") == words.replace(",", ".")


@pytest.mark.parametrize(
    ("values", "median"), [([], None), ([(3, 1)], 3), ([(1, 1), (2, 1)], 1.5), ([(5, 1), (1, 2)], 1), ([(1, 2), (9, 2)], 5)]
)  # fmt: skip
def test_the_median_of_counted_values(values: list[tuple[int, int]], median: float | None) -> None:
    assert weighted_median(values) == median


@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2026, 1, 2), date(2025, 11, 30), date(2024, 2, 1)])
@pytest.mark.parametrize("length", [1, 28, 29, 31, 366, 800])
def test_a_range_is_covered_by_whole_years_months_and_days_each_day_once(first: date, length: int) -> None:
    last = first + timedelta(days=length - 1)
    found: list[date] = []
    for grain, begin, end in cover(first, last):
        at = begin
        while at <= end:
            after = {
                "d": at + timedelta(1),
                "m": month_of(at).last + timedelta(1),
                "y": date(at.year + 1, 1, 1),
            }[grain]
            found += [at + timedelta(n) for n in range((after - at).days)]
            at = after
    assert found == [first + timedelta(n) for n in range(length)]
    assert len(cover(first, last)) <= 5


def test_all_days_before_a_day_are_whole_years_then_months_then_days() -> None:
    assert cover_until(date(2026, 3, 3)) == [
        ("y", date.min, date(2025, 12, 31)),
        ("m", date(2026, 1, 1), date(2026, 2, 1)),
        ("d", date(2026, 3, 1), date(2026, 3, 2)),
    ]
    assert cover_until(date(2026, 1, 1)) == [("y", date.min, date(2025, 12, 31))]
    assert cover_until(date.min) == []


@given(
    first=st.dates(date(2019, 1, 1), date(2027, 1, 1)),
    length=st.one_of(st.integers(1, 40), st.integers(1, 800)),
)
def test_whole_ten_days_and_the_odd_days_beside_them_make_a_range_and_all_before_it(
    first: date, length: int
) -> None:
    last = first + timedelta(days=length - 1)
    begin, end, days = odd_days(first, last)
    assert {begin.day, end.day} <= {1, 11, 21} and begin <= end
    before, inside = Counter[date](), Counter[date]()
    start = date(2018, 1, 1)
    before.update(start + timedelta(n) for n in range((begin - start).days))
    inside.update(begin + timedelta(n) for n in range((end - begin).days))
    for a, b, n, within in days:
        assert (b - a).days < 5
        for day in range((b - a).days + 1):
            (inside if within else before)[a + timedelta(day)] += n
    assert {day: n for day, n in before.items() if n} == {
        start + timedelta(n): 1 for n in range((first - start).days)
    }
    assert {day: n for day, n in inside.items() if n} == {first + timedelta(n): 1 for n in range(length)}


@pytest.mark.parametrize(
    ("values", "found"), [([], None), ([(3, 1)], 3), ([(1, 9), (50, 1)], 1), ([(1, 8), (7, 2)], 7)]
)
def test_nine_of_ten_do_not_exceed_the_ninetieth_rank(
    values: list[tuple[int, int]], found: int | None
) -> None:
    assert weighted_rank(values, 90) == found
