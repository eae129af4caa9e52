"""Liên thông: a parent, a child per agency, one slip; spec §3.5, the route `birth-linked` of 2.000986."""

import pytest

from motcua.application.notices.jobs import tell
from motcua.application.notices.models import Notice
from motcua.domain.cases.actions.deciding import approve, correct, issue_result, stop
from motcua.domain.cases.actions.parcels import (
    correct_delivery,
    deliver,
    hand_to_post,
    make_label,
    send_home,
)
from motcua.domain.cases.actions.processing import (
    confirm_supplement,
    forward,
    hand_over,
    request_supplement,
    send_back,
    take_back,
)
from motcua.domain.cases.actions.returning import hand_back, withdraw
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.inbox import inbox
from motcua.domain.cases.queries.papers import case_paper
from motcua.domain.cases.queries.tracking import status_by_secret
from motcua.domain.cases.rules import State
from motcua.domain.catalogue.models import Competence
from motcua.domain.offices.models import Staff
from motcua.foundation.actions import Forbidden, Refused
from tests.parcels import HOME
from tests.people import LINKED, Ward, person
from tests.rules.paper_reading import words
from tests.stories import BASIS, Clock, fresh, is_told, last_event, moment, paper_of, received, waiting

STOPPED = {"reason": "Không đủ điều kiện", "legal_basis": BASIS}


@pytest.fixture
def parent(ward: Ward, clock: Clock) -> Case:
    """Received and handed over on Friday 20/11 09:30: birth registration has begun."""
    return hand_over(received(ward, LINKED), by=ward.minh)


def child(parent: Case, node: str) -> Case:
    return Case.objects.whole().get(parent=parent, parent_node=node)


def register_birth(ward: Ward, parent: Case) -> Case:
    case = forward(child(parent, "khai_sinh"), by=ward.lan)
    return issue_result(approve(case, by=ward.hoa), by=ward.van)


def do_part(parent: Case, node: str, by: Staff) -> Case:
    return issue_result(forward(child(parent, node), by=by), by=by)


def test_handing_over_opens_the_first_part_with_its_own_due_date(ward: Ward, parent: Case) -> None:
    birth = child(parent, "khai_sinh")
    assert (parent.state, waiting(parent), fresh(parent).marking) == (
        State.IN_PROGRESS,
        [],
        {"at": ["khai_sinh"]},
    )
    assert (birth.state, birth.procedure.code, birth.authority) == (State.IN_PROGRESS, "1.001193", ward.ward)
    assert waiting(birth) == [("tham_tra", "")]  # the desk received the whole; its step is passed over
    assert birth.due_at == moment(20, 17, 30)  # 1.001193: the same day
    assert parent.due_at == moment(10, 9, 30, month=12)  # 2.000986: twenty calendar days
    assert birth.code == "H26.101.1-261120-0002"
    assert birth.applicant_name == parent.applicant_name
    event = birth.events.get()
    assert (event.name, event.actor, event.actor_kind) == ("case.linked_opened", None, "system")
    assert event.payload["parent"] == parent.code and is_told(event)


def test_the_parent_goes_on_when_a_part_is_done(ward: Ward, clock: Clock, parent: Case) -> None:
    clock.at(20, 15)
    birth = fresh(register_birth(ward, parent))
    assert (birth.state, birth.outcome, waiting(birth)) == (State.FINISHED, "on_time", [])
    assert birth.results.get().title == "Giấy khai sinh"
    residence, card = child(parent, "thuong_tru"), child(parent, "the_bhyt")
    assert fresh(parent).marking == {"at": ["thuong_tru", "the_bhyt"]}
    assert (residence.authority, residence.procedure.code) == (ward.police, "1.004222")
    assert (card.authority, card.procedure.code) == (ward.insurance, LINKED)
    # 1.004222 takes seven working days; the card's part has six of its own in 2.000986 (24/11 is off)
    assert (residence.due_at, card.due_at) == (moment(2, 15, month=12), moment(1, 15, month=12))
    assert [(s.node, s.role, s.unit) for s in residence.open_steps] == [("tham_tra", "partner", ward.police)]
    assert [row.code for row in inbox(ward.cuong)] == [residence.code]
    assert last_event(parent).payload["child"] == birth.code


