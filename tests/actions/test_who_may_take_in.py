"""Intake: who × place, and at which desk. Y done, F no right, W not in this state, R refused; see table.py."""

from typing import Any

import pytest

from motcua.domain.cases.actions.intake import (
    accept,
    ask_papers,
    ask_papers_at_desk,
    receive,
    refuse,
    refuse_at_desk,
    register,
)
from motcua.domain.cases.queries.history import history
from motcua.domain.cases.rules import Channel, Paper
from motcua.domain.people.actor import Citizen
from motcua.foundation.actions import Action
from tests.actions.table import CAST, Line, Standing, check_strangers, kinds_of, lines, outcome, strangers
from tests.people import filing
from tests.stories import BASIS, paper_of

TABLE = """
           |          | 1  2  3  4a 4  4o 4k 4p 5  5d 6  7  8  9  10 |
accept     | minh hai | Y  W  W  W  W  W  W  W  R  Y  W  W  W  W  W  | spec §3.2: 1 → 2 by reception; NĐ 118/2025 Đ.17
ask_papers | minh hai | Y  W  W  W  W  W  W  W  W  W  W  W  W  W  W  | spec §3.2: 1 → 5 by reception, Mẫu 02
refuse     | minh hai | Y  W  W  W  W  W  W  W  R  Y  W  W  W  W  W  | spec §3.2: 1 → 3, 5 → 3 by reception, Mẫu 03
"""
ACTIONS: dict[str, Action] = {"accept": accept, "ask_papers": ask_papers, "refuse": refuse}
GIVEN: dict[str, Any] = {
    "accept": lambda ward, case: {
        "papers": tuple(Paper(key=c.key, name=c.name, originals=1) for c in case.case_type.components)
    },
    "ask_papers": lambda ward, case: {"missing": [paper_of(case)], "reason": "Chưa ký tên"},
    "refuse": lambda ward, case: {"reason": "Không đúng thẩm quyền", "legal_basis": BASIS},
}


@pytest.mark.parametrize("line", lines(TABLE), ids=str)
def test_who_may_take_a_case_in_and_in_which_state(standing: Standing, line: Line) -> None:
    for person in line.people:
        assert kinds_of(standing, ACTIONS[line.action], person, GIVEN[line.action]) == line.kinds


@pytest.mark.parametrize(("action", "people"), strangers(TABLE))
def test_nobody_else_may_take_a_case_in(standing: Standing, action: str, people: tuple[str, ...]) -> None:
    check_strangers(standing, ACTIONS[action], people, GIVEN[action])


# Where a case may begin: spec §2.2 (reception receives, at the desks of its own unit) and §2.1 (only one-stop desks).
DESKS = """
          | desk other_desk ward justice
minh hai  | Y    F          F    F
quan      | F    Y          F    F
"""
OPENING: dict[Action, dict[str, Any]] = {
    register: {},
    receive: {},
    ask_papers_at_desk: {"missing": ["Giấy chứng sinh"], "reason": "Chưa mang theo"},
    refuse_at_desk: {"reason": "Không đúng thẩm quyền", "legal_basis": BASIS},
}


@pytest.mark.parametrize("action", OPENING, ids=lambda action: action.name)
def test_a_case_begins_at_a_desk_of_ones_own(standing: Standing, action: Action) -> None:
    head, *rows = [line.strip() for line in DESKS.strip().splitlines()]
    units = head.split("|")[-1].split()
    expected = {p: tuple(row.split("|")[1].split()) for row in rows for p in row.split("|")[0].split()}
    for person in CAST:
        by = getattr(standing.ward, person)
        found = tuple(
            outcome(
                lambda unit=unit, by=by: action(
                    getattr(standing.ward, unit), by=by, filing=filing(), **OPENING[action]
                )
            )
            for unit in units
        )
        assert found == expected.get(person, ("F",) * len(units)), person


@pytest.mark.parametrize("citizen", [Citizen(), Citizen(7, 9, 2)], ids=["guest", "account"])
def test_a_citizen_files_at_any_one_stop_desk_and_does_nothing_else_there(
    standing: Standing, citizen: Citizen
) -> None:
    """Spec §3.2: ∅ → 1 by the citizen; all else that opens a case is reception's."""
    online = filing(channel=Channel.ONLINE)
    for action, given in OPENING.items():
        found = [
            outcome(
                lambda unit=unit, action=action, given=given: action(
                    getattr(standing.ward, unit), by=citizen, filing=online, **given
                )
            )
            for unit in ("desk", "other_desk", "ward", "justice")
        ]
        assert found == (["Y", "Y", "R", "R"] if action is register else ["F"] * 4), action.name


def test_what_a_citizen_filed_names_no_member_of_staff(standing: Standing) -> None:
    case = register(standing.ward.desk, by=Citizen(), filing=filing(channel=Channel.ONLINE))
    event = case.events.get()
    assert (event.actor_kind, event.actor_id, event.unit_id, case.received_by_id) == (
        "citizen",
        None,
        None,
        None,
    )
    assert history(case)[0].actor == "Người nộp hồ sơ"
