"""Numbers people carry: read apart, doubted aloud, hardly ever refused."""

from datetime import date

import pytest

from motcua.domain.people.rules import (
    AREA_CODES,
    BIRTH_PLACES,
    TYPING_PROGRAM,
    applicant_warnings,
    citizen_number_warnings,
    email_warnings,
    identity_number_warnings,
    read_card,
    read_citizen_number,
    read_identity_number,
    read_phone,
    sex_from,
    tax_code_warnings,
)
from motcua.foundation.text import TextRefused

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("number", "place", "sex", "year"),
    [
        ("001090123456", "Hà Nội", "male", 1990),
        ("038185000001", "Thanh Hóa", "female", 1985),
        ("048201123456", "Đà Nẵng", "male", 2001),
        ("079326123456", "Hồ Chí Minh", "female", 2026),
        ("001 090 123 456", "Hà Nội", "male", 1990),
        ("099490123456", "", "male", 2190),
    ],
)
def test_a_citizen_number_tells_place_sex_and_year(number: str, place: str, sex: str, year: int) -> None:
    """Nghị định 70/2024/NĐ-CP: PPP, century with sex, year, six random digits; no check digit."""
    found = read_citizen_number(number)
    assert (found.place, found.sex, found.birth_year) == (place, sex, year)


CITIZEN_DOUBTS = [
    ("001090123456", date(1990, 8, 12), "male", []),
    ("001090123456", None, None, []),
    ("001090123456", date(1991, 8, 12), "male", ["năm sinh 1990"]),
    ("001090123456", date(1990, 8, 12), "female", ["giới tính Nam"]),
    ("003090123456", None, None, ["003"]),
    ("001290123456", None, None, ["2090, chưa tới"]),
    ("003190123456", date(1980, 1, 1), "male", ["003", "năm sinh 1990", "giới tính Nữ"]),
]


@pytest.mark.parametrize(("number", "born_on", "sex", "doubts"), CITIZEN_DOUBTS)
def test_a_citizen_number_is_doubted_not_refused(number, born_on, sex, doubts) -> None:
    told = citizen_number_warnings(number, today=TODAY, born_on=born_on, sex=sex)
    assert len(told) == len(doubts)
    assert all(part in sentence for part, sentence in zip(doubts, told, strict=True))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("00109012345", "có 11 chữ số"), ("", "có 0 chữ số"), ("00109O123456", "không có chữ cái")],
)
def test_a_number_of_hopeless_shape_is_refused(number: str, sentence: str) -> None:
    with pytest.raises(TextRefused, match=sentence):
        read_citizen_number(number)


def test_the_place_list_is_the_sixty_three_provinces() -> None:
    assert len(BIRTH_PLACES) == len(set(BIRTH_PLACES.values())) == 63
    assert set(AREA_CODES.values()) == set(BIRTH_PLACES.values())


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("001090123456", "citizen_number"),
        ("012345678", "old_identity"),
        ("B1234567", "passport"),
        ("c 1234567", "passport"),
        ("PA0940443", "other"),
    ],
)
def test_the_paper_is_known_by_the_shape_of_its_number(typed: str, kind: str) -> None:
    assert read_identity_number(typed).kind == kind


@pytest.mark.parametrize("typed", ["", "12345", "0123456789", "00109012345678", "số 12", "𝟎𝟎𝟏𝟎𝟗𝟎𝟏𝟐𝟑𝟒𝟓𝟔"])
def test_what_no_paper_can_carry_is_refused(typed: str) -> None:
    with pytest.raises(TextRefused, match="12 chữ số"):
        read_identity_number(typed)


def test_the_nine_digit_card_was_good_until_the_end_of_2024() -> None:
    """Luật Căn cước 26/2023/QH15 Đ.46."""
    assert identity_number_warnings("012345678", today=date(2018, 5, 1)) == []
    assert identity_number_warnings("012345678", today=date(2024, 12, 31)) == []
    assert "31/12/2024" in identity_number_warnings("012345678", today=date(2025, 1, 1))[0]


