"""Case codes of both styles (TT 01/2018/TT-VPCP Đ.19): built, taken apart, and refused with a sentence."""

from datetime import date

import pytest

from motcua.domain.cases.code_rules import case_code, parse_case_code
from motcua.foundation.text import TextRefused

TODAY = date(2026, 11, 22)

WHOLE = [
    ("000.19.23.H26-230515-0012", "000.19.23.H26", date(2023, 5, 15), 12),
    ("H55.242-261120-0012", "H55.242", date(2026, 11, 20), 12),
    ("H26.23.19-261122-0001", "H26.23.19", TODAY, 1),
    ("G15-260101-9999", "G15", date(2026, 1, 1), 9999),
    ("H26.23-261120-10000", "H26.23", date(2026, 11, 20), 10000),
]


@pytest.mark.parametrize(("code", "unit", "on", "sequence"), WHOLE)
def test_a_code_is_built_and_taken_apart(code: str, unit: str, on: date, sequence: int) -> None:
    found = parse_case_code(code, TODAY)
    assert (found.unit.text, found.received_on, found.sequence) == (unit, on, sequence)
    assert case_code(unit, on, sequence) == code == str(found)


@pytest.mark.parametrize(
    "typed",
    [" h55.242-261120-0012 ", "H55.242 - 261120 - 0012", "H55.242–261120–0012", "H55.242-261120-00012"],
)
def test_a_code_typed_by_hand_is_understood(typed: str) -> None:
    found = parse_case_code(typed, TODAY)
    assert (found.unit.top, found.sequence) == ("H55", 12)


REFUSED = [
    ("", "giấy hẹn"),
    ("12345", "không đúng dạng"),
    ("H55.242-261120", "không đúng dạng"),
    ("H55.242-261120-012", "không đúng dạng"),
    ("H55.242-261120-000012", "không đúng dạng"),
    ("H55.242-260230-0012", "không phải là một ngày"),
    ("H55.242-261320-0012", "không phải là một ngày"),
    ("H55.242-261123-0012", "chưa tới"),
    ("H55.242-261120-0000", "0001"),
    ("55.242-261120-0012", "Mã cơ quan"),
    ("H55.1.2.3.4.5.6-261120-0012", "Mã cơ quan"),
    ("0000.19.23.H26-230515-0012", "Mã cơ quan"),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_a_code_that_cannot_be_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(TextRefused, match=sentence):
        parse_case_code(typed, TODAY)


@pytest.mark.parametrize(
    ("unit", "on", "sequence"),
    [("H26.23", TODAY, 0), ("H26.23", TODAY, 100_000), ("phường", TODAY, 1), ("H26", date(1999, 1, 1), 1)],
)
def test_a_code_that_cannot_be_written_is_refused(unit: str, on: date, sequence: int) -> None:
    with pytest.raises(TextRefused):
        case_code(unit, on, sequence)
