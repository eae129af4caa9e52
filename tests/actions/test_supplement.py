"""Supplement: once, only for published papers, the clock stands meanwhile; NĐ 61/2018 Đ.17, Đ.19, spec §3.2, §4.4."""

import pytest

from motcua.domain.cases.actions.answering import answer_supplement
from motcua.domain.cases.actions.intake import Enclosed, accept, ask_papers_at_desk
from motcua.domain.cases.actions.processing import (
    confirm_supplement,
    hand_over,
    propose_supplement,
    request_supplement,
)
from motcua.domain.cases.models import Case, supplement_proposed
from motcua.domain.cases.queries.acts import acts_for
from motcua.domain.cases.queries.counter import replied
from motcua.domain.cases.queries.drafts import proposals
from motcua.domain.cases.queries.inbox import inbox
from motcua.domain.cases.rules import Paper, State
from motcua.domain.people.actor import Citizen
from motcua.foundation.actions import Forbidden, Refused, WrongState
from tests.people import Ward, filing
from tests.stories import (
    BASIS,
    PLACES,
    Clock,
    asked,
    case_at,
    examined,
    fresh,
    is_told,
    last_event,
    moment,
    paper_of,
    scanned,
)

pytestmark = pytest.mark.usefixtures("clock")


def test_the_clock_stands_while_the_applicant_is_asked(ward: Ward) -> None:
    case = fresh(asked(ward))
    assert (case.state, case.due_at, case.due_promised) == (State.AWAITING_SUPPLEMENT, None, None)
    assert (case.due_original, case.stopped_at) == (moment(26, 9, 30), moment(20, 9, 30))
    assert case.pauses == [[moment(20, 9, 30).isoformat(), None, "case.supplement_requested"]]
    assert case.open_steps[0].case_due_at is None
    request = case.supplements.get()
    assert (request.round, request.before_reception, request.approved_by) == (1, False, None)
    assert (request.legal_basis, request.answer_by) == (BASIS, moment(20, month=12).date())
    event = last_event(case)
    assert (event.payload["round"], event.payload["reason"]) == (1, "Tờ khai chưa ký") and is_told(event)


def test_a_case_that_waits_stays_in_a_list_of_its_own(ward: Ward) -> None:
    """Fault F2: parking a case in “chờ bổ sung” hid it."""
    case = asked(ward)
    assert inbox(ward.lan) == [] and [row.code for row in inbox(ward.lan, "stopped")] == [case.code]


