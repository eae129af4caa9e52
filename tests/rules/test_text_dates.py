"""Days and hours as written on papers (NĐ 30/2020 Phụ lục I) and as typed at a desk."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from motcua.foundation.text import (
    TextRefused,
    clock_time,
    friendly_due,
    long_date,
    long_moment,
    parse_date,
    short_date,
    short_moment,
    weekday_name,
)

TODAY = date(2026, 11, 22)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
AFTERNOON = datetime(2026, 11, 23, 16, 30, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (long_date(date(2026, 11, 22)), "ngày 22 tháng 11 năm 2026"),
        (long_date(date(2027, 2, 5)), "ngày 05 tháng 02 năm 2027"),
        (long_date(date(2027, 3, 9)), "ngày 09 tháng 3 năm 2027"),
        (long_date(date(2026, 11, 22), "Hà Nội"), "Hà Nội, ngày 22 tháng 11 năm 2026"),
        (short_date(date(2026, 1, 2)), "02/01/2026"),
        (clock_time(datetime(2026, 11, 23, 9, 5, tzinfo=HANOI)), "09 giờ 05 phút"),
        (clock_time(datetime(2026, 11, 23, 2, 30, tzinfo=UTC)), "09 giờ 30 phút"),
        (clock_time(datetime(2026, 11, 23, 9, 30)), "09 giờ 30 phút"),  # noqa: DTZ001 - local time as read from a form
        (long_moment(AFTERNOON), "16 giờ 30 phút, ngày 23 tháng 11 năm 2026"),
        (
            long_moment(datetime(2026, 11, 22, 17, 30, tzinfo=UTC)),
            "00 giờ 30 phút, ngày 23 tháng 11 năm 2026",
        ),
        (short_moment(AFTERNOON), "16:30 23/11/2026"),
        (friendly_due(AFTERNOON), "16:30 thứ Hai, 23/11/2026"),
        (friendly_due(datetime(2026, 11, 22, 8, 0, tzinfo=HANOI)), "08:00 Chủ nhật, 22/11/2026"),
        (weekday_name(date(2026, 11, 28)), "thứ Bảy"),
    ],
)
def test_days_and_hours_are_written_as_papers_write_them(shown: str, expected: str) -> None:
    assert shown == expected


TYPED = [
    ("12081990", date(1990, 8, 12)),
    ("12/8/90", date(1990, 8, 12)),
    ("12-8-1990", date(1990, 8, 12)),
    ("12.8.1990", date(1990, 8, 12)),
    ("12 8 1990", date(1990, 8, 12)),
    ("12 / 08 / 1990", date(1990, 8, 12)),
    ("120890", date(1990, 8, 12)),
    ("1990-08-12", date(1990, 8, 12)),
    ("ngày 12 tháng 8 năm 1990", date(1990, 8, 12)),
    (" 29/2/2024 ", date(2024, 2, 29)),
    ("1/1/26", date(2026, 1, 1)),
    ("1/1/27", date(1927, 1, 1)),  # the latest such year that is past
    ("22/11/2026", TODAY),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_a_day_typed_loosely_is_understood(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY) == meant


def test_a_coming_day_is_understood_where_it_may_come() -> None:
    assert parse_date("15/12/27", TODAY, future=True) == date(2027, 12, 15)
    assert parse_date("1/1/1990", TODAY, future=True) == date(1990, 1, 1)


REFUSED = [
    ("", "Hãy gõ ngày"),
    ("1990", "Mới có năm 1990"),
    ("12/8", "thiếu năm"),
    ("31/02/2026", "Tháng 2 năm 2026 chỉ có 28 ngày"),
    ("29/02/2023", "chỉ có 28 ngày"),
    ("12/13/1990", "Không có tháng 13"),
    ("00/01/1990", "không có ngày 0"),
    ("hôm qua", "Không đọc được"),
    ("12/8/199", "4 chữ số"),
    ("1/1/1/1990", "Không đọc được"),
    ("23/11/2026", "chưa tới"),
    ("1/1/1800", "quá xa"),
    ("1/1/0000", "Năm 0"),
    ("12³/8/1990", "Không đọc được"),
    ("9" * 5000, "Không đọc được"),
    (f"{'9' * 5000}/8/1990", "Không đọc được"),
    (f"12/{'9' * 5000}/1990", "Không đọc được"),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_a_day_that_cannot_be_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(TextRefused, match=sentence):
        parse_date(typed, TODAY)
