"""Letters with a result: asked for first, once, of the right kind; never a congratulation where somebody has died."""

import re
import tomllib
from collections.abc import Callable

import pytest

from motcua.domain.cases.actions.letters import hand_letter, send_letter
from motcua.domain.cases.letter_rules import LIBRARY, letter_of, read_letter
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.letters import letter_for, letter_given, letter_pdf, letters_given
from motcua.domain.catalogue.rules.words import LETTERS
from motcua.foundation.actions import Action, Forbidden, Refused, WrongState
from tests.people import BIRTH, SINGLE, Ward
from tests.rules.paper_reading import pages, words
from tests.stories import PLACES, Clock, finished, fresh, moment

Bring = Callable[..., Case]
both = pytest.mark.parametrize("act", [hand_letter, send_letter], ids=lambda act: act.name)
PROCEDURES = LIBRARY.parent / "procedures"


@both
def test_who_gives_a_letter_and_when(ward: Ward, clock: Clock, act: Action) -> None:
    case = finished(ward, BIRTH)
    for nobody in (ward.lan, ward.hoa, ward.van):
        with pytest.raises(Forbidden):
            act(case, by=nobody, asked=True)
    with pytest.raises(Refused, match="hỏi người nhận trước"):
        act(case, by=ward.minh, asked=False)
    act(fresh(case), by=ward.minh, asked=True)
    given = letter_given(case)
    assert given and given.payload == {"letter": "congratulation"}
    with pytest.raises(Refused, match="đã trao rồi"):
        hand_letter(fresh(case), by=ward.minh, asked=True)
    assert letters_given(moment(20).date(), clock.now.date()) == {"congratulation": 1}
    assert letters_given(moment(1).date(), moment(2).date()) == {}


@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("9", "10")])
def test_no_letter_before_there_is_a_result(ward: Ward, case_in: Bring, place: str) -> None:
    with pytest.raises(WrongState):
        hand_letter(case_in(place), by=ward.minh, asked=True)


def test_a_procedure_without_a_letter_has_none(ward: Ward, clock: Clock) -> None:
    case = finished(ward, SINGLE)
    assert letter_for(case) is None
    with pytest.raises(Refused, match="không có thư"):
        send_letter(case, by=ward.minh, asked=True)


def test_the_letter_is_one_page_of_a5_in_the_name_of_the_leader(ward: Ward, clock: Clock) -> None:
    case = finished(ward, BIRTH)
    letter = letter_for(case)
    assert letter and case.applicant_name in letter.greeting and "việc vui có con" in letter.body[0]
    pdf = letter_pdf(case, letter)
    said = words(pdf)
    assert len(pages(pdf)) == 1 and ward.hoa.full_name in said and "THƯ CHÚC MỪNG" in said
    assert pdf == letter_pdf(case, letter)


def test_every_procedure_with_a_letter_gets_the_kind_its_event_of_life_asks_for() -> None:
    found = {}
    for place in PROCEDURES.glob("*/procedure*.toml"):
        facts = tomllib.loads(place.read_text("utf-8"))
        if kind := facts.get("letter"):
            found[place.parent.name] = (kind, facts["life_event"])
            letter_of(kind).written(applicant="A", unit="B", life_event=facts["life_event"])
    assert len(found) >= 11 and {kind for kind, _ in found.values()} == set(LETTERS)
    for kind, event in found.values():
        assert (kind == "condolence") is (event == "nguoi-mat")


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("", "letters/a.toml"),
        (
            "title = 'A'\nvalid_from = 2016-01-01\n[text]\ngreeting = 'a'\nbody = ['{child}']\nclosing = 'c'",
            "child",
        ),
        ("not toml", "letters/a.toml"),
    ],
)
def test_a_letter_that_lacks_something_is_named(toml: str, fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        read_letter(toml, "a")
