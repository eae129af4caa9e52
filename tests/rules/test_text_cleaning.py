"""Text as typed or pasted: cleaned where it can be, refused with a sentence where it cannot."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.foundation.text import TextRefused, fold, initials, is_syllable, nfc, unmarked

CLEANED = [
    ("Nguyễn Văn Đức", "Nguyễn Văn Đức"),
    (unicodedata.normalize("NFD", "Nguyễn Thị Ếch"), "Nguyễn Thị Ếch"),
    ("Nguye\u0302\u0303n", "Nguyễn"),
    ("Nguy\u1ec5n \u00d0\u1ee9c \u00f0\u1eb9p", "Nguyễn Đức đẹp"),  # Eth in place of Đ
    ("\u00e9\u0302 v\u00e0 e\u0301\u0302", "ế và ế"),  # the tone typed before the circumflex
    ("o\u031b\u0300 \u01a1\u0300 \u00f2\u031b", "ờ ờ ờ"),
    ("Hà\u200b Nội\ufeff", "Hà Nội"),
    ("\u202eTrần\u202c An\u00ad", "Trần An"),
    ("  Lê \t Văn\u00a0\u00a0An \n", "Lê Văn An"),
    ("\uf0b7 mục một", "• mục một"),  # a bullet pasted from Word
    ("", ""),
]


@pytest.mark.parametrize(("typed", "kept"), CLEANED)
def test_text_is_kept_composed_and_clean(typed: str, kept: str) -> None:
    assert nfc(typed) == kept
    assert nfc(kept) == kept


def test_lines_stay_where_they_are_asked_for() -> None:
    assert nfc("một \r\n hai\r\n\r\n\r\n\r\nba\n", lines=True) == "một\nhai\n\nba"
    assert nfc("một\nhai") == "một hai"


@pytest.mark.parametrize(
    "typed", ["Lê\x00An", "Lê\x1bAn", "\ud800", "\ue123", "\ufffe", "a\u0301\u0300\u0303\u0309"]
)
def test_what_cannot_be_read_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(TextRefused, match=r"Hãy .*gõ lại"):
        nfc(typed)


@given(st.text(max_size=60))
def test_cleaning_settles_at_once(typed: str) -> None:
    try:
        clean = nfc(typed)
    except TextRefused:
        return
    assert nfc(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)


SAME = [
    ("hòa", "hoà"),
    ("thủy", "thuỷ"),
    ("Mỹ", "Mĩ"),
    ("Lý", "Lí"),
    ("Quý", "Quí"),
    ("ĐẶNG THỊ ÁNH", "dang thi anh"),
    ("Ea H'Leo", "ea hleo"),
    ("Ea H’Leo", "Ea HLeo"),
    ("Ðức", "đức"),
    ("Số 12, ngõ 5", "so 12 ngo 5"),
    ("Q.Thanh Xuân", "q thanh xuan"),
    ("(nộp)", "nop"),
]
DIFFERENT = [("tay", "tai"), ("thúy", "thúi"), ("1.001193", "1001193"), ("dung", "đung khac")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_search_finds_the_other_spelling(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_search_keeps_different_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("code", ["1.001193", "h55.242-261120-0012", "000.19.23.h26-230515-0012", "12/qd"])
def test_codes_stay_whole_in_the_search_form(code: str) -> None:
    assert fold(code.upper()) == code


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_initials_are_what_officers_type() -> None:
    assert initials("Đăng ký khai sinh") == "dkks"
    assert initials("Chứng thực (bản sao)") == "ctbs"


def test_unmarked_keeps_case() -> None:
    assert unmarked("Đặng Thị Ánh Ư") == "Dang Thi Anh U"


SYLLABLES = [
    "Nguyễn",
    "nghiêng",
    "quý",
    "quyển",
    "giếng",
    "gì",
    "gìn",
    "khuya",
    "uống",
    "yêu",
    "ĐƯỜNG",
    "thuở",
    "hoà",
    "hòa",
    "ngoằng",
    "xoong",
    "huỳnh",
    "ý",
]
NOT_SYLLABLES = ["NguyÔn", "Joseph", "Đắk", "việc̀", "cap", "mat", "ngh", "zoo", "", "á́", "cược1"]


@pytest.mark.parametrize("word", SYLLABLES)
def test_a_vietnamese_syllable_is_recognised(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", NOT_SYLLABLES)
def test_other_letters_are_no_vietnamese_syllable(word: str) -> None:
    assert not is_syllable(word)
