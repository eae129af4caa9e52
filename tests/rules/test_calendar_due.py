"""Due dates: worked examples, units, starting rules, edges of the day. Each row cites its law or its design."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from motcua.foundation.calendar import (
    STANDARD,
    ZONE,
    Allowance,
    Pause,
    calendar_from,
    calendar_named,
    due,
    due_many,
    moment_written,
)

VN = calendar_named(STANDARD)
SEASONAL = calendar_named("vn-seasonal")
SATURDAY = calendar_named("vn-saturday-reception")


def local(text):
    return moment_written(text)


def owed(received, value, unit="working_day", rule="next_day", calendar=VN, pauses=(), resume="relay"):
    stops = [Pause(local(begin), local(end) if end else None) for begin, end in pauses]
    at = due(local(received), Allowance(value, unit, rule, resume=resume), calendar, stops).at
    return None if at is None else at.replace(tzinfo=None).isoformat()


BLDS_147 = "BLDS 2015 Đ.147.2: ngày đầu tiên không tính"
BLDS_148_3 = "BLDS 2015 Đ.148.3: tháng kết thúc vào ngày tương ứng"
BLDS_148_5 = "BLDS 2015 Đ.148.5: ngày cuối là ngày nghỉ thì hết vào ngày làm việc tiếp theo"
BLLD_112 = "BLLĐ 2019 Đ.112: nghỉ lễ, tết"
SAME_DAY = "Chứng thực (NĐ 23/2015 Đ.7), hộ tịch: trong ngày; sau 15 giờ thì ngày làm việc tiếp theo"
CLAMP = "Tiếp nhận ngoài giờ: tính từ giờ mở cửa kế tiếp"
WALL = "Thông báo lưu trú: tính theo giờ đồng hồ"

ROWS = [
    # the worked examples
    ("2026-11-20T09:30", 3, "working_day", "next_day", "2026-11-26T09:30:00", BLDS_147 + "; 24/11 nghỉ"),
    ("2026-11-20T14:59", 1, "working_day", "same_day_15h", "2026-11-20T17:30:00", SAME_DAY),
    ("2026-11-20T15:20", 1, "working_day", "same_day_15h", "2026-11-23T17:30:00", SAME_DAY),
    ("2027-01-20T09:30", 20, "calendar_day", "next_day", "2027-02-11T09:30:00", BLDS_148_5 + ", Tết"),
    # the cut-off itself counts as before it, a second later does not
    ("2026-11-20T15:00", 1, "working_day", "same_day_15h", "2026-11-20T17:30:00", SAME_DAY),
    ("2026-11-20T15:00:01", 1, "working_day", "same_day_15h", "2026-11-23T17:30:00", SAME_DAY),
    ("2026-11-20T15:00:00.000001", 1, "working_day", "same_day_15h", "2026-11-23T17:30:00", SAME_DAY),
    ("2026-11-20T18:00", 1, "working_day", "same_day_15h", "2026-11-23T17:30:00", SAME_DAY),
    ("2026-11-21T16:00", 1, "working_day", "same_day_15h", "2026-11-23T17:30:00", SAME_DAY + "; thứ Bảy"),
    (
        "2026-11-20T09:00",
        3,
        "working_day",
        "same_day_15h",
        "2026-11-25T17:30:00",
        SAME_DAY + "; ngày 1 = 20/11",
    ),
    (
        "2026-11-20T15:01",
        3,
        "working_day",
        "same_day_15h",
        "2026-11-26T17:30:00",
        SAME_DAY + "; ngày 1 = 23/11",
    ),
    ("2026-11-20T09:00", 5, "calendar_day", "same_day_15h", "2026-11-25T17:30:00", SAME_DAY + "; 24/11 nghỉ"),
    ("2026-11-20T15:30", 2, "working_hour", "same_day_15h", "2026-11-23T10:00:00", SAME_DAY),
    ("2026-11-20T15:30", 1, "month", "same_day_15h", "2026-12-23T17:30:00", SAME_DAY + "; " + BLDS_148_3),
    # outside office hours
    ("2026-11-17T06:00", 1, "working_day", "next_day", "2026-11-18T08:00:00", CLAMP),
    (
        "2026-11-17T12:00",
        1,
        "working_day",
        "next_day",
        "2026-11-18T12:00:00",
        CLAMP + "; 12:00 còn trong giờ",
    ),
    ("2026-11-17T12:01", 1, "working_day", "next_day", "2026-11-18T13:30:00", CLAMP),
    ("2026-11-17T16:59:59", 1, "working_day", "next_day", "2026-11-18T16:59:59", CLAMP),
    (
        "2026-11-17T17:30",
        1,
        "working_day",
        "next_day",
        "2026-11-18T17:30:00",
        CLAMP + "; 17:30 còn trong giờ",
    ),
    ("2026-11-17T17:30:01", 1, "working_day", "next_day", "2026-11-19T08:00:00", CLAMP),
    (
        "2026-11-21T09:00",
        1,
        "working_day",
        "next_day",
        "2026-11-25T08:00:00",
        CLAMP + "; thứ Bảy, rồi 24/11 nghỉ",
    ),
    (
        "2026-12-31T10:00",
        1,
        "working_day",
        "next_day",
        "2027-01-04T10:00:00",
        BLLD_112 + "; 01/01/2027 thứ Sáu",
    ),
    ("2026-08-20T10:00", 2, "working_day", "next_day", "2026-08-22T10:00:00", "thứ Bảy 22/8/2026 làm bù"),
    (
        "2026-08-28T10:00",
        1,
        "working_day",
        "next_day",
        "2026-09-03T10:00:00",
        "31/8 nghỉ hoán đổi, 1-2/9 Quốc khánh",
    ),
    ("2024-05-03T10:00", 2, "working_day", "next_day", "2024-05-06T10:00:00", "thứ Bảy 04/5/2024 làm bù"),
    # parts of a day
    ("2026-11-17T10:00", 0.5, "working_day", "next_day", "2026-11-17T15:30:00", "nửa ngày = 4 giờ làm việc"),
    ("2026-11-17T15:30", 1.5, "working_day", "next_day", "2026-11-19T10:00:00", "1,5 ngày"),
    ("2026-11-17T10:00", 0.25, "working_hour", "next_day", "2026-11-17T10:15:00", "15 phút"),
    # working hours
    (
        "2026-11-20T15:30",
        4,
        "working_hour",
        "next_day",
        "2026-11-23T10:00:00",
        "2 giờ thứ Sáu + 2 giờ thứ Hai",
    ),
    ("2026-11-20T08:00", 8, "working_hour", "next_day", "2026-11-20T17:30:00", "hết đúng giờ đóng cửa"),
    ("2026-11-20T08:00", 4, "working_hour", "next_day", "2026-11-20T12:00:00", "hết đúng giờ nghỉ trưa"),
    ("2026-11-20T17:30", 1, "working_hour", "next_day", "2026-11-23T09:00:00", CLAMP),
    # calendar days, months, hours of the clock
    ("2026-11-17T09:30", 3, "calendar_day", "next_day", "2026-11-20T09:30:00", BLDS_147),
    ("2026-11-17T09:30", 4, "calendar_day", "next_day", "2026-11-23T09:30:00", BLDS_148_5),
    ("2026-11-21T09:30", 3, "calendar_day", "next_day", "2026-11-26T08:00:00", CLAMP),
    ("2026-12-31T09:30", 2, "month", "next_day", "2027-03-01T09:30:00", BLDS_148_3 + "; " + BLDS_148_5),
    ("2026-10-30T09:30", 1, "month", "next_day", "2026-11-30T09:30:00", BLDS_148_3),
    ("2028-01-31T09:30", 1, "month", "next_day", "2028-02-29T09:30:00", BLDS_148_3 + "; năm nhuận"),
    ("2026-11-20T17:00", 1, "hour", "next_day", "2026-11-20T18:00:00", WALL),
    ("2026-11-20T11:30", 1, "hour", "next_day", "2026-11-20T12:30:00", WALL),
    ("2026-11-20T16:00", 24, "hour", "next_day", "2026-11-21T16:00:00", WALL),
]


@pytest.mark.parametrize(("received", "value", "unit", "rule", "expected", "law"), ROWS)
def test_a_due_date_is_what_the_law_says(received, value, unit, rule, expected, law):
    assert owed(received, value, unit, rule) == expected, law


# Time the applicant needs is not counted (as practised); the remaining working hours are laid from resuming.
PAUSED = [
    (
        ("2026-11-03T08:00", 10, "working_day", "next_day"),
        [("2026-11-05T14:00", "2026-11-10T10:00")],
        "2026-11-19T15:00:00",
        "80 giờ, đã dùng 20,5 giờ, còn 59,5 giờ",
    ),
    (("2026-11-03T08:00", 10, "working_day", "next_day"), [("2026-11-05T14:00", None)], None, "đang dừng"),
    (
        ("2026-11-03T08:00", 10, "working_day", "next_day"),
        [("2026-11-05T08:00", "2026-11-06T08:00")],
        "2026-11-18T08:00:00",
        "một ngày dừng là một ngày lùi",
    ),
    (
        ("2026-11-03T08:00", 10, "working_day", "next_day"),
        [("2026-11-07T08:00", "2026-11-08T20:00")],
        "2026-11-17T08:00:00",
        "dừng trọn trong cuối tuần thì không mất giờ nào",
    ),
    (
        ("2026-11-03T08:00", 10, "working_day", "next_day"),
        [("2026-11-05T14:00", "2026-11-06T10:00"), ("2026-11-06T09:00", "2026-11-10T10:00")],
        "2026-11-19T15:00:00",
        "chồng nhau thì gộp",
    ),
    (
        ("2026-11-03T08:00", 10, "working_day", "next_day"),
        [("2026-11-06T10:00", "2026-11-10T10:00"), ("2026-11-05T14:00", "2026-11-06T10:00")],
        "2026-11-19T15:00:00",
        "liền nhau, ghi lộn thứ tự",
    ),
    (
        ("2026-11-03T08:00", 2, "working_day", "next_day"),
        [("2026-11-05T08:00", "2026-11-10T10:00")],
        "2026-11-05T08:00:00",
        "dừng khi đã hết hạn không gỡ được quá hạn",
    ),
    (
        ("2026-11-03T08:00", 2, "working_day", "next_day"),
        [("2026-11-06T08:00", None)],
        "2026-11-05T08:00:00",
        "đang dừng nhưng đã quá hạn từ trước thì hạn vẫn còn đó",
    ),
    (
        ("2026-11-03T08:00", 8, "working_hour", "next_day"),
        [("2026-11-03T10:00", "2026-11-04T10:00")],
        "2026-11-04T17:30:00",
        "còn 6 giờ từ 10 giờ",
    ),
    (
        ("2026-11-20T10:00", 1, "working_day", "same_day_15h"),
        [("2026-11-20T11:00", "2026-11-23T11:00")],
        "2026-11-23T17:30:00",
        "trong ngày",
    ),
    (
        ("2026-11-02T10:00", 10, "calendar_day", "next_day"),
        [("2026-11-04T10:00", "2026-11-09T10:00")],
        "2026-11-17T10:00:00",
        "ngày lịch: cộng 5 ngày lịch đã dừng",
    ),
    (
        ("2026-11-02T10:00", 1, "month", "next_day"),
        [("2026-11-04T10:00", "2026-11-09T10:00")],
        "2026-12-07T10:00:00",
        "tháng: cộng 5 ngày lịch đã dừng",
    ),
    (
        ("2026-11-20T10:00", 5, "hour", "next_day"),
        [("2026-11-20T11:00", "2026-11-20T12:30")],
        "2026-11-20T16:30:00",
        "giờ đồng hồ: cộng đúng thời gian đã dừng",
    ),
    (
        ("2026-11-21T10:00", 2, "working_day", "next_day"),
        [("2026-11-21T11:00", "2026-11-22T11:00")],
        "2026-11-26T08:00:00",
        "dừng trước khi đồng hồ chạy",
    ),
]


@pytest.mark.parametrize(("request_", "pauses", "expected", "why"), PAUSED)
def test_pauses_are_not_counted(request_, pauses, expected, why):
    assert owed(*request_, pauses=pauses) == expected, why
    assert due(local(request_[0]), Allowance(*request_[1:]), VN).original is not None


@pytest.mark.parametrize(
    ("resume", "expected", "why"),
    [
        ("relay", "2026-11-19T15:00:00", "remaining working hours from resuming"),
        ("shift", "2026-11-23T08:00:00", "17/11 + 5 ngày = 22/11 Chủ nhật → 23/11"),
        ("restart", "2026-11-25T10:00:00", "10 ngày làm việc từ 10/11 10 giờ; 24/11 nghỉ"),
    ],
)
def test_what_a_pause_does_is_chosen_by_the_procedure(resume, expected, why):
    pauses = [("2026-11-05T14:00", "2026-11-10T10:00")]
    assert owed("2026-11-03T08:00", 10, pauses=pauses, resume=resume) == expected, why


def test_a_pause_keeps_the_original_due_date():
    answer = due(local("2026-11-03T08:00"), Allowance(10), VN, [Pause(local("2026-11-05T14:00"))])
    assert answer.stopped and answer.at is None
    assert answer.original == local("2026-11-17T08:00")


def test_without_a_time_set_by_law_nothing_is_owed_and_nothing_is_stopped():
    answer = due(local("2026-11-21T08:00"), None, VN)
    assert (answer.at, answer.original, answer.stopped) == (None, None, False)
    assert answer.started_at == local("2026-11-23T08:00")


def test_hours_of_each_season_give_their_own_due_time():
    # sessions of a unit and season; configured hours must be used, never a built-in day
    assert owed("2026-10-15T07:15", 1, calendar=SEASONAL) == "2026-10-16T07:30:00"
    assert owed("2026-04-15T17:00", 1, calendar=SEASONAL) == "2026-04-16T17:00:00"
    assert owed("2026-04-15T13:10", 1, calendar=SEASONAL) == "2026-04-16T13:30:00"
    assert owed("2026-07-01T06:00", 2, "working_hour", calendar=SEASONAL) == "2026-07-01T09:00:00"
    assert owed("2026-12-01T06:00", 2, "working_hour", calendar=SEASONAL) == "2026-12-01T09:30:00"


def test_two_units_reckoned_in_turn_keep_their_own_hours():
    requests = ["2026-07-01T07:10", "2026-07-01T12:10", "2026-07-01T17:10"]
    apart = [[owed(text, 9, "working_hour", calendar=c) for text in requests] for c in (VN, SEASONAL)]
    mixed = [[owed(text, 9, "working_hour", calendar=c) for c in (VN, SEASONAL)] for text in requests]
    assert [list(column) for column in zip(*mixed, strict=True)] == apart
    assert apart[0] != apart[1]


def test_two_units_reckoned_at_once_keep_their_own_hours():
    # fault of another system: working hours kept in one place for all units got mixed
    received = [f"2026-07-{day:02d}T{hour:02d}:10" for day in range(1, 29) for hour in range(24)]
    alone = [[owed(text, 9, "working_hour", calendar=c) for text in received] for c in (VN, SEASONAL)]
    with ThreadPoolExecutor(4) as pool:
        both = [
            pool.submit(lambda c: [owed(text, 9, "working_hour", calendar=c) for text in received], c)
            for c in (VN, SEASONAL, VN, SEASONAL)
        ]
    assert [one.result() for one in both] == alone * 2


def test_an_allowance_from_a_database_may_be_decimal():
    half, three = Allowance(Decimal("0.5")), Allowance(Decimal("3.00"))
    assert due(local("2026-11-17T10:00"), half, VN).at == local("2026-11-17T15:30")
    assert (
        three == Allowance(3) and "3 ngày làm việc" in due(local("2026-11-17T10:00"), three, VN).reckoning()
    )


def test_on_the_reception_calendar_saturday_morning_is_office_time():
    assert owed("2026-11-21T09:00", 2, "working_hour", calendar=SATURDAY) == "2026-11-21T11:00:00"
    assert owed("2026-11-21T09:00", 1, rule="same_day_15h", calendar=SATURDAY) == "2026-11-21T12:00:00"
    # an exchanged Saturday is worked in full
    assert owed("2026-08-22T13:45", 1, rule="same_day_15h", calendar=SATURDAY) == "2026-08-22T17:30:00"


def test_a_moment_in_any_zone_is_the_same_moment():
    for zone in (UTC, ZONE, timezone(timedelta(hours=-8))):
        received = local("2026-11-20T09:30").astimezone(zone)
        assert due(received, Allowance(3), VN).at == local("2026-11-26T09:30")
        assert due_many([(received, Allowance(3), ())], VN) == [local("2026-11-26T09:30")]


def test_midnight_in_utc_is_seven_in_the_morning_of_the_same_day_here():
    # 23:30 UTC on Thursday is 06:30 on Friday in Vietnam
    received = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    answer = due(received, Allowance(1, start_rule="same_day_15h"), VN)
    assert answer.at == local("2026-11-20T17:30")
    assert str(answer.at.tzinfo) == "Asia/Ho_Chi_Minh"


def test_the_cut_off_is_the_procedures_own():
    early = Allowance(1, "working_day", "same_day_15h", cut_off=time(10, 30))
    assert due(local("2026-11-20T10:30"), early, VN).at == local("2026-11-20T17:30")
    assert due(local("2026-11-20T10:31"), early, VN).at == local("2026-11-23T17:30")


def test_the_same_calendar_has_the_same_version_and_a_changed_one_another():
    document = {"name": "mot", "title": "Một", "extends": STANDARD}
    one, again = (calendar_from(document, source="thử") for _ in range(2))
    more = calendar_from(document | {"days": [{"date": "2026-12-01", "kind": "holiday"}]}, source="thử")
    assert one == again and one.version == again.version and hash(one) == hash(again)
    assert more != one and more.version != one.version
    assert not more.sessions_on(date(2026, 12, 1))
