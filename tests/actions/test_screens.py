"""The screen of a counter: paired once a day, one case at a time, gone after twenty seconds, rated once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction

from motcua.domain.cases.models import Case
from motcua.domain.offices.actions import end_posting
from motcua.domain.offices.models import Posting, Staff
from motcua.domain.people.actor import Citizen
from motcua.domain.screens.actions import (
    end_if_over,
    keep_showing,
    next_person,
    offer_code,
    pair,
    show,
    tap,
    unpair,
)
from motcua.domain.screens.jobs import clear
from motcua.domain.screens.models import Screen
from motcua.domain.screens.queries import Shown, Status, screen_of, shown_on, status_of
from motcua.domain.screens.rules import Page, Part
from motcua.domain.surveys.actions import rate
from motcua.domain.surveys.models import Rating
from motcua.domain.surveys.rules import questions_on
from motcua.foundation.actions import SYSTEM, Refused, now
from tests.people import Ward
from tests.stories import Clock, moment, received

Bring = Callable[..., Case]
QUESTIONS = [question.key for question in questions_on(moment(20).date())]


class Counter:
    """An officer and the screen that is paired with them."""

    def __init__(self, ward: Ward, staff: Staff) -> None:
        self.staff = staff
        self.key, self.until = pair(offer_code(staff, ward.desk, at=now()), at=now())

    @property
    def screen(self) -> Screen:
        found = screen_of(self.key, at=now())
        assert found is not None
        return found

    @property
    def shown(self) -> Shown:
        return shown_on(self.screen, at=now())

    def put(self, case: Case, part: Part = Part.CASE) -> bool:
        return show(self.staff, case, part, at=now())

    def taps(self, **said: Any) -> Page:
        tap(self.screen, self.screen.turn, said, at=now())
        return self.shown.page

    def left_alone(self) -> None:
        end_if_over(self.screen, at=now())


@pytest.fixture
def counter(ward: Ward, clock: Clock) -> Counter:
    return Counter(ward, ward.minh)


# Pairing ------------------------------------------------------------------------------------------------------


def test_a_code_works_once_for_ten_minutes_and_a_new_one_ends_it(ward: Ward, clock: Clock) -> None:
    first, code = (offer_code(ward.minh, ward.desk, at=now()) for _ in range(2))
    for wrong in (first, "", "00000000", "abc"):
        with pytest.raises(Refused, match="lấy mã mới"):
            pair(wrong, at=now())
    key, until = pair(f" {code[:4]} {code[4:]} ", at=now())
    assert until == moment(21, 0) and screen_of(key, at=now())
    with pytest.raises(Refused):
        pair(code, at=now())
    late = offer_code(ward.minh, ward.desk, at=now())
    clock.wait(minutes=10)
    with pytest.raises(Refused):
        pair(late, at=now())


def test_neither_code_nor_key_can_be_read_from_the_database(ward: Ward, clock: Clock) -> None:
    code = offer_code(ward.minh, ward.desk, at=now())
    row = str(Screen.objects.values().get())
    key, _ = pair(code, at=now())
    assert code not in row and key not in str(Screen.objects.values().get())


def test_an_officer_has_one_screen_for_the_day(ward: Ward, counter: Counter, clock: Clock) -> None:
    second = Counter(ward, ward.minh)
    assert screen_of(counter.key, at=now()) is None and second.shown.page == Page.GREETING
    clock.at(20, 23, 59)
    assert screen_of(second.key, at=now())
    clock.at(21, 0)
    assert screen_of(second.key, at=now()) is None


def test_whoever_works_at_no_counter_has_no_screen(ward: Ward, counter: Counter, clock: Clock) -> None:
    counter.put(received(ward))
    for posting in Posting.objects.filter(staff=ward.minh, role="reception"):
        end_posting(posting.unit, by=SYSTEM, posting=posting, last_day=moment(20).date())
    clock.at(21)
    Screen.objects.update(paired_until=moment(22))
    assert screen_of(counter.key, at=now()) is None


def test_a_screen_without_a_key_is_nobodys(counter: Counter) -> None:
    unpair(counter.staff)
    for key in (counter.key, "", "x" * 43):
        assert screen_of(key, at=now()) is None
    assert status_of(counter.staff, at=now()) == Status()
    assert not show(counter.staff, Case(), Part.CASE, at=now())


# What is shown, and how long ----------------------------------------------------------------------------------


def test_a_case_goes_twenty_seconds_after_the_officers_page_was_last_open(
    ward: Ward, counter: Counter, clock: Clock
) -> None:
    case = received(ward)
    assert counter.shown.page == Page.GREETING and counter.put(case)
    assert counter.shown.facts["name"] == case.applicant_name
    for _ in range(10):
        clock.wait(seconds=19)
        keep_showing(counter.staff, case.code, Part.CASE, at=now())
        assert counter.shown.page == Page.CASE
    clock.wait(seconds=20)
    assert (counter.shown.page, counter.shown.facts) == (Page.GREETING, {})
    keep_showing(
        counter.staff, case.code, Part.CASE, at=now()
    )  # a page left open over lunch brings nothing back
    assert counter.shown.page == Page.GREETING


def test_only_the_last_persons_case_is_there(ward: Ward, counter: Counter, clock: Clock) -> None:
    one, two = received(ward, name="Tạ Thị Một"), received(ward, name="Lý Văn Hai")
    counter.put(one, Part.SLIP)
    assert counter.shown.facts["tracking"] == one.secret
    next_person(counter.staff, at=now(), code=one.code)
    assert counter.shown.page == Page.SLIP
    next_person(counter.staff, at=now(), code=two.code)
    assert (counter.shown.page, counter.shown.facts) == (Page.GREETING, {})
    counter.put(one)
    counter.put(two)
    assert counter.shown.facts["name"] == "Lý Văn Hai"
    keep_showing(counter.staff, one.code, Part.CASE, at=now() + timedelta(minutes=5))
    clock.wait(seconds=20)
    assert counter.shown.page == Page.GREETING


def test_one_officers_case_never_reaches_anothers_screen(ward: Ward, counter: Counter) -> None:
    beside = Counter(ward, ward.hai)
    counter.put(received(ward))
    assert beside.shown.page == Page.GREETING
    next_person(ward.hai, at=now())
    assert counter.shown.page == Page.CASE


def test_a_case_of_another_ward_shows_nothing(ward: Ward, counter: Counter, case_in: Bring) -> None:
    case = received(ward)
    case.received_unit = ward.other_desk
    elsewhere = shown_on(Screen(staff=ward.minh, unit=ward.desk, case=case, part=Part.CASE, until=moment(20, 10)),
                         at=now())  # fmt: skip
    assert (elsewhere.page, elsewhere.facts) == (Page.GREETING, {})


def test_the_officer_hears_what_it_shows_but_nothing_of_a_rating(
    ward: Ward, counter: Counter, case_in: Bring
) -> None:
    case, done = received(ward), case_in("10")
    assert status_of(ward.minh, at=now()) == Status(paired=True)
    counter.put(case)
    assert status_of(ward.minh, at=now()) == Status(paired=True, code=case.code)
    counter.put(done, Part.RATING)
    asked = status_of(ward.minh, at=now())
    assert asked == Status(paired=True, asks=True)
    counter.taps(score=1)
    counter.taps(reason="cho_lau")
    counter.taps(ended=True)
    assert status_of(ward.minh, at=now()) == asked


def test_the_database_keeps_no_person_without_a_time(counter: Counter, case_in: Bring) -> None:
    case = case_in("10")
    for wrong in ({"part": "case"}, {"case": case}, {"part": "case", "case": case}, {"said": {"score": 1}}):
        with pytest.raises(Error), transaction.atomic():
            Screen.objects.update(**wrong)


# Rating -------------------------------------------------------------------------------------------------------


def test_eight_taps_are_the_most(counter: Counter, case_in: Bring) -> None:
    case = case_in("10")
    counter.put(case, Part.RATING)
    assert counter.taps(score=3) == Page.QUESTION
    taps = 1
    for key in QUESTIONS:
        taps += 1
        page = counter.taps(question=key, answer=True)
    assert (taps, page) == (8, Page.THANKS)
    given = Rating.objects.get()
    assert (given.case, given.score, given.through) == (case, 3, "tablet")
    assert given.answers == dict.fromkeys(QUESTIONS, True)
    assert Screen.objects.get().case is None and Screen.objects.get().said == {}


def test_whoever_is_not_satisfied_says_why_and_may_say_more(counter: Counter, case_in: Bring) -> None:
    counter.put(case_in("10"), Part.RATING)
    assert counter.taps(score=1) == Page.REASON
    assert counter.taps(reason="khong_co") == Page.REASON
    assert counter.taps(reason="khac") == Page.REMARK
    with pytest.raises(Refused, match="viết vài chữ"):
        counter.taps(ended=True, remark="  ")
    assert counter.taps(again=True) == Page.REASON
    assert counter.taps(reason="cho_lau") == Page.REMARK
    assert counter.taps(ended=True, remark="Chờ từ 8 giờ") == Page.THANKS
    given = Rating.objects.get()
    assert (given.score, given.reason, given.remark) == (1, "cho_lau", "Chờ từ 8 giờ")


def test_questions_may_be_passed_over_or_left(counter: Counter, case_in: Bring) -> None:
    counter.put(case_in("10"), Part.RATING)
    counter.taps(score=2)
    counter.taps(question=QUESTIONS[0], answer=None)
    counter.taps(question=QUESTIONS[1], answer=False)
    counter.taps(question="cau_la", answer=True)
    assert counter.shown.number == 3
    assert counter.taps(ended=True) == Page.THANKS
    assert Rating.objects.get().answers == {QUESTIONS[1]: False}


@pytest.mark.parametrize(
    ("said", "kept"),
    [([], 0), ([{"score": 2}], 1), ([{"score": 1}], 0), ([{"score": 1}, {"reason": "tre_hen"}], 1)],
)
def test_whoever_walks_away_has_said_what_they_said(
    counter: Counter, case_in: Bring, clock: Clock, said: list[dict[str, Any]], kept: int
) -> None:
    counter.put(case_in("10"), Part.RATING)
    for each in said:
        counter.taps(**each)
    counter.left_alone()
    assert Rating.objects.count() == 0  # there still is time
    clock.wait(seconds=60)
    counter.left_alone()
    counter.left_alone()
    assert Rating.objects.count() == kept and counter.shown.page == Page.GREETING


def test_a_tablet_that_is_switched_off_keeps_neither_the_case_nor_what_was_said(
    counter: Counter, case_in: Bring, clock: Clock
) -> None:
    counter.put(case_in("10"), Part.RATING)
    counter.taps(score=1), counter.taps(reason="cho_lau")
    clear(timestamp=0)
    assert Screen.objects.get().said != {}  # there still is time
    clock.wait(hours=20)
    clear(timestamp=0)
    left = Screen.objects.get()
    assert (left.part, left.case, left.said) == ("", None, {}) and Rating.objects.get().reason == "cho_lau"


def test_the_next_person_cannot_answer_for_the_one_before(
    counter: Counter, case_in: Bring, clock: Clock
) -> None:
    one, two = case_in("10"), case_in("10")
    counter.put(one, Part.RATING)
    before = counter.screen
    counter.put(two, Part.RATING)
    tap(before, before.turn, {"score": 1}, at=now())
    assert counter.shown.page == Page.SCORE
    clock.wait(seconds=20)
    assert counter.taps(score=3) == Page.GREETING
    assert not Rating.objects.exists()


def test_more_time_is_given_for_the_asking(counter: Counter, case_in: Bring, clock: Clock) -> None:
    counter.put(case_in("10"), Part.RATING)
    counter.taps(more=True)
    clock.wait(seconds=59)
    assert counter.shown.page == Page.SCORE
    clock.wait(seconds=1)
    assert counter.shown.page == Page.GREETING


def test_a_case_is_asked_about_once_and_only_with_a_result(counter: Counter, case_in: Bring) -> None:
    counter.put(case_in("4"), Part.RATING)
    assert counter.shown.page == Page.GREETING
    rated = case_in("10")
    counter.put(rated, Part.RATING)
    counter.taps(score=3)
    rate(rated, by=Citizen(slip=rated.code), score=1, reason="tre_hen", answers={})  # by the link, meanwhile
    assert counter.taps(ended=True) == Page.THANKS
    assert Rating.objects.get().score == 1
    counter.put(rated, Part.RATING)
    assert counter.shown.page == Page.GREETING
