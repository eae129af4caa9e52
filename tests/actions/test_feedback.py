"""Feedback: sent by anybody, answered or declined by whoever answers for the office, and never changed after that."""

from typing import Any

import pytest
from django.db import Error, transaction

from motcua.domain.feedback.actions import answer, decline, send, sort
from motcua.domain.feedback.models import Feedback, FeedbackEvent, FeedbackReading, forget_senders
from motcua.domain.feedback.queries import feedback_for, feedback_list, waiting_count
from motcua.domain.people.actor import Citizen
from motcua.foundation.actions import SYSTEM, Forbidden, KeyReused, Refused, Stale, WrongState
from motcua.foundation.events.models import broken_link
from tests.actions.table import CAST, outcome
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.usefixtures("clock")
SAID: dict[str, Any] = {
    "kind": "behaviour",
    "text": "Tôi chờ từ 8 giờ đến 10 giờ\nmà không ai gọi.",
    "name": "Nguyễn Văn Tâm",
    "contact": "tam@vidu.example",
    "case_code": "H26.101.1-261120-9999",
}
ANSWER = "Xin lỗi ông. Từ thứ Hai có thêm một quầy."


def sent(ward: Ward, unit: str = "ward", **more: Any) -> Feedback:
    made: Feedback = send(getattr(ward, unit), by=Citizen(), **{**SAID, **more})
    return made


def test_anybody_sends_and_gets_a_code_and_a_day(ward: Ward, clock: Clock) -> None:
    made = sent(ward)
    assert made.code.startswith("PAKN-261120-") and len(made.secret) == 26
    assert (made.due_on.isoformat(), made.state_label) == ("2026-12-14", "Chờ trả lời")
    assert Feedback.objects.of_secret(made.secret.upper()) == made
    event = made.events.get()
    assert (event.name, event.payload["kind"]) == ("feedback.sent", "behaviour")
    assert broken_link([event], f"feedback {made.code}") is None
    assert not [word for word in SAID.values() if word in str(event.payload) and word != "behaviour"]


def test_staff_send_none_in_the_name_of_people(ward: Ward) -> None:
    for by in (ward.minh, ward.hoa, ward.hai, SYSTEM):
        with pytest.raises(Forbidden):
            send(ward.ward, by=by, **SAID)


REFUSED = [
    ({"text": " \n "}, "viết điều"),
    ({"text": "a" * 4001}, "4001 ký tự"),
    ({"text": "Chờ\x00lâu"}, "không đọc được"),
    ({"kind": "praise"}, "nói về điều gì"),
    ({"contact": "nhà tôi"}, "dấu @"),
    ({"contact": "0912"}, "10 chữ số"),
    ({"name": "a" * 121}, "quá dài"),
]


@pytest.mark.parametrize(("wrong", "said"), REFUSED, ids=str)
def test_what_cannot_be_taken_is_refused_in_a_sentence(wrong: dict[str, Any], said: str, ward: Ward) -> None:
    with pytest.raises(Refused, match=said):
        sent(ward, **wrong)
    assert not Feedback.objects.exists()


def test_a_department_takes_none(ward: Ward) -> None:
    with pytest.raises(Refused, match="chọn cơ quan"):
        sent(ward, "justice")


def test_sent_twice_with_one_key_it_is_one(ward: Ward) -> None:
    assert sent(ward, key="a") == sent(ward, key="a")
    with pytest.raises(KeyReused):
        sent(ward, key="a", text="Điều khác")
    assert Feedback.objects.count() == 1


# Who × about which unit: the leader of the unit or above it, the head of its desk (spec: §2.2, §7); nobody else.
WHO = {
    "ward": {"hoa", "hai"},
    "desk": {"hoa", "hai"},
    "other": {"son"},
    "other_desk": {"son"},
    "city": set[str](),
}
DOES: dict[str, Any] = {
    "answered": lambda each, by: answer(each, by=by, answer=ANSWER),
    "declined": lambda each, by: decline(each, by=by, ground="complaint", answer=ANSWER),
    "sorted": lambda each, by: sort(each, by=by, kind="idea"),
}
SETTLED = ("answered", "declined")