def test_both_parts_are_waited_for_and_everything_is_handed_back_once(
    ward: Ward, clock: Clock, parent: Case
) -> None:
    register_birth(ward, parent)
    do_part(parent, "thuong_tru", ward.cuong)
    assert waiting(fresh(parent)) == []
    card = do_part(parent, "the_bhyt", ward.bich)
    assert fresh(card).results.get().title == "Cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi"
    assert waiting(fresh(parent)) == [("phat_hanh", "")]
    clock.at(30)
    whole = issue_result(parent, by=ward.van)
    assert (whole.state, whole.outcome, waiting(whole)) == (State.FINISHED, "early", [("tra_ket_qua", "")])
    assert inbox(ward.minh)[0].code == parent.code and len(inbox(ward.minh)) == 1
    clock.at(1, month=12)
    hand_back(whole, by=ward.minh, receiver_name="Nguyễn Văn Tâm")
    states = {(c.state, c.returned_at) for c in parent.children.all()}
    assert states == {(State.RETURNED, moment(1, month=12))}
    assert fresh(parent).state == State.RETURNED
    assert last_event(card).name == "case.linked_returned"


def test_parts_are_not_handed_back_where_the_post_did_not_deliver(ward: Ward, parent: Case) -> None:
    register_birth(ward, parent)
    card = [do_part(parent, *part) for part in (("thuong_tru", ward.cuong), ("the_bhyt", ward.bich))][1]
    whole = send_home(issue_result(parent, by=ward.van), by=ward.minh, **HOME)
    deliver(hand_to_post(make_label(whole, by=ward.minh), by=ward.minh), by=ward.minh, receiver_name="Tâm")
    whole = correct_delivery(fresh(parent), by=ward.hai, reason="Giao nhầm nhà")
    assert (whole.state, waiting(whole)) == (State.FINISHED, [("tra_ket_qua", "")])
    assert {(c.state, c.returned_at) for c in parent.children.all()} == {(State.FINISHED, None)}
    assert last_event(card).name == "case.linked_kept"


def test_the_applicant_is_called_once_when_all_of_it_is_there(ward: Ward, parent: Case) -> None:
    parts = [register_birth(ward, parent), do_part(parent, "thuong_tru", ward.cuong)]
    parts.append(do_part(parent, "the_bhyt", ward.bich))
    for case in (*parts, issue_result(parent, by=ward.van)):
        tell(last_event(case).pk)
    assert {(n.case, n.letter) for n in Notice.objects.filter(audience="applicant")} == {
        (parent, "result_ready")
    }


def test_there_is_one_slip(ward: Ward, parent: Case) -> None:
    birth = child(parent, "khai_sinh")
    assert birth.secret == parent.secret
    followed = status_by_secret(birth.secret)
    assert followed is not None and followed.code == parent.code
    with pytest.raises(Refused, match=f"liên thông {parent.code}"):
        case_paper(birth, "01", at=moment(20))
    said = words(case_paper(parent, "01", at=moment(20)))
    assert "gồm: Đăng ký khai sinh, Đăng ký thường trú, Cấp thẻ bảo hiểm y tế" in said


def test_a_part_may_wait_for_papers_while_the_whole_goes_on(ward: Ward, parent: Case) -> None:
    register_birth(ward, parent)
    residence = child(parent, "thuong_tru")
    residence = request_supplement(
        residence, by=ward.cuong, missing=[paper_of(residence)], reason="Thiếu chữ ký chủ hộ"
    )
    assert (residence.state, fresh(parent).state) == (State.AWAITING_SUPPLEMENT, State.IN_PROGRESS)
    assert confirm_supplement(residence, by=ward.minh).state == State.IN_PROGRESS