def test_the_clock_goes_on_with_the_working_hours_that_were_left(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    clock.at(25, 14)
    case = request_supplement(case, by=ward.lan, missing=[paper_of(case)], reason="Thiếu chữ ký")
    clock.at(1, 10, month=12)
    paper = Paper(key="to-khai", name=paper_of(case), originals=2)
    case = fresh(confirm_supplement(case, by=ward.minh, papers=(paper,)))
    # five working hours were left (3,5 on the 25th, 1,5 on the 26th): 2 before noon, 3 after 13:30
    assert (case.state, case.due_at, case.due_promised) == (
        State.IN_PROGRESS,
        moment(1, 16, 30, month=12),
        moment(1, 16, 30, month=12),
    )
    assert (case.due_original, case.stopped_at) == (moment(26, 9, 30), None)
    assert case.open_steps[0].case_due_at == case.due_at
    assert case.supplements.get().answered_at == moment(1, 10, month=12)
    assert [p["originals"] for p in case.papers if p["key"] == "to-khai"] == [2]
    assert last_event(case).payload == {"brought": [paper.name]} and is_told(last_event(case))


def again(case: Case, ward: Ward, who: str, **more: str) -> Case:
    return request_supplement(
        case, by=getattr(ward, who), missing=[paper_of(case)], reason="Ảnh mờ", legal_basis=BASIS, **more
    )


def test_a_second_request_needs_a_leader_who_says_why_and_is_counted(ward: Ward, clock: Clock) -> None:
    """Fault F9, NĐ 61/2018 Đ.19: at most once; seed 5 counts every further one."""
    case = confirm_supplement(asked(ward), by=ward.minh)
    clock.wait(hours=1)
    with pytest.raises(Refused, match="Lần thứ hai phải do lãnh đạo"):
        again(case, ward, "lan")
    with pytest.raises(Refused, match="cần ghi lý do phải yêu cầu bổ sung lần thứ hai"):
        again(case, ward, "hoa")
    case = fresh(again(case, ward, "hoa", leader_agrees="Giấy nộp lần trước bị mờ"))
    assert (case.supplement_rounds, case.state) == (2, State.AWAITING_SUPPLEMENT)
    second = case.supplements.get(round=2)
    assert second.approved_by == ward.hoa
    assert last_event(case).payload["leader_agrees"] == "Giấy nộp lần trước bị mờ"


def test_an_officer_lays_a_second_request_before_the_leader(ward: Ward, clock: Clock) -> None:
    case = confirm_supplement(asked(ward), by=ward.minh)
    offered = {act.name for act in acts_for(ward.lan, case)}
    assert "case.supplement_proposed" in offered and "case.supplement_requested" not in offered
    clock.wait(hours=1)
    case = propose_supplement(case, by=ward.lan, missing=[paper_of(case)], reason="Ảnh mờ", legal_basis=BASIS)
    assert (case.state, case.supplement_rounds) == (State.IN_PROGRESS, 1) and not is_told(last_event(case))
    assert [event.case for event in proposals(ward.hoa, limit=9)] == [case]
    assert proposals(ward.lan, limit=9) == proposals(ward.son, limit=9) == []
    assert "case.supplement_requested" in {act.name for act in acts_for(ward.hoa, case)}
    case = again(case, ward, "hoa", leader_agrees="Giấy nộp lần trước bị mờ")
    assert proposals(ward.hoa, limit=9) == [] and supplement_proposed(case) is None


def test_a_first_request_needs_nobody(ward: Ward) -> None:
    case = examined(ward)
    offered = {act.name for act in acts_for(ward.lan, case)}
    assert "case.supplement_requested" in offered and "case.supplement_proposed" not in offered
    with pytest.raises(Refused, match="còn được yêu cầu bổ sung"):
        propose_supplement(case, by=ward.lan, missing=[paper_of(case)], reason="Ảnh mờ")


def test_what_was_asked_before_reception_is_not_held_against_the_officer(ward: Ward) -> None:
    """Spec §3.2: once in the whole resolution at one agency; Mẫu 02 before reception is the desk's."""
    case = ask_papers_at_desk(
        ward.desk, by=ward.minh, filing=filing(papers=()), missing=["Giấy chứng sinh"], reason="Chưa mang"
    )
    case = accept(case, by=ward.minh, papers=filing().papers)
    case = hand_over(case, by=ward.minh, to=ward.lan)
    assert again(case, ward, "lan").supplement_rounds == 2


@pytest.mark.parametrize(
    ("missing", "reason", "sentence"),
    [
        (["Sổ hộ khẩu"], "Cần thêm", "ngoài danh mục đã công khai"),
        ([], "Cần thêm", "ít nhất một giấy tờ"),
        (None, " ", "Xin ghi lý do"),
    ],
)
def test_only_published_papers_may_be_asked_for(
    ward: Ward, missing: list[str] | None, reason: str, sentence: str
) -> None:
    case = examined(ward)
    names = [paper_of(case)] if missing is None else missing
    with pytest.raises(Refused, match=sentence):
        request_supplement(case, by=ward.lan, missing=names, reason=reason)
    assert fresh(case).state == State.IN_PROGRESS


# The applicant answers from home; the desk confirms ----------------------------------------------------------


def sent(case: Case, **more: str) -> dict[str, object]:
    key = next(c.key for c in case.case_type.components if c.name == paper_of(case))
    return {"files": (Enclosed(file=scanned(), paper=key, name="anh.pdf"),), **more}


def test_an_answer_from_home_waits_for_the_desk(ward: Ward, clock: Clock) -> None:
    """Spec §3.2: 5 → 4, the citizen supplements, reception confirms; the clock stands until then."""
    case = asked(ward)
    assert replied([case.code]) == set()
    clock.at(23, 10)
    case = fresh(answer_supplement(case, by=Citizen(slip=case.code), **sent(case, words="Đã ký lại")))
    assert (case.state, case.due_at, case.received_by_id) == (State.AWAITING_SUPPLEMENT, None, ward.minh.pk)
    event = last_event(case)
    assert (event.actor_kind, event.actor_id, event.note) == ("citizen", None, "Đã ký lại") and is_told(event)
    assert case.files.get().paper == event.payload["sent"][0] and replied([case.code]) == {case.code}
    case = fresh(confirm_supplement(case, by=ward.minh))
    assert case.state == State.IN_PROGRESS and replied([case.code]) == set()


@pytest.mark.parametrize("place", PLACES)
def test_only_what_was_asked_for_can_be_answered(ward: Ward, place: str) -> None:
    case = case_at(ward, place)
    holder = Citizen(slip=case.code)
    assert answer_supplement.permits(holder, case) == (place in ("5", "5d"))
    if place not in ("5", "5d"):
        with pytest.raises(WrongState):
            answer_supplement(case, by=holder, files=(), words="Xin chào")


def test_nobody_answers_without_the_slip_or_a_proved_identity(ward: Ward) -> None:
    case = asked(ward)
    theirs = Citizen(3, case.applicant_id, 2)
    assert answer_supplement.permits(theirs, case)
    strangers = (
        Citizen(),
        Citizen(slip="H26.101.1-261120-9999"),
        Citizen(3, case.applicant_id, 1),
        ward.minh,
        ward.lan,
    )
    for who in strangers:
        with pytest.raises(Forbidden):
            answer_supplement(case, by=who, **sent(case))


def test_an_answer_is_papers_that_were_asked_for_or_words(ward: Ward) -> None:
    case = asked(ward)
    holder = Citizen(slip=case.code)
    with pytest.raises(Refused, match="ít nhất một giấy tờ"):
        answer_supplement(case, by=holder, files=(), words="  ")
    with pytest.raises(Refused, match="đúng những giấy tờ"):
        answer_supplement(case, by=holder, files=(Enclosed(file=scanned(), paper="khac", name="x.pdf"),))
    answer_supplement(case, by=holder, files=(), words="Giấy này đã nộp hôm trước.")
