"""By when feedback is answered, how it stands, where its sender is told, and what an answer had better not hold."""

import re
from datetime import date, datetime

import pytest

from motcua.domain.feedback.rules import (
    KINDS,
    Kind,
    answer_by,
    grounds_on,
    new_code,
    personal_numbers,
    read_contact,
    read_terms,
    standing,
    terms_on,
)
from motcua.foundation.calendar import STANDARD, ZONE, calendar_named
from motcua.foundation.text import TextRefused

DAYS = calendar_named(STANDARD)


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


# Nghị định 20/2008/NĐ-CP, Thông tư 02/2017/TT-VPCP (chưa đối chiếu: library/feedback.toml); ngày gửi không tính, Bộ luật
# Dân sự 2015, Điều 147. 20/11/2026 là thứ Sáu; 24/11 nghỉ Ngày Văn hóa Việt Nam, 01/01/2027 nghỉ Tết Dương lịch.
DUE = [
    ("question", at(20), date(2026, 11, 30)),
    ("question", at(20, 23), date(2026, 11, 30)),
    ("question", at(21), date(2026, 11, 30)),
    ("question", at(22), date(2026, 11, 30)),
    ("question", at(23), date(2026, 12, 1)),
    ("behaviour", at(20), date(2026, 12, 14)),
    ("idea", at(20), date(2026, 12, 14)),
    ("rules", at(20), date(2026, 12, 21)),
    ("question", at(28, month=12), date(2027, 1, 5)),
]


@pytest.mark.parametrize(("kind", "sent_at", "due"), DUE, ids=str)
def test_an_answer_is_owed_after_the_working_days_of_its_kind(
    kind: str, sent_at: datetime, due: date
) -> None:
    assert answer_by(sent_at, kind, DAYS) == due


# Theo ngày: cả ngày hạn còn là đúng hạn; không thuộc thẩm quyền thì không tính (Quyết định 766/QĐ-TTg, chỉ số 21).
STANDS = [
    (1, None, date(2026, 11, 27), "open"),
    (1, None, date(2026, 11, 28), "overdue"),
    (2, at(27, 22), date(2026, 11, 27), "in_time"),
    (2, at(28, 0), date(2026, 11, 28), "late"),
    (2, at(27, 22), date(2026, 11, 26), "open"),
    (2, at(30), date(2026, 11, 29), "overdue"),
    (3, at(28), date(2026, 11, 30), "declined"),
    (3, at(30), date(2026, 11, 29), "overdue"),
]


@pytest.mark.parametrize(("state", "settled_at", "on", "stands"), STANDS, ids=str)
def test_how_feedback_stands_at_the_end_of_a_day(
    state: int, settled_at: datetime | None, on: date, stands: str
) -> None:
    assert standing(state, date(2026, 11, 27), settled_at, on=on) == stands


def test_a_code_says_the_day_and_nothing_to_count_by() -> None:
    codes = {new_code(date(2026, 11, 20)) for _ in range(50)}
    assert len(codes) > 40
    assert all(re.fullmatch(r"PAKN-261120-[2-9B-DF-HJ-NP-TV-XZ]{4}", code) for code in codes)


CONTACTS = {
    "": "",
    "  ": "",
    " Tam@Vidu.Example ": "tam@vidu.example",
    "0912 345 678": "0912345678",
    "+84 912.345.678": "0912345678",
    "024 3858 2324": "02438582324",
}


@pytest.mark.parametrize("typed", CONTACTS)
def test_a_contact_is_kept_in_one_way(typed: str) -> None:
    assert read_contact(typed) == CONTACTS[typed]


@pytest.mark.parametrize("typed", ["nhà tôi", "12", "tam@", "0912345", "a@b"])
def test_what_is_no_contact_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(TextRefused, match=r"[.!]$"):
        read_contact(typed)


NUMBERS = {
    "Căn cước 001090012345 của ông.": ["001090012345"],
    "Căn cước 001 090 012 345.": ["001 090 012 345"],
    "Xin gọi 0912 345 678 hoặc 0912.345.678": ["0912 345 678", "0912.345.678"],
    "Xin gọi 0912345678 0987654321": ["0912345678", "0987654321"],
    "Xin gọi +84912345678, rồi +84912345678": ["+84912345678"],
    "Số 024.38582324": ["024.38582324"],
    "Hồ sơ H26.101.1-261120-0012 nộp ngày 20/11/2026, lệ phí 1.234.567.000 đồng": [],
    "Theo Nghị định 118/2025/NĐ-CP": [],
    "Mã PAKN-261120-7K2M, tài khoản 9704361234567890123": [],
}


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_of_people_are_found_in_an_answer(text: str) -> None:
    assert personal_numbers(text) == NUMBERS[text]


def test_the_library_has_a_time_for_every_kind_and_directions_for_every_ground() -> None:
    assert set(KINDS) == set(Kind) == set(terms_on(date(2026, 11, 20)).days)
    assert terms_on(date(2000, 1, 1)) == terms_on(date(2017, 1, 1))
    grounds = grounds_on(date(2026, 11, 20))
    assert set(grounds) == {"complaint", "denunciation", "elsewhere", "unclear"}
    assert all(all((*each.said("vi"), *each.said("en"), each.basis)) for each in grounds.values())
    assert "denunciation" not in grounds_on(date(2018, 12, 31))


def test_a_kind_without_its_time_is_named() -> None:
    toml = '[[terms]]\nvalid_from = 2017-01-01\nbasis = "x"\nconfirmed = false\nkeep_contact_days = 1\ndays = {idea = 1}'
    with pytest.raises(ValueError, match=r"2017-01-01.*behaviour"):
        read_terms(toml)
