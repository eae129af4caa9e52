"""Agency codes, and the table of units the library ships."""

from datetime import date
from pathlib import Path

import pytest

from motcua.domain.offices.rules import (
    COLUMNS,
    UnitRow,
    UnitsRefused,
    check_units,
    counts,
    in_force,
    parse_agency_code,
    read_units,
)
from motcua.domain.people.rules import BIRTH_PLACES
from motcua.foundation.text import TextRefused

TABLE = Path(__file__).parents[2] / "library" / "units.csv"
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)


@pytest.fixture(scope="module")
def units() -> list[UnitRow]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return read_units(lines)


@pytest.mark.parametrize(
    ("typed", "style", "levels"),
    [
        ("000.19.23.H26", "old", ("H26", "23", "19")),  # QCVN 102:2016/BTTTT, read from the right
        ("000.00.00.H55", "old", ("H55",)),
        ("001.19.23.h26", "old", ("H26", "23", "19", "001")),
        ("H55.242", "new", ("H55", "242")),  # QĐ 20/2020/QĐ-TTg, highest level first
        ("G09.20", "new", ("G09", "20")),
        ("H26", "new", ("H26",)),
        (" h26.1.2.3.4.5 ", "new", ("H26", "1", "2", "3", "4", "5")),
    ],
)
def test_an_agency_code_of_either_style_is_read(typed: str, style: str, levels: tuple[str, ...]) -> None:
    code = parse_agency_code(typed)
    assert (code.style, code.levels, code.top) == (style, levels, levels[0])


@pytest.mark.parametrize(
    "typed", ["", "26", "H2", "H26.", "H26.1234", "H26.1.2.3.4.5.6", "000.19.23", "00.19.23.H26", "HÀ NỘI"]
)
def test_another_text_is_no_agency_code(typed: str) -> None:
    with pytest.raises(TextRefused, match="Mã cơ quan"):
        parse_agency_code(typed)


NATIONAL_COUNTS = [
    # QĐ 19/2025/QĐ-TTg
    (date(2025, 7, 1), {"tinh": 28, "thanh_pho_tw": 6, "xa": 2621, "phuong": 687, "dac_khu": 13}),
    (date(2026, 4, 29), {"tinh": 28, "thanh_pho_tw": 6, "xa": 2621, "phuong": 687, "dac_khu": 13}),
    # NQ 30/2026/QH16, 237/NQ-UBTVQH16: Đồng Nai
    (date(2026, 4, 30), {"tinh": 27, "thanh_pho_tw": 7, "xa": 2611, "phuong": 697, "dac_khu": 13}),
    # NQ 36/2026/QH16: Quảng Ninh
    (date(2026, 9, 1), {"tinh": 26, "thanh_pho_tw": 8, "xa": 2611, "phuong": 697, "dac_khu": 13}),
    # NQ 39/2026/QH16, 388/NQ-UBTVQH16: Bắc Ninh
    (date(2026, 9, 20), {"tinh": 25, "thanh_pho_tw": 9, "xa": 2599, "phuong": 709, "dac_khu": 13}),
]


@pytest.mark.parametrize(("on", "expected"), NATIONAL_COUNTS)
def test_the_country_has_the_units_the_resolutions_count(
    units: list[UnitRow], on: date, expected: dict
) -> None:
    found = counts(units, on)
    assert found == expected
    assert found["tinh"] + found["thanh_pho_tw"] == 34
    assert found["xa"] + found["phuong"] + found["dac_khu"] == 3321


@pytest.mark.parametrize("on", [LAST_DAY_OF_DISTRICTS, *(day for day, _ in NATIONAL_COUNTS)])
def test_the_table_holds_together_on_every_day_of_change(units: list[UnitRow], on: date) -> None:
    assert check_units(units, on) == []
    codes = [row.code for row in in_force(units, on)]
    assert len(codes) == len(set(codes))


def test_every_unit_that_ended_has_a_successor(units: list[UnitRow]) -> None:
    ended = [row for row in units if row.valid_to]
    assert len(ended) > 100
    assert [row.name for row in ended if not row.successors] == []


def test_every_commune_of_today_knows_what_it_came_from(units: list[UnitRow]) -> None:
    communes = [row for row in in_force(units, date(2025, 7, 1)) if len(row.code) == 5]
    assert [row.name for row in communes if not row.predecessors] == []


CITIES = [
    ("01", "Hà Nội"),
    ("31", "Hải Phòng"),
    ("46", "Huế"),
    ("48", "Đà Nẵng"),
    ("79", "Hồ Chí Minh"),
    ("92", "Cần Thơ"),
]


@pytest.mark.parametrize(("code", "name"), CITIES)
def test_the_six_cities_keep_their_codes(units: list[UnitRow], code: str, name: str) -> None:
    for on in (LAST_DAY_OF_DISTRICTS, date(2025, 7, 1), date(2026, 11, 22)):
        [row] = [row for row in in_force(units, on) if row.code == code]
        assert (row.name, row.kind) == (f"Thành phố {name}", "thanh_pho_tw")


def test_the_provinces_of_before_are_those_of_the_citizen_number(units: list[UnitRow]) -> None:
    old = {"0" + row.code for row in in_force(units, LAST_DAY_OF_DISTRICTS) if len(row.code) == 2}
    assert old == set(BIRTH_PLACES)


