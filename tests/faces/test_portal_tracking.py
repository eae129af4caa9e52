"""Following a case: the slip's secret or two facts from it; one answer for wrong and unknown; no names anywhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from motcua.domain.cases.actions.processing import confirm_supplement, hand_over, request_supplement
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.tracking import TRIES_PER_ADDRESS, TRIES_PER_CASE
from motcua.faces.portal.following import clock_of, ics_of, story_of
from motcua.faces.portal.happened import HAPPENED, NEXT
from tests import stories
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.people import LAND, LINKED, Ward
from tests.stories import BASIS, PLACES, Clock

Bring = Callable[..., Case]
NAMES = ("Nguyễn Văn Tâm", "Minh", "Lan", "Thảo", "0912000123", "001090012345", "ngõ 21")


@pytest.fixture(autouse=True)
def _from_a_friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


def followed(client: Client, case: Case, lang: str = "") -> Any:
    return page_of(client.get(f"{lang}/tra-cuu/{case.secret}"))


def asked(client: Client, code: str, proof: str, **more: Any) -> Any:
    return client.post("/tra-cuu", {"code": code, "proof": proof}, **more)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_case_is_shown_in_every_state_without_a_name(
    client: Client, case_in: Bring, place: str, lang: str
) -> None:
    case = case_in(place)
    tree = followed(client, case, lang)
    words = words_of(tree.xpath("//main")[0])
    assert case.code in words and case.procedure.short_name in words
    assert not [name for name in NAMES if name in words]
    if lang:
        assert left_in_vietnamese(tree) == []
    else:
        assert case.state_label in words


def test_the_clock_speaks_in_working_days(client: Client, case_in: Bring, clock: Clock) -> None:
    case = case_in("4")  # three working days from Friday, the 24th being a holiday: Thursday the 26th
    assert "Còn 3 ngày làm việc" in words_of(followed(client, case))
    clock.at(26, 10)
    assert "Đến hạn hôm nay" in words_of(followed(client, case))
    clock.at(27, 10)
    words = words_of(followed(client, case))
    assert "Quá hạn 1 ngày" in words and "xin lỗi" in words
    assert "1 working day late" in words_of(followed(client, case, "/en")).lower()


def test_a_new_promise_stands_beside_the_first_with_its_cause(
    client: Client, ward: Ward, clock: Clock
) -> None:
    case = stories.examined(ward, LAND)
    assert case.due_at
    stories.extended(ward, case, more_days=10, reason="Chờ ý kiến cơ quan thuế")
    tree = followed(client, case)
    dates = {words_of(row[0]): words_of(row[1]) for row in tree.xpath('//dl[@class="mc-dates"]/div')}
    assert dates["Hẹn trả ban đầu"] != dates["Hẹn lại"]
    assert "Chờ ý kiến cơ quan thuế" in words_of(tree)


def test_what_is_missing_is_said_with_why_and_until_when(client: Client, case_in: Bring) -> None:
    case = case_in("5")
    (notice,) = followed(client, case).xpath('//section[contains(@class, "mc-notice--warn")]')
    words = words_of(notice)
    for wanted in (stories.paper_of(case), "Tờ khai chưa ký", "20/12/2026", "lần đầu"):
        assert wanted in words
    assert "Tạm dừng" in words_of(followed(client, case))


def test_a_second_request_shows_that_a_leader_agreed_and_why(
    client: Client, ward: Ward, clock: Clock
) -> None:
    case = stories.asked(ward)
    case = confirm_supplement(stories.fresh(case), by=ward.minh)
    request_supplement(stories.fresh(case), by=ward.again().hoa, missing=[stories.paper_of(case)],
                       reason="Bản mới ghi sai năm sinh", legal_basis=BASIS, leader_agrees="Bản nộp lần hai có lỗi mới")  # fmt: skip
    words = words_of(followed(client, case))
    assert "lần thứ 2, lãnh đạo đã duyệt" in words and "Bản nộp lần hai có lỗi mới" in words


def test_the_parts_of_a_linked_case_are_shown_with_their_own_days(client: Client, ward: Ward) -> None:
    case = hand_over(stories.received(ward, LINKED), by=ward.minh)
    words = words_of(followed(client, case))
    assert "Các phần liên thông" in words and "Đăng ký khai sinh" in words


def test_the_pages_of_a_case_are_kept_nowhere(client: Client, case_in: Bring) -> None:
    case = case_in("4")
    for tail in ("", "/lich-hen.ics", "/giay-hen.pdf"):
        response = client.get(f"/tra-cuu/{case.secret}{tail}")
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store" and response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]


def test_a_secret_in_capitals_opens_the_same_case_and_a_wrong_one_nothing(
    client: Client, case_in: Bring
) -> None:
    case = case_in("4")
    assert case.code in words_of(page_of(client.get(f"/tra-cuu/{case.secret.upper()}")))
    wrong = client.get("/tra-cuu/" + "a" * 26)
    assert wrong.status_code == 404 and "Tra bằng mã hồ sơ" in words_of(page_of(wrong))
    assert client.get("/tra-cuu/" + "a" * 26 + "/giay-hen.pdf").status_code == 404
    assert client.get("/tra-cuu/khong-phai").status_code == 404


def test_the_code_and_the_pin_lead_to_the_slips_own_page(client: Client, case_in: Bring) -> None:
    case = case_in("4")
    untidy = f" {case.code.lower().replace('-', ' – ')} "
    response = asked(client, untidy, f"{case.pin[:3]} {case.pin[3:]}")
    assert response.status_code == 303 and response["Location"] == f"/tra-cuu/{case.secret}"


@pytest.mark.parametrize("proof", ["0123", "2345"])
def test_the_last_digits_show_the_progress_but_not_the_slip(
    client: Client, case_in: Bring, proof: str
) -> None:
    case = case_in("4")
    response = asked(client, case.code, proof)
    assert response.status_code == 303 and case.secret not in response["Location"]
    tree = page_of(client.get(response["Location"]))
    assert case.code in words_of(tree)
    assert (
        not tree.xpath('//a[contains(@href, "pdf")]')
        and case.secret not in client.get(response["Location"]).content.decode()
    )
    assert client.get(response["Location"] + "/lich-hen.ics").status_code == 200


def test_a_link_shown_for_an_hour_does_not_open_for_good(
    client: Client, case_in: Bring, clock: Clock
) -> None:
    case = case_in("4")
    place = asked(client, case.code, "0123")["Location"]
    assert client.get(place[:-3] + "abc").status_code == 404
    clock.wait(minutes=59)
    assert client.get(place).status_code == 200
    clock.wait(minutes=2)
    assert client.get(place).status_code == 404


def test_wrong_and_unknown_get_one_answer(client: Client, case_in: Bring) -> None:
    case = case_in("4")
    wrong = asked(client, case.code, "999999")
    unknown = asked(client, case.code[:-1] + "9", "999999")
    assert wrong.status_code == unknown.status_code == 422
    said = [words_of(page_of(r).xpath('//div[@role="alert"]')[0]) for r in (wrong, unknown)]
    assert said[0] == said[1] and "Không có hồ sơ nào khớp" in said[0]


@pytest.mark.parametrize(
    ("code", "proof"), [("", ""), ("H26.101.1-261120-0001", ""), ("", "123456"), ("H26", "12345"), ("H26", "abcdef"),
                        ("x" * 300, "123456"), ("H26\x00", "123456"), ("H26", "１２３４５６")],
)  # fmt: skip
def test_what_cannot_be_right_gets_a_sentence_and_is_kept(
    client: Client, ward: Ward, code: str, proof: str
) -> None:
    response = asked(client, code, proof)
    tree = page_of(response)
    assert response.status_code == 422
    assert tree.xpath("//title")[0].text.startswith("Lỗi:")
    for link in tree.xpath('//div[@role="alert"]//a/@href'):
        assert tree.xpath(f'//*[@id="{link[1:]}"]')
    if code == "H26":
        assert tree.xpath('//input[@name="code"]/@value') == ["H26"]


def test_a_case_tried_too_often_waits_and_opens_again(client: Client, case_in: Bring, clock: Clock) -> None:
    case = case_in("4")
    for _ in range(TRIES_PER_CASE):
        assert asked(client, case.code, "999999").status_code == 422
    refused = asked(client, case.code, case.pin)
    assert refused.status_code == 429 and refused["Retry-After"] == "900"
    assert "15 phút" in words_of(page_of(refused)) and "QR" in words_of(page_of(refused))
    assert case.code in words_of(followed(client, case))  # the slip itself needs no waiting
    clock.wait(minutes=16)
    assert asked(client, case.code, case.pin).status_code == 303


def test_an_address_that_tries_many_codes_waits(client: Client, case_in: Bring) -> None:
    case = case_in("4")
    for number in range(TRIES_PER_ADDRESS):
        asked(client, f"H26.101.1-261101-{number:04d}", "999999")
    assert asked(client, case.code, case.pin).status_code == 429
    assert asked(client, case.code, case.pin, REMOTE_ADDR="10.9.8.7").status_code == 303


def test_a_form_from_another_site_is_not_answered(client: Client, case_in: Bring) -> None:
    case = case_in("4")
    assert asked(client, case.code, case.pin, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_day_of_return_goes_into_a_calendar(client: Client, case_in: Bring) -> None:
    case = case_in("4")
    response = client.get(f"/tra-cuu/{case.secret}/lich-hen.ics")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART:20261126T023000Z" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert not [name for name in NAMES if name in text]


def test_the_slip_can_be_had_again_as_it_was(client: Client, case_in: Bring) -> None:
    case = case_in("4")
    response = client.get(f"/tra-cuu/{case.secret}/giay-hen.pdf")
    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF")
    online = case_in("1")
    assert "pdf" not in client.get(f"/tra-cuu/{online.secret}").content.decode()


def test_a_case_is_followed_with_two_statements(
    client: Client, case_in: Bring, django_assert_max_num_queries: Any
) -> None:
    case = case_in("4")
    with django_assert_max_num_queries(
        4
    ):  # kept: the office of the frame, what was promised, and by which office
        client.get(f"/tra-cuu/{case.secret}")
    with django_assert_max_num_queries(1):
        client.get(f"/tra-cuu/{case.secret}")


def test_every_act_shown_and_every_state_has_words() -> None:
    from motcua.domain.cases.queries import tracking
    from motcua.domain.cases.rules import State

    assert set(HAPPENED) == set(tracking._SHOWN)
    assert set(NEXT) == set(State)


def test_the_pieces_that_make_the_page_need_no_request(ward: Ward) -> None:
    from motcua.domain.cases.queries.tracking import status_by_code
    from motcua.foundation.actions import now

    status = status_by_code(stories.received(ward).code)
    assert status
    assert clock_of(status, now()).mark == "running"
    assert [entry.title for entry in story_of(status)] == ["Đã tiếp nhận hồ sơ"]
    assert "SUMMARY" in ics_of(status, address="Số 1; phố A, B", now=now())
