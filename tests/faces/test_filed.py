"""C9 and the communes of C5: what stands after a filing, for the calendar and the printer; places listed while typing."""

from typing import Any

import pytest
from django.test import Client

from motcua.domain.cases.actions.intake import accept
from motcua.domain.cases.models import Case
from tests.faces.filing_pages import FATHER, begin, go_through, press
from tests.faces.public_pages import assert_light, left_in_vietnamese, page_of, words_of
from tests.people import Ward
from tests.stories import Clock, fresh


@pytest.fixture(autouse=True)
def _on_a_friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


def filed(client: Client) -> tuple[str, Case]:
    return go_through(client, {**FATHER, "copies": "0", "result_by": "online"}), Case.objects.get()


def calendar(client: Client, case: Case) -> str:
    answer = client.get(f"/tra-cuu/{case.secret}/lich-hen.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    return answer.content.decode().replace("\r\n ", "")


def test_before_reception_it_says_when_the_office_answers(client: Client, ward: Ward) -> None:
    done, case = filed(client)
    page = page_of(client.get(done))
    words = words_of(page)
    assert "Cơ quan trả lời chậm nhất" in words and "09:30 thứ Hai, 23/11/2026" in words
    assert "ngày hẹn trả kết quả là 17:30 thứ Hai, 23/11/2026" in words  # received before 15:00: the same day
    assert "tệp đã ký số" in words and not page.xpath('//a[contains(@href, ".pdf")]')
    assert page.xpath(f'//button[@data-copy="{case.code}"]') and page.xpath("//button[@data-print]")
    entry = calendar(client, case)
    assert "DTSTART:20261123T023000Z" in entry and "SUMMARY:Cơ quan trả lời hồ sơ" in entry
    assert "LOCATION" not in entry
    assert left_in_vietnamese(page_of(client.get(f"/en{done}"))) == []
    assert_light(client, done)


@pytest.mark.parametrize(
    ("gateway", "email", "said"),
    [
        ("", "tam@vidu.vn", "thư được gửi tới tam@vidu.vn"),
        ("http://127.0.0.1:9/messages", "", "tin nhắn được gửi tới 0912000123"),
        ("", "", ""),
    ],
)
def test_it_says_where_the_next_message_goes(
    client: Client, ward: Ward, settings: Any, gateway: str, email: str, said: str
) -> None:
    settings.SMS_URL = gateway
    words = words_of(page_of(client.get(go_through(client, {**FATHER, "copies": "0", "email": email}))))
    assert said in words and ("Mỗi lần có việc mới" in words) is bool(said)


def test_after_reception_it_says_the_promised_day_and_gives_the_slip(client: Client, ward: Ward) -> None:
    done, case = filed(client)
    accept(case, by=ward.minh)
    page = page_of(client.get(done))
    words = words_of(page.xpath("//main")[0])
    assert "17:30 thứ Sáu, 20/11/2026" in words and "Cơ quan trả lời" not in words
    (slip,) = page.xpath('//a[contains(@href, "giay-hen.pdf")]/@href')
    assert client.get(slip).content.startswith(b"%PDF")
    entry = calendar(client, fresh(case))
    assert "DTSTART:20261120T103000Z" in entry and "LOCATION" in entry


def offered(client: Client, typed: str, name: str = "residence") -> list[str]:
    page = client.get("/dia-ban", {"ten": name, f"{name}_1": typed})
    assert page.status_code == 200
    return [words_of(label) for label in page_of(page).xpath('//div[@class="govuk-radios__item"]/label')]


@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [
        ("thanh xuân", "Phường Thanh Xuân, Thành phố Hà Nội", None),
        ("thanh xuan, ha n", "Phường Thanh Xuân, Thành phố Hà Nội", 1),
        ("p. thanh xuan, tp ha noi", "Phường Thanh Xuân, Thành phố Hà Nội", 1),
        ("hoang sa", "Đặc khu Hoàng Sa, Thành phố Đà Nẵng", 1),
        ("t", "", 0),
        ("", "", 0),
        ("an", "", 0),
        ("Xã Không Có Thật", "", 0),
    ],
)
def test_communes_are_listed_while_typing(client: Client, typed: str, first: str, count: int | None) -> None:
    found = offered(client, typed)
    assert found[:1] == ([first] if first else [])
    assert count is None or len(found) == count
    assert len(found) <= 12


@pytest.mark.parametrize(("typed", "said"), [("an", "Gõ thêm tên"), ("zzzz", "Chưa thấy phường, xã nào")])
def test_what_cannot_be_listed_is_said(client: Client, typed: str, said: str) -> None:
    page = page_of(client.get("/dia-ban", {"ten": "residence", "residence_1": typed}))
    assert said in words_of(page) and page.xpath('//input[@type="hidden" and @name="residence_2"]')


@pytest.mark.parametrize("name", ["", "a b", "<script>", "x" * 101, "a\x00"])
def test_only_a_field_may_ask(client: Client, ward: Ward, name: str) -> None:
    assert client.get("/dia-ban", {"ten": name, f"{name}_1": "thanh xuan"}).status_code == 404


def test_a_chosen_commune_is_the_answer_whatever_its_name_has_in_common(client: Client, ward: Ward) -> None:
    address = begin(client)
    (listens,) = page_of(client.get(address)).xpath("//input[@hx-get]/@hx-get")
    assert listens == "/dia-ban?ten=residence"
    page = page_of(client.get(f"{listens}&residence_1=phú xuân"))
    (code, *more) = page.xpath('//input[@name="residence_2"]/@value')
    assert more
    answer = press(client, address, {**FATHER, "residence_1": "phú xuân"}, residence_2=code)
    assert answer.status_code == 302
    assert page_of(client.get(address)).xpath('//input[@name="residence_2"]/@value')[:1] == [code]
