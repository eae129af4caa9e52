"""Processing: how the folder moves, and who holds it; spec §3.2, §4.4, §4.6."""

import pytest

from motcua.domain.cases.actions.processing import (
    ask_opinion,
    attach,
    collect_fee,
    confirm_payment,
    forward,
    give_opinion,
    hand_over,
    reassign,
    require_payment,
    send_back,
    take,
    take_back,
)
from motcua.domain.cases.actions.returning import withdraw
from motcua.domain.cases.queries.inbox import inbox
from motcua.domain.cases.rules import HandOver, MoneyState, State
from motcua.domain.offices.models import Staff
from motcua.foundation.actions import Forbidden, Refused, Stale
from tests.people import BIRTH, COPY, LAND, Ward, person
from tests.stories import (
    Clock,
    case_at,
    drafted,
    examined,
    finished,
    fresh,
    is_told,
    last_event,
    moment,
    received,
    scanned,
    signed,
    waiting,
)

pytestmark = pytest.mark.usefixtures("clock")


def test_a_case_walks_its_route_from_desk_to_desk(ward: Ward) -> None:
    case = finished(ward)
    visited = list(case.steps.order_by("id").values_list("node", "role", "unit__name", "result"))
    an_binh = "Phường An Bình"
    desk, justice = f"Trung tâm Phục vụ hành chính công {an_binh.lower()}", "Phòng Tư pháp – Hộ tịch"
    assert [(n, r, u.lower(), x) for n, r, u, x in visited] == [
        ("tiep_nhan", "reception", desk.lower(), ""),
        ("phan_cong", "dept_head", justice.lower(), "approve"),
        ("tham_tra", "officer", justice.lower(), "approve"),
        ("kiem_tra", "dept_head", justice.lower(), "approve"),
        ("ky_duyet", "leader", an_binh.lower(), "approve"),
        ("phat_hanh", "clerk", an_binh.lower(), "approve"),
        ("tra_ket_qua", "reception", desk.lower(), ""),
    ]
    names = list(case.events.order_by("n").values_list("name", flat=True))
    assert names == ["case.received", "case.handed_over"] + ["case.forwarded"] * 3 + [
        "case.approved",
        "case.finished",
    ]


def test_handing_over_puts_the_folder_with_the_unit_in_charge(ward: Ward, clock: Clock) -> None:
    case = received(ward)
    clock.at(20, 10)
    case = fresh(hand_over(case, by=ward.minh))
    assert (case.state, case.handover_state) == (State.IN_PROGRESS, HandOver.GIVEN)
    assert waiting(case) == [("phan_cong", "")]
    step = case.open_steps[0]
    assert (step.given_by, step.opened_at, step.case_due_at) == (ward.minh, moment(20, 10), case.due_at)
    # the step has two working hours of its own; late steps are an internal warning only (spec §4.6)
    assert step.due_at == moment(20, 12)
    assert is_told(last_event(case))
    assert case.due_at == moment(26, 9, 30)


def test_the_colleague_meant_gets_the_step_if_the_step_is_theirs_to_take(ward: Ward) -> None:
    assert waiting(hand_over(received(ward, BIRTH), by=ward.minh, to=ward.lan)) == [("tham_tra", "lan")]
    assert waiting(hand_over(received(ward, BIRTH), by=ward.minh, to=ward.hoa)) == [("tham_tra", "")]


def test_a_step_that_is_taken_is_nobody_elses(ward: Ward) -> None:
    case = hand_over(received(ward, BIRTH), by=ward.minh)
    case = take(case, by=ward.dung)
    step = fresh(case).open_steps[0]
    assert (step.assignee, step.taken_at) == (ward.dung, moment(20, 9, 30))
    assert (fresh(case).handover_state, last_event(case).name) == (HandOver.TAKEN, "case.taken")
    with pytest.raises(Refused, match="đã nhận bước này rồi"):
        take(case, by=ward.dung)
    with pytest.raises(Forbidden):
        take(case, by=ward.lan)
    with pytest.raises(Forbidden):
        forward(case, by=ward.lan)


