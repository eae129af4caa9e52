"""Codes of authenticator apps, against the tables of the RFCs; what is kept of secrets and recovery codes."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.domain.people.rules import second_step as rules

SECRET = b"12345678901234567890"  # of both RFCs' tables
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "code"),
    list(
        enumerate(
            [
                "755224",
                "287082",
                "359152",
                "969429",
                "338314",
                "254676",
                "287922",
                "162583",
                "399871",
                "520489",
            ]
        )
    ),
)
def test_a_counted_code_is_that_of_rfc_4226_appendix_d(count: int, code: str) -> None:
    assert rules.app_code(SECRET, count) == code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_a_timed_code_is_that_of_rfc_6238_appendix_b(seconds: int, code: str) -> None:
    assert rules.app_code(SECRET, rules.step_at(datetime.fromtimestamp(seconds, UTC)), digits=8) == code


@pytest.mark.parametrize(
    ("off", "known"), [(-61, False), (-30, True), (0, True), (30, True), (61, False), (3600, False)]
)
def test_a_code_holds_for_its_half_minute_and_the_ones_beside_it(off: int, known: bool) -> None:
    """RFC 6238 §5.2: clocks differ, people type slowly."""
    typed = rules.app_code(SECRET, rules.step_at(AT + timedelta(seconds=off)))
    assert (rules.matching_step(SECRET, typed, at=AT, after=0) is not None) is known


def test_a_code_that_was_used_or_an_earlier_one_is_not_taken_again() -> None:
    now = rules.step_at(AT)
    for step, after, known in (
        (now, now - 1, True),
        (now, now, False),
        (now - 1, now, False),
        (now + 1, now, True),
    ):
        typed = rules.app_code(SECRET, step)
        assert (rules.matching_step(SECRET, typed, at=AT, after=after) == step) is known


@given(typed=st.text(max_size=12).filter(lambda text: not text.isascii() or not text.isdecimal()))
def test_what_is_no_code_is_never_taken(typed: str) -> None:
    assert rules.matching_step(SECRET, typed, at=AT, after=0) is None


def test_the_secret_is_of_one_key_one_account_and_one_seed() -> None:
    """RFC 4226 §4 R6: 160 bits."""
    own = rules.app_secret("khóa", 7, b"s" * 16)
    assert len(own) == 20 and own == rules.app_secret("khóa", 7, b"s" * 16)
    assert len({own, rules.app_secret("khác", 7, b"s" * 16), rules.app_secret("khóa", 8, b"s" * 16),
                rules.app_secret("khóa", 7, b"t" * 16)}) == 4  # fmt: skip


def test_the_address_and_the_typed_secret_give_an_app_the_same_secret() -> None:
    address = urlsplit(rules.app_address(SECRET, login="minh", office="Bộ phận Một cửa"))
    asked = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/Bộ phận Một cửa:minh" and asked["issuer"] == ["Bộ phận Một cửa"]
    assert base64.b32decode(asked["secret"][0]) == SECRET
    assert base64.b32decode(rules.spoken_secret(SECRET).replace(" ", "")) == SECRET
    assert rules.spoken_secret(SECRET).split()[0] == "GEZD"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("123 456", "123456"), (" ABCDE-fghjk ", "abcdefghjk"), ("abcde–fghjk", "abcdefghjk"), ("", "")],
)
def test_spaces_dashes_and_capitals_do_not_matter(typed: str, meant: str) -> None:
    assert rules.typed_code(typed) == meant
    assert rules.recovery_mark("k", 1, typed) == rules.recovery_mark("k", 1, meant)


def test_a_recovery_code_is_kept_as_a_mark_of_its_account_under_the_key() -> None:
    mark = rules.recovery_mark("k", 1, "abcde-fghjk")
    assert "abcde" not in mark and len(mark) == 64
    assert (
        len({mark, rules.recovery_mark("k", 2, "abcde-fghjk"), rules.recovery_mark("l", 1, "abcde-fghjk")})
        == 3
    )
