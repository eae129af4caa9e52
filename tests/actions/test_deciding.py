"""Deciding: signing, extending, stopping, issuing, correcting; NĐ 61/2018 Đ.19, spec §3.2, §3.5, §4.6, §4.7."""

from datetime import datetime
from typing import Any

import pytest

from motcua.domain.cases.actions.deciding import approve, correct, extend, issue_result, stop
from motcua.domain.cases.actions.processing import confirm_supplement, forward, request_supplement, send_back
from motcua.domain.cases.actions.returning import call_applicant
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import HandOver, State
from motcua.foundation.actions import Refused
from tests.people import REGISTER_COPY, Ward
from tests.stories import (
    BASIS,
    Clock,
    asked,
    drafted,
    examined,
    finished,
    fresh,
    is_told,
    last_event,
    moment,
    paper_of,
    signed,
    waiting,
)

pytestmark = pytest.mark.usefixtures("clock")
LATER = moment(30)


def test_the_leader_signs_and_the_folder_goes_to_be_sealed(ward: Ward) -> None:
    case = approve(drafted(ward), by=ward.hoa, note="Đồng ý")
    event = last_event(case)
    assert (event.name, event.actor, event.note) == ("case.approved", ward.hoa, "Đồng ý")
    assert (fresh(case).state, waiting(case)) == (State.IN_PROGRESS, [("phat_hanh", "")])


def test_a_draft_sent_back_must_be_signed_again(ward: Ward) -> None:
    case = send_back(signed(ward), by=ward.van, to_node="ky_duyet", reason="Ký nhầm chỗ")
    assert waiting(case) == [("ky_duyet", "hoa")]
    assert waiting(approve(case, by=ward.hoa)) == [("phat_hanh", "")]


# An extension ------------------------------------------------------------------------------------------------


def test_an_extension_moves_the_date_told_and_never_the_first_promise(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    clock.at(25, 16)
    case = fresh(extend(case, by=ward.hoa, new_due_at=LATER, cause="Cần xác minh nơi cư trú cũ"))
    assert (case.due_original, case.due_at, case.due_promised) == (
        moment(26, 9, 30),
        moment(26, 9, 30),
        LATER,
    )
    assert (case.extensions, case.extended_at, case.state) == (1, moment(25, 16), State.IN_PROGRESS)
    event = last_event(case)
    assert datetime.fromisoformat(event.payload["old_due_at"]) == moment(26, 9, 30)
    assert datetime.fromisoformat(event.payload["new_due_at"]) == LATER
    assert event.payload["cause"] == "Cần xác minh nơi cư trú cũ"
    assert event.actor == ward.hoa and is_told(event)


def test_an_extended_case_is_still_late_in_the_figures(ward: Ward, clock: Clock) -> None:
    """Spec §4.7: an apology does not change due_original; the case stays late in reports."""
    case = extend(signed(ward), by=ward.hoa, new_due_at=LATER, cause="Cần xác minh thêm")
    clock.at(27, 10)
    assert case.is_overdue(at=clock.now) and Case.objects.overdue(at=clock.now).get() == case
    assert issue_result(case, by=ward.van).outcome == "late"


# NĐ 61/2018 Đ.19, spec §4.7: at the latest one day before the due date (here the 26th)
@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        (moment(23, 8), True),
        (moment(25, 17, 29), True),
        (moment(26, 8), False),
        (moment(26, 9, 30), False),
        (moment(27, 8), False),
    ],
)
def test_an_extension_comes_before_the_day_of_the_promise(
    ward: Ward, clock: Clock, now: datetime, allowed: bool
) -> None:
    case = examined(ward)
    clock.at(now.day, now.hour, now.minute)
    if allowed:
        assert extend(case, by=ward.hoa, new_due_at=LATER, cause="Chờ xác minh").due_promised == LATER
        return
    with pytest.raises(Refused, match="Đã đến hoặc quá ngày hẹn trả"):
        extend(case, by=ward.hoa, new_due_at=LATER, cause="Chờ xác minh")


