"""What the screen of a counter may show: a table of every page, and that nothing outlasts its time."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from motcua.domain.screens.rules import (
    LONGER,
    SHOWN,
    TELLS,
    Page,
    Part,
    is_enough,
    lasts,
    next_question,
    page_of,
    rating_page,
)
from motcua.foundation.calendar import ZONE

AT = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)
LATER, NOW = AT + timedelta(seconds=1), AT
ASKED = ("lich_su", "lang_nghe")
LOW = {"score": 1}


def shown(part: str, until: datetime | None, said: Any = None, **more: Any) -> Page:
    facts = {"in_reach": True, "rateable": True, "questions": ASKED, **more}
    return page_of(part, until=until, at=AT, said=said or {}, **facts)


@pytest.mark.parametrize(
    ("part", "until", "in_reach", "rateable", "page"),
    [
        ("", None, True, True, Page.GREETING),
        (Part.CASE, LATER, True, False, Page.CASE),
        (Part.CASE, NOW, True, False, Page.GREETING),  # its time is over
        (Part.CASE, LATER, False, False, Page.GREETING),  # the officer works elsewhere by now
        (Part.SLIP, LATER, True, False, Page.SLIP),
        (Part.SLIP, NOW, True, False, Page.GREETING),
        (Part.SLIP, LATER, False, False, Page.GREETING),
        (Part.RATING, LATER, True, True, Page.SCORE),
        (Part.RATING, LATER, True, False, Page.GREETING),  # no result to speak of
        (Part.RATING, LATER, False, True, Page.GREETING),
        (Part.RATING, NOW, True, True, Page.GREETING),
        (Part.THANKS, LATER, True, True, Page.THANKS),
        (Part.THANKS, NOW, True, True, Page.GREETING),
    ],
)
def test_what_may_stand_on_the_screen(
    part: str, until: datetime | None, in_reach: bool, rateable: bool, page: Page
) -> None:
    assert shown(part, until, in_reach=in_reach, rateable=rateable) == page


@pytest.mark.parametrize(
    ("said", "page"),
    [
        ({}, Page.SCORE),
        ({"score": 3}, Page.QUESTION),
        ({"score": 2, "answers": {"lich_su": True}}, Page.QUESTION),
        ({"score": 2, "answers": {"lich_su": True}, "passed": ["lang_nghe"]}, Page.THANKS),
        ({"score": 3, "ended": True}, Page.THANKS),
        (LOW, Page.REASON),
        ({**LOW, "reason": "cho_lau"}, Page.REMARK),
        ({**LOW, "reason": "cho_lau", "ended": True}, Page.THANKS),
        ({**LOW, "ended": True}, Page.REASON),  # nobody who is not satisfied gets away without saying why
    ],
)
def test_a_rating_goes_on_from_what_was_said(said: dict[str, Any], page: Page) -> None:
    assert rating_page(said, ASKED) == page


@pytest.mark.parametrize(
    ("said", "enough"),
    [
        ({}, False),
        ({"score": 3}, True),
        ({"score": 2, "answers": {"lich_su": False}}, True),
        (LOW, False),
        ({**LOW, "reason": "cho_lau"}, True),
        ({**LOW, "reason": "khac"}, False),
        ({**LOW, "reason": "khac", "remark": "Mất điện"}, True),
    ],
)
def test_a_rating_left_half_way_counts_when_it_is_one(said: dict[str, Any], enough: bool) -> None:
    assert is_enough(said) is enough


def test_questions_come_in_order_and_each_once() -> None:
    assert next_question({}, ASKED) == "lich_su"
    assert next_question({"passed": ["lich_su"]}, ASKED) == "lang_nghe"
    assert next_question({"answers": {"lich_su": True, "lang_nghe": False}}, ASKED) is None


def test_pages_that_tell_of_a_person_are_two() -> None:
    assert {page for page, facts in TELLS.items() if facts} == {Page.CASE, Page.SLIP}
    assert set(TELLS) == set(Page)


def test_everything_goes_after_twenty_seconds_but_what_somebody_writes_or_asks_longer_for() -> None:
    assert timedelta(seconds=20) == SHOWN
    assert {page for page in Page if lasts(page) != SHOWN} == {Page.REMARK}
    assert lasts(Page.SCORE, more=True) == LONGER


@pytest.mark.parametrize("part", ["", *Part])
@pytest.mark.parametrize("said", [{}, {"score": 3}, LOW, {**LOW, "reason": "cho_lau"}])
def test_nothing_outlasts_its_time(part: str, said: dict[str, Any]) -> None:
    for seconds in (0, 1, 20, 86_400):
        assert shown(part, AT - timedelta(seconds=seconds), said) == Page.GREETING
