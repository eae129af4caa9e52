"""Apologising: who × place. Y done, F no right, W not in this state, R refused; see table.py.

At each place a sheet lies drafted by Minh: with a new date where one is owed, without one elsewhere.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from motcua.domain.cases.actions import apologising
from motcua.domain.cases.rules import RUNNING
from motcua.foundation.actions import Action
from tests import people, stories
from tests.actions.table import Line, Standing, check_strangers, kinds_of, lines, strangers
from tests.stories import LATE_CAUSE, apology_drafted

TABLE = """
              |               | 1  2  3  4a 4  4o 4k 4p 5  5d 6  7  8  9  10 |
draft_apology | minh hai thao | W  Y  W  Y  Y  Y  Y  Y  R  R  R  W  W  R  R  | spec §4.7: who resolves it, or the desk; while waiting or after the result without a new date
              | lan           | F  F  F  F  Y  Y  F  F  R  F  R  F  F  F  F  |
extend        | hoa           | W  Y  W  Y  Y  Y  Y  Y  W  W  W  W  W  W  W  | NĐ 61/2018 Đ.19: a leader, while the result is owed
apologise     | hoa           | W  R  W  R  R  R  R  R  Y  R  Y  W  W  Y  Y  | spec §4.7: also for a wrong result, a lost paper, manners
"""
FAULT = {"cause": "Kết quả có sai sót", "reason": "Ghi sai tên đệm.", "more_days": 0}


@pytest.fixture(scope="module")
def drafted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Standing]:
    """Every place with a sheet that waits for a signature, where one can be drafted."""
    with django_db_blocker.unblock(), stories.Clock(), transaction.atomic():
        ward = people.present_ward()
        cases = {place: stories.case_at(ward, place) for place in stories.PLACES}
        for place, case in cases.items():
            if case.state in apologising.draft_apology.when and place != "5d":
                apology_drafted(ward, case, **({} if case.state in RUNNING else FAULT))
        yield Standing(ward, {place: stories.fresh(case) for place, case in cases.items()})
        transaction.set_rollback(True)


def declared(name: str) -> Action:
    return getattr(apologising, name)


def given(action: str) -> Any:
    words = {"cause": LATE_CAUSE, "reason": "Cần xác minh.", "more_days": 2}
    return lambda ward, case: words if action == "draft_apology" else {}


@pytest.mark.parametrize("line", lines(TABLE), ids=str)
def test_who_may_apologise_and_in_which_state(drafted: Standing, line: Line) -> None:
    for person in line.people:
        assert kinds_of(drafted, declared(line.action), person, given(line.action)) == line.kinds


@pytest.mark.parametrize(("action", "people"), strangers(TABLE))
def test_nobody_else_may_apologise(drafted: Standing, action: str, people: tuple[str, ...]) -> None:
    check_strangers(drafted, declared(action), people, given(action))
