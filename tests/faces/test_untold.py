"""Who could not be told: a list with what to do, another four hours of tries, receipts of the providers."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from motcua.application.notices.actions import retry
from motcua.application.notices.jobs import fetch_receipts, send_waiting
from motcua.application.notices.models import Notice
from motcua.application.notices.rules import TRIES, Channel
from motcua.domain.offices.models import OfficeEvent
from motcua.foundation.gateways.signature import HEADER, signature
from motcua.foundation.gateways.sms.contract import Receipt
from motcua.foundation.gateways.sms.fake import FakeCentre, FakeSmsGateway
from tests.faces.desk_pages import form_of, signed_in, words
from tests.faces.telling import by, told
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def stuck(ward: Ward, clock: Clock, gateway: FakeSmsGateway) -> Notice:
    """A text that was taken in silence, then refused for four hours."""
    gateway.cuts = 1
    told(ward)
    gateway.answers = [(503, {})] * (TRIES - 1)
    for _ in range(TRIES):
        clock.wait(minutes=5)
        send_waiting(timestamp=0)
    assert (by(Channel.SMS).state, by(Channel.SMS).tries) == ("stuck", TRIES)
    return by(Channel.SMS)


def test_trying_again_sends_once_what_the_gateway_had_taken_already(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway, stuck: Notice
) -> None:
    page = signed_in(ward.minh).get("/tin-chua-gui")
    assert (
        stuck.case.code in words(page) and "849******78" in words(page) and "84912345678" not in words(page)
    )
    form = form_of(page)
    form.pop("_action")
    done = signed_in(ward.minh).post("/tin-chua-gui", {**form, "pick": str(stuck.pk)}, follow=True)
    assert "Đang gửi lại 1 tin" in words(done) and "Không có tin nào phải gửi lại" in words(done)
    send_waiting(timestamp=0)
    assert by(Channel.SMS).state == "sent" and len(gateway.texts) == 1
    event = OfficeEvent.objects.get(name="notice.retried")
    assert event.payload == {"notices": 1} and event.actor_id == ward.minh.pk
    signed_in(ward.minh).post("/tin-chua-gui", {**form, "pick": str(stuck.pk)})  # the same form once more
    assert OfficeEvent.objects.filter(name="notice.retried").count() == 1


def test_another_ward_neither_sees_nor_sends_it_again(ward: Ward, clock: Clock, stuck: Notice) -> None:
    browser = signed_in(ward.quan)
    assert stuck.case.code not in words(browser.get("/tin-chua-gui"))
    browser.post("/tin-chua-gui", {"pick": str(stuck.pk), "key": "k"})
    assert by(Channel.SMS).state == "stuck" and retry.is_for(ward.minh, stuck.case.received_unit)
    assert not retry.is_for(ward.quan, stuck.case.received_unit)
    assert not retry.is_for(ward.lan, stuck.case.received_unit)


@pytest.mark.parametrize("pick", ["", "x", "9" * 30, "-1"])
def test_nothing_picked_is_said(ward: Ward, clock: Clock, pick: str) -> None:
    answer = signed_in(ward.minh).post("/tin-chua-gui", {"pick": pick}, follow=True)
    assert "Xin đánh dấu tin cần gửi lại" in words(answer)


def test_who_can_never_be_reached_is_to_be_telephoned(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    gateway.answers = [(422, {"fault": "unknown_address"})]
    case = told(ward)
    page = words(signed_in(ward.minh).get("/tin-chua-gui"))
    assert "xin gọi điện" in page and case.code in page and "Số này không có" in page
    clock.wait(days=15)
    assert case.code not in words(signed_in(ward.minh).get("/tin-chua-gui"))


# Receipts ------------------------------------------------------------------------------------------------------


def called_back(said: dict[str, Any], *, secret: str = "bi-mat", at: datetime | None = None) -> Any:
    body = json.dumps(said).encode()
    signed = {HEADER: signature(secret, body, at=at or datetime.now(UTC))}
    return Client().post("/api/v1/tin-nhan/sms", body, content_type="application/json", headers=signed)


def test_the_gateway_says_that_a_text_arrived_and_the_case_says_so(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    case = told(ward)
    said = {"id": by(Channel.SMS).number, "state": "delivered"}
    assert called_back(said, secret="sai", at=clock.now).status_code == 401
    assert called_back(said, at=clock.wait(minutes=1)).json() == {"known": True}
    assert by(Channel.SMS).state == "delivered"
    page = words(signed_in(ward.minh).get(f"/ho-so/{case.code}"))
    assert "đã đến nơi SMS 849******78" in page
    called_back({**said, "state": "failed"}, at=clock.now)  # a late word does not take it back
    assert by(Channel.SMS).state == "delivered"


def test_a_text_that_did_not_arrive_is_to_be_telephoned(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    told(ward)
    called_back({"id": by(Channel.SMS).number, "state": "failed"}, at=clock.now)
    assert (by(Channel.SMS).state, by(Channel.SMS).fault) == ("failed", "undelivered")
    assert "Mạng không chuyển được tới máy" in words(signed_in(ward.minh).get("/tin-chua-gui"))


@pytest.mark.parametrize("said", [{}, {"state": "perhaps"}, {"id": 5}, {"id": {}, "state": "x"}])
def test_a_receipt_that_says_nothing_is_refused(clock: Clock, settings: Any, said: dict[str, Any]) -> None:
    settings.SMS_SECRET = "bi-mat"
    assert called_back(said, at=clock.now).status_code == 422
    assert called_back({"id": "no such", "state": "delivered"}, at=clock.now).json() == {"known": False}


@pytest.mark.parametrize("in_words", [False, True])
def test_a_centre_keeps_its_receipts_until_we_fetch_them(
    ward: Ward, clock: Clock, centre: FakeCentre, in_words: bool
) -> None:
    told(ward)
    centre.pending = [(Receipt("no such", True), in_words), (Receipt(by(Channel.SMS).number, True), in_words)]
    fetch_receipts(timestamp=0)
    assert by(Channel.SMS).state == "delivered" and centre.pending == []


def test_a_centre_that_is_away_keeps_them(ward: Ward, clock: Clock, settings: Any) -> None:
    settings.SMPP_HOST, settings.SMPP_PORT = "127.0.0.1", 9
    fetch_receipts(timestamp=0)
