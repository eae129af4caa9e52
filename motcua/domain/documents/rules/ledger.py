"""Sổ theo dõi hồ sơ as a workbook, from the same rows as the printed one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from .forms import form_for, ledger_number
from .papers import made_at
from .setting_out import local_moment, set_out

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# (head, group above it, row key, width in characters, how the cell is written)
COLUMNS: tuple[tuple[str, str, str, int, str], ...] = (
    ("STT", "", "", 6, "number"),
    ("Mã hồ sơ", "", "case_code", 25, "words"),
    ("Tên thủ tục hành chính", "", "procedure_name", 38, "words"),
    ("Số lượng hồ sơ (bộ)", "", "number_of_sets", 10, "number"),
    ("Tên cá nhân, tổ chức", "", "applicant_name", 26, "words"),
    ("Địa chỉ", "", "address", 34, "words"),
    ("Số điện thoại", "", "phone", 14, "words"),
    ("Cơ quan chủ trì giải quyết", "", "resolving_unit", 28, "words"),
    ("Nhận hồ sơ", "Ngày, tháng, năm", "received_at", 17, "moment"),
    ("Hẹn trả kết quả", "Ngày, tháng, năm", "due_at", 17, "moment"),
    ("Chuyển hồ sơ đến cơ quan giải quyết", "Ngày, tháng, năm", "sent_on", 13, "day"),
    ("Nhận kết quả từ cơ quan giải quyết", "Ngày, tháng, năm", "result_received_on", 13, "day"),
    ("Ngày trả", "Trả kết quả", "returned_on", 13, "day"),
    ("Phương thức nhận kết quả", "Trả kết quả", "receive_result_by", 20, "words"),
    ("Ký nhận", "Trả kết quả", "", 14, "blank"),
    ("Ghi chú", "", "note", 24, "words"),
)

# A spreadsheet takes these at the start of a cell for a formula once the sheet is saved as CSV.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_HEAD_AT = 4  # row of the group heads, counted from 0; the column heads and their numbers follow


def ledger_workbook(facts: Mapping[str, object], *, form_set: str) -> bytes:
    """The ledger as XLSX bytes, the same bytes for the same facts; raises PaperError as render_paper does."""
    import xlsxwriter  # a fifth of a second to load, and most processes never export

    printable = set_out(form_for(form_set, ledger_number(form_set)), facts)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"title": "Sổ theo dõi hồ sơ", "created": made_at(facts).replace(tzinfo=None)})
    sheet = book.add_worksheet("Sổ theo dõi hồ sơ")
    styles = _styles(book)
    _write_head(sheet, styles, printable)
    rows = facts["rows"]
    assert isinstance(rows, list | tuple)  # set_out has refused anything else
    words = printable["rows"]
    assert isinstance(words, list)
    for number, (row, cleaned) in enumerate(zip(rows, words, strict=True), start=1):
        _write_row(sheet, styles, number, row, cleaned)
    _set_page(sheet)
    book.close()
    return target.getvalue()


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
    cell = {**base, "border": 1}
    head = {**cell, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 14, "align": "center"}),
        "plain": book.add_format(base),
        "strong": book.add_format({**base, "bold": True}),
        "head": book.add_format(head),
        "numbers": book.add_format({**head, "bold": False, "italic": True}),
        "words": book.add_format({**cell, "text_wrap": True}),
        # The quote prefix keeps it text when the cell is edited by hand.
        "guarded": book.add_format({**cell, "text_wrap": True, "quote_prefix": True}),
        "number": book.add_format({**cell, "align": "center"}),
        "day": book.add_format({**cell, "align": "center", "num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({**cell, "align": "center", "num_format": "dd/mm/yyyy hh:mm"}),
        "blank": book.add_format(cell),
    }


def _write_head(sheet: Worksheet, styles: Mapping[str, Format], printable: Mapping[str, object]) -> None:
    """Agency, title, period, then the three rows of column heads: group, name, number."""
    last = len(COLUMNS) - 1
    sheet.write_string(0, 0, str(printable["agency_parent"] or ""), styles["plain"])
    sheet.write_string(1, 0, str(printable["agency"]), styles["strong"])
    sheet.merge_range(2, 0, 2, last, "", styles["title"])
    sheet.write_string(2, 0, "SỔ THEO DÕI HỒ SƠ", styles["title"])
    under = [("Lĩnh vực", "field_name"), ("Quyển số", "register_book"), ("Kỳ", "period")]
    sheet.write_string(
        3, 0, "; ".join(f"{label}: {printable[key]}" for label, key in under if printable[key])
    )
    for place, (name, group, _, width, _) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(_HEAD_AT + 2, place, f"({place + 1})", styles["numbers"])
        if group:
            sheet.write_string(_HEAD_AT + 1, place, name, styles["head"])
        else:
            sheet.merge_range(_HEAD_AT, place, _HEAD_AT + 1, place, name, styles["head"])
    for group in dict.fromkeys(group for _, group, *_ in COLUMNS if group):
        places = [place for place, column in enumerate(COLUMNS) if column[1] == group]
        sheet.merge_range(_HEAD_AT, places[0], _HEAD_AT, places[-1], group, styles["head"])


def _write_row(
    sheet: Worksheet,
    styles: Mapping[str, Format],
    number: int,
    row: Mapping[str, object],
    cleaned: Mapping[str, object],
) -> None:
    at = _HEAD_AT + 2 + number
    for place, (_, _, key, _, kind) in enumerate(COLUMNS):
        given = row.get(key) if key else None
        if kind == "number" and (given is not None or not key):
            sheet.write_number(at, place, given if key else number, styles["number"])
        elif isinstance(given, date) and kind in ("moment", "day"):
            sheet.write_datetime(at, place, _wall(given, kind), styles[kind])
        elif kind == "words" and (words := cleaned.get(key)):
            guarded = str(words).startswith(FORMULA_STARTS)
            sheet.write_string(at, place, str(words), styles["guarded" if guarded else "words"])
        else:
            sheet.write_blank(at, place, None, styles["blank"])


def _wall(given: date, kind: str) -> datetime | date:
    """What the clock in Vietnam showed: a spreadsheet knows no time zones."""
    if isinstance(given, datetime):
        local = local_moment(given).replace(tzinfo=None)
        return local if kind == "moment" else local.date()
    return given


def _set_page(sheet: Worksheet) -> None:
    """A4 lying, one page wide, heads repeated on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_AT, _HEAD_AT + 2)
    sheet.freeze_panes(_HEAD_AT + 3, 2)
    sheet.set_footer("&CTrang &P/&N")
