"""Whose hours they are: every minute belongs to somebody, and to nobody twice."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.application.timekeeping.rules import Held, hours_words, shares
from motcua.foundation.calendar import STANDARD, ZONE, calendar_named, working_seconds_between

DAYS = calendar_named(STANDARD)
START = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def told(
    held: list[Held], pauses: list[tuple[datetime, datetime | None]], end: datetime
) -> list[tuple[str, int]]:
    found = shares(held, pauses, start=START, end=end, days=DAYS, applicant="Người nộp", nobody="–")
    return [(" + ".join(share.holders), share.minutes) for share in found]


def test_time_goes_to_who_holds_the_folder() -> None:
    held = [Held("Quầy", START, at(0.5)), Held("Phòng", at(0.5), at(2)), Held("Lãnh đạo", at(2), None)]
    assert told(held, [], at(2.5)) == [("Quầy", 30), ("Phòng", 90), ("Lãnh đạo", 30)]


def test_a_pause_is_the_applicants_whoever_keeps_the_folder() -> None:
    assert told([Held("Phòng", START, None)], [(at(1), at(2))], at(2.5)) == [("Phòng", 90), ("Người nộp", 60)]
    assert told([Held("Phòng", START, None)], [(at(1), None)], at(2.5)) == [("Phòng", 60), ("Người nộp", 90)]


def test_two_at_once_share_one_line_so_nothing_is_counted_twice() -> None:
    held = [Held("Công an", START, at(2)), Held("Bảo hiểm", at(1), None)]
    assert told(held, [], at(2.5)) == [("Công an", 60), ("Công an + Bảo hiểm", 60), ("Bảo hiểm", 30)]


def test_time_nobody_held_it_is_said_to_be_nobodys() -> None:
    assert told([Held("Quầy", START, at(1)), Held("Phòng", at(2), None)], [], at(2.5))[1] == ("–", 60)


def test_who_has_it_now_is_known() -> None:
    held = [Held("Quầy", START, at(1)), Held("Phòng", at(1), None)]
    found = shares(held, [], start=START, end=at(2), days=DAYS, applicant="Người nộp", nobody="–")
    assert [share.now for share in found] == [False, True]


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
    assert sum(minutes for _, minutes in told(held, pauses, end)) == whole


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
