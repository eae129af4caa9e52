"""Rating: once for a case, by whoever holds its slip, with a reason where it was not good; nobody can take it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, transaction

from motcua.domain.cases.models import Case
from motcua.domain.people.actor import Citizen
from motcua.domain.surveys.actions import rate
from motcua.domain.surveys.models import Rating
from motcua.domain.surveys.queries import remarks, said, satisfaction, satisfaction_by
from motcua.domain.surveys.rules import Satisfaction
from motcua.foundation.actions import Forbidden, Refused
from tests.people import Ward
from tests.stories import PLACES, Clock, moment

Bring = Callable[..., Case]
DAY = moment(20).date()


def rated(case: Case, score: int = 3, **more: Any) -> Rating:
    return rate(case, by=Citizen(slip=case.code), score=score, **{"answers": {}, **more})


@pytest.mark.parametrize("place", PLACES)
def test_a_case_is_rated_when_its_result_is_there(case_in: Bring, place: str) -> None:
    case = case_in(place)
    if place in ("3", "8", "10"):
        assert rated(case).score == 3
    else:
        with pytest.raises(Refused, match="chưa có kết quả"):
            rated(case)
        assert not Rating.objects.exists()


def test_only_who_holds_the_slip_rates(ward: Ward, case_in: Bring) -> None:
    case = case_in("10")
    for nobody in (Citizen(), Citizen(slip=f"{case.code}1"), Citizen(account_id=1, person_id=case.applicant_id, level=1),
                   ward.minh, ward.lan):  # fmt: skip
        with pytest.raises(Forbidden):
            rate(case, by=nobody, score=3, answers={})
    proved = Citizen(account_id=1, person_id=case.applicant_id, level=2)
    assert rate(case, by=proved, score=2, answers={}).unit == case.received_unit


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"score": 0}, "một trong ba mức"),
        ({"score": 4}, "một trong ba mức"),
        ({"score": 1}, "chọn điều ông/bà chưa hài lòng"),
        ({"score": 1, "reason": "khong_co"}, "chọn điều ông/bà chưa hài lòng"),
        ({"score": 1, "reason": "khac"}, "viết vài chữ"),
        ({"score": 3, "remark": "a" * 1001}, "rút xuống 1000 ký tự"),
    ],
)
def test_what_is_not_a_rating_is_refused_with_what_to_do(
    case_in: Bring, given: dict[str, Any], sentence: str
) -> None:
    case = case_in("10")
    with pytest.raises(Refused, match=sentence):
        rated(case, **given)
    assert not Rating.objects.exists()


def test_a_case_is_rated_once_and_its_history_says_nothing(case_in: Bring) -> None:
    case = case_in("10")
    before = case.events.count()
    given = rated(
        case, 1, reason="tre_hen", answers={"lich_su": True, "cau_la": True}, remark="Hẹn  sáng, chiều mới có"
    )
    assert (given.answers, given.reason) == ({"lich_su": True}, "tre_hen")
    with pytest.raises(Refused, match="chỉ đánh giá một lần"):
        rated(case, 3)
    assert case.events.count() == before and Rating.objects.count() == 1


def test_a_rating_is_never_changed_or_removed(case_in: Bring, clock: Clock) -> None:
    given = rated(case_in("10"), 1, reason="thai_do")
    for change in (lambda: Rating.objects.update(score=3), given.delete):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert satisfaction(DAY, DAY).dissatisfied == 1


def test_figures_are_those_of_the_days_asked_and_few_answers_are_not_shown(
    case_in: Bring, clock: Clock
) -> None:
    cases = [case_in("10") for _ in range(6)]
    for score, case in zip((3, 3, 2, 2), cases, strict=False):
        rated(case, score, answers={"lang_nghe": True}, remark="Tốt")
    four = satisfaction(DAY, DAY)
    assert (four.rated, four.shown, said(DAY, DAY), remarks(DAY, DAY)) == (4, False, ([], []), [])
    rated(cases[4], 1, reason="cho_lau", answers={"lang_nghe": False})
    clock.at(27)
    rated(cases[5], 1, reason="cho_lau")
    assert satisfaction(DAY, DAY) == Satisfaction(dissatisfied=1, satisfied=2, very_satisfied=2)
    assert (satisfaction(DAY, DAY).pleased, satisfaction(DAY, DAY).shown) == (4, True)
    assert satisfaction_by("unit__name", DAY, DAY) == [(cases[0].received_unit.name, satisfaction(DAY, DAY))]
    assert satisfaction_by("through", DAY, DAY) == [("link", satisfaction(DAY, DAY))]
    questions, reasons = said(DAY, DAY)
    assert [(q.key, yes, of) for q, yes, of in questions] == [("lang_nghe", 4, 5)]
    assert [(r.key, n) for r, n in reasons] == [("cho_lau", 1)]
    assert remarks(DAY, DAY) == [(2, "", "Tốt")] * 2 + [(3, "", "Tốt")] * 2
    assert satisfaction(DAY, DAY, path="/khac/").rated == 0
