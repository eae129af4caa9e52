"""Agency codes, and the dated table of administrative units."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from motcua.foundation.text import TextRefused, nfc

TERRITORY_KINDS: dict[str, str] = {
    "tinh": "Tỉnh",
    "thanh_pho_tw": "Thành phố",
    "quan": "Quận",
    "huyen": "Huyện",
    "thi_xa": "Thị xã",
    "thanh_pho_thuoc_tinh": "Thành phố",
    "xa": "Xã",
    "phuong": "Phường",
    "thi_tran": "Thị trấn",
    "dac_khu": "Đặc khu",
}
AGENCY_KINDS: dict[str, str] = {
    "so": "Sở",
    "phong": "Phòng",
    "ban": "Ban",
    "trung_tam_pvhcc": "Trung tâm Phục vụ hành chính công",
    "bo_phan_mot_cua": "Bộ phận Tiếp nhận và Trả kết quả",
    "quay": "Quầy",
    "co_quan_nganh_doc": "Cơ quan ngành dọc",
    "don_vi_su_nghiep": "Đơn vị sự nghiệp",
    "diem_buu_dien": "Điểm bưu điện",
}
UNIT_KINDS = TERRITORY_KINDS | AGENCY_KINDS
_DIGITS_BY_KIND = (
    dict.fromkeys(("tinh", "thanh_pho_tw"), 2)
    | dict.fromkeys(("quan", "huyen", "thi_xa", "thanh_pho_thuoc_tinh"), 3)
    | dict.fromkeys(("xa", "phuong", "thi_tran", "dac_khu"), 5)
)
# The offices of each level of administration that decide cases; a unit of another kind belongs to the one above it.
KINDS_AT_LEVEL = {
    "province": ("tinh", "thanh_pho_tw", "so"),
    "district": ("quan", "huyen", "thi_xa", "thanh_pho_thuoc_tinh"),
    "commune": ("xa", "phuong", "thi_tran", "dac_khu"),
}
LEVEL_OF_KIND = {kind: level for level, kinds in KINDS_AT_LEVEL.items() for kind in kinds}
BEFORE_RECORDS = date(1945, 9, 2)  # stands for "since before the table begins"
COLUMNS = ("code", "name", "kind", "parent", "valid_from", "valid_to", "predecessors", "successors")

# QCVN 102:2016, read from the right: level 1, 2, 3, 4; zeros say "no such level".
_OLD_AGENCY = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([A-Z]\d{2})")
# QĐ 20/2020/QĐ-TTg: the highest level first, at most 35 characters.
_NEW_AGENCY = re.compile(r"[A-Z]\d{2}(?:\.\d{1,3}){0,5}")
_LONGEST_AGENCY_CODE = 35


@dataclass(frozen=True)
class AgencyCode:
    """An agency's electronic code; `levels` runs from the highest, without the empty ones."""

    text: str
    style: Literal["old", "new"]
    levels: tuple[str, ...]

    @property
    def top(self) -> str:
        """The province or ministry: H26, G15."""
        return self.levels[0]

    def __str__(self) -> str:
        return self.text


def parse_agency_code(text: str) -> AgencyCode:
    """An agency code of either style (000.19.23.H26 or H26.23.19); raises TextRefused."""
    code = nfc(text).upper().replace(" ", "")
    if old := _OLD_AGENCY.fullmatch(code):
        levels = tuple(part for part in reversed(old.groups()) if part.strip("0"))
        return AgencyCode(code, "old", levels)
    if len(code) <= _LONGEST_AGENCY_CODE and _NEW_AGENCY.fullmatch(code):
        return AgencyCode(code, "new", tuple(code.split(".")))
    raise TextRefused(
        f"Mã cơ quan “{text[:40]}” không đúng. Mã có dạng H26.23.19 (mới) hoặc 000.19.23.H26 (cũ)."
    )


@dataclass(frozen=True)
class UnitRow:
    """One unit as it was between two days; `valid_from` None means before the table begins."""

    code: str
    name: str
    kind: str
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def began_on(self) -> date:
        """The first day, as a date also where the table does not know it."""
        return self.valid_from or BEFORE_RECORDS

    def in_force(self, on: date) -> bool:
        """Whether the unit stood on this day; both ends are included."""
        return self.began_on <= on and (self.valid_to is None or on <= self.valid_to)