@pytest.mark.parametrize("unit", WHO)
def test_who_may_do_what_in_which_state(ward: Ward, unit: str) -> None:
    new = sent(ward, unit)
    states = {"new": new}
    if by := next(iter(WHO[unit]), None):
        for done in SETTLED:
            states[done] = DOES[done](sent(ward, unit), getattr(ward, by))
    for person in CAST:
        who = getattr(ward, person)
        for state, feedback in states.items():
            expected = "F" if person not in WHO[unit] else "Y" if state == "new" else "W"
            for does in DOES.values():
                assert outcome(lambda does=does, on=feedback, who=who: does(on, who)) == expected, (
                    person,
                    state,
                )  # type: ignore[misc]
        seen = set(Feedback.objects.visible_to(who))
        assert seen == (set(states.values()) if person in WHO[unit] else set()), person
    for nobody in (Citizen(), SYSTEM):
        assert outcome(lambda who=nobody: answer(new, by=who, answer=ANSWER)) == "F"  # type: ignore[misc]


def test_an_answer_needs_words_and_is_told_by_whom_it_was_given(ward: Ward, clock: Clock) -> None:
    made = sent(ward)
    for nothing in ("", " \n"):
        with pytest.raises(Refused, match="viết câu trả lời"):
            answer(made, by=ward.hoa, answer=nothing)
    clock.at(24)
    done = answer(made, by=ward.hai, answer=ANSWER)
    assert (done.answer, done.stands(clock.now)) == (ANSWER, "in_time")
    events = list(done.events.order_by("n"))
    assert [(e.name, e.staff, e.unit) for e in events[1:]] == [("feedback.answered", ward.hai, ward.desk)]
    assert broken_link(list(events), f"feedback {made.code}") is None
    assert ANSWER not in str([event.payload for event in events])


def test_numbers_of_people_in_an_answer_are_looked_at_again(ward: Ward) -> None:
    made, words = sent(ward), "Xin gọi anh Tâm, số 0912 345 678, căn cước 001090012345."
    for does in (
        lambda **more: answer(made, by=ward.hoa, answer=words, **more),
        lambda **more: decline(made, by=ward.hoa, ground="unclear", answer=words, **more),
    ):
        with pytest.raises(Refused, match="0912 345 678, 001090012345"):
            does()
    assert answer(made, by=ward.hoa, answer=words, reviewed=True).answer == words


def test_what_is_declined_says_on_which_ground(ward: Ward) -> None:
    made = sent(ward)
    with pytest.raises(Refused, match="chọn lý do"):
        decline(made, by=ward.hoa, ground="annoying", answer=ANSWER)
    done = decline(made, by=ward.hoa, ground="denunciation", answer=ANSWER)
    assert (done.state_label, done.declined_as) == ("Không xử lý, đã hướng dẫn", "denunciation")
    assert done.events.order_by("-n")[0].payload["ground"] == "denunciation"


def test_a_corrected_kind_brings_the_day_nearer_and_never_moves_it_away(ward: Ward) -> None:
    made = sort(sent(ward), by=ward.hoa, kind="question")
    assert (made.kind, made.due_on.isoformat()) == ("question", "2026-11-30")
    made = sort(made, by=ward.hoa, kind="rules")
    assert (made.kind, made.due_on.isoformat()) == ("rules", "2026-11-30")
    with pytest.raises(Refused, match="đúng loại"):
        sort(made, by=ward.hoa, kind="rules")
    with pytest.raises(Refused, match="bốn loại"):
        sort(made, by=ward.hoa, kind="praise")


def test_of_two_who_answer_one_is_told_of_the_other(ward: Ward) -> None:
    made = sent(ward)
    answer(made, by=ward.hoa, answer=ANSWER, expected=1)
    with pytest.raises(Stale, match="vừa được người khác xử lý"):
        answer(made, by=ward.hai, answer="Câu trả lời khác", expected=1)
    with pytest.raises(WrongState):
        answer(made, by=ward.hai, answer="Câu trả lời khác")


