"""When something goes wrong: a sentence, a number to call and a way back, in the reader's language."""

from typing import Any

import pytest
from django.test import Client
from psycopg import OperationalError

from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.people import Ward


def broken(client: Client, monkeypatch: Any, fault: Exception, address: str = "/") -> Any:
    """The answer of a home page whose code fails, after the frame was read once."""
    client.get("/")

    def fail(*_given: object) -> None:
        raise fault

    monkeypatch.setattr("motcua.faces.portal.home.hours_at", fail)
    client.raise_request_exception = False
    return client.get(address)


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (RuntimeError("x"), 500, "Hệ thống gặp lỗi"),
        (OperationalError("connection refused"), 503, "Hệ thống đang tạm nghỉ"),
    ],
)
def test_a_fault_of_the_system_says_so_and_whom_to_call(
    client: Client, ward: Ward, monkeypatch: Any, fault: Exception, status: int, words: str
) -> None:
    response = broken(client, monkeypatch, fault)
    tree = page_of(response)
    assert response.status_code == status and words in words_of(tree)
    assert tree.xpath('//main//a[@href="tel:0241022"]') and tree.xpath('//main//a[@href="/"]')
    assert status != 503 or response["Retry-After"] == "30"


def test_it_says_so_in_english_too(client: Client, ward: Ward, monkeypatch: Any) -> None:
    tree = page_of(broken(client, monkeypatch, RuntimeError("x"), "/en/"))
    assert left_in_vietnamese(tree) == [] and tree.xpath('//main//a[@href="/en/"]')


def test_the_number_to_call_is_known_while_the_database_is_away(
    client: Client, ward: Ward, monkeypatch: Any
) -> None:
    from motcua.faces import frame

    client.get("/")
    frame._kept.update({key: (-1e9, site) for key, (_, site) in frame._kept.items()})

    def away(*_given: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("motcua.faces.frame._unit", away)
    monkeypatch.setattr("motcua.faces.portal.home.our_office", away)
    response = client.get("/")
    assert response.status_code == 503 and page_of(response).xpath('//main//a[@href="tel:0241022"]')


def test_nothing_that_was_typed_stands_in_a_page_of_fault(
    client: Client, ward: Ward, monkeypatch: Any
) -> None:
    def away(*_given: object, **_more: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("motcua.faces.portal.tracking.status_by_hand", away)
    response = client.post("/tra-cuu", {"code": "H26.101.1-261120-0001", "proof": "123456"})
    page = response.content.decode()
    assert response.status_code == 503
    assert "H26.101.1-261120-0001" in page  # given back to be sent again


@pytest.mark.parametrize("place", ["/tra-cuu/{}/buu-chinh", "/nop/{}/kiem-tra", "/en/danh-gia/{}"])
def test_a_form_whose_cookie_is_missing_leaves_no_secret_in_the_log(
    ward: Ward, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    secret = "a" * 26
    answer = Client(enforce_csrf_checks=True).post(place.format(secret))
    assert answer.status_code == 403 and secret not in caplog.text


def test_a_host_anybody_makes_up_fills_no_disk(ward: Ward, caplog: pytest.LogCaptureFixture) -> None:
    assert Client(SERVER_NAME="ai-do.vidu.vn").get("/").status_code == 400
    assert caplog.text == ""
