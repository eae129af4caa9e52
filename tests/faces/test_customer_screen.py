"""The screen turned to the customer: its own key and nothing else, the person who stands there and nobody else."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from motcua.application.collecting.receiving import receive as bank_tells
from motcua.domain.cases.models import Case
from motcua.domain.payments.actions import adopt_account
from motcua.domain.payments.models import Charge
from motcua.domain.payments.rules import ChargeLine
from motcua.domain.surveys.models import Rating
from motcua.domain.surveys.rules import questions_on
from motcua.foundation.actions import SYSTEM
from motcua.foundation.gateways.bank.contract import Credit
from tests.faces.counter_forms import signed_in, typed
from tests.faces.matrix import CASE_PAGES, PAGES
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.people import Ward
from tests.stories import Clock, finished, fresh, moment, received

Bring = Callable[..., Case]
SCREEN = "/quay/man-hinh-khach"
NAME = "Nguyễn Văn Tâm"


class Counter:
    """Minh's browser, and the tablet beside it, which has no session of anybody."""

    def __init__(self, ward: Ward, login: str = "minh") -> None:
        self.officer = signed_in(Client(), getattr(ward, login))
        self.tablet = Client()
        offered = self.officer.post("/quay/man-hinh", {"viec": "ghep"})
        code = re.search(r"\d{4} \d{4}", offered.content.decode())
        assert code
        self.code = code[0]
        assert self.tablet.get(SCREEN).url == f"{SCREEN}/ghep"
        assert self.tablet.post(f"{SCREEN}/ghep", {"code": self.code}).url == SCREEN

    def show(self, case: Case, page: str = "ho-so", doing: str = "hien") -> Any:
        return self.officer.post(f"/quay/ho-so/{case.code}/cho-khach-xem", {"trang": page, "viec": doing})

    @property
    def words(self) -> str:
        (place,) = page_of(self.tablet.get(SCREEN)).xpath("//*[@id='man-hinh']")
        return words_of(place)

    def taps(self, **said: Any) -> Any:
        turn = page_of(self.tablet.get(SCREEN)).xpath("//input[@name='luot']/@value")
        return self.tablet.post(SCREEN, {"luot": turn[0] if turn else "", **said})


@pytest.fixture
def counter(ward: Ward, clock: Clock) -> Counter:
    return Counter(ward)


def owing(ward: Ward, **more: Any) -> Case:
    return received(
        ward, fee=8_000, charges=(ChargeLine("Lệ phí hộ tịch", 8_000, 8_000, key="le-phi"),), **more
    )


# Its own audience ---------------------------------------------------------------------------------------------


