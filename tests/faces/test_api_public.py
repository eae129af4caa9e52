"""What anybody may ask the API: how a case stands, the procedures, the figures; never a person's name."""

from typing import Any
from unicodedata import normalize

import pytest

from tests.faces.api_program import Program
from tests.people import BIRTH, Ward
from tests.stories import Clock, asked, examined

pytestmark = pytest.mark.django_db
anybody = Program()
NAMES = ("Nguyễn Văn Tâm", "001090012345", "0912000123", "Số 8 ngõ 21", "Trần Quang Minh", "Nguyễn Thị Lan", "Hoàng Phương Thảo")  # fmt: skip


@pytest.fixture(autouse=True)
def _now(clock: Clock) -> None:
    """Friday 20/11/2026."""


def test_the_slips_secret_tells_how_the_case_stands(ward: Ward) -> None:
    case = examined(ward)
    told = anybody.get(f"/status/{case.secret}")
    assert told.status == 200
    assert told.json["code"] == case.code
    assert told.json["state_label"] == case.state_label
    assert told.json["held_by"] == ward.justice.name
    assert told.json["moves"][0]["label"] == "Tiếp nhận hồ sơ"
    assert told.json["due_promised"].endswith("+07:00")
    assert anybody.get(f"/status/{case.secret.upper()}").json == told.json


def test_no_name_of_a_person_is_told(ward: Ward) -> None:
    case = asked(ward)
    for told in (anybody.get(f"/status/{case.secret}"), prove(case.code, case.pin)):
        assert told.status == 200
        assert [name for name in NAMES if name in told.text] == []
        assert told.json["asked"][0]["reason"] == "Tờ khai chưa ký"


def prove(code: str, proof: str, **more: Any) -> Any:
    return anybody.post("/status", {"code": code, "proof": proof, **more})


def test_by_hand_a_case_opens_to_its_pin_or_to_last_digits_on_file(ward: Ward) -> None:
    case = examined(ward)
    for proof in (case.pin, "0123", "2345", f" {case.pin} "):
        assert prove(case.code.lower(), proof).json["code"] == case.code


def test_no_such_case_and_a_wrong_proof_get_one_answer(ward: Ward) -> None:
    case = examined(ward)
    wrong, unknown = prove(case.code, "000000"), prove("H26.101.1-261120-9999", "000000")
    assert wrong.status == unknown.status == 404
    assert wrong.text == unknown.text
    assert dict(wrong.headers) == dict(unknown.headers)
    assert anybody.get(f"/status/{'a' * 26}").text == wrong.text


def test_a_case_may_be_tried_five_times_in_a_quarter_of_an_hour(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    assert [prove(case.code, "000000").status for _ in range(5)] == [404] * 5
    for proof in ("000000", case.pin):  # the right number too, so that guessing on is no use
        stopped = prove(case.code, proof)
        assert (stopped.status, stopped.code) == (429, "too_many_tries")
        assert stopped.headers["Retry-After"] == "900"
        assert "15 phút" in stopped.sentence
    clock.wait(minutes=15)
    assert prove(case.code, case.pin).status == 200


def test_an_address_may_try_twenty_cases_in_a_quarter_of_an_hour(ward: Ward) -> None:
    tried = [prove(f"H26.101.1-261120-{n:04}", "1234").status for n in range(21)]
    assert tried == [404] * 20 + [429]
    # The secret of a slip is too long to be guessed: it opens all the same.
    assert anybody.get(f"/status/{examined(ward).secret}").status == 200


def test_a_published_procedure_is_found_with_or_without_its_marks(ward: Ward) -> None:
    for words in ("khai sinh", "Khai sinh", normalize("NFD", "Đăng ký khai sinh"), "dang ky khai sinh"):
        found = anybody.get("/procedures", q=words)
        assert found.json["items"][0]["code"] == BIRTH, words
    assert anybody.get("/procedures", limit=1).json["total"] > 1
    whole = anybody.get(f"/procedures/{BIRTH}")
    assert whole.json["document"]["code"] == BIRTH
    assert whole.json["valid_to"] is None


def test_an_unknown_procedure_is_told_by_its_code(ward: Ward) -> None:
    answer = anybody.get("/procedures/9.999999")
    assert (answer.status, answer.code) == (404, "not_found")
    assert "9.999999" in answer.sentence


def test_figures_are_counted_for_a_period_and_a_unit(ward: Ward) -> None:
    examined(ward)
    period = {"from": "2026-11-01", "to": "2026-11-30"}
    counted = anybody.get("/figures", **period, unit=ward.ward.code)
    assert [(line["unit"]["code"], line["received"]) for line in counted.json["items"]] == [
        (ward.desk.code, 1)
    ]
    assert counted.json["total"]["received"] == 1
    assert counted.json["total"]["on_time_share"] is None
    assert anybody.get("/figures", unit=ward.other.code).json["items"] == []


WRONG: dict[str, tuple[str, dict[str, Any], int, str]] = {
    "no such day": ("/figures", {"from": "2026-02-31"}, 422, "Phải là ngày có dạng 2026-11-20."),
    "a number for a day": ("/figures", {"from": "1763596800"}, 422, "Phải viết ngày dạng 2026-11-20."),
    "a year nobody reckons with": ("/figures", {"from": "0001-01-01"}, 422, "Năm phải từ 1900 đến 2099."),
    "ends before it begins": ("/figures", {"from": "2026-11-20", "to": "2026-11-01"}, 422, "phải trước hoặc trùng"),
    "too long a period": ("/figures", {"from": "2020-01-01", "to": "2026-01-01"}, 422, "không quá ba năm"),
    "unknown unit": ("/figures", {"unit": "H99"}, 404, "Không có đơn vị mã H99."),
    "too many": ("/procedures", {"limit": "101"}, 422, "Phải từ 100 trở xuống."),
    "none": ("/procedures", {"limit": "0"}, 422, "Phải từ 1 trở lên."),
    "not a number": ("/procedures", {"offset": "mười"}, 422, "Phải là số nguyên."),
    "too long": ("/procedures", {"q": "k" * 201}, 422, "nhiều nhất 200 ký tự"),
    "an old font": ("/procedures", {"q": "§¨ng ký khai sinh, giÊy chøng nhËn"}, 422, "bảng mã cũ"),
    "NUL": ("/procedures", {"q": "khai\x00sinh"}, 422, "Ký tự thứ 5 không đọc được"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_question_is_answered_with_what_to_send(ward: Ward, kind: str) -> None:
    path, query, status, sentence = WRONG[kind]
    answer = anybody.get(path, **query)
    assert answer.status == status
    assert sentence in answer.sentence
    if status == 422 and answer.json["fields"]:
        assert answer.json["fields"][0]["field"] in query


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "code"), ({"code": "", "proof": "1"}, "code"), ({"code": "H26", "proof": "1" * 21}, "proof"),
     ({"code": "H26", "proof": 1234}, "proof"), ({"code": "H26", "proof": "1", "pin": "2"}, "pin"), ([], "")],
)  # fmt: skip
def test_a_proof_not_fit_to_be_one_is_named(ward: Ward, sent: Any, field: str) -> None:
    answer = anybody.post("/status", sent)
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.json["fields"][0]["field"] == field


def test_a_try_in_any_spelling_counts_for_the_same_case(ward: Ward) -> None:
    case = examined(ward)
    for n in range(5):
        prove(f" {case.code.lower() if n % 2 else case.code} ", "000000")
    assert prove(case.code, case.pin).status == 429
