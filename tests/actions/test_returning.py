"""Returning: the applicant is called, gets the result, or withdraws; spec §3.2, §3.5."""

import pytest

from motcua.domain.cases.actions.deciding import approve, issue_result
from motcua.domain.cases.actions.processing import collect_fee, hand_over
from motcua.domain.cases.actions.returning import call_applicant, hand_back, withdraw
from motcua.domain.cases.rules import HandOver, State
from motcua.foundation.actions import Refused
from tests.people import COPY, Ward
from tests.stories import (
    Clock,
    asked,
    examined,
    finished,
    fresh,
    is_told,
    last_event,
    moment,
    received,
    signed,
    waiting,
)

pytestmark = pytest.mark.usefixtures("clock")


def test_the_applicant_is_called(ward: Ward, clock: Clock) -> None:
    case = finished(ward)
    clock.at(25, 8)
    case = fresh(call_applicant(case, by=ward.minh, by_means="Nhắn tin"))
    assert (case.called_at, last_event(case).payload) == (moment(25, 8), {"means": "Nhắn tin"})
    assert case.state == State.FINISHED


def test_the_result_is_handed_to_a_person_who_is_named(ward: Ward, clock: Clock) -> None:
    case = finished(ward)
    with pytest.raises(Refused, match="người nhận kết quả"):
        hand_back(case, by=ward.minh, receiver_name=" ")
    clock.at(26, 15)
    case = fresh(hand_back(case, by=ward.minh, receiver_name="Nguyễn Văn Tư", relation="em ruột"))
    assert (case.state, case.returned_at, waiting(case)) == (State.RETURNED, moment(26, 15), [])
    assert case.handover_state == HandOver.GIVEN_TO_APPLICANT
    # spec §3.5: figures use finished_at, not returned_at
    assert (case.finished_at, case.outcome) == (moment(20, 9, 30), "early")
    event = last_event(case)
    assert (event.payload["receiver"], event.payload["relation"]) == ("Nguyễn Văn Tư", "em ruột")
    assert is_told(event)


def test_a_result_is_handed_back_when_its_fee_is_paid(ward: Ward) -> None:
    case = finished(ward, fee=8000)
    with pytest.raises(Refused, match="còn phí, lệ phí chưa thu"):
        hand_back(case, by=ward.minh, receiver_name="Tâm")
    case = collect_fee(case, by=ward.minh, receipt="BL 9")
    assert hand_back(case, by=ward.minh, receiver_name="Tâm").state == State.RETURNED


def test_a_withdrawal_is_proved_by_the_slip_or_a_signed_request(ward: Ward) -> None:
    """An office cannot empty its own list of late cases by withdrawing them."""
    case = examined(ward)
    wrong = "000000" if case.pin != "000000" else "111111"
    for proof in (wrong, "", "đơn", "ông Tâm gọi điện"):
        with pytest.raises(Refused, match="mã tra cứu 6 số"):
            withdraw(case, by=ward.minh, reason="Đổi ý", proof=proof)
    with pytest.raises(Refused, match="lý do"):
        withdraw(case, by=ward.minh, reason=" ", proof=case.pin)
    case = fresh(withdraw(case, by=ward.minh, reason="Đổi ý", proof=case.pin))
    assert (case.state, waiting(case), case.outcome) == (State.WITHDRAWN, [], "")
    assert (case.finished_at, last_event(case).payload["proof"]) == (moment(20, 9, 30), "slip")
    assert is_told(last_event(case))


def test_a_written_request_is_kept_with_the_withdrawal(ward: Ward) -> None:
    case = withdraw(asked(ward), by=ward.minh, reason="Nộp nhầm nơi", proof="Đơn xin rút ngày 20/11/2026")
    assert last_event(case).payload["proof"] == "written request"
    assert last_event(case).note == "Đơn xin rút ngày 20/11/2026"
    assert (fresh(case).stopped_at, fresh(case).due_original) == (None, moment(26, 9, 30))


def test_nothing_is_withdrawn_once_the_result_is_signed(ward: Ward) -> None:
    case = signed(ward)
    with pytest.raises(Refused, match="Kết quả đã được ký"):
        withdraw(case, by=ward.minh, reason="Đổi ý", proof=case.pin)


def test_a_same_day_case_ends_on_its_day(ward: Ward) -> None:
    case = hand_over(received(ward, COPY), by=ward.minh)
    case = issue_result(approve(case, by=ward.hoa), by=ward.van)
    assert hand_back(case, by=ward.minh, receiver_name="Tâm").outcome == "on_time"