def test_a_part_is_finished_even_while_the_whole_waits(ward: Ward, parent: Case) -> None:
    request_supplement(parent, by=ward.hoa, missing=[paper_of(parent)], reason="Tờ khai chưa ký")
    register_birth(ward, parent)
    assert fresh(parent).state == State.AWAITING_SUPPLEMENT
    assert fresh(parent).marking == {"at": ["thuong_tru", "the_bhyt"]}


def test_withdrawing_the_whole_ends_its_parts(ward: Ward, parent: Case) -> None:
    birth = child(parent, "khai_sinh")
    with pytest.raises(Refused, match="xin rút ở hồ sơ chính"):
        withdraw(birth, by=ward.minh, reason="Đổi ý", proof=birth.pin)
    withdraw(parent, by=ward.minh, reason="Đổi ý", proof=parent.pin)
    birth = fresh(birth)
    assert (birth.state, waiting(birth), last_event(birth).name) == (State.WITHDRAWN, [], "case.linked_ended")


def test_the_whole_is_not_ended_over_a_result_that_exists(ward: Ward, parent: Case) -> None:
    birth = register_birth(ward, parent)
    for end in (
        lambda: withdraw(parent, by=ward.minh, reason="Đổi ý", proof=parent.pin),
        lambda: stop(parent, by=ward.hoa, **STOPPED),
    ):
        with pytest.raises(Refused, match=f"{birth.code} đã có kết quả"):
            end()
    with pytest.raises(Refused, match="đính chính ở hồ sơ đó"):
        correct(birth, by=ward.hoa, reason="Sai tên", to_node="tham_tra")


def test_a_first_part_that_is_stopped_stops_the_whole_on_the_same_grounds(ward: Ward, parent: Case) -> None:
    stop(child(parent, "khai_sinh"), by=ward.hoa, **STOPPED)
    whole = fresh(parent)
    assert (whole.state, whole.finished_at) == (State.STOPPED, moment(20, 9, 30))
    event = last_event(whole)
    assert (event.name, event.payload["legal_basis"]) == ("case.linked_stopped", BASIS) and is_told(event)


def test_a_later_part_that_is_stopped_leaves_the_rest_to_go_on(ward: Ward, parent: Case) -> None:
    register_birth(ward, parent)
    head = person(ward.police, "long", "Bạch Hải Long", "leader", "Trưởng Công an phường")
    stop(child(parent, "thuong_tru"), by=head, **STOPPED)
    assert fresh(parent).marking["at"] == ["the_bhyt"]
    do_part(parent, "the_bhyt", ward.bich)
    assert waiting(fresh(parent)) == [("phat_hanh", "")]


def test_stopping_the_whole_ends_its_parts(ward: Ward, parent: Case) -> None:
    stop(parent, by=ward.hoa, **STOPPED)
    assert {c.state for c in parent.children.all()} == {State.STOPPED}


def test_a_part_sent_back_to_its_first_step_is_handed_on_again(ward: Ward, parent: Case) -> None:
    register_birth(ward, parent)
    residence = send_back(
        child(parent, "thuong_tru"), by=ward.cuong, to_node="tiep_nhan", reason="Phân công lại"
    )
    assert waiting(residence) == [("tiep_nhan", "")]
    assert waiting(hand_over(residence, by=ward.cuong)) == [("tham_tra", "")]


def test_what_opened_a_part_elsewhere_is_not_taken_back(ward: Ward, parent: Case) -> None:
    """Handing over is never undone; passing on would be, but for a part that somebody else now works on."""
    with pytest.raises(Forbidden):
        take_back(parent, by=ward.minh)


def test_a_partner_that_was_not_named_is_said_so(ward: Ward, parent: Case) -> None:
    Competence.objects.filter(partner_key="cong_an").delete()
    with pytest.raises(Refused, match="Chưa khai báo cơ quan phối hợp “cong_an”"):
        register_birth(ward, parent)
    assert fresh(child(parent, "khai_sinh")).state == State.IN_PROGRESS
