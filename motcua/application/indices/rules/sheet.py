"""A sheet of counts from another system: one number a row, every fault named by its line and column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from motcua.foundation.text import read_sheet

from .definition import Index, index_on

COLUMNS = ("unit", "month", "indicator", "name", "value", "source")


@dataclass(frozen=True, slots=True)
class CountRow:
    """One number: `name` is one of the indicator's inputs, `month` its first day."""

    unit: str
    month: date
    indicator: str
    name: str
    value: Decimal
    source: str


def read_counts(text: str, *, file: str) -> list[CountRow]:
    """The rows of a CSV with the columns unit, month (2026-10), indicator, name, value, source. Raises SheetRefused."""
    return read_sheet(
        text,
        file=file,
        columns=COLUMNS,
        row_of=_row,
        place_of=lambda row: (row.unit, row.month, row.indicator, row.name),
    )


def _row(cells: Mapping[str, str]) -> CountRow | str:
    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", cells["month"])
    if not month or cells["month"] < "1900":
        return f"cột month: «{cells['month']}» không phải tháng; viết như 2026-10."
    first = date(int(month[1]), int(month[2]), 1)
    index = index_on(first)
    if index is None:
        return f"cột month: tháng {first:%m/%Y} chưa có bộ chỉ số nào."
    if problem := _unknown(index, cells):
        return problem
    value = _number(cells["value"])
    if value is None:
        return f"cột value: «{cells['value']}» không phải số từ 0 trở lên; để trống dòng nếu chưa có số liệu."
    if not cells["unit"] or not cells["source"]:
        return "xin ghi mã đơn vị (unit) và nguồn số liệu (source)."
    return CountRow(cells["unit"], first, cells["indicator"], cells["name"], value, cells["source"])


def _unknown(index: Index, cells: Mapping[str, str]) -> str | None:
    indicator = index.indicator(cells["indicator"])
    if indicator is None:
        return f"cột indicator: không có chỉ số «{cells['indicator']}» trong {index.key}."
    if cells["name"] not in indicator.inputs:
        return f"cột name: chỉ số {indicator.key} có các số {', '.join(indicator.inputs)}, không có «{cells['name']}»."
    return None


def _number(text: str) -> Decimal | None:
    if not re.fullmatch(r"\d{1,14}(\.\d{1,2})?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
