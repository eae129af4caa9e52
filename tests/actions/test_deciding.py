"""Deciding: signing, stopping, issuing, correcting; NĐ 61/2018 Đ.19, spec §3.2, §3.5, §4.6, §4.7."""

from datetime import datetime
from typing import Any

import pytest

from motcua.domain.cases.actions.deciding import approve, correct, issue_result, stop
from motcua.domain.cases.actions.processing import forward, send_back
from motcua.domain.cases.actions.returning import call_applicant
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
    signed,
    waiting,
)

pytestmark = pytest.mark.usefixtures("clock")


def test_the_leader_signs_and_the_folder_goes_to_be_sealed(ward: Ward) -> None:
    case = approve(drafted(ward), by=ward.hoa, note="Đồng ý")
    event = last_event(case)
    assert (event.name, event.actor, event.note) == ("case.approved", ward.hoa, "Đồng ý")
    assert (fresh(case).state, waiting(case)) == (State.IN_PROGRESS, [("phat_hanh", "")])


def test_a_draft_sent_back_must_be_signed_again(ward: Ward) -> None:
    case = send_back(signed(ward), by=ward.van, to_node="ky_duyet", reason="Ký nhầm chỗ")
    assert waiting(case) == [("ky_duyet", "hoa")]
    assert waiting(approve(case, by=ward.hoa)) == [("phat_hanh", "")]


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
