"""Who may let whom act for them, on what grounds, and what ends it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.domain.documents.models import File
from motcua.domain.mandates.actions import declare, keep_paper, note_paper, revoke
from motcua.domain.mandates.models import Mandate, MandateEvent
from motcua.domain.mandates.queries import mandate_for, mandates_of
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Person
from motcua.foundation.actions import SYSTEM, Forbidden, Refused, WrongState
from motcua.foundation.events.models import broken_link
from tests.people import BIRTH, COPY, MARRIAGE, Ward
from tests.people import person as staff_of
from tests.stories import Clock

pytestmark = pytest.mark.usefixtures("clock")
MAI, TAM = "001158000077", "001090012345"
TODAY = date(2026, 11, 20)
TIME = {"valid_from": TODAY, "valid_to": date(2027, 2, 20)}
TO_TAM: dict[str, Any] = {"number": TAM, "full_name": "Nguyễn Văn Tâm", **TIME}
PAPER: dict[str, Any] = {
    "grantor_number": MAI, "grantor_name": "Trần Thị Mai", "evidence": "notarised",
    "evidence_number": "123/2026, Phòng Công chứng số 1", **TO_TAM,
}  # fmt: skip


def person(number: str, name: str) -> Person:
    made = Person(identity_number=number).named(name)
    made.save()
    return made


@pytest.fixture
def mai(ward: Ward) -> Person:
    return person(MAI, "Trần Thị Mai")


def proved(who: Person, level: int = 2) -> Citizen:
    return Citizen(account_id=None, person_id=who.pk, level=level)


def test_whoever_proved_who_they_are_lets_somebody_act_for_them(mai: Person) -> None:
    made = declare(mai, by=proved(mai), procedures=(BIRTH, COPY, BIRTH), **TO_TAM)
    assert (made.grantor, made.agent.identity_number, made.evidence) == (mai, TAM, "declared")
    assert made.procedures == sorted([BIRTH, COPY])
    event = made.events.get()
    assert event.name == "mandate.declared" and broken_link([event], f"mandate {made.pk}") is None
    assert MAI not in str(event.payload) and "Mai" not in str(event.payload)


def test_nobody_else_gives_it_in_their_name(mai: Person, ward: Ward) -> None:
    tam = person(TAM, "Nguyễn Văn Tâm")
    for by in (Citizen(), proved(tam), proved(mai, level=1), ward.minh, ward.an, ward.hoa, SYSTEM):
        with pytest.raises(Forbidden):
            declare(mai, by=by, **TO_TAM)


def test_a_desk_notes_the_paper_it_has_seen_in_its_own_unit_only(ward: Ward) -> None:
    made = note_paper(ward.desk, by=ward.minh, **PAPER)
    event = made.events.get()
    assert (event.name, event.staff, event.unit) == ("mandate.noted", ward.minh, ward.desk)
    assert made.evidence_number == "123/2026, Phòng Công chứng số 1"
    for by in (ward.lan, ward.hoa, ward.quan, ward.khoa, ward.an, Citizen(), SYSTEM):
        with pytest.raises(Forbidden):
            note_paper(ward.desk, by=by, **PAPER)
    note_paper(ward.desk, by=ward.hai, **PAPER)


REFUSED = [
    ({"valid_to": date(2026, 11, 19)}, "từ ngày bắt đầu"),
    ({"valid_from": date(2026, 1, 1), "valid_to": date(2026, 11, 19)}, "đã qua"),
    ({"valid_to": date(2027, 11, 21)}, "dài nhất tới hết ngày 20/11/2027"),
    ({"procedures": (MARRIAGE,)}, "phải tự mình làm"),
    ({"number": MAI, "full_name": "Trần Thị Mai"}, "cho chính mình"),
    ({"number": "12"}, "12 chữ số"),
    ({"full_name": " "}, "họ và tên"),
    ({"full_name": "Nguyễn Văn Tấn"}, "không khớp"),
]


@pytest.mark.parametrize(("wrong", "said"), REFUSED, ids=str)
def test_a_mandate_that_cannot_be_is_refused_in_a_sentence(
    wrong: dict[str, Any], said: str, mai: Person
) -> None:
    person(TAM, "Nguyễn Văn Tâm")
    with pytest.raises(Refused, match=said):
        declare(mai, by=proved(mai), **{**TO_TAM, **wrong})
    assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"evidence": "declared"}, {"evidence_number": " "}, {"evidence": "loi-noi"}], ids=str
)
def test_a_desk_notes_no_mandate_without_its_paper(wrong: dict[str, Any], ward: Ward) -> None:
    with pytest.raises(Refused, match="dựa trên giấy tờ"):
        note_paper(ward.desk, by=ward.minh, **{**PAPER, **wrong})


def test_either_side_and_a_desk_end_it_and_nobody_else(mai: Person, ward: Ward) -> None:
    for ends in ("grantor", "agent", "desk"):
        made = declare(mai, by=proved(mai), **TO_TAM)
        for by in (
            Citizen(),
            proved(mai, level=1),
            proved(person("001099000001", "Lạ")),
            ward.lan,
            ward.hoa,
            SYSTEM,
        ):
            with pytest.raises(Forbidden):
                revoke(made, by=by)
        by = {"grantor": proved(mai), "agent": proved(made.agent), "desk": ward.minh}[ends]
        ended = revoke(made, by=by)
        assert ended.revoked_at is not None and ended.state_label == "Đã chấm dứt"
        with pytest.raises(WrongState):
            revoke(made, by=by)
        Person.objects.filter(identity_number="001099000001").delete()


def test_a_mandate_is_found_for_its_agent_its_procedure_and_its_time(mai: Person, clock: Clock) -> None:
    made = declare(mai, by=proved(mai), procedures=(BIRTH,), **TO_TAM)
    tam = made.agent
    asked = {"grantor_numbers": ["001099000009", MAI], "procedure": BIRTH, "on": TODAY}
    assert mandate_for(tam.pk, **asked) == made
    assert mandate_for(None, **asked) is None and mandate_for(mai.pk, **asked) is None
    for other in (
        {"procedure": COPY},
        {"grantor_numbers": [""]},
        {"grantor_numbers": [TAM]},
        {"on": date(2027, 2, 21)},
    ):
        assert mandate_for(tam.pk, **{**asked, **other}) is None
    assert [each.pk for each in mandates_of(tam.pk)] == [made.pk] == [each.pk for each in mandates_of(mai.pk)]
    assert mandates_of(None) == []
    revoke(made, by=proved(tam))
    assert mandate_for(tam.pk, **asked) is None


@pytest.mark.parametrize(
    "untrue",
    [
        {"valid_to": date(2020, 1, 1)},
        {"state": 2},
        {"evidence": "x"},
        {"evidence_number": "1"},
        {"agent": "grantor"},
    ],
    ids=str,
)
def test_the_database_holds_what_a_mandate_is(untrue: dict[str, Any], mai: Person) -> None:
    declare(mai, by=proved(mai), **TO_TAM)
    wrong = {"agent": mai} if "agent" in untrue else untrue
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateEvent.objects.update(note="x")


def test_only_who_had_the_paper_before_them_keeps_its_picture(mai: Person, ward: Ward) -> None:
    thuy = staff_of(ward.city, "thuy", "Lương Thanh Thủy", "postal", "Nhân viên bưu điện")
    for by in (ward.minh, thuy):
        made = note_paper(ward.desk if by is ward.minh else ward.city, by=by, **PAPER)
        sheet = File.objects.create(sha256=f"{made.pk:064d}", size=9, kind="pdf", kept_at=made.declared_at)
        for other in (proved(mai), proved(made.agent), ward.hai, ward.lan, ward.hoa, SYSTEM):
            with pytest.raises(Forbidden):
                keep_paper(made, by=other, file=sheet)
        kept = keep_paper(made, by=by, file=sheet)
        assert kept.paper == sheet and kept.events.last().payload == {"file": sheet.sha256}
        with pytest.raises(IntegrityError), transaction.atomic():
            Mandate.objects.filter(pk=made.pk).update(evidence="declared", evidence_number="")
        revoke(kept, by=ward.minh)
        with pytest.raises(WrongState):
            keep_paper(made, by=by, file=sheet)
