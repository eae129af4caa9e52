"""A paper the house has already, put into a folder with the consent of its owner (Nghị định 118/2025)."""

import pytest

from motcua.domain.cases.actions.processing import attach
from motcua.domain.cases.actions.reusing import agree, reuse_paper
from motcua.domain.cases.models import Case, Consent
from motcua.foundation.actions import Forbidden, Refused
from tests.people import BIRTH, Ward, filing
from tests.stories import Clock, fresh, last_event, received, scanned

pytestmark = pytest.mark.usefixtures("clock")
PAPER = "giay-chung-sinh"


def kept(ward: Ward, letter: str, name: str) -> Case:
    """An earlier case of Tâm with a scanned paper."""
    case = received(ward, BIRTH)
    return attach(case, by=ward.minh, file=scanned(letter), name=name, paper=PAPER)  # type: ignore[no-any-return]


def test_the_latest_that_fits_is_used_once_and_who_asked_is_on_record(ward: Ward, clock: Clock) -> None:
    kept(ward, "a", "Giấy cũ")
    clock.wait(days=3)
    kept(ward, "b", "Giấy mới")
    case = received(ward, BIRTH)
    reuse_paper(case, by=ward.minh, component=PAPER, agreed=True)
    assert [(each.name, each.paper, each.file) for each in case.files.all()] == [
        ("Giấy mới", PAPER, scanned("b"))
    ]
    given = Consent.objects.get()
    assert (given.staff, given.case, last_event(case).payload["consent"]) == (ward.minh, case, given.pk)
    reuse_paper(fresh(case), by=ward.minh, component=PAPER, agreed=True)
    with pytest.raises(Refused, match="Kho không có"):
        reuse_paper(fresh(case), by=ward.minh, component=PAPER, agreed=True)
    assert [each.name for each in case.files.order_by("pk")] == ["Giấy mới", "Giấy cũ"]


def test_without_consent_or_for_what_is_no_kind_nothing_is_looked_up(ward: Ward) -> None:
    kept(ward, "a", "Giấy cũ")
    case = received(ward, BIRTH)
    for more, sentence in (
        ({"component": PAPER, "agreed": False}, "đã ký đồng ý"),
        ({"component": "to-khai", "agreed": True}, "Kho không có"),
        ({"component": "giay-la", "agreed": True}, "không có trong danh mục"),
        ({"component": PAPER, "agreed": True, "kept": "f0"}, "Kho không có"),
    ):
        with pytest.raises(Refused, match=sentence):
            reuse_paper(fresh(case), by=ward.minh, **more)
    assert not case.files.exists()


def test_papers_of_whoever_has_the_number_but_another_name_are_not_found(ward: Ward) -> None:
    kept(ward, "a", "Giấy cũ")
    case = received(ward, BIRTH, name="Trần Văn Khác")
    with pytest.raises(Refused, match="Kho không có"):
        reuse_paper(case, by=ward.minh, component=PAPER, agreed=True)


def test_only_the_desk_that_receives_may_ask(ward: Ward) -> None:
    asked = {"number": "001090012345", "name": "Nguyễn Văn Tâm", "components": [PAPER], "at": Clock().now}
    for who in (ward.lan, ward.hoa, ward.khoa, ward.quan):
        with pytest.raises(Forbidden):
            agree(who, ward.desk, filing().terms.procedure, **asked)
    assert not Consent.objects.exists()