class UnitsRefused(ValueError):
    """A table of units with faults; `sentences` names each by line and field."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def read_units(lines: Iterable[str]) -> list[UnitRow]:
    """All rows of a units table in CSV, or UnitsRefused naming every bad line and field."""
    table = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise UnitsRefused([f"Dòng 1: thiếu cột {', '.join(missing)}."])
    rows: list[UnitRow] = []
    faults: list[str] = []
    for record in table:
        line = table.line_num
        try:
            rows.append(_row(record, line))
        except ValueError as fault:
            faults.append(f"Dòng {line}: {fault}")
    if faults:
        raise UnitsRefused(faults)
    return rows


def in_force(rows: Iterable[UnitRow], on: date) -> list[UnitRow]:
    """The units that stood on a day."""
    return [row for row in rows if row.in_force(on)]


def counts(rows: Iterable[UnitRow], on: date) -> dict[str, int]:
    """How many units of each kind stood on a day (of the rows given)."""
    return dict(Counter(row.kind for row in rows if row.in_force(on)))


def check_units(rows: Sequence[UnitRow], on: date) -> list[str]:
    """Sentences on what does not hold together: on a day, and along time for closed units."""
    by_code: dict[str, list[UnitRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    sentences = [s for same in by_code.values() for s in _overlaps(same)]
    for row in rows:
        sentences += _parent_faults(row, by_code, on)
        sentences += _successor_faults(row, by_code)
    return sentences


def _row(record: dict[str, str], line: int) -> UnitRow:
    if None in record or None in record.values():
        raise ValueError(f"phải có đúng {len(COLUMNS)} cột.")
    row = UnitRow(
        code=record["code"].strip(),
        name=nfc(record["name"]),
        kind=record["kind"].strip(),
        parent=record["parent"].strip(),
        valid_from=_day(record, "valid_from"),
        valid_to=_day(record, "valid_to"),
        predecessors=tuple(record["predecessors"].split()),
        successors=tuple(record["successors"].split()),
        line=line,
    )
    for fault in _field_faults(row):
        raise ValueError(fault)
    return row


def _day(record: dict[str, str], name: str) -> date | None:
    text = record[name].strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"cột {name} ghi “{text}”; ngày phải có dạng 2025-07-01.") from None


def _field_faults(row: UnitRow) -> Iterator[str]:
    if row.kind not in TERRITORY_KINDS:
        yield f"cột kind ghi “{row.kind}”; phải là một trong {', '.join(TERRITORY_KINDS)}."
        return
    digits = _DIGITS_BY_KIND[row.kind]
    if not re.fullmatch(rf"[0-9]{{{digits}}}", row.code):
        yield f"cột code ghi “{row.code}”; mã của {TERRITORY_KINDS[row.kind].lower()} có {digits} chữ số."
    if not row.name.startswith(TERRITORY_KINDS[row.kind] + " "):
        yield f"cột name ghi “{row.name}”; tên phải bắt đầu bằng “{TERRITORY_KINDS[row.kind]}”."
    if bool(row.parent) == (digits == 2):
        yield "cột parent: chỉ đơn vị cấp tỉnh để trống cột này."
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        yield "cột valid_to: ngày kết thúc đứng trước ngày bắt đầu."
    for name, codes in (("predecessors", row.predecessors), ("successors", row.successors)):
        if bad := [c for c in codes if not re.fullmatch(r"[0-9]{2,5}", c)]:
            yield f"cột {name} có mã “{bad[0]}” không đúng."


def _overlaps(same: list[UnitRow]) -> Iterator[str]:
    """Two rows of one code must not stand on the same day."""
    ordered = sorted(same, key=lambda row: row.began_on)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or (later.began_on) <= earlier.valid_to:
            yield f"Mã {later.code} ({later.name}) trùng thời gian với {earlier.name}."


def _parent_faults(row: UnitRow, by_code: dict[str, list[UnitRow]], on: date) -> Iterator[str]:
    if row.parent and row.in_force(on) and not any(p.in_force(on) for p in by_code.get(row.parent, ())):
        yield f"Cấp trên {row.parent} của {row.name} ({row.code}) không có vào ngày {on:%d/%m/%Y}."


def _successor_faults(row: UnitRow, by_code: dict[str, list[UnitRow]]) -> Iterator[str]:
    if row.valid_to is None:
        return
    if not row.successors:
        yield f"{row.name} ({row.code}) đã kết thúc mà không ghi đơn vị kế tiếp."
    next_day = row.valid_to + timedelta(days=1)
    for code in row.successors:
        if not any(unit.in_force(next_day) for unit in by_code.get(code, ())):
            yield f"Đơn vị kế tiếp {code} của {row.name} ({row.code}) không có vào ngày {next_day:%d/%m/%Y}."
