"""Calendars from files and from a database's documents; what is wrong is told by file and key."""

import json
from datetime import date, time

import pytest

from motcua.foundation.calendar import (
    STANDARD,
    CalendarError,
    calendar_from,
    calendar_named,
    calendar_names,
    document_named,
    is_working_day,
)

MINIMAL = {
    "name": "xa-thu",
    "title": "Xã Thử",
    "years": [2020, 2030],
    "rest_days": ["sat", "sun"],
    "sessions": [{"days": ["mon", "tue", "wed", "thu", "fri"], "hours": ["07:30-11:30", "13:00-17:00"]}],
}


def test_the_library_holds_the_calendars_an_office_begins_with():
    assert {"vn-standard", "vn-saturday-reception", "vn-seasonal"} <= set(calendar_names())
    for name in calendar_names():
        assert calendar_named(name).name == name
        assert calendar_named(name).title_en


@pytest.mark.parametrize("name", ["vn-standard", "vn-saturday-reception", "vn-seasonal"])
def test_a_calendar_kept_as_json_is_the_same_calendar(name):
    kept = json.loads(json.dumps(document_named(name)))
    assert calendar_from(kept, source="thử") == calendar_named(name)


def test_a_calendar_that_extends_another_has_its_holidays_and_its_own_hours():
    own = calendar_from(
        {
            "name": "xa-thu",
            "title": "Xã Thử",
            "extends": STANDARD,
            "sessions": [{"days": ["mon", "wed"], "hours": ["09:00-11:00"]}],
            "days": [{"date": "2026-08-31", "kind": "holiday", "name": "Ngày hội xã"}],
        },
        source="thử",
    )
    assert own.sessions_on(date(2026, 11, 23)) == [(time(9), time(11))]
    assert not is_working_day(date(2026, 11, 24), own) and not is_working_day(date(2026, 11, 27), own)
    assert {day.on: day.name for day in own.days_off(2026)}[date(2026, 8, 31)] == "Ngày hội xã"


def test_hours_can_change_from_a_date_and_with_the_season():
    day = {"days": ["mon", "tue", "wed", "thu", "fri"]}
    own = calendar_from(
        MINIMAL
        | {
            "sessions": [
                {**day, "hours": ["07:00-11:00"], "valid_to": "2025-06-30"},
                {**day, "hours": ["08:00-12:00"], "valid_from": "2025-07-01"},
                {**day, "hours": ["09:00-12:00"], "season": "12-20/01-10", "valid_from": "2025-07-01"},
            ]
        },
        source="thử",
    )
    opening = {
        on: own.sessions_on(on)[0][0] for on in (date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 5))
    }
    assert list(opening.values()) == [time(7), time(8), time(9)]


def test_a_working_saturday_can_have_its_own_hours():
    row = {"date": "2026-08-22", "kind": "working_saturday", "swaps": "2026-08-31", "hours": ["08:00-10:00"]}
    own = calendar_from(MINIMAL | {"days": [row]}, source="thử")
    assert own.sessions_on(date(2026, 8, 22)) == [(time(8), time(10))]


def rows(key, /, **changed):
    good = {
        "sessions": {"days": ["mon"], "hours": ["08:00-12:00"]},
        "holidays": {"key": "tet", "name": "Tết", "lunar": "01-01"},
        "announced": {"key": "tet", "year": 2026, "from": "2026-02-16", "to": "2026-02-20"},
        "days": {"date": "2026-08-22", "kind": "working_saturday"},
    }
    row = {name: value for name, value in (good[key] | changed).items() if value is not None}
    return MINIMAL | {"holidays": [good["holidays"]]} | {key: [row]}


