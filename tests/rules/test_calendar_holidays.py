"""The days off of each year: holidays by sun and moon, days in lieu, days exchanged by decision."""

from datetime import date, timedelta

import holidays
import pytest

from motcua.foundation.calendar import STANDARD, Calendar, calendar_from, calendar_named, is_working_day

VN = calendar_named(STANDARD)


def off(year: int, calendar: Calendar = VN) -> dict[date, str]:
    return {day.on: day.kind for day in calendar.days_off(year)}


# Ngày Tết and Giỗ Tổ by the Vietnamese lunar calendar (UTC+7); a Chinese one gives 03/02 in 2030.
LUNAR = [
    (2024, date(2024, 2, 10), date(2024, 4, 18)),
    (2025, date(2025, 1, 29), date(2025, 4, 7)),
    (2026, date(2026, 2, 17), date(2026, 4, 26)),
    (2027, date(2027, 2, 6), date(2027, 4, 16)),
    (2028, date(2028, 1, 26), date(2028, 4, 4)),
    (2029, date(2029, 2, 13), date(2029, 4, 23)),
    (2030, date(2030, 2, 2), date(2030, 4, 12)),
    (2031, date(2031, 1, 23), date(2031, 4, 1)),
    (2032, date(2032, 2, 11), date(2032, 4, 19)),
]


@pytest.mark.parametrize(("year", "tet", "hung_kings"), LUNAR)
def test_tet_and_hung_kings_fall_on_the_days_of_the_vietnamese_moon(year, tet, hung_kings):
    days = {day.on: day for day in VN.days_off(year)}
    assert days[tet].key == days[tet - timedelta(days=1)].key == "tet"  # giao thừa and mùng Một
    assert days[hung_kings].key == "hung_kings"
    assert (
        sum(day.key == "tet" and day.kind == "holiday" for day in days.values()) == 5
    )  # BLLĐ 2019 Đ.112.1.b
    assert sum(day.key == "hung_kings" and day.kind == "holiday" for day in days.values()) == 1


# Whole breaks as announced (or, from 2027, as computed), first and last day away from work.
BREAKS = [
    (date(2016, 2, 8), date(2016, 2, 12), "Tết Bính Thân"),
    (date(2017, 1, 26), date(2017, 2, 1), "Tết Đinh Dậu"),
    (date(2018, 2, 14), date(2018, 2, 20), "Tết Mậu Tuất"),
    (date(2019, 2, 4), date(2019, 2, 8), "Tết Kỷ Hợi"),
    (date(2020, 1, 23), date(2020, 1, 29), "Tết Canh Tý"),
    (date(2021, 2, 10), date(2021, 2, 16), "Tết Tân Sửu"),
    (date(2022, 1, 31), date(2022, 2, 4), "Tết Nhâm Dần"),
    (date(2023, 1, 20), date(2023, 1, 26), "Tết Quý Mão"),
    (date(2024, 2, 8), date(2024, 2, 14), "Tết Giáp Thìn"),
    (date(2025, 1, 27), date(2025, 1, 31), "Tết Ất Tỵ"),
    (date(2026, 2, 16), date(2026, 2, 20), "Tết Bính Ngọ"),
    (date(2027, 2, 4), date(2027, 2, 10), "Tết Đinh Mùi"),
    (date(2023, 4, 29), date(2023, 5, 3), "Giỗ Tổ, 30/4 and 1/5 with two days in lieu"),
    (date(2024, 4, 27), date(2024, 5, 1), "29/4/2024 off against Saturday 04/5/2024"),
    (date(2025, 4, 30), date(2025, 5, 4), "02/5/2025 off against Saturday 26/4/2025"),
    (date(2026, 1, 1), date(2026, 1, 4), "02/01/2026 off against Saturday 10/01/2026"),
    (date(2026, 8, 29), date(2026, 9, 2), "31/8/2026 off against Saturday 22/8/2026"),
    (date(2026, 11, 24), date(2026, 11, 24), "Ngày Văn hóa Việt Nam, new from 2026"),
]


@pytest.mark.parametrize(("first", "last", "what"), BREAKS)
def test_a_break_lasts_from_its_first_to_its_last_day(first, last, what):
    for offset in range((last - first).days + 1):
        assert not is_working_day(first + timedelta(days=offset), VN), what
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    assert is_working_day(before, VN) or before.weekday() >= 5, what
    assert is_working_day(after, VN) or after.weekday() >= 5, what