def test_taking_the_desks_own_step_does_not_hand_the_folder_over(ward: Ward) -> None:
    assert fresh(take(received(ward), by=ward.minh)).handover_state == HandOver.AT_DESK


def test_an_officer_may_take_back_what_was_just_passed_on(ward: Ward, clock: Clock) -> None:
    case = examined(ward, BIRTH)
    before = case.marking
    clock.wait(minutes=5)
    case = forward(case, by=ward.lan)
    assert waiting(case) == [("ky_duyet", "")]
    clock.wait(minutes=1)
    case = fresh(take_back(case, by=ward.lan))
    assert (waiting(case), case.marking, case.state) == ([("tham_tra", "lan")], before, State.IN_PROGRESS)
    assert case.steps.get(node="ky_duyet").result == "taken_back"
    assert last_event(case).name == "case.taken_back"
    assert waiting(forward(case, by=ward.lan)) == [("ky_duyet", "")]


def test_nothing_is_taken_back_once_somebody_went_on_with_it(ward: Ward) -> None:
    case = take(drafted(ward, BIRTH), by=ward.hoa)
    with pytest.raises(Forbidden):
        take_back(case, by=ward.lan)


def test_a_folder_goes_back_to_the_person_who_did_the_step(ward: Ward) -> None:
    case = send_back(drafted(ward), by=ward.hoa, to_node="tham_tra", reason="Thiếu trích lục")
    assert waiting(case) == [("tham_tra", "lan")]
    event = last_event(case)
    assert (event.name, event.note, event.payload["back_to"]) == (
        "case.sent_back",
        "Thiếu trích lục",
        "tham_tra",
    )
    with pytest.raises(Refused, match="phải ghi rõ lý do"):
        send_back(fresh(case), by=ward.lan, to_node="phan_cong", reason=" ")
    with pytest.raises(Refused, match="chưa từng được xử lý"):
        send_back(fresh(case), by=ward.lan, to_node="phat_hanh", reason="Nhầm")


def test_a_folder_sent_back_to_the_desk_is_handed_over_again(ward: Ward) -> None:
    case = send_back(examined(ward, BIRTH), by=ward.lan, to_node="tiep_nhan", reason="Quét thiếu trang")
    assert (waiting(case), fresh(case).handover_state) == ([("tiep_nhan", "minh")], HandOver.AT_DESK)
    case = hand_over(case, by=ward.minh)
    assert (case.state, waiting(case)) == (State.IN_PROGRESS, [("tham_tra", "")])


def test_a_person_cannot_do_the_step_of_another(ward: Ward) -> None:
    with pytest.raises(Refused, match="Hồ sơ đang ở bước “Thẩm tra"):
        forward(examined(ward, BIRTH), by=ward.lan, node="ky_duyet")


def test_a_step_is_given_to_another_colleague_and_the_change_stays_on_record(ward: Ward) -> None:
    case = fresh(reassign(examined(ward), by=ward.thao, to=ward.dung, reason="Chị Lan đi công tác"))
    assert waiting(case) == [("tham_tra", "dung")]
    event = last_event(case)
    assert (event.payload["was"], event.payload["now"]) == (ward.lan.pk, ward.dung.pk)
    assert event.note == "Chị Lan đi công tác" and is_told(event)
    assert [row.code for row in inbox(ward.dung)] == [case.code] and inbox(ward.lan) == []