BAD = [
    ({"title": "x"}, "khóa name", "a name is missing"),
    (MINIMAL | {"name": "../x"}, "khóa name", "a name is no path"),
    (MINIMAL | {"name": "Xã"}, "khóa name", "a name has no diacritics"),
    (MINIMAL | {"title": 5}, "khóa title", "a title is a text"),
    (MINIMAL | {"sesions": []}, "khóa sesions", "a slip of the keyboard"),
    (MINIMAL | {"sessions": []}, "khóa sessions", "no hours at all"),
    (MINIMAL | {"sessions": "08:00"}, "khóa sessions", "not a list"),
    (MINIMAL | {"sessions": ["08:00"]}, "mục sessions thứ 1", "not a table"),
    (MINIMAL | {"years": [1900, 2030]}, "khóa years", "before the moon is sure"),
    (MINIMAL | {"years": [2030, 2020]}, "khóa years", "backwards"),
    (MINIMAL | {"rest_days": ["saturday"]}, "khóa rest_days", "not our word"),
    (MINIMAL | {"extends": "khong-co"}, "khong-co", "extends nothing"),
    (rows("sessions", days=None), "mục sessions thứ 1, khóa days", "days are missing"),
    (rows("sessions", hours=["08-12"]), "khóa hours", "not hours"),
    (rows("sessions", hours=["08:00-12:00", "11:00-17:00"]), "khóa hours", "overlapping"),
    (rows("sessions", hours=["12:00-08:00"]), "khóa hours", "backwards"),
    (rows("sessions", hours=["08:00-24:30"]), "khóa hours", "past midnight"),
    (rows("sessions", hours=[]), "khóa hours", "none"),
    (rows("sessions", season="04-16"), "khóa season", "half a season"),
    (rows("sessions", season="13-01/14-01"), "khóa season", "no such month"),
    (rows("sessions", valid_from="2026-02-30"), "khóa valid_from", "no such day"),
    (rows("holidays", lunar=None), "khóa on", "neither sun nor moon"),
    (rows("holidays", lunar="01-31"), "khóa lunar", "a lunar month has 30 days"),
    (rows("holidays", lunar=None, on="02-30"), "khóa on", "no such day"),
    (rows("holidays", span=[3, 1]), "khóa span", "backwards"),
    (rows("holidays", span={"mon": [0, 1]}), "khóa span", "not every weekday"),
    (rows("announced", key="tết"), "khóa announced", "no such holiday"),
    (rows("announced", to="2026-02-10"), "khóa to", "backwards"),
    (rows("announced", year="2026"), "khóa year", "a year is a number"),
    (rows("days", kind="off"), "khóa kind", "no such kind"),
    (rows("days", date="2026-08-21"), "không phải ngày nghỉ hằng tuần", "a Friday is no working Saturday"),
    (rows("days", swaps="2026-08-30"), "vốn đã là ngày nghỉ", "exchanged for a Sunday"),
    (rows("days", confirmed="yes"), "khóa confirmed", "true or false"),
    (rows("days") | {"days": [{"date": "2026-08-24", "kind": "holiday"}] * 2}, "hai lần", "twice"),
]


@pytest.mark.parametrize(("document", "told", "why"), BAD)
def test_a_wrong_calendar_is_told_by_file_and_key(document, told, why):
    with pytest.raises(CalendarError) as problem:
        calendar_from(document, source="xa-thu.toml")
    assert told in str(problem.value), why
    assert "xa-thu.toml" in str(problem.value) or "khong-co" in told


@pytest.mark.parametrize(
    "name", ["", "../vn-standard", "/etc/passwd", "vn-standard.toml", "VN-Standard", "vn_x", "x" * 99]
)
def test_a_name_is_never_a_path(name):
    with pytest.raises(CalendarError, match="vn-standard"):
        calendar_named(name)


def test_broken_files_are_told_by_name(tmp_path):
    (tmp_path / "hong.toml").write_text("name = \n", encoding="utf-8")
    (tmp_path / "sai-ten.toml").write_text(
        'name = "khac"\ntitle = "x"\nyears = [2020, 2030]\nrest_days = ["sun"]\n'
        '[[sessions]]\ndays = ["mon"]\nhours = ["08:00-09:00"]\n',
        encoding="utf-8",
    )
    (tmp_path / "vong.toml").write_text('name = "vong"\ntitle = "x"\nextends = "vong"\n', encoding="utf-8")
    (tmp_path / "byte.toml").write_bytes(b'name = "\xff"\n')
    for name in ("hong", "sai-ten", "vong", "byte"):
        with pytest.raises(CalendarError, match=name):
            calendar_named(name, tmp_path)
