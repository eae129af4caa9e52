"""Deciding and returning: who × place. Y done, F no right, W not in this state, R refused; see table.py."""

from typing import Any

import pytest

from motcua.domain.cases.actions import deciding, returning
from motcua.foundation.actions import Action
from tests.actions.table import Line, Standing, check_strangers, kinds_of, lines, strangers
from tests.stories import BASIS

TABLE = """
               |          | 1  2  3  4a 4  4o 4k 4p 5  5d 6  7  8  9  10 |
approve        | hoa      | F  F  F  F  F  F  Y  F  F  F  F  F  F  F  F  | spec §2.2: leader signs what lies before them
               | minh hai | F  W  F  F  F  F  F  F  F  F  F  F  F  W  F  |
               | thao     | F  F  F  R  F  F  F  F  F  F  F  F  F  F  F  |
               | lan      | F  F  F  F  R  R  F  F  W  F  W  F  F  F  F  |
               | van      | F  F  F  F  F  F  F  R  F  F  F  F  F  F  F  |
stop           | hoa      | W  W  W  Y  Y  Y  Y  Y  R  R  Y  W  W  W  W  | spec §3.2: 4 → 8, 5 → 8 by a leader
issue_result   | van      | W  W  W  R  R  R  R  Y  W  W  W  W  W  W  W  | spec §3.2: 4 → 9 by the clerk
               | minh hai | F  W  F  F  F  F  F  F  F  F  F  F  F  W  F  |
               | thao     | F  F  F  R  F  F  F  F  F  F  F  F  F  F  F  |
               | lan      | F  F  F  F  R  R  F  F  W  F  W  F  F  F  F  |
               | hoa      | F  F  F  F  F  F  R  F  F  F  F  F  F  F  F  |
correct        | hoa      | W  W  W  W  W  W  W  W  W  W  W  W  W  Y  W  | spec §3.2: 9 → 4 by a leader, before it is returned
call_applicant | minh hai | W  W  W  W  W  W  W  W  W  W  W  W  W  Y  W  | spec §3.5: notify at once when it is ready
hand_back      | minh hai | W  W  W  W  W  W  W  W  W  W  W  W  W  Y  W  | spec §3.2: 9 → 10 by reception
withdraw       | minh hai | Y  Y  W  Y  Y  Y  Y  R  Y  Y  Y  W  W  W  W  | spec §3.2: 1, 2, 4, 5, 6 → 7, before it is signed
"""
GIVEN: dict[str, Any] = {
    "stop": lambda ward, case: {"reason": "Không đủ điều kiện", "legal_basis": BASIS},
    "correct": lambda ward, case: {"reason": "Sai tên đệm", "to_node": "tham_tra"},
    "hand_back": lambda ward, case: {"receiver_name": "Nguyễn Văn Tâm"},
    "withdraw": lambda ward, case: {"reason": "Đổi ý", "proof": case.pin},
}


def declared(name: str) -> Action:
    return getattr(deciding, name, None) or getattr(returning, name)


def given(action: str) -> Any:
    return GIVEN.get(action, lambda ward, case: {})


@pytest.mark.parametrize("line", lines(TABLE), ids=str)
def test_who_may_decide_and_return_and_in_which_state(standing: Standing, line: Line) -> None:
    for person in line.people:
        assert kinds_of(standing, declared(line.action), person, given(line.action)) == line.kinds


@pytest.mark.parametrize(("action", "people"), strangers(TABLE))
def test_nobody_else_may_decide_or_return(standing: Standing, action: str, people: tuple[str, ...]) -> None:
    check_strangers(standing, declared(action), people, given(action))