@pytest.mark.parametrize(
    ("new_due_at", "cause", "sentence"),
    [
        (moment(25), "Chờ xác minh", "phải sau ngày hẹn cũ"),
        (moment(29), "Chờ xác minh", "phải là ngày làm việc"),  # a Sunday
        (LATER, "  ", "nguyên nhân chậm"),
    ],
)
def test_an_extension_names_a_later_working_day_and_a_cause(
    ward: Ward, new_due_at: datetime, cause: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        extend(examined(ward), by=ward.hoa, new_due_at=new_due_at, cause=cause)


def test_a_case_is_extended_once(ward: Ward) -> None:
    case = extend(examined(ward), by=ward.hoa, new_due_at=LATER, cause="Chờ xác minh")
    with pytest.raises(Refused, match="Chỉ được hẹn lại 1 lần"):
        extend(case, by=ward.hoa, new_due_at=moment(2, month=12), cause="Vẫn chờ")
    assert fresh(case).due_promised == LATER


def test_a_pause_after_an_extension_moves_the_extended_date_too(ward: Ward, clock: Clock) -> None:
    case = extend(examined(ward), by=ward.hoa, new_due_at=moment(30, 10), cause="Chờ xác minh")
    clock.at(25, 8)
    case = request_supplement(case, by=ward.lan, missing=[paper_of(case)], reason="Thiếu chữ ký")
    assert (fresh(case).due_at, fresh(case).due_promised) == (None, None)
    clock.at(27, 8)  # two working days later
    case = fresh(confirm_supplement(case, by=ward.minh))
    assert (case.due_original, case.due_at) == (moment(26, 9, 30), moment(30, 9, 30))
    assert case.due_promised == moment(2, 10, month=12)


# Stopping ----------------------------------------------------------------------------------------------------


def test_a_case_is_stopped_on_legal_grounds_only(ward: Ward) -> None:
    case = examined(ward)
    for reason, basis, sentence in [
        ("", BASIS, "Xin ghi rõ lý do"),
        ("Không đủ điều kiện", " ", "căn cứ pháp lý"),
    ]:
        with pytest.raises(Refused, match=sentence):
            stop(case, by=ward.hoa, reason=reason, legal_basis=basis)
    case = fresh(stop(case, by=ward.hoa, reason="Không đủ điều kiện", legal_basis=BASIS))
    assert (case.state, waiting(case), case.outcome) == (State.STOPPED, [], "")
    assert case.finished_at == moment(20, 9, 30)
    event = last_event(case)
    assert event.payload["legal_basis"] == BASIS and is_told(event)


def test_a_case_is_not_stopped_while_the_applicant_may_still_answer(ward: Ward, clock: Clock) -> None:
    case = asked(ward)
    grounds = {"reason": "Không bổ sung", "legal_basis": BASIS}
    clock.at(20, 17, month=12)
    with pytest.raises(Refused, match="đến hết ngày 20/12/2026"):
        stop(case, by=ward.hoa, **grounds)
    clock.at(21, 8, month=12)
    case = fresh(stop(case, by=ward.hoa, **grounds))
    assert (case.state, case.stopped_at, case.due_original) == (State.STOPPED, None, moment(26, 9, 30))
    assert case.pauses[0][1] == moment(21, 8, month=12).isoformat()


def test_a_case_never_received_is_refused_not_stopped(ward: Ward, case_in: Any) -> None:
    with pytest.raises(Refused, match="xin dùng “Từ chối tiếp nhận”"):
        stop(case_in("5d"), by=ward.hoa, reason="Không bổ sung", legal_basis=BASIS)


# The result --------------------------------------------------------------------------------------------------


# spec §4.6: early on an earlier date, on time on the due date whatever the hour, late after it
@pytest.mark.parametrize(
    ("now", "outcome", "early"),
    [
        (moment(25, 17), "early", True),
        (moment(26, 8), "on_time", False),
        (moment(26, 17), "on_time", False),
        (moment(27, 7, 30), "late", False),
    ],
)
def test_lateness_is_fixed_when_the_result_is_issued(
    ward: Ward, clock: Clock, now: datetime, outcome: str, early: bool
) -> None:
    case = signed(ward)
    clock.at(now.day, now.hour, now.minute)
    case = fresh(issue_result(case, by=ward.van))
    assert (case.state, case.outcome, case.finished_at) == (State.FINISHED, outcome, now)
    assert (case.handover_state, waiting(case)) == (HandOver.RESULT_BACK, [("tra_ket_qua", "")])
    event = last_event(case)
    # spec §3.5: the applicant is told at once, whether or not it is early
    assert event.payload["early"] is early and is_told(event)


def test_a_result_has_a_number_a_signer_and_an_issuer(ward: Ward) -> None:
    first, second = (
        finished(ward),
        issue_result(signed(ward), by=ward.van, number="12/UBND-TP", title="Giấy xác nhận"),
    )
    given = first.results.get()
    assert (given.number, given.title) == ("1/2026/KQ", "Giấy xác nhận tình trạng hôn nhân")
    assert (given.signed_by, given.issued_by) == (ward.hoa, ward.van)
    named = second.results.get()
    assert (named.number, named.title) == ("12/UBND-TP", "Giấy xác nhận")
    assert finished(ward).results.get().number == "2/2026/KQ"


def test_a_result_done_the_same_day_is_on_time(ward: Ward) -> None:
    assert finished(ward, REGISTER_COPY).outcome == "on_time"


def test_a_result_found_wrong_is_taken_back_and_every_earlier_date_stays(ward: Ward, clock: Clock) -> None:
    """Fault F10: reopening cleared the dates of the first result."""
    clock.at(20, 10)
    case = call_applicant(finished(ward), by=ward.minh)
    clock.at(27, 10)
    with pytest.raises(Refused, match="sai sót"):
        correct(case, by=ward.hoa, reason=" ", to_node="tham_tra")
    case = fresh(correct(case, by=ward.hoa, reason="Sai tên đệm", to_node="tham_tra"))
    assert (case.state, case.finished_at, case.outcome, case.called_at) == (State.IN_PROGRESS, None, "", None)
    assert (case.due_original, case.due_at) == (moment(26, 10), moment(26, 10))
    assert waiting(case) == [("tham_tra", "lan")]
    assert case.results.get().withdrawn_at == moment(27, 10)
    event = last_event(case)
    assert datetime.fromisoformat(event.payload["finished_before"]) == moment(20, 10)
    assert (event.payload["outcome_before"], event.payload["reason"]) == ("early", "Sai tên đệm")
    assert case.events.get(name="case.finished").finished_at == moment(20, 10)
    case = forward(forward(case, by=ward.lan), by=ward.thao)
    case = issue_result(approve(case, by=ward.hoa), by=ward.van)
    assert case.outcome == "late"
    assert sorted(bool(r.withdrawn_at) for r in case.results.all()) == [False, True]
