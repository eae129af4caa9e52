"""Whose hours they are: every minute belongs to somebody, and to nobody twice."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.application.timekeeping.rules import Held, Times, days_words, hours_words, times
from motcua.foundation.calendar import STANDARD, ZONE, calendar_named, working_seconds_between

DAYS = calendar_named(STANDARD)
START = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def told(
    held: list[Held], pauses: list[tuple[datetime, datetime | None]], end: datetime
) -> list[tuple[str, int]]:
    return [(share.holder, share.minutes) for share in taken(held, pauses, end).shares]


def taken(held: list[Held], pauses: list[tuple[datetime, datetime | None]], end: datetime) -> Times:
    return times(held, pauses, start=START, end=end, days=DAYS, applicant="Người nộp", nobody="–")


def test_time_goes_to_who_holds_the_folder() -> None:
    held = [Held("Quầy", START, at(0.5)), Held("Phòng", at(0.5), at(2)), Held("Lãnh đạo", at(2), None)]
    assert told(held, [], at(2.5)) == [("Quầy", 30), ("Phòng", 90), ("Lãnh đạo", 30)]


def test_a_pause_is_the_applicants_whoever_keeps_the_folder() -> None:
    assert told([Held("Phòng", START, None)], [(at(1), at(2))], at(2.5)) == [("Phòng", 90), ("Người nộp", 60)]
    assert told([Held("Phòng", START, None)], [(at(1), None)], at(2.5)) == [("Phòng", 60), ("Người nộp", 90)]


def test_two_at_once_have_all_of_their_own_time_and_what_is_counted_twice_is_taken_off() -> None:
    found = taken([Held("Công an", START, at(2)), Held("Bảo hiểm", at(1), None)], [], at(2.5))
    assert [(share.holder, share.minutes) for share in found.shares] == [("Công an", 120), ("Bảo hiểm", 90)]
    assert (found.together, found.total) == (60, 150)


def test_two_folders_on_one_desk_take_its_time_once() -> None:
    held = [Held("Phòng", START, at(2), "xem giấy"), Held("Phòng", at(1), None, "viết")]
    found = taken(held, [], at(2.5))
    assert [(share.minutes, share.parts, share.now) for share in found.shares] == [
        (150, ("xem giấy", "viết"), True)
    ]
    assert found.together == 0


def test_time_nobody_held_it_is_said_to_be_nobodys() -> None:
    assert told([Held("Quầy", START, at(1)), Held("Phòng", at(2), None)], [], at(2.5))[1] == ("–", 60)


def test_who_has_it_now_is_known() -> None:
    held = [Held("Quầy", START, at(1)), Held("Phòng", at(1), None)]
    assert [share.now for share in taken(held, [], at(2)).shares] == [False, True]


spell = st.tuples(st.sampled_from("ABC"), st.integers(0, 10**6), st.integers(0, 10**6) | st.none())


@settings(max_examples=120, deadline=None)
@given(
    st.lists(spell, max_size=6), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)), max_size=3)
)
def test_the_minutes_always_add_up(
    spells: list[tuple[str, int, int | None]], stops: list[tuple[int, int]]
) -> None:
    end = START + timedelta(seconds=800_000)
    held = [
        Held(
            name,
            START + timedelta(seconds=since),
            None if until is None else START + timedelta(seconds=since + until),
        )
        for name, since, until in spells
    ]
    pauses: list[tuple[datetime, datetime | None]] = [
        (START + timedelta(seconds=since), START + timedelta(seconds=since + length))
        for since, length in stops
    ]
    whole = working_seconds_between(START, end, DAYS) // 60
    found = taken(held, pauses, end)
    assert sum(share.minutes for share in found.shares) - found.together == found.total == whole
    assert found.together >= 0 and all(0 <= share.minutes <= whole for share in found.shares)


@pytest.mark.parametrize(
    ("minutes", "vi", "en"),
    [
        (0, "0 phút", "0 min"),
        (45, "45 phút", "45 min"),
        (60, "1 giờ", "1 h"),
        (95, "1 giờ 35 phút", "1 h 35 min"),
    ],
)
def test_hours_are_said_plainly(minutes: int, vi: str, en: str) -> None:
    assert (hours_words(minutes), hours_words(minutes, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("minutes", "vi", "en"),
    [
        (475, "7 giờ 55 phút", "7 h 55 min"),
        (480, "1 ngày", "1 d"),
        (1115, "2 ngày 2 giờ 35 phút", "2 d 2 h 35 min"),
    ],
)
def test_long_times_are_said_in_working_days_of_eight_hours(minutes: int, vi: str, en: str) -> None:
    assert (days_words(minutes), days_words(minutes, "en")) == (vi, en)
