"""A sheet of numbers as an office saves it from its spreadsheet: every fault named by its line, all of them at once."""

import csv
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

MOST_FAULTS = 50
Row = TypeVar("Row")


class SheetRefused(ValueError):
    """Nothing of the sheet may be taken; `faults` says where and why, a sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def read_sheet(
    text: str,
    *,
    file: str,
    columns: Sequence[str],
    row_of: Callable[[Mapping[str, str]], Row | str],
    place_of: Callable[[Row], Hashable],
) -> list[Row]:
    """The rows of a CSV that has exactly `columns`, in any order. Raises SheetRefused.

    `row_of` gives the row of some cells, or the sentence that says why they cannot be one; two rows of one `place_of`
    are a fault.
    """
    sheet = csv.reader(text.lstrip("\ufeff").splitlines(), strict=True)
    header = [cell.strip().lower() for cell in next(sheet, [])]
    if set(header) != set(columns) or len(header) != len(columns):
        raise SheetRefused([f"{file}, dòng 1: cần đúng các cột {', '.join(columns)}."])
    rows: list[Row] = []
    faults: list[str] = []
    seen: dict[Hashable, int] = {}
    try:
        for cells in sheet:
            if not any(cell.strip() for cell in cells):
                continue
            found = _row(header, cells, row_of)
            if isinstance(found, str):
                faults.append(f"{file}, dòng {sheet.line_num}: {found}")
                continue
            if (first := seen.setdefault(place_of(found), sheet.line_num)) != sheet.line_num:
                faults.append(f"{file}, dòng {sheet.line_num}: trùng số liệu với dòng {first}.")
            rows.append(found)
    except csv.Error as problem:
        faults.append(f"{file}, dòng {sheet.line_num}: không đọc được dòng này ({problem}).")
    if not rows and not faults:
        faults.append(f"{file}: không có dòng số liệu nào.")
    if faults:
        raise SheetRefused(faults[:MOST_FAULTS])
    return rows


def _row(
    header: Sequence[str], cells: Sequence[str], row_of: Callable[[Mapping[str, str]], Row | str]
) -> Row | str:
    if len(cells) != len(header):
        return f"có {len(cells)} ô, cần {len(header)}."
    return row_of(dict(zip(header, map(str.strip, cells), strict=True)))
