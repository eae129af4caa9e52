"""The sentence that explains a due date: what is counted, what is left out, when it is owed."""

import pytest

from motcua.foundation.calendar import (
    STANDARD,
    Allowance,
    CalendarError,
    Pause,
    calendar_named,
    due,
    full_date,
    moment_text,
    moment_written,
)

VN = calendar_named(STANDARD)
local = moment_written

SENTENCES = [
    (
        ("2026-11-20T09:30", Allowance(3)),
        "3 ngày làm việc tính từ ngày 23/11/2026, không kể thứ Bảy, Chủ nhật và ngày nghỉ 24/11 (Ngày Văn hóa Việt Nam);"
        " hẹn trả 09 giờ 30 phút thứ Năm, 26/11/2026.",
        "3 working days counted from 23/11/2026, not counting Saturday, Sunday and the day off 24/11 (Vietnam Culture"
        " Day); due at 09:30 on Thursday, 26/11/2026.",
    ),
    (
        ("2026-11-17T09:30", Allowance(1)),
        "1 ngày làm việc tính từ ngày 18/11/2026; hẹn trả 09 giờ 30 phút thứ Tư, 18/11/2026.",
        "1 working day counted from 18/11/2026; due at 09:30 on Wednesday, 18/11/2026.",
    ),
    (
        ("2026-11-20T15:20", Allowance(1, "working_day", "same_day_15h")),
        "1 ngày làm việc tính từ ngày 23/11/2026, không kể thứ Bảy, Chủ nhật; tiếp nhận sau 15 giờ 00 phút thứ Sáu,"
        " 20/11/2026 nên tính từ ngày làm việc tiếp theo; hẹn trả 17 giờ 30 phút thứ Hai, 23/11/2026.",
        "1 working day counted from 23/11/2026, not counting Saturday, Sunday; received after 15:00 (Friday,"
        " 20/11/2026), so counted from the next working day; due at 17:30 on Monday, 23/11/2026.",
    ),
    (
        ("2026-11-21T09:00", Allowance(1)),
        "1 ngày làm việc tính từ ngày 25/11/2026, không kể Chủ nhật và ngày nghỉ 24/11 (Ngày Văn hóa Việt Nam); tiếp nhận"
        " ngoài giờ làm việc (09 giờ 00 phút thứ Bảy, 21/11/2026) nên bắt đầu tính từ 08 giờ 00 phút thứ Hai,"
        " 23/11/2026; hẹn trả 08 giờ 00 phút thứ Tư, 25/11/2026.",
        "1 working day counted from 25/11/2026, not counting Sunday and the day off 24/11 (Vietnam Culture Day); received"
        " outside office hours (09:00 on Saturday, 21/11/2026), so the clock starts at 08:00 on Monday, 23/11/2026;"
        " due at 08:00 on Wednesday, 25/11/2026.",
    ),
    (
        ("2026-08-20T16:59:59", Allowance(10)),
        "10 ngày làm việc tính từ ngày 21/8/2026, không kể thứ Bảy, Chủ nhật và các ngày nghỉ 31/8 (nghỉ hoán đổi), từ"
        " 01/9 đến 02/9 (Quốc khánh), có tính ngày làm bù thứ Bảy 22/8; hẹn trả 16 giờ 59 phút 59 giây thứ Hai,"
        " 07/9/2026.",
        "10 working days counted from 21/8/2026, not counting Saturday, Sunday and the days off 31/8 (in exchange for a"
        " working Saturday), from 01/9 to 02/9 (National Day), counting the working Saturday 22/8; due at 16:59:59 on"
        " Monday, 07/9/2026.",
    ),
    (
        ("2026-04-22T10:00", Allowance(5)),
        "5 ngày làm việc tính từ ngày 23/4/2026, không kể thứ Bảy, Chủ nhật và các ngày nghỉ 27/4 (nghỉ bù Giỗ Tổ Hùng"
        " Vương), 30/4 (Ngày Chiến thắng), 01/5 (Ngày Quốc tế Lao động); hẹn trả 10 giờ 00 phút thứ Hai, 04/5/2026.",
        "5 working days counted from 23/4/2026, not counting Saturday, Sunday and the days off 27/4 (in lieu of Hung"
        " Kings' Commemoration Day), 30/4 (Reunification Day), 01/5 (International Labour Day); due at 10:00 on Monday,"
        " 04/5/2026.",
    ),
    (
        ("2027-02-01T09:00", Allowance(5)),
        "5 ngày làm việc tính từ ngày 02/02/2027, không kể thứ Bảy, Chủ nhật và các ngày nghỉ từ 04/02 đến 10/02 (Tết"
        " Nguyên đán); hẹn trả 09 giờ 00 phút thứ Hai, 15/02/2027.",
        "5 working days counted from 02/02/2027, not counting Saturday, Sunday and the days off from 04/02 to 10/02"
        " (Lunar New Year); due at 09:00 on Monday, 15/02/2027.",
    ),
    (
        ("2027-01-20T09:30", Allowance(20, "calendar_day")),
        "20 ngày tính từ ngày 21/01/2027, hết vào ngày nghỉ 09/02/2027 nên chuyển sang ngày làm việc tiếp theo, không kể"
        " các ngày nghỉ từ 09/02 đến 10/02 (nghỉ bù Tết Nguyên đán); hẹn trả 09 giờ 30 phút thứ Năm, 11/02/2027.",
        "20 days counted from 21/01/2027, ending on 09/02/2027, a day off, so moved to the next working day, not counting"
        " the days off from 09/02 to 10/02 (in lieu of Lunar New Year); due at 09:30 on Thursday, 11/02/2027.",
    ),
    (
        ("2026-11-20T15:30", Allowance(4, "working_hour")),
        "4 giờ làm việc tính từ 15 giờ 30 phút thứ Sáu, 20/11/2026, không kể thứ Bảy, Chủ nhật; hẹn trả 10 giờ 00 phút"
        " thứ Hai, 23/11/2026.",
        "4 working hours counted from 15:30 on Friday, 20/11/2026, not counting Saturday, Sunday; due at 10:00 on Monday,"
        " 23/11/2026.",
    ),
    (
        ("2026-11-20T12:10", Allowance(1, "hour")),
        "1 giờ tính từ 13 giờ 30 phút thứ Sáu, 20/11/2026; tiếp nhận ngoài giờ làm việc (12 giờ 10 phút thứ Sáu,"
        " 20/11/2026); hẹn trả 14 giờ 30 phút thứ Sáu, 20/11/2026.",
        "1 hour counted from 13:30 on Friday, 20/11/2026; received outside office hours (12:10 on Friday, 20/11/2026);"
        " due at 14:30 on Friday, 20/11/2026.",
    ),
    (
        ("2026-11-17T10:00", Allowance(0.5)),
        "0,5 ngày làm việc tính từ 10 giờ 00 phút thứ Ba, 17/11/2026; hẹn trả 15 giờ 30 phút thứ Ba, 17/11/2026.",
        "0.5 working days counted from 10:00 on Tuesday, 17/11/2026; due at 15:30 on Tuesday, 17/11/2026.",
    ),
    (
        ("2026-11-17T10:00", None),
        "Không có ngày hẹn trả cụ thể theo quy định",
        "No fixed date of return is set by the regulations",
    ),
]


