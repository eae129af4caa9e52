"""What surveys found: who may give it, all or none, once for a line, and that the newest stands."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import Error, transaction

from motcua.domain.surveys.actions import give_surveys
from motcua.domain.surveys.models import Survey
from motcua.domain.surveys.queries import surveys_held
from motcua.domain.surveys.sheet_rules import SurveyLine
from motcua.foundation.actions import SYSTEM, Forbidden, Refused
from tests.actions.table import CAST
from tests.people import Ward, person

pytestmark = pytest.mark.usefixtures("clock")

# Who keeps the figures of an office, as for counts of the index.
MAY = {"ward": "hoa yen", "desk": "hoa yen", "other": "son"}
LINE = SurveyLine(
    unit="H26.101", first=date(2025, 8, 1), last=date(2025, 8, 31), way="online", question="", sent=None, refused=None,
    dissatisfied=0, neutral=None, satisfied=415, very_satisfied=None, asked_by="UBND phường", method="", source="Báo",
)  # fmt: skip
DESK = replace(LINE, way="direct", satisfied=102)


def test_who_may_give_what_surveys_found(ward: Ward) -> None:
    yen = person(ward.ward, "yen", "Tô Hải Yến", "ptc_control", "Cán bộ kiểm soát thủ tục")
    ward = ward.again()
    cast = {**{who: getattr(ward, who) for who in CAST}, "yen": yen}
    for where, expected in MAY.items():
        place = getattr(ward, where)
        assert {who for who, by in cast.items() if give_surveys.permits(by, place)} == set(expected.split())
        assert give_surveys.permits(SYSTEM, place)
    with pytest.raises(Forbidden):
        give_surveys(ward.ward, by=ward.minh, lines=[LINE])


def test_a_line_given_again_takes_over_and_the_event_keeps_what_was_given(ward: Ward) -> None:
    give_surveys(ward.ward, by=ward.hoa, lines=[LINE, DESK])
    give_surveys(
        ward.ward, by=SYSTEM, lines=[replace(LINE, satisfied=414, dissatisfied=1, source="Đính chính")]
    )
    [held] = surveys_held(date(2025, 8, 5), date(2025, 8, 6), ward.ward.path)
    assert [(way.way, way.dissatisfied, way.satisfied, way.source) for way in held.ways] == [
        ("online", 1, 414, "Đính chính"), ("direct", 0, 102, "Báo"),
    ]  # fmt: skip
    assert (held.answered, held.pleased, held.shown) == (517, 516, True)
    given = [e.payload["lines"] for e in ward.ward.events.filter(name="survey.given").order_by("n")]
    assert [[line["satisfied"] for line in lines] for lines in given] == [[415, 102], [414]]


def test_a_survey_is_found_when_its_time_meets_the_period_and_its_unit_is_below(ward: Ward) -> None:
    asked = replace(LINE, question="Chú ý lắng nghe", satisfied=400)
    give_surveys(ward.ward, by=SYSTEM, lines=[LINE, asked])
    [held] = surveys_held(date(2025, 8, 31), date(2025, 12, 31))
    assert ([w.question for w in held.ways], [q.question for q in held.questions]) == (
        [""],
        ["Chú ý lắng nghe"],
    )
    assert not surveys_held(date(2025, 9, 1), date(2025, 12, 31))
    assert not surveys_held(date(2025, 8, 1), date(2025, 8, 31), ward.other.path)


@pytest.mark.parametrize(
    ("strange", "said"),
    [
        ([], "Không có kết quả khảo sát"),
        ([LINE, replace(LINE, unit="H26.102")], "không có đơn vị H26.102"),  # of another ward
        ([LINE, replace(LINE, unit="H99")], "không có đơn vị H99"),
        ([replace(LINE, first=date(1999, 1, 1), last=date(1999, 1, 2))], "không có đơn vị H26.101"),
        ([replace(LINE, question="Chú ý lắng nghe")], "“Chú ý lắng nghe” chưa có dòng chung"),
    ],
)
def test_what_cannot_be_placed_is_refused_whole(ward: Ward, strange: list[SurveyLine], said: str) -> None:
    with pytest.raises(Refused, match=said):
        give_surveys(ward.ward, by=ward.hoa, lines=strange)
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"last": date(2025, 7, 1)}, {"way": "fax"}, {"sent": 400}, {"sent": 420, "refused": 6}]
)
def test_the_database_keeps_no_survey_that_cannot_be(ward: Ward, wrong: dict[str, object]) -> None:
    give_surveys(ward.ward, by=SYSTEM, lines=[LINE])
    with pytest.raises(Error), transaction.atomic():
        Survey.objects.update(**wrong)