def test_the_key_of_a_screen_opens_the_screen_and_nothing_else(ward: Ward, counter: Counter) -> None:
    case = received(ward)
    (cookie,) = [each for each in counter.tablet.cookies.values() if each.value and each.key != "csrftoken"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    for path in ("/quay/", "/quay/man-hinh", f"/quay/ho-so/{case.code}", "/ban-lam-viec", "/tai-khoan"):
        assert counter.tablet.get(path).status_code == 302, path
    assert not counter.tablet.cookies.get("sessionid")
    mine = {name for name in {**PAGES, **CASE_PAGES} if "customer_screen" in name or "pair_screen" in name}
    assert mine == {"counter:customer_screen", "counter:pair_screen"}


def test_whoever_signs_in_at_the_same_browser_changes_nothing(ward: Ward, counter: Counter) -> None:
    counter.tablet.force_login(ward.hai.account)
    counter.show(received(ward))
    assert NAME in counter.words
    staff = signed_in(Client(), ward.minh)
    assert staff.get(SCREEN).url == f"{SCREEN}/ghep"


def test_guessing_codes_ends(ward: Ward, clock: Clock) -> None:
    client = Client()
    for _ in range(60):
        answer = client.post(f"{SCREEN}/ghep", {"code": "1234 5678"})
    assert answer.status_code == 422 and "lấy mã mới" in words_of(page_of(answer))
    offered = signed_in(Client(), ward.minh).post("/quay/man-hinh", {"viec": "ghep"})
    code = re.search(r"\d{4} \d{4}", offered.content.decode())
    again = client.post(f"{SCREEN}/ghep", {"code": code[0] if code else ""})
    assert again.status_code == 422 and "quá nhiều lần" in words_of(page_of(again))


def test_the_officer_may_end_it(ward: Ward, counter: Counter) -> None:
    assert "đã ghép một màn hình" in words_of(page_of(counter.officer.get("/quay/man-hinh")))
    counter.officer.post("/quay/man-hinh", {"viec": "bo"})
    assert counter.tablet.get(SCREEN).url == f"{SCREEN}/ghep"
    refused = counter.show(received(ward))
    assert refused.url == "/quay/man-hinh"
    assert "chưa ghép" in words_of(page_of(counter.officer.get("/quay/man-hinh")))


# The person who stands there ----------------------------------------------------------------------------------


def test_it_greets_until_a_case_is_shown_and_again_twenty_seconds_later(
    ward: Ward, counter: Counter, clock: Clock
) -> None:
    case = received(ward)
    assert "Xin chào" in counter.words and ward.desk.name in counter.words
    assert "đang chào" in words_of(page_of(counter.officer.get(f"/quay/ho-so/{case.code}")))
    assert NAME not in counter.words  # opening a case shows nothing: it may be another person's
    assert counter.show(case).url == f"/quay/ho-so/{case.code}"
    assert NAME in counter.words and case.code in counter.words and "Xin chào" not in counter.words
    clock.wait(seconds=20)
    assert NAME not in counter.tablet.get(SCREEN).content.decode() and "Xin chào" in counter.words


def test_it_stays_while_the_officers_page_is_open(ward: Ward, counter: Counter, clock: Clock) -> None:
    case = received(ward)
    counter.show(case)
    page = counter.officer.get(f"/quay/ho-so/{case.code}").content.decode()
    asks = re.search(r'hx-get="([^"]*dang-hien[^"]*)" hx-trigger="every (\d+)s"', page)
    assert asks and int(asks[2]) * 2 < 20
    for _ in range(5):
        clock.wait(seconds=15)
        told = counter.officer.get(asks[1].replace("&amp;", "&"), headers={"HX-Request": "true"})
        assert "đang hiện hồ sơ này" in words_of(page_of(told))
    assert NAME in counter.words
    clock.wait(seconds=20)
    told = counter.officer.get(asks[1].replace("&amp;", "&"), headers={"HX-Request": "true"})
    assert "đang chào" in words_of(page_of(told)) and "dang-hien" not in told.content.decode()


@pytest.mark.parametrize("place", ["/quay/", "/quay/tra-ket-qua", "/quay/thu-tien", "another case"])
def test_whoever_comes_next_sees_nothing_of_the_one_before(ward: Ward, counter: Counter, place: str) -> None:
    counter.show(received(ward))
    other = received(ward, name="Lý Văn Hai")
    counter.officer.get(f"/quay/ho-so/{other.code}" if place == "another case" else place)
    text = counter.tablet.get(SCREEN).content.decode()
    assert "Xin chào" in counter.words and NAME not in text and "Lý Văn Hai" not in text


def test_a_case_of_another_desk_cannot_be_shown(ward: Ward, counter: Counter) -> None:
    case = received(ward)
    beside = Counter(ward, "quan")
    assert beside.show(case).status_code == 404
    assert "Xin chào" in beside.words and "Xin chào" in counter.words


def test_receiving_shows_the_slip_for_a_telephone(ward: Ward, counter: Counter) -> None:
    done = counter.officer.post("/quay/", typed())
    case = Case.objects.get(received_unit=ward.desk, applicant_name="Nguyễn Thị Ngưỡng")
    assert "Đã tiếp nhận hồ sơ" in counter.words and case.code in counter.words
    tree = page_of(counter.tablet.get(SCREEN))
    assert tree.xpath("//svg[contains(@class, 'mc-qr')]") and case.pin not in counter.words
    counter.officer.get(done.url)
    assert "Đã tiếp nhận hồ sơ" in counter.words
    counter.officer.get(f"/quay/thu-tien/{case.code}")
    assert "Hồ sơ của ông/bà" in counter.words
    counter.show(case, doing="xoa")
    assert "Xin chào" in counter.words


def test_what_comes_by_post_is_shown_to_nobody(ward: Ward, counter: Counter) -> None:
    counter.officer.post("/quay/", typed(channel="3"))
    assert Case.objects.filter(applicant_name="Nguyễn Thị Ngưỡng").exists() and "Xin chào" in counter.words


def test_the_fee_with_its_vietqr_until_the_bank_says_it_came(ward: Ward, counter: Counter) -> None:
    adopt_account(ward.ward, by=SYSTEM, bank="970436", number="0011001234567", holder="UBND PHUONG AN BINH",
                  valid_from=date(2026, 1, 1))  # fmt: skip
    case = owing(ward)
    counter.show(case, "thu-tien")
    tree = page_of(counter.tablet.get(SCREEN))
    charge = Charge.objects.get()
    assert "8.000 ₫" in counter.words and charge.payment_key in counter.words
    assert tree.xpath("//*[contains(@aria-label, 'VietQR')]//svg")
    asks = tree.xpath("//*[@hx-get]/@hx-get")[0]
    assert counter.tablet.get(asks, headers={"HX-Request": "true"}).status_code == 204
    bank_tells(
        Credit(bank="970436", account="0011001234567", paid_at=moment(20, 10), amount=8_000,
               content=charge.payment_key, transaction_id="FT1"), told_by="call_back",
    )  # fmt: skip
    told = counter.tablet.get(asks, headers={"HX-Request": "true"}).content.decode()
    assert "Đã nhận đủ tiền" in told and "<html" not in told


def test_where_no_account_takes_transfers_the_screen_says_to_pay_at_the_desk(
    ward: Ward, counter: Counter
) -> None:
    counter.show(owing(ward))
    assert "Xin nộp tại quầy" in counter.words


# How it was ---------------------------------------------------------------------------------------------------


def given_back(counter: Counter, ward: Ward, relation: str = "Chính chủ") -> Case:
    case = finished(ward)
    page = counter.officer.get(f"/quay/tra-ket-qua/{case.code}").content.decode()
    values = dict(re.findall(r'<input type="hidden" name="(key|expected)" value="([^"]*)"', page))
    sent = {"receiver_name": NAME, "relation": relation, **values}
    assert counter.officer.post(f"/quay/tra-ket-qua/{case.code}", sent).status_code == 302
    return fresh(case)


def test_after_the_result_it_asks_with_three_buttons_and_thanks(
    ward: Ward, counter: Counter, clock: Clock
) -> None:
    case = given_back(counter, ward)
    counter.officer.get("/quay/tra-ket-qua")
    tree = page_of(counter.tablet.get(SCREEN))
    assert tree.xpath("//button[@name='score']/@value") == ["3", "2", "1"]
    assert case.code not in counter.words and NAME not in counter.words
    taps = 1
    counter.taps(score=3)
    for question in questions_on(moment(20).date()):
        assert question.text in counter.words
        counter.taps(question=question.key, answer="co")
        taps += 1
    assert taps == 8 and "Xin cảm ơn" in counter.words
    assert Rating.objects.get().through == "tablet"
    clock.wait(seconds=20)
    assert "Xin chào" in counter.words


def test_a_low_rating_needs_a_reason_and_offers_to_say_more(ward: Ward, counter: Counter) -> None:
    given_back(counter, ward)
    counter.taps(score=1)
    assert len(page_of(counter.tablet.get(SCREEN)).xpath("//button[@name='reason']")) == 6
    counter.taps(reason="khac")
    refused = counter.taps(ended=1, remark="")
    assert refused.status_code == 422 and "viết vài chữ" in words_of(page_of(refused))
    long = counter.taps(ended=1, remark="a" * 1001)
    assert long.status_code == 422 and "a" * 1001 in long.content.decode()
    assert not Rating.objects.exists()
    counter.taps(ended=1, remark="Mất điện")
    assert "Xin cảm ơn" in counter.words and "góp ý" in counter.words
    assert Rating.objects.get().remark == "Mất điện"


@pytest.mark.parametrize("said", [{}, {"score": "9"}, {"score": "x"}, {"reason": "a"}, {"question": "a", "answer": "co"},
                                  {"luot": "x" * 30, "score": "3"}])  # fmt: skip
def test_what_no_button_says_changes_nothing(ward: Ward, counter: Counter, said: dict[str, str]) -> None:
    given_back(counter, ward)
    assert counter.taps(**said).status_code == 302
    assert page_of(counter.tablet.get(SCREEN)).xpath("//button[@name='score']")


def test_the_officers_pages_say_nothing_of_what_was_rated(ward: Ward, counter: Counter) -> None:
    case = given_back(counter, ward)
    page = f"/quay/ho-so/{case.code}"
    counter.officer.get(page)  # “Đã trả kết quả” is said once
    before = words_of(page_of(counter.officer.get(page)))
    assert "đang hỏi ý kiến" in before
    counter.taps(score=1)
    counter.taps(reason="thai_do")
    counter.taps(ended=1)
    assert Rating.objects.exists()
    assert words_of(page_of(counter.officer.get(page))) == before


# Languages, and without scripts -------------------------------------------------------------------------------


def test_it_asks_again_by_itself_without_scripts_but_not_while_somebody_writes(
    ward: Ward, counter: Counter
) -> None:
    def refresh() -> int:
        found = re.search(
            r'http-equiv="refresh" content="(\d+)"', counter.tablet.get(SCREEN).content.decode()
        )
        return int(found[1]) if found else 0

    assert 0 < refresh() <= 5
    given_back(counter, ward)
    assert 0 < refresh() <= 5
    counter.taps(score=1)
    counter.taps(reason="cho_lau")
    assert refresh() >= 60


def test_english_for_whoever_asks_and_vietnamese_for_the_next(
    ward: Ward, counter: Counter, clock: Clock
) -> None:
    case = owing(ward)
    for page in ("ho-so", "xong"):
        counter.show(case, page)
        assert left_in_vietnamese(page_of(counter.tablet.get(f"/en{SCREEN}"))) == []
    given_back(counter, ward)
    for said in ({}, {"score": 2}, {"score": 1}, {"reason": "cho_lau"}, {"ended": 1}):
        counter.taps(**said)
        page = page_of(counter.tablet.get(f"/en{SCREEN}"))
        assert left_in_vietnamese(page) == [], said
    clock.wait(seconds=20)
    assert counter.tablet.get(f"/en{SCREEN}").url == f"{SCREEN}?thay="
    assert left_in_vietnamese(page_of(counter.officer.get("/en/quay/man-hinh"))) == []
    assert left_in_vietnamese(page_of(Client().get(f"/en{SCREEN}/ghep"))) == []