def _named(units: list[UnitRow], on: date, parent: str) -> dict[str, str]:
    return {row.name: row.code for row in in_force(units, on) if row.parent == parent}


def test_thanh_xuan_of_2016_has_its_eleven_wards(units: list[UnitRow]) -> None:
    wards = _named(units, date(2016, 6, 1), "009")
    assert wards == {
        "Phường Nhân Chính": "00343",
        "Phường Thượng Đình": "00346",
        "Phường Khương Trung": "00349",
        "Phường Khương Mai": "00352",
        "Phường Thanh Xuân Trung": "00355",
        "Phường Phương Liệt": "00358",
        "Phường Hạ Đình": "00361",
        "Phường Khương Đình": "00364",
        "Phường Thanh Xuân Bắc": "00367",
        "Phường Thanh Xuân Nam": "00370",
        "Phường Kim Giang": "00373",
    }
    assert len(_named(units, LAST_DAY_OF_DISTRICTS, "009")) == 9


def test_the_other_places_of_before_are_there(units: list[UnitRow]) -> None:
    assert _named(units, date(2018, 6, 1), "008")["Phường Yên Sở"] == "00340"
    assert len(_named(units, date(2018, 6, 1), "008")) == 14
    assert _named(units, date(2016, 6, 1), "493")["Phường Mân Thái"] == "20269"
    thieu_hoa = _named(units, date(2019, 12, 31), "398")
    assert thieu_hoa["Xã Minh Tâm"] == "15829"
    assert len(thieu_hoa) == 25
    assert len(_named(units, LAST_DAY_OF_DISTRICTS, "398")) == 24


def test_a_closed_ward_leads_to_the_ward_of_today(units: list[UnitRow]) -> None:
    [old] = [row for row in in_force(units, LAST_DAY_OF_DISTRICTS) if row.name == "Phường Mân Thái"]
    today = {row.code: row.name for row in in_force(units, date(2026, 11, 22))}
    assert [today[code] for code in old.successors] == ["Phường Sơn Trà"]


HEADER = ",".join(COLUMNS)
BAD_ROWS = [
    ("7,Tỉnh A,tinh,,,,,", "Dòng 2: cột code ghi “7”"),
    ("07,Tỉnh A,tinhh,,,,,", "Dòng 2: cột kind"),
    ("07,A,tinh,,,,,", "Dòng 2: cột name"),
    ("07,Tỉnh A,tinh,01,,,,", "Dòng 2: cột parent"),
    ("00707,Xã A,xa,,,,,", "Dòng 2: cột parent"),
    ("07,Tỉnh A,tinh,,1/7/2025,,,", "Dòng 2: cột valid_from ghi “1/7/2025”"),
    ("07,Tỉnh A,tinh,,2025-07-01,2025-02-30,,", "Dòng 2: cột valid_to"),
    ("07,Tỉnh A,tinh,,2025-07-01,2025-06-30,,", "trước ngày bắt đầu"),
    ("07,Tỉnh A,tinh,,,,x7,", "Dòng 2: cột predecessors"),
    ("07,Tỉnh A,tinh", "Dòng 2: phải có đúng 8 cột"),
    ("07,Tỉnh A,tinh,,,,,,thừa", "Dòng 2: phải có đúng 8 cột"),
]


@pytest.mark.parametrize(("row", "sentence"), BAD_ROWS)
def test_a_bad_row_is_named_by_line_and_field(row: str, sentence: str) -> None:
    with pytest.raises(UnitsRefused) as refused:
        read_units([HEADER, row])
    assert sentence in refused.value.sentences[0]


def test_all_bad_rows_are_told_at_once() -> None:
    with pytest.raises(UnitsRefused) as refused:
        read_units([HEADER, "7,Tỉnh A,tinh,,,,,", "07,Tỉnh B,tinh,,,,,", "8,Tỉnh C,tinh,,,,,"])
    assert [s[:6] for s in refused.value.sentences] == ["Dòng 2", "Dòng 4"]


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(UnitsRefused, match="thiếu cột kind"):
        read_units(["code,name", "07,Tỉnh A"])


PARENT = UnitRow("07", "Tỉnh A", "tinh")
LOOSE = [
    ([UnitRow("00707", "Xã B", "xa", "08")], "Cấp trên 08"),
    ([PARENT, UnitRow("07", "Tỉnh B", "tinh", valid_from=date(2025, 7, 1))], "trùng thời gian"),
    (
        [
            UnitRow("07", "Tỉnh A", "tinh", valid_to=LAST_DAY_OF_DISTRICTS, successors=("09",)),
            UnitRow("07", "Tỉnh B", "tinh", valid_from=LAST_DAY_OF_DISTRICTS),
            UnitRow("09", "Tỉnh C", "tinh"),
        ],
        "trùng thời gian",
    ),
    ([UnitRow("08", "Tỉnh B", "tinh", valid_to=LAST_DAY_OF_DISTRICTS)], "không ghi đơn vị kế tiếp"),
    ([UnitRow("08", "Tỉnh B", "tinh", valid_to=LAST_DAY_OF_DISTRICTS, successors=("09",))], "kế tiếp 09"),
]


@pytest.mark.parametrize(("rows", "sentence"), LOOSE)
def test_rows_that_do_not_hold_together_are_told(rows: list[UnitRow], sentence: str) -> None:
    [told] = check_units(rows, date(2025, 7, 1))
    assert sentence in told
