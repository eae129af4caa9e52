"""Texts to a telephone: told once by a gateway that knows references, by an operator's centre, and not at night."""

from typing import Any

import pytest

from motcua.application.notices.codes import reaches, send_code
from motcua.application.notices.jobs import send_waiting
from motcua.application.notices.models import Choice, Notice
from motcua.application.notices.rules import Channel
from motcua.domain.cases.actions.intake import Applicant
from motcua.domain.cases.models import Case
from motcua.domain.people.models import Account
from motcua.domain.people.rules import Address
from motcua.foundation.gateways.outcome import NotTaken
from motcua.foundation.gateways.sms import pdu
from motcua.foundation.gateways.sms.fake import FakeCentre, FakeSmsGateway
from tests.faces.telling import channels_of, told
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db


def text_of(case: Case) -> Notice:
    return Notice.objects.get(case=case, channel=Channel.SMS)


def test_the_text_is_short_without_accents_and_leads_to_the_case(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    case = told(ward)
    [text] = gateway.texts.values()
    assert text["to"] == "84912345678" and text["text"].isascii()
    assert f"da tiep nhan ho so {case.code}, hen tra" in text["text"] and case.secret in text["text"]
    assert (text_of(case).state, text_of(case).number) == ("sent", f"m{text['reference'][:8]}")


def test_a_gateway_that_took_a_text_in_silence_is_asked_again_and_takes_it_once(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    gateway.cuts = 1
    case = told(ward)
    assert text_of(case).state == "waiting"
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert text_of(case).state == "sent" and (gateway.asked, len(gateway.texts)) == (2, 1)


@pytest.mark.parametrize(
    ("answer", "state", "fault"),
    [
        ((422, {"fault": "unknown_address"}), "failed", "unknown_address"),
        ((400, {"fault": "0912345678 is not ours"}), "failed", "refused"),  # its words are not ours to keep
        ((429, {}), "waiting", "busy"),
        ((503, {}), "waiting", "busy"),
        ((401, {}), "waiting", "sign_in"),
        ((302, {}), "waiting", "busy"),
    ],
)
def test_what_the_gateway_says_is_what_becomes_of_the_text(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway, answer: Any, state: str, fault: str
) -> None:
    gateway.answers = [answer]
    case = told(ward)
    assert (text_of(case).state, text_of(case).fault) == (state, fault)


def test_a_request_that_is_not_signed_is_not_taken(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway, settings: Any
) -> None:
    settings.SMS_SECRET = "sai"
    assert text_of(told(ward)).fault == "sign_in" and gateway.texts == {}


def test_at_night_a_text_waits_for_the_morning_and_counts_no_try(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    clock.at(20, 21, 30)
    case = told(ward)
    assert gateway.texts == {}
    clock.at(21, 6, 59)
    send_waiting(timestamp=0)
    assert gateway.texts == {}
    clock.at(21, 7, 0)
    send_waiting(timestamp=0)
    assert (text_of(case).state, text_of(case).tries) == ("sent", 1)


def test_a_text_refused_in_the_evening_is_tried_again_in_the_morning(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    clock.at(20, 20, 58)
    gateway.answers = [(429, {})]
    case = told(ward)
    for hour, minute in ((21, 3), (22, 0), (23, 59)):
        clock.at(20, hour, minute)
        send_waiting(timestamp=0)
    assert (text_of(case).tries, gateway.asked) == (1, 1)
    clock.at(21, 7, 0)
    send_waiting(timestamp=0)
    assert (text_of(case).state, text_of(case).tries) == ("sent", 2)


# By the operators' own protocol --------------------------------------------------------------------------------


def test_a_centre_takes_a_long_text_in_parts(ward: Ward, clock: Clock, centre: FakeCentre) -> None:
    case = told(ward)
    notice = text_of(case)
    assert centre.texts == [("84912345678", notice.body)] and len(centre.submitted) == 2
    assert (notice.state, notice.number) == ("sent", "00000002")


@pytest.mark.parametrize(
    ("status", "state", "fault"),
    [(pdu.INVALID_DESTINATION, "failed", "unknown_address"), (pdu.THROTTLED, "waiting", "busy")],
)
def test_what_the_centre_says_is_what_becomes_of_the_text(
    ward: Ward, clock: Clock, centre: FakeCentre, status: int, state: str, fault: str
) -> None:
    centre.statuses = [status]
    notice = text_of(told(ward))
    assert (notice.state, notice.fault) == (state, fault)


def test_a_centre_that_cuts_the_line_or_knows_us_not_is_away(
    ward: Ward, clock: Clock, centre: FakeCentre, settings: Any
) -> None:
    centre.cuts = 1
    assert text_of(told(ward)).fault == "away"
    settings.SMPP_PASSWORD = "sai"
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert Notice.objects.get(channel=Channel.SMS).fault == "sign_in"
    # SMPP has no word for "taken before": the reference is the same, and the rest is the centre's.
    settings.SMPP_PASSWORD = "bi-mat"
    clock.wait(minutes=5)
    send_waiting(timestamp=0)
    assert Notice.objects.get(channel=Channel.SMS).state == "sent"
    assert len({message.more[pdu.USER_REFERENCE] for message in centre.submitted}) == 1


# What people chose ---------------------------------------------------------------------------------------------


def chose(channels: list[Channel], language: str = "vi", *, at: Address) -> None:
    Choice.objects.create(account=Account.objects.at_address(at), channels=channels, language=language)


BOTH = Applicant(
    full_name="Nguyễn Văn Tâm", identity_number="001090012345", phone="0912345678", email="tam@vidu.example"
)


def test_who_chose_nothing_is_told_by_what_they_gave(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    assert channels_of(told(ward, BOTH)) == {"page", "mail", "sms"}


def test_the_owner_of_an_address_chooses_the_channels_and_the_language(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    chose([Channel.SMS], "en", at=Address("phone", "0912345678"))
    case = told(ward, BOTH)
    assert channels_of(case) == {"page", "sms"}
    assert f"case {case.code} received, result promised for" in text_of(case).body


def test_a_legal_notice_reaches_even_who_chose_nothing_at_all(
    ward: Ward, clock: Clock, gateway: FakeSmsGateway
) -> None:
    chose([], at=Address("email", "tam@vidu.example"))
    case = told(ward, BOTH)  # received: the promise of a day
    assert channels_of(case) == {"page", "mail", "sms"}


def test_a_code_goes_to_a_telephone(gateway: FakeSmsGateway) -> None:
    there = Address("phone", "0912345678")
    assert reaches(there)
    send_code(there, "482913", minutes=10)
    [text] = gateway.texts.values()
    assert text["to"] == "84912345678" and text["text"].startswith("482913 la ma dang nhap")
    gateway.answers = [(503, {})]
    with pytest.raises(NotTaken):
        send_code(there, "482914", minutes=10)


def test_an_office_without_a_gateway_reaches_no_telephone() -> None:
    assert not reaches(Address("phone", "0912345678"))