@pytest.mark.parametrize(
    ("by", "to", "reason", "sentence"),
    [
        ("thao", "dung", " ", "Xin ghi lý do phân công lại"),
        ("thao", "hoa", "Việc gấp", "không giữ vai trò của bước"),
        ("hai", "dung", "Việc gấp", "thuộc đơn vị khác"),
    ],
)
def test_a_step_stays_where_its_role_and_unit_are(
    ward: Ward, by: str, to: str, reason: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        reassign(examined(ward), by=getattr(ward, by), to=getattr(ward, to), reason=reason)


def test_an_opinion_has_its_own_due_date_and_the_applicants_clock_goes_on(ward: Ward) -> None:
    """Spec §4.4: waiting for a co-operating agency does not stop the citizen's clock."""
    case = examined(ward)
    due = case.due_at
    case = fresh(ask_opinion(case, by=ward.lan, unit=ward.tax, question="Đã nộp thuế chưa?", hours=8))
    asked = case.opinions.get()
    assert asked.due_at == moment(23, 9, 30)  # eight working hours from Friday 09:30
    assert (case.state, case.due_at, case.stopped_at) == (State.IN_PROGRESS, due, None)
    assert is_told(last_event(case))
    assert [row.code for row in inbox(ward.hung, "consulted")] == [case.code]


def test_an_opinion_is_given_once_and_says_whether_it_was_late(ward: Ward, clock: Clock) -> None:
    case = case_at(ward, "4o")
    clock.at(30)
    case = fresh(give_opinion(case, by=ward.hung, answer="Đã nộp đủ."))
    given = case.opinions.get()
    assert (given.answer, given.answered_by, given.answered_at) == ("Đã nộp đủ.", ward.hung, moment(30))
    assert last_event(case).payload["late"] is True and is_told(last_event(case))
    assert inbox(ward.hung, "consulted") == []
    with pytest.raises(Forbidden):
        give_opinion(case, by=ward.hung, answer="Nói thêm.")


@pytest.mark.parametrize(
    ("unit", "question", "hours", "sentence"),
    [
        ("tax", " ", 8, "Xin ghi nội dung"),
        ("tax", "Thế nào?", 0, "từ 1 đến 240 giờ"),
        ("tax", "Thế nào?", 241, "từ 1 đến 240 giờ"),
        ("justice", "Thế nào?", 8, "đang thụ lý"),
    ],
)
def test_a_question_is_put_properly(ward: Ward, unit: str, question: str, hours: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        ask_opinion(examined(ward), by=ward.lan, unit=getattr(ward, unit), question=question, hours=hours)


def test_an_opinion_left_open_leaves_the_inbox_with_the_case(ward: Ward) -> None:
    case = case_at(ward, "4o")
    case = forward(case, by=ward.lan)
    assert inbox(ward.hung, "consulted")
    withdraw(case, by=ward.minh, reason="Đổi ý", proof=case.pin)
    assert inbox(ward.hung, "consulted") == []


def test_two_agencies_are_consulted_at_once_and_both_are_waited_for(ward: Ward) -> None:
    case = forward(hand_over(received(ward, LAND), by=ward.minh), by=_land_officer(ward))
    assert waiting(case) == [("y_kien_thue", ""), ("y_kien_dat_dai", "")]
    with pytest.raises(Forbidden):
        forward(case, by=ward.cuong)
    case = forward(case, by=ward.hung, note="Đã rõ nghĩa vụ")
    assert waiting(case) == [("y_kien_dat_dai", "")]
    case = forward(case, by=ward.nga)
    assert waiting(case) == [("tong_hop", "")]


def _land_officer(ward: Ward) -> Staff:
    return person(ward.land, "phong", "Tạ Đình Phong", "officer", "Công chức địa chính")


def test_money_found_owing_stops_the_clock_until_it_is_paid(ward: Ward, clock: Clock) -> None:
    clock.at(25, 14)  # received there, three working days: due Monday 30/11 14:00
    case = examined(ward)
    assert case.due_at == moment(30, 14)
    clock.at(26, 9)
    case = fresh(require_payment(case, by=ward.lan, amount=1_200_000, reason="Lệ phí trước bạ"))
    assert (case.state, case.money_state, case.fee) == (State.AWAITING_PAYMENT, MoneyState.DUE, 1_200_000)
    assert (case.due_at, case.stopped_at) == (None, moment(26, 9))
    assert case.open_steps[0].case_due_at is None and is_told(last_event(case))
    clock.at(2, 9, month=12)
    case = fresh(confirm_payment(case, by=ward.khoa, receipt="BL 000123"))
    assert (case.state, case.money_state, case.stopped_at) == (State.IN_PROGRESS, MoneyState.PAID, None)
    # stopped from 26/11 09:00 to 02/12 09:00, four working days: due 30/11 14:00 → 04/12 14:00
    assert (case.due_at, case.due_original) == (moment(4, 14, month=12), moment(30, 14))
    assert case.open_steps[0].case_due_at == case.due_at
    assert last_event(case).payload == {"receipt": "BL 000123", "amount": 1_200_000}


@pytest.mark.parametrize(
    ("amount", "reason", "sentence"),
    [(0, "Lệ phí", "lớn hơn 0"), (-5, "Lệ phí", "lớn hơn 0"), (5, " ", "căn cứ thu")],
)
def test_money_is_asked_for_with_an_amount_and_a_ground(
    ward: Ward, amount: int, reason: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        require_payment(examined(ward), by=ward.lan, amount=amount, reason=reason)


def test_a_fee_that_was_owed_before_is_not_forgotten(ward: Ward) -> None:
    case = require_payment(examined(ward, fee=8000), by=ward.lan, amount=50_000, reason="Thuế")
    assert (fresh(case).fee, last_event(case).payload["unpaid_before"]) == (58_000, 8000)


def test_a_fee_is_collected_once_with_its_receipt(ward: Ward) -> None:
    case = received(ward, COPY, fee=8000)
    with pytest.raises(Refused, match="số biên lai"):
        collect_fee(case, by=ward.khoa, receipt=" ")
    case = fresh(collect_fee(case, by=ward.khoa, receipt="BL 7"))
    assert (case.money_state, case.state) == (MoneyState.PAID, State.ACCEPTED)
    with pytest.raises(Refused, match="không còn khoản"):
        collect_fee(case, by=ward.minh, receipt="BL 8")
    with pytest.raises(Refused, match="số biên lai"):
        confirm_payment(case_at(ward, "6"), by=ward.minh, receipt="")


def test_a_page_opened_before_somebody_acted_is_answered_with_who_and_when(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    seen = case.version
    clock.at(20, 10, 15)
    reassign(case, by=ward.thao, to=ward.dung, reason="Chia việc")
    with pytest.raises(Stale, match="vừa được Hoàng Phương Thảo cập nhật lúc 10:15 ngày 20/11/2026"):
        forward(case, by=ward.lan, expected=seen)
    assert waiting(case) == [("tham_tra", "dung")]


def test_the_same_step_twice_with_one_key_is_one_step(ward: Ward) -> None:
    case = examined(ward)
    first = forward(case, by=ward.lan, key="f-1", expected=case.version)
    again = forward(case, by=ward.lan, key="f-1", expected=case.version)
    assert (again.version, fresh(case).version) == (first.version, first.version)


def test_the_head_of_the_centre_does_all_that_reception_does(ward: Ward) -> None:
    """Spec §2.2: centre_head has all of reception; the step is then his to see and to take."""
    case = received(ward)
    assert [row.code for row in inbox(ward.hai)] == [case.code]
    assert hand_over(case, by=ward.hai).state == State.IN_PROGRESS


def test_a_signed_draft_waits_for_the_seal(ward: Ward) -> None:
    assert waiting(signed(ward)) == [("phat_hanh", "")]


def test_a_file_goes_on_the_folder_once_under_a_name_people_know(ward: Ward) -> None:
    case = received(ward)
    with pytest.raises(Refused, match="tên giấy tờ"):
        attach(case, by=ward.minh, file=scanned(), name=" ")
    case = attach(case, by=ward.minh, file=scanned(), name="Bản chụp giấy chứng sinh")
    assert [(kept.name, kept.file.sha256) for kept in case.files.all()] == [
        ("Bản chụp giấy chứng sinh", "a" * 64)
    ]
    assert last_event(case).payload["file"] == "a" * 64
    with pytest.raises(Refused, match="đã có trong hồ sơ"):
        attach(case, by=ward.minh, file=scanned(), name="Lần hai")
