"""Feedback where it is answered: due first, seen once more before it goes, by nobody but who answers for the office."""

from typing import Any

import pytest
from django.test import Client

from motcua.domain.feedback.actions import answer, send
from motcua.domain.feedback.models import Feedback, FeedbackReading
from motcua.domain.people.actor import Citizen
from tests.faces.api_program import Program, token_of
from tests.faces.desk_pages import form_of, signed_in, words
from tests.faces.public_pages import page_of, words_of
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {
    "kind": "behaviour",
    "text": "Chờ hai giờ.",
    "name": "Tạ Văn Hỏi",
    "contact": "hoi@vidu.example",
}
REPLY = "Xin lỗi ông, đã thêm quầy."


@pytest.fixture(autouse=True)
def _friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


@pytest.fixture
def sent(ward: Ward) -> Feedback:
    made: Feedback = send(ward.ward, by=Citizen(), **SAID)
    return made


def posted(client: Client, feedback: Feedback, **given: Any) -> Any:
    where = f"/phan-anh-den/{feedback.code}"
    form = form_of(client.get(where))
    form.pop("_action")
    return client.post(where, {**form, "answer": REPLY, **given})


def test_what_waits_stands_due_first_and_lateness_is_a_word_and_a_shape(
    ward: Ward, sent: Feedback, clock: Clock
) -> None:
    soon = send(ward.desk, by=Citizen(), kind="question", text="Mấy giờ mở cửa?")
    hoa = signed_in(ward.hoa)
    clock.at(14, month=12)
    page = hoa.get("/phan-anh-den")
    tree = page_of(page)
    assert tree.xpath("//tr/@data-row") == [soon.code, sent.code]
    late, today = (words_of(row) for row in tree.xpath("//tbody/tr"))
    assert "■ quá hạn 10 ngày làm việc" in late and "đến hạn hôm nay" in today
    assert "1 phản ánh đã quá hạn trả lời" in words(page) and "Tạ Văn Hỏi" not in words(page)
    assert "2 phản ánh chờ trả lời" in words(hoa.get("/ban-lam-viec"))
    assert "phản ánh chờ trả lời" not in words(signed_in(ward.lan).get("/ban-lam-viec"))
    answer(soon, by=ward.hoa, answer=REPLY)
    done = page_of(hoa.get("/phan-anh-den?loai=xong"))
    assert done.xpath("//tr/@data-row") == [soon.code] and "đã trả lời, trễ hạn" in words_of(done)


def test_an_answer_is_seen_once_more_and_then_sent(ward: Ward, sent: Feedback) -> None:
    hai = signed_in(ward.hai)
    where = f"/phan-anh-den/{sent.code}"
    page = words(hai.get(where))
    assert "Tạ Văn Hỏi" in page and "hoi@vidu.example" in page
    numbers = "Xin gọi 0912 345 678."
    preview = posted(hai, sent, answer=numbers)
    warned = words_of(page_of(preview).xpath("//*[@role='alert']")[0])
    assert preview.status_code == 200 and "0912 345 678" in warned and "Xin bỏ đi" in warned
    assert Feedback.objects.get().state == 1
    form = form_of(preview)
    form.pop("_action")
    back = hai.post(where, {**form, "sua": "1"})
    assert page_of(back).xpath("//textarea")[0].text.strip() == numbers
    form["answer"] = REPLY
    assert hai.post(where, {**form, "chac": "1"})["Location"] == "/phan-anh-den"
    assert "Đã gửi câu trả lời" in words(hai.get("/phan-anh-den"))
    assert Feedback.objects.get().answer == REPLY
    assert hai.post(where, {**form, "chac": "1"}).status_code == 302  # the same once more
    page = words(hai.get(where))
    assert REPLY in page and "Xem trước" not in page


