"""Money in words and numbers in Vietnamese dress."""

from decimal import Decimal

import pytest

from motcua.foundation.text import (
    amount_in_words,
    decimal_number,
    mask,
    money,
    number_in_words,
    percent,
    thousands,
)

WORDS = [
    (0, "không"),
    (4, "bốn"),
    (5, "năm"),
    (10, "mười"),
    (11, "mười một"),
    (14, "mười bốn"),
    (15, "mười lăm"),
    (20, "hai mươi"),
    (21, "hai mươi mốt"),
    (24, "hai mươi tư"),
    (25, "hai mươi lăm"),
    (55, "năm mươi lăm"),
    (100, "một trăm"),
    (101, "một trăm linh một"),
    (104, "một trăm linh bốn"),
    (105, "một trăm linh năm"),
    (110, "một trăm mười"),
    (111, "một trăm mười một"),
    (115, "một trăm mười lăm"),
    (121, "một trăm hai mươi mốt"),
    (1_000, "một nghìn"),
    (1_001, "một nghìn không trăm linh một"),
    (1_010, "một nghìn không trăm mười"),
    (10_500, "mười nghìn năm trăm"),
    (54_000, "năm mươi tư nghìn"),
    (1_000_000, "một triệu"),
    (1_000_005, "một triệu không trăm linh năm"),
    (1_005_000, "một triệu không trăm linh năm nghìn"),
    (1_250_000, "một triệu hai trăm năm mươi nghìn"),
    (21_021_021, "hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt"),
    (1_000_000_000, "một tỷ"),
    (1_000_000_005, "một tỷ không trăm linh năm"),
    (2_050_000_000, "hai tỷ không trăm năm mươi triệu"),
    (1_234_000_000_000, "một nghìn hai trăm ba mươi tư tỷ"),
    (9_999_000_000_001, "chín nghìn chín trăm chín mươi chín tỷ không trăm linh một"),
    (-15, "âm mười lăm"),
]


@pytest.mark.parametrize(("number", "words"), WORDS)
def test_numbers_are_read_aloud(number: int, words: str) -> None:
    assert number_in_words(number) == words


def test_a_receipt_begins_with_a_capital_and_ends_in_dong() -> None:
    assert amount_in_words(1_250_000) == "Một triệu hai trăm năm mươi nghìn đồng"
    assert amount_in_words(0) == "Không đồng"


def test_a_number_beyond_any_receipt_is_refused() -> None:
    with pytest.raises(ValueError, match="quá lớn"):
        number_in_words(10**15)


def _value(words: str) -> int:
    """A number read back from its words: the judge of all the others."""
    ones = {
        w: n for n, w in enumerate(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"])
    }
    ones |= {"mốt": 1, "tư": 4, "lăm": 5, "mười": 10}
    total = group = part = 0
    for word in words.split():
        if word == "tỷ":
            total, group, part = (total + group + part) * 10**9, 0, 0
        elif word in ("triệu", "nghìn"):
            total, group, part = total + (group + part) * {"triệu": 10**6, "nghìn": 1000}[word], 0, 0
        elif word == "trăm":
            group, part = part * 100, 0
        elif word == "mươi":
            part *= 10
        elif word != "linh":
            part += ones[word]
    return total + group + part


@pytest.mark.parametrize("scale", [1, 1_000, 1_001_001, 10**9 + 7, 98_765_432_101])
def test_words_say_the_number_they_were_made_from(scale: int) -> None:
    for number in range(0, 1000 * scale, 7 * scale):
        if number < 10**9:
            assert _value(number_in_words(number)) == number
        else:
            high, low = number_in_words(number).split(" tỷ", 1)
            assert _value(high) * 10**9 + _value(low) == number


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (thousands(3430), "3.430"),
        (thousands(-1234567), "-1.234.567"),
        (thousands(7), "7"),
        (money(1_250_000), "1.250.000 đồng"),
        (percent(0.9957), "99,57%"),
        (percent(1), "100%"),
        (percent(0.5), "50%"),
        (percent(0), "0%"),
        (percent(Decimal(2) / 3), "66,67%"),
        (percent(0.12345, places=1), "12,3%"),
        (decimal_number(1234.5), "1.234,5"),
        (decimal_number(0.125), "0,13"),
        (decimal_number(100), "100"),
        (mask("001099123456"), "001*******56"),
        (mask("012345678"), "012****78"),
        (mask("0912345678"), "091*****78"),
        (mask("12345"), "*****"),
        (mask(""), ""),
    ],
)
def test_numbers_wear_vietnamese_dress(shown: str, expected: str) -> None:
    assert shown == expected