@pytest.mark.parametrize(("request_", "vietnamese", "english"), SENTENCES)
def test_a_due_date_is_explained_in_two_languages(request_, vietnamese, english):
    received, allowance = request_
    answer = due(local(received), allowance, VN)
    assert answer.reckoning() == vietnamese
    assert answer.reckoning("en") == english
    assert answer.reckoning() == vietnamese  # and the same again from memory


PAUSES = [Pause(local("2026-11-05T14:00"), local("2026-11-10T10:00"), "chờ bổ sung giấy tờ")]


@pytest.mark.parametrize(
    ("resume", "phrase", "end"),
    [
        ("relay", "; đã trừ thời gian tạm dừng từ ", "; hẹn trả 15 giờ 00 phút thứ Năm, 19/11/2026"),
        ("shift", "; đã cộng thêm số ngày tạm dừng từ ", "; hẹn trả 08 giờ 00 phút thứ Hai, 23/11/2026"),
        ("restart", "; tính lại từ đầu sau khi tạm dừng từ ", "; hẹn trả 10 giờ 00 phút thứ Tư, 25/11/2026"),
    ],
)
def test_pauses_are_named_with_their_cause_and_the_first_due_date(resume, phrase, end):
    told = due(local("2026-11-03T08:00"), Allowance(10, resume=resume), VN, PAUSES).reckoning()
    span = "14 giờ 00 phút thứ Năm, 05/11/2026 đến 10 giờ 00 phút thứ Ba, 10/11/2026 (chờ bổ sung giấy tờ)"
    assert told.endswith(f"{phrase}{span}{end} (hẹn ban đầu 08 giờ 00 phút thứ Ba, 17/11/2026).")


def test_several_pauses_are_named_one_after_the_other():
    more = [*PAUSES, Pause(local("2026-11-11T08:00"), local("2026-11-12T08:00"))]
    told = due(local("2026-11-03T08:00"), Allowance(10), VN, more).reckoning()
    assert " và từ 08 giờ 00 phút thứ Tư, 11/11/2026 đến 08 giờ 00 phút thứ Năm, 12/11/2026;" in told


def test_a_pause_that_came_too_late_is_not_named():
    late = [Pause(local("2026-11-20T14:00"), local("2026-11-23T10:00"))]
    assert "tạm dừng" not in due(local("2026-11-03T08:00"), Allowance(10), VN, late).reckoning()


def test_a_stopped_clock_says_since_when_and_why():
    answer = due(
        local("2026-11-03T08:00"),
        Allowance(10),
        VN,
        [Pause(local("2026-11-05T14:00"), None, "chờ nộp lệ phí")],
    )
    assert answer.reckoning() == (
        "Đang tạm dừng tính thời hạn từ 14 giờ 00 phút thứ Năm, 05/11/2026 (chờ nộp lệ phí); ngày hẹn trả được tính lại"
        " khi hồ sơ được tiếp tục (hẹn ban đầu 08 giờ 00 phút thứ Ba, 17/11/2026)."
    )
    assert answer.reckoning("en").startswith("The clock has stood still since 14:00 on Thursday, 05/11/2026")


def test_dates_are_written_as_papers_write_them():
    # NĐ 30/2020/NĐ-CP, Phụ lục I: days 1-9 and months 1-2 with a leading zero
    assert full_date(local("2027-02-05T00:00").date()) == "05/02/2027"
    assert full_date(local("2026-09-02T00:00").date()) == "02/9/2026"
    assert moment_text(local("2026-11-29T07:05")) == "07 giờ 05 phút Chủ nhật, 29/11/2026"


def test_an_unknown_language_is_refused():
    with pytest.raises(CalendarError, match="vi hoặc en"):
        due(local("2026-11-03T08:00"), Allowance(10), VN).reckoning("fr")