FORBIDDEN: list[dict[str, Any]] = [
    {"text": "Mọi thứ đều tốt"},
    {"answer": "Câu khác"},
    {"state": 1, "answer": "", "settled_at": None},
    {"due_on": "2027-01-01"},
    {"kind": "idea"},
    {"name": "Người khác"},
    {"contact": "khac@vidu.example"},
    {"case_code": ""},
    {"code": "PAKN-261120-2222"},
]


@pytest.mark.parametrize("change", FORBIDDEN, ids=str)
def test_the_database_lets_nobody_change_what_was_said(ward: Ward, change: dict[str, Any]) -> None:
    made = answer(sent(ward), by=ward.hoa, answer=ANSWER)
    with pytest.raises(Error), transaction.atomic():
        Feedback.objects.filter(pk=made.pk).update(**change)


def test_nothing_of_it_is_removed(ward: Ward, clock: Clock) -> None:
    made = sent(ward)
    assert feedback_for(ward.hoa, made.code, at=clock.now)
    for rows in (Feedback.objects.all(), FeedbackEvent.objects.all(), FeedbackReading.objects.all()):
        with pytest.raises(Error), transaction.atomic():
            rows._raw_delete("default")
    for log in (FeedbackEvent, FeedbackReading):
        with pytest.raises(Error), transaction.atomic():
            log.objects.update(at=clock.now)  # type: ignore[attr-defined]


def test_the_database_holds_to_an_answer_with_its_moment(ward: Ward, clock: Clock) -> None:
    made = sent(ward)
    for wrong in ({"state": 2}, {"answer": "a"}, {"state": 2, "answer": "a"}, {"state": 3, "answer": "a"}):
        with pytest.raises(Error), transaction.atomic():
            Feedback.objects.filter(pk=made.pk).update(**wrong)


def test_whoever_opens_it_is_noted_and_nobody_else_finds_it(ward: Ward, clock: Clock) -> None:
    made = sent(ward, "desk")
    for stranger in (ward.minh, ward.lan, ward.son, ward.an, ward.tuan):
        assert feedback_for(stranger, made.code, at=clock.now) is None
    assert not FeedbackReading.objects.exists()
    assert feedback_for(ward.hai, made.code, at=clock.now) == made
    [look] = FeedbackReading.objects.all()
    assert (look.staff, look.unit, look.at) == (ward.hai, ward.desk, clock.now)
    assert feedback_for(ward.hai, "PAKN-261120-2222", at=clock.now) is None


def test_what_waits_stands_due_first_and_is_counted(ward: Ward, clock: Clock) -> None:
    slow, soon = sent(ward, kind="rules"), sent(ward, kind="question")
    done = answer(sent(ward), by=ward.hoa, answer=ANSWER)
    assert feedback_list(ward.hoa, settled=False, limit=10) == [soon, slow]
    assert feedback_list(ward.hoa, settled=False, limit=1, offset=1) == [slow]
    assert feedback_list(ward.hoa, settled=True, limit=10) == [done]
    assert waiting_count(ward.hoa, on=soon.due_on) == (2, 0)
    assert waiting_count(ward.hai, on=slow.due_on) == (2, 1)
    assert waiting_count(ward.son, on=slow.due_on) == (0, 0)


def test_names_and_contacts_go_a_year_after_the_answer_and_the_words_stay(ward: Ward, clock: Clock) -> None:
    answered, waits = answer(sent(ward), by=ward.hoa, answer=ANSWER), sent(ward)
    clock.wait(days=364)
    assert list(forget_senders(at=clock.now)) == []
    clock.wait(days=2)
    assert list(forget_senders(at=clock.now)) == [answered.pk]
    answered.refresh_from_db()
    waits.refresh_from_db()
    assert (answered.name, answered.contact, answered.text) == ("", "", SAID["text"])
    assert waits.contact == SAID["contact"]
    assert list(forget_senders(at=clock.now)) == []
