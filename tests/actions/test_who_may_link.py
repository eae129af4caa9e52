"""Liên thông: what only the house itself does, by rule from what people did (house §4); see table.py."""

from typing import Any

import pytest

from motcua.domain.cases.actions.linked import (
    end_with_parent,
    keep_with_parent,
    open_child,
    receive_from_child,
    return_with_parent,
    stop_with_part,
)
from motcua.foundation.actions import SYSTEM, Action
from tests.actions.table import CAST, Standing, outcome
from tests.stories import BASIS

STOPPED = {"reason": "Không đủ điều kiện", "legal_basis": BASIS}
# Who: the house itself, by rule from what people did; nobody else at any time (house §4).
SYSTEM_ONLY: dict[Action, Any] = {
    open_child: lambda case: {"node": case.walk.table[0]},
    receive_from_child: lambda case: {"child": case, "reason": "", "legal_basis": ""},
    stop_with_part: lambda case: {"child": case, **STOPPED},
    end_with_parent: lambda case: {"state": 7},
    return_with_parent: lambda case: {},
    keep_with_parent: lambda case: {},
}
# In which states: a part ends with its parent, or stops it, while it is open; it is handed back when it is finished.
STATES = """
                   | 1  2  3  4a 4  4o 4k 4p 5  5d 6  7  8  9  10
end_with_parent    | W  W  W  Y  Y  Y  Y  Y  Y  Y  Y  W  W  W  W
stop_with_part     | W  W  W  Y  Y  Y  Y  Y  Y  Y  Y  W  W  W  W
return_with_parent | W  W  W  W  W  W  W  W  W  W  W  W  W  Y  W
keep_with_parent   | W  W  W  W  W  W  W  W  W  W  W  W  W  W  Y
"""


@pytest.mark.parametrize("action", SYSTEM_ONLY, ids=lambda action: action.name)
def test_nobody_may_do_what_follows_by_rule(standing: Standing, action: Action) -> None:
    for person in CAST:
        by, case = getattr(standing.ward, person), standing.cases["4"]
        assert not action.permits(by, case)
        assert outcome(lambda by=by, case=case: action(case, by=by, **SYSTEM_ONLY[action](case))) == "F"


@pytest.mark.parametrize("row", STATES.strip().splitlines()[1:], ids=lambda row: row.split()[0])
def test_parts_end_in_the_states_they_can_end_in(standing: Standing, row: str) -> None:
    name, kinds = row.split("|")
    action: Action = globals()[name.strip()]
    found = [
        outcome(lambda case=case: action(case, by=SYSTEM, **SYSTEM_ONLY[action](case)))
        for case in standing.cases.values()
    ]
    assert found == kinds.split()
