"""A periodic report as PDF and as workbook, from one table: the same numbers under the same heads."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from motcua.foundation.text import long_date, thousands

from .ledger import FORMULA_STARTS
from .setting_out import VIETNAM
from .typeset import typeset

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NO_FIGURES = "chưa có số liệu"
_TOP = 6  # row of the outermost heads in the workbook, counted from 0


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the head over the numbers: row and column from 0, how far it reaches, its words."""

    row: int
    column: int
    rows: int
    columns: int
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number (1, II …), its words, its whole numbers; sums are printed bold."""

    number: str
    words: str
    cells: tuple[int | None, ...]  # None: nobody has counted it
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """All that a report prints."""

    number: str
    title: str
    basis: str
    agency: str
    place: str
    period: str
    counted_in: str
    rows_head: str
    heads: Sequence[HeadCell]
    lines: Sequence[Line]
    on: date
    receiver: str = ""
    notes: Sequence[str] = field(default=())

    @property
    def depth(self) -> int:
        return max(cell.row + cell.rows for cell in self.heads)

    @property
    def columns(self) -> int:
        return max(cell.column + cell.columns for cell in self.heads)


def cell_words(number: int | None) -> str:
    """3.430, or that there are no figures: never 0 for what nobody has counted."""
    return NO_FIGURES if number is None else thousands(number)


def report_pdf(table: ReportTable) -> bytes:
    """The report as PDF, the same bytes for the same table."""
    facts = {
        "agency": table.agency, "receiver": table.receiver or None, "number": table.number, "title": table.title,
        "basis": table.basis, "period": table.period, "counted_in": table.counted_in, "rows_head": table.rows_head,
        "place": table.place, "day": _phrase(table.on), "notes": list(table.notes), "depth": table.depth,
        "columns": table.columns, "heads": [_plain(cell) for cell in table.heads],
        "rows": [
            {"number": line.number, "words": line.words, "cells": [cell_words(n) for n in line.cells], "is_sum": line.is_sum}
            for line in table.lines
        ],
    }  # fmt: skip
    task = {
        "template": "report.typ",
        "form": {"number": table.number, "title": f"{table.number} {table.title}", "issued_by": ""},
        "sheet": {"size": "A4", "copies": 1, "longest_word": 0, "longest_in_cell": 0},
        "facts": facts,
    }
    return typeset(task, at=datetime.combine(table.on, time(12), VIETNAM))


def report_workbook(table: ReportTable) -> bytes:
    """The report as XLSX, the same bytes for the same table; cells are numbers, not words."""
    import xlsxwriter  # a fifth of a second to load, and most processes never export

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties(
        {"title": f"{table.number} {table.title}", "created": datetime.combine(table.on, time(12))}
    )
    sheet = book.add_worksheet(table.number.replace("/", "-")[:31])
    styles = _styles(book)
    _write_top(sheet, styles, table)
    for at, line in enumerate(table.lines, start=_TOP + table.depth + 1):
        kind = "sum" if line.is_sum else "number"
        sheet.write_string(at, 0, line.number, styles["sum_words" if line.is_sum else "words"])
        guarded = line.words.startswith(FORMULA_STARTS)
        words = "guarded" if guarded else "sum_words" if line.is_sum else "words"
        sheet.write_string(at, 1, line.words, styles[words])
        for place, number in enumerate(line.cells, start=2):
            if number is None:
                sheet.write_string(at, place, NO_FIGURES, styles[kind])
            else:
                sheet.write_number(at, place, number, styles[kind])
    for at, note in enumerate(table.notes, start=_TOP + table.depth + 2 + len(table.lines)):
        sheet.write_string(at, 0, note, styles["plain"])
    _set_page(sheet, table)
    book.close()
    return target.getvalue()


def _phrase(day: date) -> str:
    """“ngày 05 tháng 02 năm 2027”."""
    return long_date(day)


def _plain(cell: HeadCell) -> Mapping[str, object]:
    return {
        "row": cell.row,
        "column": cell.column,
        "rows": cell.rows,
        "columns": cell.columns,
        "words": cell.words,
    }


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
    cell = {**base, "border": 1, "text_wrap": True}
    return {
        "plain": book.add_format(base),
        "strong": book.add_format({**base, "bold": True}),
        "title": book.add_format({**base, "bold": True, "font_size": 13}),
        "head": book.add_format({**cell, "bold": True, "align": "center"}),
        "numbers": book.add_format({**cell, "italic": True, "align": "center"}),
        "words": book.add_format(cell),
        "guarded": book.add_format({**cell, "quote_prefix": True}),
        "sum_words": book.add_format({**cell, "bold": True}),
        "number": book.add_format({**cell, "num_format": "#,##0"}),
        "sum": book.add_format({**cell, "num_format": "#,##0", "bold": True}),
    }


def _write_top(sheet: Worksheet, styles: Mapping[str, Format], table: ReportTable) -> None:
    """Number, units, title, period, then the heads and the row of their numbers."""
    lines = (
        (f"Biểu số {table.number}", "strong"),
        (f"Đơn vị báo cáo: {table.agency}", "plain"),
        (f"Đơn vị nhận báo cáo: {table.receiver}" if table.receiver else table.basis, "plain"),
        (table.title.upper(), "title"),
        (f"Kỳ báo cáo: {table.period}. Đơn vị tính: {table.counted_in}.", "plain"),
    )
    for at, (words, style) in enumerate(lines):
        sheet.write_string(at, 0, words, styles[style])
    for place, words in enumerate(("TT", table.rows_head)):
        _head(sheet, styles, _TOP, place, table.depth, 1, words)
    for cell in table.heads:
        _head(sheet, styles, _TOP + cell.row, cell.column + 2, cell.rows, cell.columns, cell.words)
    for place in range(table.columns + 2):
        sheet.write_string(_TOP + table.depth, place, f"({place + 1})", styles["numbers"])


def _head(
    sheet: Worksheet, styles: Mapping[str, Format], row: int, place: int, rows: int, columns: int, words: str
) -> None:
    if rows == columns == 1:
        sheet.write_string(row, place, words, styles["head"])
    else:
        sheet.merge_range(row, place, row + rows - 1, place + columns - 1, words, styles["head"])


def _set_page(sheet: Worksheet, table: ReportTable) -> None:
    """A4 lying, one page wide, heads repeated on every page."""
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 42)
    sheet.set_column(2, table.columns + 1, 12)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TOP, _TOP + table.depth)
    sheet.freeze_panes(_TOP + table.depth + 1, 2)
    sheet.set_footer("&CTrang &P/&N")
