"""Zalo: an approved template filled in, keys renewed once, and another channel where the reader is not there."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from motcua.application.notices.jobs import send_waiting, tell
from motcua.application.notices.models import Notice
from motcua.application.notices.rules import Channel
from motcua.foundation.gateways.sms.fake import FakeSmsGateway
from motcua.foundation.gateways.zalo.fake import FakeZalo
from motcua.foundation.gateways.zalo.models import ZaloKeys
from tests import stories
from tests.faces.telling import TAM, by, channels_of, told
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db


def test_the_template_is_filled_in_and_no_text_goes_beside_it(
    ward: Ward, clock: Clock, zalo: FakeZalo, gateway: FakeSmsGateway
) -> None:
    case = told(ward)
    [message] = zalo.messages
    assert (message["phone"], message["template_id"]) == ("84912345678", "100001")
    assert (
        message["template_data"]["ma_ho_so"] == case.code
        and case.secret in message["template_data"]["duong_dan"]
    )
    assert message["tracking_id"] == by(Channel.ZALO).reference.hex
    assert gateway.texts == {} and (by(Channel.ZALO).state, by(Channel.ZALO).number) == ("sent", "z1")


def test_keys_are_renewed_once_and_kept_sealed(ward: Ward, clock: Clock, zalo: FakeZalo) -> None:
    told(ward), told(ward)
    assert zalo.renewals == 1 and len(zalo.messages) == 2
    kept = ZaloKeys.objects.get()
    assert kept.opened() == (zalo.access, zalo.refresh)
    assert zalo.access.encode() not in bytes(kept.sealed_access)


def test_a_key_that_is_refused_is_renewed_at_once(ward: Ward, clock: Clock, zalo: FakeZalo) -> None:
    told(ward)
    zalo.access = "somebody renewed it elsewhere"
    told(ward)
    assert zalo.renewals == 2 and len(zalo.messages) == 2


def test_a_key_that_is_about_to_end_is_renewed_before(ward: Ward, clock: Clock, zalo: FakeZalo) -> None:
    zalo.expires_in = 60
    told(ward), told(ward)
    assert zalo.renewals == 2 and len(zalo.messages) == 2


def test_a_refresh_token_that_was_used_up_is_said_and_a_new_one_begins_anew(
    ward: Ward, clock: Clock, zalo: FakeZalo, settings: Any
) -> None:
    told(ward)
    zalo.access, zalo.refresh = "another", "another"  # somebody else has used the refresh token
    told(ward)
    assert Notice.objects.filter(fault="sign_in", state="waiting").count() == 1
    settings.ZALO_REFRESH = "another"  # entered by the administrator
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert set(Notice.objects.filter(channel=Channel.ZALO).values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize(("error", "fault"), [(-118, "not_a_user"), (-139, "blocked"), (-132, "template")])
def test_who_is_not_reached_there_gets_a_text(
    ward: Ward, clock: Clock, zalo: FakeZalo, gateway: FakeSmsGateway, error: int, fault: str
) -> None:
    zalo.errors = [error]
    case = told(ward)
    assert (by(Channel.ZALO).state, by(Channel.ZALO).fault) == ("failed", fault)
    assert by(Channel.SMS).state == "sent" and case.code in next(iter(gateway.texts.values()))["text"]


@pytest.mark.parametrize(("error", "fault"), [(-144, "busy"), (-115, "no_credit"), (-99999, "busy")])
def test_what_may_pass_is_tried_again(
    ward: Ward, clock: Clock, zalo: FakeZalo, gateway: FakeSmsGateway, error: int, fault: str
) -> None:
    zalo.errors = [error]
    told(ward)
    assert (by(Channel.ZALO).state, by(Channel.ZALO).fault) == ("waiting", fault) and gateway.texts == {}


def called_back(said: dict[str, Any], *, secret: str = "bi-mat") -> Any:
    body = json.dumps(said).encode()
    mac = hashlib.sha256(b"app" + body + said["timestamp"].encode() + secret.encode()).hexdigest()
    return Client().post(
        "/api/v1/tin-nhan/zalo", body, content_type="application/json", headers={"X-ZEvent-Signature": f"mac={mac}"}
    )  # fmt: skip


def test_zalo_says_that_it_arrived_and_only_zalo(ward: Ward, clock: Clock, zalo: FakeZalo) -> None:
    told(ward)
    said = {"event_name": "user_received_message", "timestamp": "1795660200000", "message": {"msg_id": "z1"}}
    assert called_back(said, secret="sai").status_code == 401 and by(Channel.ZALO).state == "sent"
    assert called_back(said).json() == {"known": True}
    assert (by(Channel.ZALO).state, by(Channel.ZALO).delivered_at) == ("delivered", clock.now)
    clock.wait(minutes=1)
    called_back(said)
    assert by(Channel.ZALO).delivered_at != clock.now
    assert called_back({**said, "message": {"msg_id": "z9"}}).json() == {"known": False}
    assert called_back({**said, "event_name": "follow"}).json() == {"known": False}


def test_a_letter_without_a_template_goes_as_a_text(
    ward: Ward, clock: Clock, zalo: FakeZalo, gateway: FakeSmsGateway
) -> None:
    case = stories.case_at(ward, "3", applicant=TAM)  # not accepted: there is no such template
    tell(stories.last_event(case).pk)
    assert channels_of(case) == {"page", "sms"} and zalo.messages == []
