"""Truth tables: who may do what to a case in which place, and how they are refused.

A table has one line per action and people, one column per place of tests/stories.py. Y: done. F: the person has no
right to it. W: not in this state. R: refused with another sentence. Everybody of the cast whom no line of an action
names is refused with F everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Staff
from motcua.foundation.actions import Action, Forbidden, Refused, WrongState
from tests.people import Ward
from tests.stories import PLACES

CAST = tuple(field.name for field in fields(Ward) if field.type is Staff)


@dataclass(frozen=True)
class Standing:
    """The ward and a case in every place."""

    ward: Ward
    cases: Mapping[str, Case]


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    action: str
    people: tuple[str, ...]
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.action} by {' '.join(self.people)}"


def lines(table: str) -> list[Line]:
    """The lines of a table written as `action | people | kinds | law`; its first line names the places."""
    head, *rows = [line.strip() for line in table.strip().splitlines() if line.strip()]
    places = tuple(head.split("|")[2].split())
    assert places == tuple(PLACES), "the table's columns are the places, in order"
    found: list[Line] = []
    for row in rows:
        action, people, kinds, law = (part.strip() for part in row.split("|"))
        line = Line(action or found[-1].action, tuple(people.split()), tuple(kinds.split()))
        assert len(line.kinds) == len(places), row
        assert law or not action, f"{action}: name the law or the section of the specification"
        found.append(line)
    return found


def strangers(table: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each action of a table with everybody of the cast whom none of its lines names."""
    known: dict[str, set[str]] = {}
    for line in lines(table):
        known.setdefault(line.action, set()).update(line.people)
    return [(action, tuple(p for p in CAST if p not in people)) for action, people in known.items()]


Given = Callable[[Ward, Case], dict[str, Any]]


def kinds_of(standing: Standing, action: Action, person: str, given: Given) -> tuple[str, ...]:
    """What happens when the person does the action, place by place; nothing of it is kept."""
    return tuple(kind(standing, action, person, place, given) for place in standing.cases)


def kind(standing: Standing, action: Action, person: str, place: str, given: Given) -> str:
    """What happens in one place; the button must say the same as the action."""
    by, case = getattr(standing.ward, person), standing.cases[place]
    offered = action.permits(by, case)
    found = outcome(lambda: action(case, by=by, **given(standing.ward, case)))
    assert offered == (found in "YR"), f"{person}, {place}: the button says {offered}, the action {found}"
    return found


def outcome(act: Callable[[], object]) -> str:
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Forbidden:
        return "F"
    except WrongState:
        return "W"
    except Refused as refused:
        assert refused.sentence[0].isupper() and refused.sentence.endswith("."), refused.sentence
        return "R"
    return "Y"


def check_strangers(standing: Standing, action: Action, people: tuple[str, ...], given: Given) -> None:
    """None of them has the right anywhere; that the action itself says so is tried in one place."""
    for person in people:
        by = getattr(standing.ward, person)
        allowed = [place for place, case in standing.cases.items() if action.is_for(by, case)]
        assert not allowed, f"{person} may {action.name} in {allowed}"
        assert kind(standing, action, person, "4", given) == "F"
