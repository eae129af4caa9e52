"""The letter at the counter, asked for first; and on the applicant's page once it was sent."""

from django.test import Client

from motcua.domain.cases.queries.letters import letter_given
from tests.faces.public_pages import page_of, words_of
from tests.people import BIRTH, Ward
from tests.stories import Clock, finished


def test_the_desk_asks_before_it_gives_a_letter(client: Client, ward: Ward, clock: Clock) -> None:
    case = finished(ward, BIRTH)
    client.force_login(ward.minh.account)
    page = f"/quay/tra-ket-qua/{case.code}"
    assert "Thư chúc mừng" in words_of(page_of(client.get(page)))
    assert client.get(f"{page}/thu.pdf").content.startswith(b"%PDF")
    refused = client.post(f"{page}/thu", {"act": "hand"}, follow=True)
    assert "hỏi người nhận trước" in words_of(page_of(refused)) and letter_given(case) is None
    given = client.post(f"{page}/thu", {"act": "hand", "asked": "1"}, follow=True)
    assert "Đã trao lúc" in words_of(page_of(given))
    assert Client().get(f"/tra-cuu/{case.secret}/thu.pdf").status_code == 404  # it was handed over on paper


def test_a_letter_that_was_sent_stands_on_the_page_of_the_case(
    client: Client, ward: Ward, clock: Clock
) -> None:
    case = finished(ward, BIRTH)
    assert client.get(f"/tra-cuu/{case.secret}/thu.pdf").status_code == 404
    desk = Client()
    desk.force_login(ward.minh.account)
    desk.post(f"/quay/tra-ket-qua/{case.code}/thu", {"act": "send", "asked": "1"})
    followed = page_of(client.get(f"/tra-cuu/{case.secret}"))
    assert followed.xpath(f"//a[@href='/tra-cuu/{case.secret}/thu.pdf']")
    assert client.get(f"/tra-cuu/{case.secret}/thu.pdf").content.startswith(b"%PDF")