@pytest.mark.parametrize(
    ("code", "doubts"),
    [
        ("0100047516", []),  # the example of the specification
        ("0100047516-001", []),
        ("0100047516001", []),
        (" 0100 047 516 ", []),
        ("0100047517", ["số kiểm tra"]),
        ("0100047615", ["số kiểm tra"]),
        ("0100047516-000", ["001"]),
        ("001090123456", []),
        ("003090123456", ["003"]),
    ],
)
def test_a_tax_code_is_checked_by_its_tenth_digit(code: str, doubts: list[str]) -> None:
    """TT 105/2020/TT-BTC: weights 31 29 23 19 17 13 7 5 3, remainder of 11."""
    told = tax_code_warnings(code)
    assert len(told) == len(doubts)
    assert all(part in sentence for part, sentence in zip(doubts, told, strict=True))


def test_a_tax_code_with_remainder_nought_was_never_issued() -> None:
    assert all(tax_code_warnings(f"000000000{digit}") for digit in range(10))


@pytest.mark.parametrize("code", ["", "123", "0100047516-1", "01000475160", "mst"])
def test_a_tax_code_of_hopeless_shape_is_refused(code: str) -> None:
    with pytest.raises(TextRefused, match="10 chữ số"):
        tax_code_warnings(code)


PHONES = [
    ("0912345678", "0912345678", "mobile", ""),
    ("0912 345 678", "0912345678", "mobile", ""),
    ("+84 912.345.678", "0912345678", "mobile", ""),
    ("(+84)912345678", "0912345678", "mobile", ""),
    ("0084912345678", "0912345678", "mobile", ""),
    ("84912345678", "0912345678", "mobile", ""),
    ("+840912345678", "0912345678", "mobile", ""),
    ("0237.3842219", "02373842219", "landline", "Thanh Hóa"),
    ("024 3825 1234", "02438251234", "landline", "Hà Nội"),
    ("+84 28 3822 1234", "02838221234", "landline", "Hồ Chí Minh"),
    ("113", "113", "special", ""),
    ("1022", "1022", "special", ""),
    ("1900 1234", "19001234", "special", ""),
    ("18001091", "18001091", "special", ""),
    ("+1 650 253 0000", "+16502530000", "foreign", ""),
    ("00 33 1 4275 0000", "+33142750000", "foreign", ""),
]


@pytest.mark.parametrize(("typed", "number", "kind", "place"), PHONES)
def test_a_telephone_number_is_understood(typed: str, number: str, kind: str, place: str) -> None:
    found = read_phone(typed)
    assert (found.number, found.kind, found.place, found.warnings) == (number, kind, place, ())
    assert found.typed == typed


def test_a_number_can_be_dialled_from_abroad() -> None:
    assert read_phone("0912345678").international == "+84912345678"
    assert read_phone("113").international == "113"


@pytest.mark.parametrize(
    ("typed", "number", "doubt"),
    [
        ("01681234567", "0381234567", "nay là 0381234567"),
        ("0123 4567890", "0834567890", "đã đổi"),
        ("0230 3842219", "02303842219", "Mã vùng 0230"),
        ("0237 384221", "0237384221", "có 10"),
    ],
)
def test_an_odd_number_is_kept_with_a_doubt(typed: str, number: str, doubt: str) -> None:
    found = read_phone(typed)
    assert found.number == number
    assert doubt in found.warnings[0]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "không đúng"),
        ("09123", "có 5 chữ số"),
        ("0412345678", "đầu số 041"),
        ("912345678", "thiếu số 0"),
        ("gọi anh An", "không đúng"),
        ("9" * 40, "không đúng"),
    ],
)
def test_a_number_nobody_can_dial_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(TextRefused, match=sentence):
        read_phone(typed)


@pytest.mark.parametrize(
    ("address", "doubt"),
    [
        ("", ""),
        ("an.nguyen@thanhxuan.hanoi.gov.vn", ""),
        ("an+1@coquan.vn", ""),
        ("an.coquan.vn", "thiếu dấu @"),
        ("an@coquan", "không đúng dạng"),
        ("an..b@coquan.vn", "không đúng dạng"),
        ("Ấn@coquan.vn", "không dấu"),
        ("an @coquan.vn", "không đúng dạng"),
    ],
)
def test_an_address_is_looked_at_lightly(address: str, doubt: str) -> None:
    told = email_warnings(address)
    assert doubt in told[0] if doubt else told == []


