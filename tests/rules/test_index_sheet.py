"""Counts of an index as a sheet: what is read, and that every fault is named by its line."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.application.indices.rules import CountRow, read_counts
from motcua.foundation.text import SheetRefused

HEAD = "unit,month,indicator,name,value,source\n"
GOOD = "H26.101,2026-10,PUBLISH_ON_TIME,done,48,Cổng DVCQG\n"


def test_a_sheet_is_read_with_its_columns_in_any_order():
    expected = CountRow("H26.101", date(2026, 10, 1), "PUBLISH_ON_TIME", "done", Decimal(48), "Cổng DVCQG")
    assert read_counts(f"\ufeff{HEAD}{GOOD}\n", file="x.csv") == [expected]
    turned = "value,source,name,indicator,month,unit\n48,Cổng DVCQG,done,PUBLISH_ON_TIME,2026-10,H26.101\n"
    assert read_counts(turned, file="x.csv") == [expected]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x.csv, dòng 1: cần đúng các cột"),
        ("unit,month\n", "x.csv, dòng 1: cần đúng các cột"),
        (HEAD, "không có dòng số liệu nào"),
        (HEAD + GOOD + GOOD, "dòng 3: trùng số liệu với dòng 2"),
        (HEAD + GOOD.replace("2026-10", "10/2026"), "dòng 2: cột month: «10/2026»"),
        (HEAD + GOOD.replace("2026-10", "2026-13"), "dòng 2: cột month"),
        (HEAD + GOOD.replace("2026-10", "2021-01"), "chưa có bộ chỉ số nào"),
        (HEAD + GOOD.replace("PUBLISH_ON_TIME", "LATENESS"), "cột indicator: không có chỉ số «LATENESS»"),
        (HEAD + GOOD.replace("done", "did"), "các số done, of, không có «did»"),
        (HEAD + GOOD.replace("48", "-1"), "cột value: «-1»"),
        (HEAD + GOOD.replace("48", "1e9"), "cột value: «1e9»"),
        (HEAD + GOOD.replace("48", ""), "cột value: «»"),
        (HEAD + GOOD.replace("Cổng DVCQG", ""), "nguồn số liệu"),
        (HEAD + GOOD.replace(",48", ""), "dòng 2: có 5 ô, cần 6"),
        (HEAD + '"H26.101,2026\n' + GOOD, "không đọc được dòng này"),
    ],
)
def test_a_fault_is_named_by_its_line(text: str, said: str):
    with pytest.raises(SheetRefused) as refused:
        read_counts(text, file="x.csv")
    assert said in str(refused.value)


def test_every_fault_is_said_at_once():
    with pytest.raises(SheetRefused) as refused:
        read_counts(HEAD + GOOD.replace("48", "x") + GOOD.replace("done", "y"), file="x.csv")
    assert [fault.split(":")[0] for fault in refused.value.faults] == ["x.csv, dòng 2", "x.csv, dòng 3"]
