"""Processing: who × place. Y done, F no right, W not in this state, R refused; see table.py and stories.py.

Lan examines at `4`; Dũng, her colleague, has no right to a step that was given to her.
"""

from typing import Any

import pytest

from motcua.domain.cases.actions import processing, reusing
from tests.actions.table import Line, Standing, check_strangers, kinds_of, lines, strangers
from tests.stories import paper_of, scanned

TABLE = """
                   |               | 1  2  3  4a 4  4o 4k 4p 5  5d 6  7  8  9  10 |
hand_over          | minh hai      | W  Y  W  R  R  R  R  R  W  W  W  W  W  W  W  | spec §3.2: 2 → 4 by reception
take               | minh hai      | F  Y  F  F  F  F  F  F  F  F  F  F  F  W  F  | spec §2.2: whoever holds the step
                   | thao          | F  F  F  Y  F  F  F  F  F  F  F  F  F  F  F  |
                   | lan           | F  F  F  F  Y  Y  F  F  W  F  W  F  F  F  F  |
                   | hoa           | F  F  F  F  F  F  Y  F  F  F  F  F  F  F  F  |
                   | van           | F  F  F  F  F  F  F  Y  F  F  F  F  F  F  F  |
forward            | minh hai      | F  W  F  F  F  F  F  F  F  F  F  F  F  W  F  | spec §2.2: officer, dept_head submit
                   | thao          | F  F  F  Y  F  F  F  F  F  F  F  F  F  F  F  |
                   | lan           | F  F  F  F  Y  Y  F  F  W  F  W  F  F  F  F  |
                   | hoa           | F  F  F  F  F  F  R  F  F  F  F  F  F  F  F  |
                   | van           | F  F  F  F  F  F  F  R  F  F  F  F  F  F  F  |
take_back          | thao          | F  F  F  F  Y  F  Y  F  F  F  F  F  F  F  F  | house §4: who passed it on last, nobody since
send_back          | minh hai      | F  W  F  F  F  F  F  F  F  F  F  F  F  W  F  | spec §2.2: dept_head returns to officer, leader returns
                   | thao          | F  F  F  R  F  F  F  F  F  F  F  F  F  F  F  |
                   | lan           | F  F  F  F  Y  Y  F  F  W  F  W  F  F  F  F  |
                   | hoa           | F  F  F  F  F  F  Y  F  F  F  F  F  F  F  F  |
                   | van           | F  F  F  F  F  F  F  Y  F  F  F  F  F  F  F  |
request_supplement | thao          | F  F  F  Y  F  F  F  F  F  F  F  F  F  F  F  | NĐ 61/2018 Đ.17, Đ.19: who resolves it; again only a leader
                   | lan           | F  F  F  F  Y  Y  F  F  W  F  W  F  F  F  F  |
                   | hoa           | W  W  W  Y  Y  Y  Y  Y  W  W  W  W  W  W  W  |
propose_supplement | thao          | F  F  F  R  F  F  F  F  F  F  F  F  F  F  F  | NĐ 61/2018 Đ.17: who resolves it, once papers were asked for
                   | lan           | F  F  F  F  R  R  F  F  W  F  W  F  F  F  F  |
confirm_supplement | minh hai      | W  W  W  W  W  W  W  W  Y  R  W  W  W  W  W  | spec §3.2: 5 → 4, reception confirms
                   | thao          | F  F  F  W  F  F  F  F  F  F  F  F  F  F  F  |
                   | lan           | F  F  F  F  W  W  F  F  Y  F  W  F  F  F  F  |
require_payment    | thao          | F  F  F  Y  F  F  F  F  F  F  F  F  F  F  F  | spec §3.2: 4 → 6 by the officer
                   | lan           | F  F  F  F  Y  Y  F  F  W  F  W  F  F  F  F  |
confirm_payment    | minh hai khoa | W  W  W  W  W  W  W  W  W  W  Y  W  W  W  W  | spec §3.2: 6 → 4; §2.2: cashier, receipts
                   | thao          | F  F  F  W  F  F  F  F  F  F  F  F  F  F  F  |
                   | lan           | F  F  F  F  W  W  F  F  W  F  Y  F  F  F  F  |
collect_fee        | minh hai khoa | W  R  W  R  R  R  R  R  W  W  W  W  W  R  W  | spec §2.2: reception and cashier; here nothing is due
ask_opinion        | thao hoa      | W  W  W  Y  Y  Y  Y  Y  W  W  W  W  W  W  W  | spec §2.2: officer asks opinions
                   | lan           | F  F  F  F  Y  Y  F  F  W  F  W  F  F  F  F  |
give_opinion       | hung          | F  F  F  F  F  Y  F  F  F  F  F  F  F  F  F  | spec §4.4: the co-operating unit asked
attach             | minh hai      | Y  Y  W  Y  Y  Y  Y  Y  Y  Y  Y  W  W  W  W  | spec §2.2: reception digitises; officer verifies
                   | thao          | F  F  F  Y  F  F  F  F  F  F  F  F  F  F  F  |
                   | lan           | F  F  F  F  Y  Y  F  F  Y  F  Y  F  F  F  F  |
reuse_paper        | minh hai      | R  R  W  R  R  R  R  R  R  R  R  W  W  W  W  | Nghị định 118/2025: what the house has is not asked again
reassign           | hai           | W  R  W  R  R  R  R  R  R  R  R  W  W  W  W  | spec §2.2: dept_head reassigns, each in their own unit
                   | thao hoa      | W  R  W  R  Y  Y  R  R  Y  R  Y  W  W  W  W  |
"""
GIVEN: dict[str, Any] = {
    "send_back": lambda ward, case: {"to_node": _before(case), "reason": "Thiếu chữ ký"},
    "request_supplement": lambda ward, case: {"missing": [paper_of(case)], "reason": "Tờ khai chưa ký"},
    "propose_supplement": lambda ward, case: {"missing": [paper_of(case)], "reason": "Ảnh mờ"},
    "require_payment": lambda ward, case: {"amount": 50_000, "reason": "Lệ phí hộ tịch"},
    "confirm_payment": lambda ward, case: {"receipt": "BL 0001"},
    "collect_fee": lambda ward, case: {"receipt": "BL 0001"},
    "ask_opinion": lambda ward, case: {"unit": ward.registry, "question": "Thửa đất có tranh chấp không?"},
    "give_opinion": lambda ward, case: {"answer": "Đã nộp đủ."},
    "attach": lambda ward, case: {"file": scanned(), "name": "Bản chụp giấy chứng sinh"},
    "reuse_paper": lambda ward, case: {"component": "giay-to-tuy-than", "agreed": False},
    "reassign": lambda ward, case: {"to": ward.dung, "reason": "Chị Lan đi công tác"},
}


def _before(case: Any) -> str:
    return "phan_cong" if any(step.node == "tham_tra" for step in case.open_steps) else "tham_tra"


def declared(name: str) -> Any:
    return getattr(processing, name, None) or getattr(reusing, name)


def given(action: str) -> Any:
    return GIVEN.get(action, lambda ward, case: {})


@pytest.mark.parametrize("line", lines(TABLE), ids=str)
def test_who_may_process_a_case_and_in_which_state(standing: Standing, line: Line) -> None:
    action = declared(line.action)
    for person in line.people:
        assert kinds_of(standing, action, person, given(line.action)) == line.kinds


@pytest.mark.parametrize(("action", "people"), strangers(TABLE))
def test_nobody_else_may_process_a_case(standing: Standing, action: str, people: tuple[str, ...]) -> None:
    check_strangers(standing, declared(action), people, given(action))
