"""Sổ theo dõi hồ sơ as a workbook: the same rows as the printed one, and no cell that computes."""

import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from motcua.domain.documents.rules import (
    TT01_2018,
    TT03_2025,
    PaperError,
    ledger_number,
    ledger_workbook,
    render_paper,
)
from motcua.domain.documents.rules.ledger import COLUMNS
from tests.rules.paper_reading import unspaced, words
from tests.rules.paper_samples import LEDGER, LEDGER_ROW, at


def sheet_of(rows: list[dict], form_set: str = TT03_2025):
    made = ledger_workbook(LEDGER | {"rows": rows}, form_set=form_set)
    return openpyxl.load_workbook(io.BytesIO(made)).active


def wall(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """What a cell holds for a moment of November 2026: spreadsheets know no zones."""
    return at(2026, 11, day, hour, minute).replace(tzinfo=None)


def column(head: str) -> int:
    return next(place for place, (name, *_) in enumerate(COLUMNS, start=1) if name == head)


def test_the_ledger_is_form_07_since_2025_and_06_before():
    assert (ledger_number(TT03_2025), ledger_number(TT01_2018)) == ("07", "06")


@pytest.mark.parametrize("form_set", [TT03_2025, TT01_2018])
def test_the_heads_name_what_the_printed_ledger_names(form_set):
    sheet = sheet_of([LEDGER_ROW], form_set)
    printed = unspaced(words(render_paper(ledger_number(form_set), form_set=form_set, facts=LEDGER)))
    assert sheet["A3"].value == "SỔ THEO DÕI HỒ SƠ"
    assert sheet["A4"].value == "Lĩnh vực: Hộ tịch; Quyển số: 01/2026; Kỳ: tháng 11 năm 2026"
    for name in ("Mã hồ sơ", "Số lượng hồ sơ (bộ)", "Hẹn trả kết quả", "Ký nhận", "Ghi chú"):
        assert unspaced(name) in printed
        assert name in {cell.value for row in sheet["A5:P6"] for cell in row}


def test_a_row_keeps_words_as_words_and_days_as_days():
    row = [cell.value for cell in sheet_of([LEDGER_ROW])[8]]
    assert row[:5] == [1, "H26.101-261120-0012", "Đăng ký khai sinh", 1, "Nguyễn Thị Tâm"]
    assert row[6] == "0912 345 678"
    assert row[8:13] == [
        wall(20, 9, 30),
        wall(26, 9, 30),
        wall(20),
        wall(25),
        wall(25),
    ]


@pytest.mark.parametrize(
    "typed", ["=1+1", "+84912345678", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(1)"]
)
def test_a_cell_that_looks_like_a_formula_is_text(typed):
    """A spreadsheet must never run what an applicant typed, not even after the cell is edited."""
    cell = sheet_of([LEDGER_ROW | {"applicant_name": typed}]).cell(8, column("Tên cá nhân, tổ chức"))
    assert (cell.value, cell.data_type, cell.quotePrefix) == (typed, "s", True)


def test_an_address_or_a_number_typed_as_text_stays_text():
    sheet = sheet_of([LEDGER_ROW | {"phone": "0912345678", "note": "https://example.vn", "address": "12"}])
    for head, typed in (
        ("Số điện thoại", "0912345678"),
        ("Ghi chú", "https://example.vn"),
        ("Địa chỉ", "12"),
    ):
        cell = sheet.cell(8, column(head))
        assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)


def test_a_moment_is_written_on_the_clock_of_vietnam():
    sheet = sheet_of([LEDGER_ROW | {"received_at": datetime(2026, 11, 19, 17, 5, tzinfo=UTC)}])
    assert sheet.cell(8, column("Nhận hồ sơ")).value == wall(20, 0, 5)


def test_a_row_without_a_day_leaves_the_cell_empty():
    sheet = sheet_of([LEDGER_ROW | {"due_at": None, "returned_on": None}])
    assert sheet.cell(8, column("Hẹn trả kết quả")).value is None
    assert sheet.cell(8, column("Ngày trả")).value is None


def test_the_same_rows_give_the_same_bytes_with_the_day_of_the_paper():
    made = ledger_workbook(LEDGER, form_set=TT03_2025)
    assert made == ledger_workbook(LEDGER, form_set=TT03_2025)
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(made)).infolist()} == {1980}
    assert openpyxl.load_workbook(io.BytesIO(made)).properties.created == wall(20, 12)


def test_all_rows_arrive_in_order():
    sheet = sheet_of([LEDGER_ROW | {"case_code": f"H26.101-261120-{number:04d}"} for number in range(1, 501)])
    assert [sheet.cell(row, 2).value[-4:] for row in range(8, 508)] == [
        f"{number:04d}" for number in range(1, 501)
    ]


def test_an_empty_ledger_says_so_on_paper_and_has_no_rows_in_the_workbook():
    facts = LEDGER | {"rows": []}
    assert "Không có hồ sơ trong kỳ" in words(render_paper("07", form_set=TT03_2025, facts=facts))
    assert sheet_of([]).max_row == 7


def test_a_row_missing_what_it_must_have_is_named():
    with pytest.raises(PaperError, match=r"các dòng của sổ, dòng 2 còn thiếu mã hồ sơ \(case_code\)"):
        ledger_workbook(
            LEDGER | {"rows": [LEDGER_ROW, {"received_at": at(2026, 1, 2, 8, 0)}]}, form_set=TT03_2025
        )