@pytest.mark.parametrize(
    ("word", "sex"), [("Nam", "male"), ("NỮ", "female"), ("Nu", "female"), ("F", "female"), ("?", None)]
)
def test_a_word_for_sex_is_understood(word: str, sex: str | None) -> None:
    assert sex_from(word) == sex


CARD = "001090123456|012345678|Nguyễn Văn Đức|12081990|Nam|Tổ 5, Định Công, Hoàng Mai, Hà Nội|25042021"


def test_a_card_is_read_field_by_field() -> None:
    card = read_card(CARD, TODAY)
    assert (card.number, card.old_number, card.full_name) == ("001090123456", "012345678", "Nguyễn Văn Đức")
    assert (card.born_on, card.sex, card.issued_on) == (date(1990, 8, 12), "male", date(2021, 4, 25))
    assert card.address == "Tổ 5, Định Công, Hoàng Mai, Hà Nội"
    assert card.warnings == ()


def test_a_newer_card_with_more_fields_is_read_alike() -> None:
    assert read_card(CARD + "|Nguyễn Văn A|Lê Thị B||", TODAY) == read_card(CARD, TODAY)


def test_a_card_without_the_day_of_issue_is_still_a_card() -> None:
    card = read_card(CARD.rsplit("|", 1)[0], TODAY)
    assert card.issued_on is None
    assert card.full_name == "Nguyễn Văn Đức"


def test_lost_marks_are_told_to_the_officer() -> None:
    plain = "001090123456||NGUYEN VAN DUC|12081990|Nam|To 5, Dinh Cong, Hoang Mai, Ha Noi|25042021\r\n"
    card = read_card(plain, TODAY)
    assert card.warnings == (TYPING_PROGRAM,)
    assert "Tắt bộ gõ khi quét" in card.warnings[0]
    assert card.number == "001090123456"


@pytest.mark.parametrize(
    ("scan", "doubt"),
    [
        (CARD.replace("12081990", "31021990"), "Ngày sinh"),
        (CARD.replace("|Nam|", "|Name|"), "giới tính"),
        (CARD.replace("12081990", "12081995"), "năm sinh 1990"),
        (CARD.replace("Nguyễn Văn Đức", "Nguy\x00n"), "Họ tên"),
        (CARD.replace("25042021", "x"), "Ngày cấp"),
        (CARD.replace("|Tổ 5, Định Công, Hoàng Mai, Hà Nội|", "||"), "Địa chỉ"),
    ],
)
def test_a_damaged_card_keeps_what_can_be_read(scan: str, doubt: str) -> None:
    card = read_card(scan, TODAY)
    assert card.number == "001090123456"
    assert any(doubt in sentence for sentence in card.warnings)


@pytest.mark.parametrize(
    "scan", ["", "https://vi.du/abc", "a|b|c|d|e", "x|012345678|An|12081990|Nam|Hà Nội|25042021"]
)
def test_another_code_than_a_card_is_refused(scan: str) -> None:
    with pytest.raises(TextRefused):
        read_card(scan, TODAY)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"kind": "citizen", "identity_number": "001090123456"}, []),
        ({"kind": "citizen"}, ["identity_number"]),
        ({"kind": "firm", "tax_code": "0100047516"}, []),
        ({"kind": "firm"}, ["tax_code"]),
        ({"kind": "household", "identity_number": "12", "tax_code": "34"}, ["identity_number", "tax_code"]),
        ({"kind": "citizen", "identity_number": "001090123456", "sex": "female"}, ["identity_number"]),
    ],
)
def test_an_applicant_is_asked_only_for_what_the_kind_has(facts: dict, fields: list[str]) -> None:
    assert sorted(applicant_warnings(today=TODAY, **facts)) == fields
