"""The weekly check of a unit: who makes it, for which week, and of what."""

from datetime import date
from typing import Any

import pytest

from motcua.application.timekeeping.actions import check_week
from motcua.application.timekeeping.check_rules import Looked, check_items
from motcua.domain.cases.deadline_rules import Watch
from motcua.foundation.actions import Forbidden, Refused
from tests.people import Ward
from tests.stories import Clock

WEEK = date(2026, 11, 16)  # Monday before Friday 20/11
SEEN = [Looked("Hồ sơ quá hạn", 2, "Đã đôn đốc")]


@pytest.mark.parametrize(
    ("week", "said"), [(date(2026, 11, 17), "thứ Hai"), (date(2026, 11, 23), "chưa đến")]
)
def test_a_week_begins_on_a_monday_that_has_come(ward: Ward, clock: Clock, week: date, said: str) -> None:
    with pytest.raises(Refused, match=said):
        check_week(ward.justice, by=ward.thao, week=week, looked=SEEN)


def test_who_directs_a_unit_checks_it(ward: Ward, clock: Clock) -> None:
    cast: dict[str, Any] = {
        name: getattr(ward, name)
        for name in ["minh", "hai", "lan", "thao", "hoa", "van", "an", "tuan", "son"]
    }
    allowed = {name for name, person in cast.items() if check_week.permits(person, ward.justice)}
    assert allowed == {"thao", "hoa"}
    with pytest.raises(Forbidden):
        check_week(ward.justice, by=ward.lan, week=WEEK, looked=SEEN)


def test_every_class_of_the_list_is_one_that_is_watched() -> None:
    assert {what for item in check_items(WEEK) for what in item.counts} <= set(Watch)
