"""Intake: what receiving, asking for papers and refusing do to a case; spec §3.2, §3.4, §4.2."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from motcua.domain.cases.actions.intake import (
    Applicant,
    accept,
    ask_papers,
    ask_papers_at_desk,
    receive,
    refuse,
    refuse_at_desk,
    register,
)
from motcua.domain.cases.models import Case, CodeCounter
from motcua.domain.cases.rules import Channel, HandOver, MoneyState, Paper, State
from motcua.domain.catalogue.actions import adopt
from motcua.domain.catalogue.rules.facts import Span
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Person, PersonKind
from motcua.foundation.actions import SYSTEM, KeyReused, Refused
from tests.people import BIRTH, COPY, SINGLE, Ward, birth_terms, filing
from tests.stories import BASIS, Clock, fresh, is_told, last_event, moment, waiting

pytestmark = pytest.mark.usefixtures("clock")


def test_a_complete_case_is_received_and_the_clock_starts(ward: Ward) -> None:
    case = fresh(receive(ward.desk, by=ward.minh, filing=filing(birth_terms(SINGLE))))
    assert (case.state, case.version) == (State.ACCEPTED, 1)
    assert case.received_at == moment(20, 9, 30)
    # spec §4.8, example 1: three working days, the 24th is a holiday
    assert case.due_original == case.due_at == case.due_promised == moment(26, 9, 30)
    assert (case.received_unit, case.authority, case.department) == (ward.desk, ward.ward, ward.justice)
    assert (case.received_by, case.handover_state) == (ward.minh, HandOver.AT_DESK)
    assert waiting(case) == [("tiep_nhan", "")]
    assert case.steps.get().case_due_at == case.due_at
    event = last_event(case)
    assert (event.name, event.state_before, event.state_after) == ("case.received", 0, State.ACCEPTED)
    assert (event.actor, event.unit, event.n) == (ward.minh, ward.desk, 1)
    assert is_told(event)


# spec §4.8, example 2: result the same day, after 15:00 the next working day (same_day_15h)
@pytest.mark.parametrize(
    ("hour", "minute", "due"),
    [(14, 59, moment(20, 17, 30)), (15, 0, moment(20, 17, 30)), (15, 20, moment(23, 17, 30))],
)
def test_what_is_done_the_same_day_is_due_that_day_or_the_next_after_15_00(
    ward: Ward, clock: Clock, hour: int, minute: int, due: Any
) -> None:
    clock.at(20, hour, minute)
    assert receive(ward.desk, by=ward.minh, filing=filing(birth_terms(COPY))).due_at == due


def test_codes_count_from_one_each_day_at_each_desk(ward: Ward, clock: Clock) -> None:
    codes = [receive(ward.desk, by=ward.minh, filing=filing()).code for _ in range(2)]
    codes.append(receive(ward.other_desk, by=ward.quan, filing=filing()).code)
    clock.at(23)
    codes.append(receive(ward.desk, by=ward.minh, filing=filing()).code)
    assert codes == [
        "H26.101.1-261120-0001",
        "H26.101.1-261120-0002",
        "H26.102.1-261120-0001",
        "H26.101.1-261123-0001",
    ]


def test_a_filing_from_the_portal_is_noted_and_its_clock_stands_until_it_is_accepted(
    ward: Ward, clock: Clock
) -> None:
    online = filing(birth_terms(SINGLE), channel=Channel.ONLINE)
    case = fresh(register(ward.desk, by=ward.minh, filing=online))
    assert (case.state, case.submitted_at, case.due_at) == (State.REGISTERED, moment(20, 9, 30), None)
    assert waiting(case) == [] and is_told(last_event(case))
    clock.at(23, 10)
    case = fresh(accept(case, by=ward.minh, expected=case.version))
    # spec §4.2: online cases count from acceptance
    assert (case.state, case.received_at, case.due_at) == (
        State.ACCEPTED,
        moment(23, 10),
        moment(27, 10),
    )
    assert waiting(case) == [("tiep_nhan", "")]
    assert case.steps.get().case_due_at == case.due_at
    assert (last_event(case).name, is_told(last_event(case))) == ("case.accepted", True)


def test_an_incomplete_filing_from_the_portal_is_answered_with_what_is_missing(ward: Ward) -> None:
    case = register(ward.desk, by=ward.minh, filing=filing(channel=Channel.ONLINE))
    case = fresh(ask_papers(case, by=ward.minh, missing=["Giấy chứng sinh"], reason="Ảnh mờ, không đọc được"))
    asked = case.supplements.get()
    assert (case.state, case.due_at, case.supplement_rounds) == (State.AWAITING_SUPPLEMENT, None, 1)
    assert (asked.round, asked.before_reception, asked.missing) == (1, True, ["Giấy chứng sinh"])
    # spec §3.2: 30 calendar days to answer, a default kept in library/limits.toml
    assert asked.answer_by == moment(20, month=12).date()
    assert last_event(case).payload["missing"] == ["Giấy chứng sinh"]
    assert is_told(last_event(case))


def test_what_is_brought_after_all_is_accepted_and_closes_the_request(ward: Ward, clock: Clock) -> None:
    bare = filing(papers=())
    case = ask_papers_at_desk(
        ward.desk, by=ward.minh, filing=bare, missing=["Giấy chứng sinh"], reason="Chưa mang theo"
    )
    assert (fresh(case).state, fresh(case).received_at) == (State.AWAITING_SUPPLEMENT, None)
    assert fresh(case).supplement_rounds == 1 and is_told(last_event(case))
    clock.at(23, 8)
    with pytest.raises(Refused, match="Giấy chứng sinh"):
        accept(case, by=ward.minh)
    case = fresh(accept(case, by=ward.minh, papers=filing().papers))
    assert (case.state, case.received_at) == (State.ACCEPTED, moment(23, 8))
    assert case.supplements.get().answered_at == moment(23, 8)
    assert {paper["key"] for paper in case.papers} == {paper.key for paper in filing().papers}


# NĐ 61/2018 Đ.17; spec §3.3 Mẫu 02: only what is published, with a reason
@pytest.mark.parametrize(
    ("missing", "reason", "sentence"),
    [
        (["Sổ hộ khẩu"], "Cần thêm", "ngoài danh mục đã công khai của thủ tục: Sổ hộ khẩu"),
        ([], "Cần thêm", "Xin chọn ít nhất một giấy tờ"),
        (["  "], "Cần thêm", "Xin chọn ít nhất một giấy tờ"),
        (["Giấy chứng sinh"], "  ", "Xin ghi lý do"),
    ],
)
def test_only_published_papers_may_be_asked_for_and_with_a_reason(
    ward: Ward, missing: list[str], reason: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        ask_papers_at_desk(ward.desk, by=ward.minh, filing=filing(), missing=missing, reason=reason)
    assert not Case.objects.exists()


def test_a_paper_that_serves_as_well_may_be_named(ward: Ward) -> None:
    other = "Văn bản của người làm chứng xác nhận việc sinh, nếu không có Giấy chứng sinh"
    case = ask_papers_at_desk(
        ward.desk, by=ward.minh, filing=filing(), missing=[other], reason="Sinh tại nhà"
    )
    assert case.supplements.get().missing == [other]


def test_a_case_is_refused_only_in_words_and_on_legal_grounds(ward: Ward) -> None:
    grounds = [("", BASIS, "Xin ghi lý do"), ("Sai nơi nộp", " ", "chưa nêu căn cứ pháp lý")]
    noted = register(ward.desk, by=ward.minh, filing=filing(channel=Channel.ONLINE))
    for reason, basis, sentence in grounds:
        with pytest.raises(Refused, match=sentence):
            refuse(noted, by=ward.minh, reason=reason, legal_basis=basis)
        with pytest.raises(Refused, match=sentence):
            refuse_at_desk(ward.desk, by=ward.minh, filing=filing(), reason=reason, legal_basis=basis)
    refused = refuse(noted, by=ward.minh, reason="Sai nơi nộp", legal_basis=BASIS)
    at_desk = refuse_at_desk(
        ward.desk, by=ward.minh, filing=filing(), reason="Sai nơi nộp", legal_basis=BASIS
    )
    for case in (fresh(refused), fresh(at_desk)):
        assert (case.state, case.due_at, waiting(case)) == (State.NOT_ACCEPTED, None, [])
        assert last_event(case).payload == {"reason": "Sai nơi nộp", "legal_basis": BASIS}
        assert is_told(last_event(case))


def test_a_case_without_a_compulsory_paper_is_not_received_and_takes_no_number(ward: Ward) -> None:
    papers = tuple(p for p in filing().papers if p.key != "giay-chung-sinh")
    with pytest.raises(Refused, match=r"Còn thiếu giấy tờ bắt buộc: Giấy chứng sinh\."):
        receive(ward.desk, by=ward.minh, filing=filing(papers=papers))
    assert not Case.objects.exists() and not CodeCounter.objects.exists()


def test_papers_of_another_channel_are_not_asked_for(ward: Ward) -> None:
    wanted = {p.key for p in filing().papers}, {p.key for p in filing(channel=Channel.ONLINE).papers}
    assert "mau-dien-tu" not in wanted[0] and "mau-dien-tu" in wanted[1]
    assert receive(ward.desk, by=ward.minh, filing=filing()).state == State.ACCEPTED


def stated(**more: Any) -> Applicant:
    return Applicant(**{"full_name": "Nguyễn Văn Tâm", **more})


# Bad input gets a sentence and loses nothing.
BAD = {
    "no name": ({"applicant": stated(full_name="  ")}, "Xin nhập họ và tên"),
    "a name of 5,000 letters": ({"applicant": stated(full_name="Tâm " * 1250)}, "quá dài"),
    "a damaged name": ({"applicant": stated(full_name="Nguyễn\x00Tâm")}, "Ký tự thứ 7 không đọc được"),
    "a phone that is a story": ({"applicant": stated(phone="09" * 40)}, "quá dài"),
    "a case type that is not there": (
        {"variant": "khong-co", "papers": ()},
        "không có trường hợp «khong-co»",
    ),
    "an unknown channel": ({"channel_": 9}, "Xin chọn cách nộp"),
    "a negative fee": ({"fee": -1}, "không được âm"),
    "no set of papers": ({"sets": 0}, "Số bộ hồ sơ từ 1"),
    "a fee beyond counting": ({"fee": 10**19}, "số quá lớn"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_sentence_and_nothing_is_kept(ward: Ward, name: str) -> None:
    more, sentence = BAD[name]
    given = dict(more)
    channel = given.pop("channel_", None)
    variant = given.pop("variant", None)
    papers = filing(**given)
    if channel or variant:
        papers = type(papers)(
            **{**vars(papers), **({"channel": channel} if channel else {"variant": variant})}
        )
    with pytest.raises(Refused, match=sentence):
        receive(ward.desk, by=ward.minh, filing=papers)
    assert not Case.objects.exists() and not Person.objects.exists()


def test_names_are_kept_composed_however_they_were_typed(ward: Ward) -> None:
    typed = unicodedata.normalize("NFD", "  Nguyễn  Thị Hường ")
    case = fresh(receive(ward.desk, by=ward.minh, filing=filing(name=typed)))
    assert case.applicant_name == unicodedata.normalize("NFC", "Nguyễn Thị Hường")
    assert case.search.startswith("nguyen thi huong")


def test_an_applicant_is_known_again_and_old_cases_keep_what_was_stated(ward: Ward) -> None:
    first = receive(ward.desk, by=ward.minh, filing=filing(name="Nguyễn Văn Tam"))
    second = receive(ward.desk, by=ward.minh, filing=filing(name="Nguyễn Văn Tâm"))
    assert first.applicant_id == second.applicant_id
    assert (fresh(first).applicant_name, fresh(second).applicant_name) == ("Nguyễn Văn Tam", "Nguyễn Văn Tâm")
    firm = stated(full_name="Công ty TNHH Hoa Mai", kind=PersonKind.FIRM, tax_code="0101234567")
    third = receive(ward.desk, by=ward.minh, filing=filing(birth_terms(COPY), applicant=firm))
    assert third.applicant_id != first.applicant_id
    assert (third.applicant.kind, third.identity_number) == (PersonKind.FIRM, "0101234567")


TAM = {
    "identity_number": "001090001234",
    "phone": "0912345678",
    "email": "tam@vidu.vn",
    "address": "Số 9, An Bình",
}


@pytest.mark.parametrize("level", [0, 1])
def test_what_is_known_of_a_number_is_neither_changed_nor_told_to_who_has_not_proved_it(
    ward: Ward, level: int
) -> None:
    known = receive(ward.desk, by=ward.minh, filing=filing(applicant=stated(**TAM))).applicant
    before = Person.objects.filter(pk=known.pk).values().get()
    other = stated(full_name="Lê Văn Lạ", identity_number=TAM["identity_number"], phone="0987654321")
    online = filing(birth_terms(SINGLE), channel=Channel.ONLINE, applicant=other)
    case = fresh(register(ward.desk, by=Citizen(person_id=known.pk, level=level), filing=online))
    assert (case.applicant, Person.objects.filter(pk=known.pk).values().get()) == (known, before)
    assert (case.applicant_name, case.phone, case.email, case.address) == ("Lê Văn Lạ", "0987654321", "", "")


def test_who_has_proved_a_number_keeps_it_up_from_home(ward: Ward) -> None:
    known = receive(ward.desk, by=ward.minh, filing=filing(applicant=stated(**TAM))).applicant
    mine = stated(**TAM | {"phone": "0987654321"})
    online = filing(birth_terms(SINGLE), channel=Channel.ONLINE, applicant=mine)
    case = register(ward.desk, by=Citizen(person_id=known.pk, level=2), filing=online)
    assert (case.applicant, Person.objects.get(pk=known.pk).phone) == (known, "0987654321")


def test_a_fee_at_the_desk_is_owed_from_reception(ward: Ward) -> None:
    case = receive(ward.desk, by=ward.minh, filing=filing(birth_terms(COPY), fee=8000))
    assert (case.money_state, case.fee) == (MoneyState.DUE, 8000)


def test_the_same_request_twice_is_one_case(ward: Ward, clock: Clock) -> None:
    first = receive(ward.desk, by=ward.minh, filing=filing(), key="k-1")
    clock.wait(minutes=3)
    again = receive(ward.desk, by=ward.minh, filing=filing(), key="k-1")
    assert (again.pk, Case.objects.count(), CodeCounter.objects.get().last) == (first.pk, 1, 1)


def test_a_key_of_another_request_is_refused(ward: Ward) -> None:
    receive(ward.desk, by=ward.minh, filing=filing(), key="k-1")
    with pytest.raises(KeyReused, match="nội dung khác"):
        receive(ward.desk, by=ward.minh, filing=filing(name="Trần Thị Bưởi"), key="k-1")
    with pytest.raises(KeyReused):
        register(ward.desk, by=ward.minh, filing=filing(), key="k-1")
    assert Case.objects.count() == 1


def test_a_case_for_another_authority_is_received_here_and_decided_there(ward: Ward) -> None:
    """Phi địa giới (spec §3.5): received at Yên Hòa, decided at An Bình, handed back at Yên Hòa."""
    case = fresh(receive(ward.other_desk, by=ward.quan, filing=filing(authority=ward.ward)))
    assert (case.received_unit, case.authority, case.department) == (ward.other_desk, ward.ward, ward.justice)
    assert case.code.startswith("H26.102.1-")
    assert case.steps.get().unit == ward.other_desk


def test_a_running_case_keeps_the_terms_it_was_received_under(ward: Ward, clock: Clock) -> None:
    """Fault F11: editing a procedure changed running cases elsewhere."""
    old = receive(ward.desk, by=ward.minh, filing=filing(birth_terms(SINGLE)))
    facts = birth_terms(SINGLE).facts
    slower = replace(facts.allowed, legal=Span(10, "working_day"), promised=Span(10, "working_day"))
    changed = replace(facts, allowed=slower, valid_from=moment(20).date())
    adopt(ward.city, by=SYSTEM, procedures=[changed], routes={}, source="thử")
    new = receive(ward.desk, by=ward.minh, filing=filing(birth_terms(SINGLE)))
    assert new.terms.number == old.terms.number + 1
    assert (fresh(old).due_at, new.due_at) == (moment(26, 9, 30), moment(7, 9, 30, month=12))
    assert fresh(old).allowance() != fresh(new).allowance()


def test_a_birth_is_taken_in_at_once(ward: Ward) -> None:
    assert receive(ward.desk, by=ward.minh, filing=filing(birth_terms(BIRTH))).case_type.variant == "dung-han"


def test_papers_with_no_copy_count_as_not_handed_in(ward: Ward) -> None:
    papers = tuple(Paper(key=p.key, name=p.name) for p in filing().papers)
    with pytest.raises(Refused, match="Còn thiếu"):
        receive(ward.desk, by=ward.minh, filing=filing(papers=papers))
