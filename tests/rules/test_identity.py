"""What a provider of identity says, read as a person; addresses that codes go to; what is kept of a code."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.domain.people.rules import Address, read_address, shown_address
from motcua.domain.people.rules.identity import (
    ProvedIdentity,
    claim_names_on,
    read_claim_names,
    read_identity,
)
from motcua.domain.people.rules.sign_in import code_mark, typed_digits
from motcua.foundation.text import TextRefused

TODAY = date(2026, 11, 20)
NAMES = claim_names_on(TODAY)
TAM: dict[str, Any] = {
    "name": "Nguyễn Văn Tâm",
    "birthdate": "1990-01-01",
    "personal_number": "001090012345",
    "acr": "muc-2",
}
PROVED = ProvedIdentity(2, "Nguyễn Văn Tâm", "001090012345", date(1990, 1, 1))

# Nghị định 69/2024/NĐ-CP Đ.7: mức 1, mức 2. What is not sure below level 2 is not taken.
READ = [
    ({}, PROVED),
    ({"birthdate": "01/01/1990"}, PROVED),
    ({"personal_number": "001 090 012 345"}, PROVED),
    ({"name": "  Nguyễn  Văn Tâm "}, PROVED),  # composed, single spaces
    ({"acr": "2"}, PROVED),
    ({"acr": 2}, PROVED),
    ({"acr": "muc-1"}, ProvedIdentity(1, "Nguyễn Văn Tâm")),
    ({"acr": "muc-7"}, ProvedIdentity(1, "Nguyễn Văn Tâm")),
    ({"acr": None}, ProvedIdentity(1, "Nguyễn Văn Tâm")),
    ({"acr": ["muc-2"]}, ProvedIdentity(1, "Nguyễn Văn Tâm")),
    ({"acr": True}, ProvedIdentity(1, "Nguyễn Văn Tâm")),
]
REFUSED = [
    ({"name": ""}, "họ và tên"),
    ({"name": None}, "họ và tên"),
    ({"name": {"a": 1}}, "họ và tên"),
    ({"name": "a" * 201}, "họ và tên"),
    ({"personal_number": None}, "số định danh cá nhân"),
    ({"personal_number": 1.5}, "số định danh cá nhân"),
    ({"personal_number": "00109001234"}, "12 chữ số"),
    ({"personal_number": "00109001234x"}, "12 chữ số"),
    ({"birthdate": None}, "ngày sinh"),
    ({"birthdate": "0000-01-01"}, "không đọc được"),
    ({"birthdate": "1990-02-30"}, "không đọc được"),
    ({"birthdate": "2030-01-01"}, "không đọc được"),
    ({"birthdate": "1991-01-01"}, "không khớp"),
]


@pytest.mark.parametrize(("said", "read"), READ, ids=str)
def test_claims_are_read_as_somebody(said: dict[str, Any], read: ProvedIdentity) -> None:
    assert read_identity({**TAM, **said}, NAMES, today=TODAY) == read


@pytest.mark.parametrize(("said", "why"), REFUSED, ids=str)
def test_a_missing_or_wrong_claim_is_a_sentence_that_says_what_to_do(said: dict[str, Any], why: str) -> None:
    with pytest.raises(TextRefused) as refused:
        read_identity({**TAM, **said}, NAMES, today=TODAY)
    assert why in str(refused.value) and "Xin báo nơi cấp tài khoản định danh" in str(refused.value)


WORDS = st.text("0123456789-/. ăNgx", max_size=14)


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(TAM, st.one_of(st.none(), WORDS, st.integers(0, 10**13), st.booleans()))
    )
)
def test_whatever_comes_is_somebody_or_a_sentence(said: dict[str, Any]) -> None:
    try:
        found = read_identity(said, NAMES, today=TODAY)
    except TextRefused:
        return
    assert found.full_name and (found.level == 1 or (len(found.number) == 12 and found.born_on))


def test_the_names_are_dated_and_unconfirmed() -> None:
    rows = read_claim_names(
        """
        [[claims]]
        valid_from = 2027-01-01
        confirmed = true
        number = "so"
        full_name = "ten"
        born_on = "ngay"
        level = "muc"
        levels = {"hai" = 2}
        [[claims]]
        valid_from = 2024-07-01
        confirmed = false
        number = "n"
        full_name = "f"
        born_on = "b"
        level = "l"
        levels = {}
        """
    )
    assert [row.number for row in rows] == ["n", "so"] and not NAMES.confirmed
    with pytest.raises(ValueError, match="levels"):
        read_claim_names('[[claims]]\nvalid_from=2024-07-01\nconfirmed=false\nnumber="n"\nfull_name="f"\n'
                         'born_on="b"\nlevel="l"\nlevels={"x"=3}')  # fmt: skip


ADDRESSES = [
    ("Tam@ViDu.vn", Address("email", "tam@vidu.vn")),
    (" tam@vidu.vn ", Address("email", "tam@vidu.vn")),
    ("0912 000 123", Address("phone", "0912000123")),
    ("+84912000123", Address("phone", "0912000123")),
    ("84912000123", Address("phone", "0912000123")),
    ("0912.000.123", Address("phone", "0912000123")),
]


@pytest.mark.parametrize(("typed", "read"), ADDRESSES)
def test_an_address_is_kept_in_one_way(typed: str, read: Address) -> None:
    assert read_address(typed) == read and read_address(read.value) == read


@pytest.mark.parametrize(
    "typed", ["", "tam", "tâm@vidu.vn", "a@b", "@", "02438220000", "113", "0123", "+8201012345678"]
)
def test_what_no_code_can_go_to_is_refused(typed: str) -> None:
    with pytest.raises(TextRefused):
        read_address(typed)


def test_an_address_is_shown_without_its_middle() -> None:
    assert shown_address(Address("email", "tam.nguyen@vidu.vn")) == "ta•••@vidu.vn"
    assert shown_address(Address("phone", "0912000123")) == "09•••••123"


def test_a_code_is_kept_as_a_mark_of_its_own_request_and_address() -> None:
    tam, mai = Address("email", "tam@vidu.vn"), Address("email", "mai@vidu.vn")
    said = {"asked": "a", "address": tam, "code": "123456"}
    marks = [
        code_mark("khoa", **said),
        code_mark("khac", **said),
        code_mark("khoa", **{**said, "asked": "b"}),
        code_mark("khoa", **{**said, "address": mai}),
        code_mark("khoa", **{**said, "code": "123457"}),
    ]
    assert len(set(marks)) == 5 and "123456" not in marks[0] and typed_digits(" 123-456.") == "123456"
