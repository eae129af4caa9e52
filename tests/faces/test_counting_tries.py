"""Who is counted when tries are counted: a place on the network, not each of its addresses; and never the wrong person."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from motcua.domain.people.jobs import forget_tries
from motcua.faces.audience import visitor_address
from motcua.foundation.limits.models import Tries
from tests.faces.desk_pages import words
from tests.people import PASSWORD, Ward
from tests.stories import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLACES = [
    ("203.0.113.7", "203.0.113.7"),
    ("203.0.113.7:50211", "203.0.113.7"),
    ("2001:db8:1:2::1", "2001:db8:1:2::"),
    ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
    ("[2001:db8:1:2::9]:443", "2001:db8:1:2::"),
    ("[2001:db8:1:3::9]", "2001:db8:1:3::"),
    ("::ffff:203.0.113.7", "203.0.113.7"),
    ("", ""),
    ("unix:", "unix:"),
]


@pytest.mark.parametrize(("seen", "place"), PLACES)
def test_a_place_is_an_address_or_the_network_of_one_line(seen: str, place: str) -> None:
    assert visitor_address(RequestFactory().get("/", REMOTE_ADDR=seen)) == place


def test_what_a_visitor_says_of_themselves_is_not_believed(settings: Any) -> None:
    said = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}, REMOTE_ADDR="10.0.0.1"
    )
    assert visitor_address(said) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert visitor_address(said) == "203.0.113.7"


def sign_in(name: str, password: str, place: str) -> Any:
    return Client(REMOTE_ADDR=place).post("/dang-nhap", {"login": name, "password": password})


def test_a_stranger_who_knows_a_name_does_not_keep_its_owner_out(ward: Ward) -> None:
    for _try in range(11):
        refused = sign_in("minh", "sai", "203.0.113.7")
    assert "Đã thử quá nhiều lần" in words(refused)
    assert "Đã thử quá nhiều lần" in words(sign_in("minh", PASSWORD, "203.0.113.7"))
    assert sign_in("minh", PASSWORD, "198.51.100.1").status_code == 302


def test_from_many_places_a_name_is_tried_a_hundred_times_in_a_quarter_of_an_hour(
    ward: Ward, clock: Clock
) -> None:
    for place in range(100):
        assert "chưa đúng" in words(sign_in("minh", "sai", f"198.51.100.{place}"))
    assert "Đã thử quá nhiều lần" in words(sign_in("minh", PASSWORD, "203.0.113.7"))
    clock.wait(minutes=16)
    assert sign_in("minh", PASSWORD, "203.0.113.7").status_code == 302


def test_an_office_behind_one_address_signs_in_in_the_morning(ward: Ward) -> None:
    for _person in range(60):
        assert sign_in("minh", PASSWORD, "203.0.113.7").status_code == 302
    for _try in range(50):
        sign_in("khong-co", "sai", "203.0.113.7")
    assert "Đã thử quá nhiều lần" in words(sign_in("minh", PASSWORD, "203.0.113.7"))


def test_what_was_counted_is_forgotten_once_its_window_has_ended(ward: Ward, clock: Clock) -> None:
    sign_in("minh", "sai", "203.0.113.7")
    forget_tries(timestamp=0)
    assert Tries.objects.count() == 3
    clock.wait(minutes=16)
    forget_tries(timestamp=0)
    assert not Tries.objects.exists()
