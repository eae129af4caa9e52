"""Texts: how many messages one costs, and the octets of SMPP 3.4, judged by another implementation of it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import smpplib.smpp
from hypothesis import given
from hypothesis import strategies as st
from smpplib.client import Client
from smpplib.pdu import PDU

from motcua.foundation.gateways.signature import Fault, fault_of, signature
from motcua.foundation.gateways.sms import pdu
from motcua.foundation.gateways.sms.contract import Text
from motcua.foundation.gateways.sms.fake import FakeCentre
from motcua.foundation.gateways.sms.segments import GSM, GSM_MORE, decoded, encoded, segments, without_accents
from motcua.foundation.gateways.sms.smpp import messages

REFERENCE = UUID("00000000-0000-4000-8000-00000000abcd")


# 3GPP TS 23.038 §6.1.2.1 (160 septets), TS 23.040 §9.2.3.24.1 (153 and 67 beside a header of six octets).
@pytest.mark.parametrize(
    ("text", "gsm", "units", "count"),
    [
        ("", True, 0, 1),
        ("a" * 160, True, 160, 1),
        ("a" * 161, True, 161, 2),
        ("a" * 306, True, 306, 2),
        ("a" * 307, True, 307, 3),
        ("a" * 158 + "€", True, 160, 1),
        ("a" * 159 + "€", True, 161, 2),
        ("ă" * 70, False, 70, 1),
        ("ă" * 71, False, 71, 2),
        ("ă" * 134, False, 134, 2),
        ("ă" * 135, False, 135, 3),
        ("Đã tiếp nhận", False, 12, 1),
        ("Da tiep nhan", True, 12, 1),
        ("`", False, 1, 1),  # not among GSM's letters
        ("à la carte", True, 10, 1),  # these are
    ],
)
def test_a_text_costs_so_many_messages(text: str, gsm: bool, units: int, count: int) -> None:
    found = segments(text)
    assert (found.gsm, found.units, found.count) == (gsm, units, count)


def test_a_letter_of_two_units_is_not_cut() -> None:
    assert segments("a" * 152 + "€" + "b" * 10).parts == ("a" * 152, "€" + "b" * 10)
    assert segments("ă" * 66 + "😀" + "b" * 10).parts == ("ă" * 66, "😀" + "b" * 10)


@given(st.text(st.sampled_from([*GSM.replace("\x1b", ""), *GSM_MORE, "ệ", "Ư", "😀"]), max_size=700))
def test_the_parts_are_the_text_and_fit(text: str) -> None:
    found = segments(text)
    assert "".join(found.parts) == text
    for part in found.parts:
        octets = encoded(part, gsm=found.gsm)
        assert decoded(octets, gsm=found.gsm) == part
        most = (160 if found.count == 1 else 153) if found.gsm else (140 if found.count == 1 else 134)
        assert len(octets) <= most


@given(st.text(max_size=100))
def test_nothing_vietnamese_is_left_without_accents(text: str) -> None:
    assert not set("ăâđêôơưĂÂĐÊÔƠƯắềộ") & set(without_accents(text))


def test_a_text_without_accents_keeps_its_words() -> None:
    assert without_accents("Đã tiếp nhận hồ sơ “đăng ký” – hẹn… ") == 'Da tiep nhan ho so "dang ky" - hen... '


# SMPP 3.4, §4.4.1 and §5 ---------------------------------------------------------------------------------------


LINE = Client("127.0.0.1", 1, allow_unknown_opt_params=True)  # never opened


@pytest.mark.parametrize("words", ["Da co ket qua ho so", "Đã có kết quả hồ sơ " * 10])
def test_another_library_reads_what_we_submit(words: str) -> None:
    for sequence, message in enumerate(messages(Text("84912345678", words, REFERENCE), sender="UBND TX"), 1):
        octets = pdu.Pdu(pdu.SUBMIT, sequence, message.octets()).octets()
        read: PDU = smpplib.smpp.parse_pdu(octets, client=LINE, allow_unknown_opt_params=False)
        assert (read.command, read.sequence, read.destination_addr) == ("submit_sm", sequence, b"84912345678")
        assert (read.source_addr, read.source_addr_ton, read.dest_addr_ton) == (b"UBND TX", 5, 1)
        assert read.short_message == message.words and read.data_coding == message.coding
        assert (read.esm_class, read.registered_delivery) == (message.esm_class, message.registered)
        assert read.user_message_reference == 0xABCD and read.validity_period == b"000000040000000R"
        assert pdu.read_message(message.octets()) == message


def test_a_long_text_says_which_part_is_which() -> None:
    parts = list(messages(Text("84912345678", "ă" * 150, REFERENCE), sender="84900000000"))
    assert [part.words[:6] for part in parts] == [bytes((5, 0, 3, 0xCD, 3, n)) for n in (1, 2, 3)]
    assert [part.registered for part in parts] == [0, 0, 1]  # one receipt for the whole


def test_another_library_speaks_with_our_centre() -> None:
    with FakeCentre() as centre:
        client = Client("127.0.0.1", centre.port, allow_unknown_opt_params=True)
        client.connect()
        client.bind_transmitter(system_id="motcua", password="bi-mat")
        client.send_message(
            source_addr_ton=1, source_addr="84900000000", dest_addr_ton=1, destination_addr="84912345678",
            short_message=b"Da co ket qua", data_coding=0,
        )  # fmt: skip
        assert client.read_pdu().message_id == b"00000001"
        client.unbind()
        client.disconnect()
        assert centre.texts == [("84912345678", "Da co ket qua")]


@given(st.binary(max_size=80))
def test_what_is_no_message_is_refused_in_one_way(octets: bytes) -> None:
    try:
        pdu.read_message(octets)
    except pdu.Broken:
        return


# Signed requests ---------------------------------------------------------------------------------------------

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("secret", "body", "later", "good"),
    [
        ("s", b"{}", 0, True),
        ("s", b"{}", 299, True),
        ("s", b"{}", 301, False),
        ("s", b"{} ", 0, False),
        ("t", b"{}", 0, False),
        ("", b"{}", 0, False),
    ],
)
def test_a_request_is_taken_only_from_who_knows_the_secret(
    secret: str, body: bytes, later: int, good: bool
) -> None:
    made = signature("s" if secret else "", b"{}", at=AT)
    assert (fault_of(secret, body, made, at=AT + timedelta(seconds=later)) is None) is good


@pytest.mark.parametrize("header", ["", "t=1", "t=x,v1=" + "0" * 64, "v1=" + "0" * 64])
def test_a_header_of_another_shape_is_no_signature(header: str) -> None:
    assert fault_of("s", b"{}", header, at=AT) is Fault.SHAPE