def test_it_is_declined_with_the_directions_its_sender_will_read(ward: Ward, sent: Feedback) -> None:
    hoa = signed_in(ward.hoa)
    preview = posted(hoa, sent, how="complaint")
    assert "90 ngày" in words(preview)
    form = form_of(preview)
    form.pop("_action")
    hoa.post(f"/phan-anh-den/{sent.code}", {**form, "chac": "1"})
    assert Feedback.objects.get().declined_as == "complaint"
    assert "90 ngày" in words(hoa.get(f"/phan-anh-den/{sent.code}"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer": " "}, "viết câu trả lời"),
        ({"how": "bo-qua"}, "không có trong danh sách"),
        ({"answer": "a" * 4001}, "4000"),
        ({"expected": "x"}, "bằng chữ số"),
    ],
    ids=str,
)
def test_what_is_missing_is_asked_for(ward: Ward, sent: Feedback, given: dict[str, str], said: str) -> None:
    response = posted(signed_in(ward.hoa), sent, **given)
    assert response.status_code == 422 and said in words(response)


def test_who_comes_second_keeps_what_was_typed(ward: Ward, sent: Feedback) -> None:
    hoa, where = signed_in(ward.hoa), f"/phan-anh-den/{sent.code}"
    form = form_of(hoa.get(where))
    form.pop("_action")
    answer(sent, by=ward.hai, answer=REPLY)
    response = hoa.post(where, {**form, "answer": "Câu của tôi", "chac": "1"})
    assert response.status_code == 409
    assert "vừa được người khác xử lý" in words(response) and "Câu của tôi" in words(response)


def test_a_kind_is_corrected(ward: Ward, sent: Feedback) -> None:
    hoa, where = signed_in(ward.hoa), f"/phan-anh-den/{sent.code}"
    assert hoa.post(where, {"kind": "question"})["Location"] == where
    assert "30/11/2026" in words(hoa.get(where))
    assert hoa.post(where, {"kind": "praise"}).status_code == 422


def test_it_is_there_for_nobody_else(ward: Ward, sent: Feedback) -> None:
    where = f"/phan-anh-den/{sent.code}"
    assert signed_in(ward.son).get(where).status_code == 404
    assert signed_in(ward.son).post(where, {"answer": REPLY}).status_code == 404
    assert signed_in(ward.minh).get(where).status_code == 403
    assert not FeedbackReading.objects.exists()
    signed_in(ward.hoa).get(where)
    assert FeedbackReading.objects.get().staff == ward.hoa


def test_a_program_answers_as_its_person(ward: Ward, sent: Feedback) -> None:
    hoa, son = Program(token_of(ward.hoa, ward.ward)), Program(token_of(ward.son, ward.other))
    [line] = hoa.get("/inbox/feedback").json["items"]
    assert line["code"] == sent.code and "Tạ Văn Hỏi" not in str(line)
    place = f"/inbox/feedback/{sent.code}"
    one = hoa.get(place).json
    assert (one["name"], one["version"]) == ("Tạ Văn Hỏi", 1)
    assert son.get("/inbox/feedback").json["items"] == [] and son.get(place).status == 404
    assert son.post(f"{place}/acts/answered", {"answer": REPLY}).status == 404
    assert (
        hoa.post(f"{place}/acts/sorted", {"kind": "question", "expected": 1}).json["due_on"] == "2026-11-30"
    )
    stale = hoa.post(f"{place}/acts/answered", {"answer": REPLY, "expected": 1})
    assert (stale.status, stale.code) == (409, "stale")
    numbers = hoa.post(f"{place}/acts/answered", {"answer": "Số 0912345678"})
    assert (numbers.status, numbers.code) == (422, "refused")
    done = hoa.post(f"{place}/acts/answered", {"answer": REPLY}, key="a")
    assert (done.json["state"], done.json["standing"], done.json["version"]) == ("answered", "in_time", 3)
    assert hoa.post(f"{place}/acts/answered", {"answer": REPLY}, key="a").json == done.json
    late = hoa.post(f"{place}/acts/declined", {"answer": REPLY, "ground": "unclear"})
    assert (late.status, late.code) == (409, "wrong_state")
    assert hoa.get("/inbox/feedback", settled="true").json["items"][0]["code"] == sent.code
