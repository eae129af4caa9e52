"""Reminding a unit that holds a part: who × place, once a working day, never one's own; and the letter it gets."""

from typing import Any

import pytest

from motcua.application.notices.jobs import tell
from motcua.application.notices.models import Notice
from motcua.domain.cases.actions.deciding import approve, issue_result
from motcua.domain.cases.actions.processing import ask_opinion, forward, give_opinion
from motcua.domain.cases.actions.reminding import remind
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import Refused
from tests import stories
from tests.actions.table import Line, Standing, check_strangers, kinds_of, lines, strangers
from tests.people import LINKED, Ward

# The tax office was asked at 4o; everywhere else it holds nothing, which is a refusal of its own.
TABLE = """
       |               | 1  2  3  4a 4  4o 4k 4p 5  5d 6  7  8  9  10 |
remind | lan dung thao | W  W  W  R  R  Y  R  R  R  R  R  W  W  W  W  | ui.md O6; spec §4.4: whose case it is follows it up
       | hoa minh hai  | W  W  W  R  R  Y  R  R  R  R  R  W  W  W  W  |
"""


def given(ward: Ward, case: Any) -> dict[str, Any]:
    return {"unit": ward.tax}


@pytest.mark.parametrize("line", lines(TABLE), ids=str)
def test_who_may_remind_and_in_which_state(standing: Standing, line: Line) -> None:
    for person in line.people:
        assert kinds_of(standing, remind, person, given) == line.kinds


@pytest.mark.parametrize(("action", "people"), strangers(TABLE))
def test_nobody_else_may_remind(standing: Standing, action: str, people: tuple[str, ...]) -> None:
    check_strangers(standing, remind, people, given)


@pytest.fixture
def asked(ward: Ward, clock: Any) -> Any:
    """A case whose question lies with the tax office."""
    return stories.case_at(ward, "4o")


def test_what_is_held_and_how_late_stands_in_the_event(ward: Ward, clock: Any, asked: Any) -> None:
    clock.at(25, 10)
    event = stories.last_event(remind(asked, by=ward.lan, unit=ward.tax))
    assert event.note == "Thuế cơ sở 1: Đã nộp thuế chưa?"
    assert event.payload["to"] == ward.tax.pk and event.payload["late"] is True


def test_a_unit_is_reminded_once_a_working_day(ward: Ward, clock: Any, asked: Any) -> None:
    remind(asked, by=ward.lan, unit=ward.tax)
    for day, hour in ((20, 16), (21, 9), (22, 9)):  # later that Friday, Saturday, Sunday
        clock.at(day, hour)
        with pytest.raises(Refused, match="nhắc lại từ ngày 23/11/2026"):
            remind(stories.fresh(asked), by=ward.hoa, unit=ward.tax)
    clock.at(23, 8)
    remind(stories.fresh(asked), by=ward.hoa, unit=ward.tax)
    clock.at(24, 8)  # a holiday
    with pytest.raises(Refused, match="nhắc lại từ ngày 25/11/2026"):
        remind(stories.fresh(asked), by=ward.lan, unit=ward.tax)


def test_one_units_reminder_does_not_stand_in_the_way_of_anothers(ward: Ward, clock: Any, asked: Any) -> None:
    ask_opinion(asked, by=ward.lan, unit=ward.registry, question="Thửa đất có tranh chấp không?")
    remind(stories.fresh(asked), by=ward.lan, unit=ward.tax)
    remind(stories.fresh(asked), by=ward.lan, unit=ward.registry)


def test_who_has_answered_is_not_reminded(ward: Ward, clock: Any, asked: Any) -> None:
    give_opinion(asked, by=ward.hung, answer="Đã nộp đủ.")
    with pytest.raises(Refused, match="không còn giữ phần việc nào"):
        remind(stories.fresh(asked), by=ward.lan, unit=ward.tax)


def test_another_department_of_the_house_is_reminded_but_not_ones_own(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4")
    ask_opinion(case, by=ward.lan, unit=ward.land, question="Có quy hoạch không?")
    remind(stories.fresh(case), by=ward.lan, unit=ward.land)
    linked = stories.case_at(ward, "4a", code=LINKED)
    for own in (
        ward.justice,
        ward.ward,
    ):  # the first part is examined by the department that has the whole in charge
        with pytest.raises(Refused, match="không cần nhắc bằng thư"):
            remind(stories.fresh(linked), by=ward.hoa, unit=own)


def test_the_letter_goes_to_the_unit_that_holds_the_linked_part(ward: Ward, clock: Any) -> None:
    case = stories.case_at(ward, "4a", code=LINKED)
    birth = case.children.get()
    for act, who in ((forward, ward.lan), (approve, ward.hoa), (issue_result, ward.van)):
        birth = act(stories.fresh(birth), by=who)
    Unit.objects.filter(pk=ward.police.pk).update(email="mot-cua@cong-an.example")
    case = remind(stories.fresh(case), by=ward.minh, unit=ward.police)
    event = stories.last_event(case)
    assert stories.is_told(event)
    tell(event.pk)
    notice = Notice.objects.get(event=event, channel="mail")
    assert (notice.audience, notice.address) == ("unit", "mot-cua@cong-an.example") and notice.sent_at
    assert "Công an phường An Bình: Đăng ký thường trú" in notice.body
    for private in (case.applicant_name, case.secret, case.pin, case.identity_number):
        assert private not in notice.body + notice.subject