@pytest.mark.parametrize(
    ("saturday", "monday_or_friday"),
    [
        (date(2019, 1, 5), date(2018, 12, 31)),
        (date(2019, 5, 4), date(2019, 4, 29)),
        (date(2024, 5, 4), date(2024, 4, 29)),
        (date(2025, 4, 26), date(2025, 5, 2)),
        (date(2026, 1, 10), date(2026, 1, 2)),
        (date(2026, 8, 22), date(2026, 8, 31)),
    ],
)
def test_an_exchanged_saturday_is_worked_in_full_and_its_weekday_is_off(saturday, monday_or_friday):
    assert is_working_day(saturday, VN)
    assert VN.sessions_on(saturday) == VN.sessions_on(saturday + timedelta(days=3))
    assert off(monday_or_friday.year)[monday_or_friday] == "compensatory_off"


def test_culture_day_is_no_holiday_before_2026():
    assert date(2025, 11, 24) not in off(2025)
    assert off(2029)[date(2029, 11, 26)] == "in_lieu"  # 24/11/2029 is a Saturday


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2020, [date(2020, 9, 2)]),  # BLLĐ 2012 Đ.115: one day
        (2021, [date(2021, 9, 2), date(2021, 9, 3)]),  # BLLĐ 2019 Đ.112.1.đ: two
        (2022, [date(2022, 9, 1), date(2022, 9, 2)]),
        (2023, [date(2023, 9, 1), date(2023, 9, 2), date(2023, 9, 4)]),
        (2024, [date(2024, 9, 2), date(2024, 9, 3)]),
        (2029, [date(2029, 9, 2), date(2029, 9, 3), date(2029, 9, 4)]),
    ],
)
def test_national_day_has_a_second_day_beside_it_since_2021(year, days):
    assert [day.on for day in VN.days_off(year) if day.key == "national_day"] == days


# The one difference: the package does not know the exchange 02/01/2026 ↔ 10/01/2026, which the Government
# agreed to on 25/12/2025. Working Saturdays are not holidays to it and are compared above.
UNKNOWN_TO_THE_JUDGE = {date(2026, 1, 2)}


@pytest.mark.parametrize("year", range(2016, 2036))
def test_an_independent_package_closes_the_office_on_the_same_weekdays(year):
    judge = {day for day in holidays.country_holidays("VN", years=year) if day.weekday() < 5}
    ours = {day for day in off(year) if day.weekday() < 5}
    assert ours - UNKNOWN_TO_THE_JUDGE == judge


def test_a_holiday_on_a_weekly_rest_day_is_given_back_on_the_next_working_day():
    # BLLĐ 2019 Đ.111.3; Giỗ Tổ 2026 is a Sunday
    assert off(2026)[date(2026, 4, 27)] == "in_lieu"
    # two at once: 30/4/2022 Saturday and 1/5/2022 Sunday
    assert {date(2022, 5, 2), date(2022, 5, 3)} <= off(2022).keys()


def test_an_announcement_takes_the_place_of_the_rule_for_its_year_only():
    document = {
        "name": "so-tai",
        "title": "Thử",
        "extends": STANDARD,
        "announced": [
            {"key": "tet", "year": 2028, "from": "2028-01-25", "to": "2028-01-29", "decision": "TB 1"}
        ],
    }
    changed = calendar_from(document, source="thử")
    assert date(2028, 1, 24) in off(2028) and date(2028, 1, 24) not in off(2028, changed)
    assert off(2028, changed)[date(2028, 1, 31)] == "in_lieu"  # 29/01/2028 is a Saturday
    assert {day.decision for day in changed.days_off(2028) if day.key == "tet"} == {"TB 1"}
    assert off(2029, changed) == off(2029)


def test_announced_days_in_lieu_take_the_place_of_computed_ones():
    entry = {
        "key": "tet",
        "year": 2027,
        "from": "2027-02-04",
        "to": "2027-02-08",
        "in_lieu": ["2027-02-03", "2027-02-09"],
    }
    changed = calendar_from(
        {"name": "a", "title": "A", "extends": STANDARD, "announced": [entry]}, source="thử"
    )
    assert {on for on, kind in off(2027, changed).items() if kind == "in_lieu" and on.month == 2} == {
        date(2027, 2, 3),
        date(2027, 2, 9),
    }


def test_confirmed_and_unconfirmed_days_can_be_told_apart():
    days = {day.on: day for day in (*VN.days_off(2024), *VN.days_off(2026), *VN.days_off(2027))}
    assert days[date(2026, 8, 31)].confirmed
    assert days[date(2026, 11, 24)].confirmed
    assert not days[date(2024, 4, 29)].confirmed
    assert not days[date(2027, 2, 4)].confirmed
    assert days[date(2024, 4, 29)].decision == "Công văn 2450/VPCP-KGVX ngày 12/4/2024"


def test_every_year_the_calendar_promises_has_its_days_off():
    for year in range(VN.first_year, VN.last_year + 1):
        assert len(off(year)) >= 7, year
