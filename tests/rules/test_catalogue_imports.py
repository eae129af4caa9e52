"""An import names each bad row by line and field, and shows what would change before anything is taken."""

import json
from dataclasses import replace

import pytest

from motcua.domain.catalogue.rules import (
    CatalogueError,
    Change,
    Span,
    describe_diff,
    diff,
    digest,
    read_import,
    read_rows,
    to_document,
)
from tests.rules.catalogue_samples import facts, today

HEAD = "code,name,legal_value,legal_unit,fee_name,fee_amount,papers,valid_from\n"


def faults(text: str, format: str) -> list[str]:
    with pytest.raises(CatalogueError) as refused:
        read_rows(read_import(text, format, "nhap"), today(), "nhap")
    return [str(problem) for problem in refused.value.problems]


def test_a_document_is_an_import_of_itself() -> None:
    everything = [to_document(each) for each in today().values()]
    rows = read_import(json.dumps(everything, ensure_ascii=False, indent=1), "json")
    assert read_rows(rows, {}) == list(today().values())


def test_a_row_keeps_what_it_leaves_out() -> None:
    text = HEAD + "1.000894,,2,working_day,,,,\n"
    (read,) = read_rows(read_import(text, "csv"), today())
    assert read.allowed.legal == Span(2, "working_day")
    assert read.allowed.start == "same_day_15h"
    assert read.components == today()["1.000894"].components
    assert [change.field for change in diff(today()["1.000894"], read)] == ["allowed.legal"]


def test_a_promise_follows_the_law_unless_it_was_shorter() -> None:
    shorter = facts("[allowed]", '[allowed]\npromised = { value = 1, unit = "working_day" }')
    row = read_import(HEAD + "1.001193,,2,working_day,,,,\n", "csv")
    assert read_rows(row, {"1.001193": shorter})[0].allowed.promised == Span(1, "working_day")
    assert read_rows(row, {"1.001193": facts()})[0].allowed.promised == Span(2, "working_day")


def test_a_sheet_with_semicolons_dots_and_vietnamese_dates_is_read() -> None:
    text = (
        "\ufeff"
        + HEAD.replace(",", ";")
        + "1.001193;;;;Lệ phí;1.200.000;Tờ khai | Giấy chứng sinh;05/8/2026\n"
    )
    (read,) = read_rows(read_import(text, "csv"), today())
    assert [(fee.key, fee.amount) for fee in read.fees] == [("le-phi", 1200000)]
    assert [paper.key for paper in read.components] == ["to-khai", "giay-chung-sinh"]
    assert read.valid_from.isoformat() == "2026-08-05"


CSV_FAULTS = [
    (HEAD + "1.000894,,x,working_day,,,,\n", "nhap, dòng 2, mục «legal_value»: «x» không phải số nguyên"),
    (HEAD + "1.000894,,1,working_day,,8k,,\n", "nhap, dòng 2, mục «fee_amount»: «8k» không phải số nguyên"),
    (
        HEAD + "1.000894,,,,,,,31/02/2026\n",
        "nhap, dòng 2, mục «valid_from»: «31/02/2026» không phải ngày có thật",
    ),
    (HEAD + "\n\n1.89,,,,,,,\n", "nhap, dòng 4, mục «code»: Mã «1.89» không đúng"),
    (HEAD + "1.000894,,,,,,,\n1.000894,,,,,,,\n", "nhap, dòng 3, mục «code»: Mã 1.000894 đã có ở dòng 2"),
    (HEAD + "1.000894,,,,,,,,,thừa\n", "nhap, dòng 2: Dòng có 10 ô, tiêu đề chỉ có 8 cột."),
    (HEAD + '1.000894,"dài\ndòng",,,,,,\n1.9,,,,,,,\n', "nhap, dòng 4, mục «code»"),
    (HEAD + '1.9,"dài\ndòng",,,,,,\n', "nhap, dòng 2, mục «code»"),
    ("code;ten\n1.000894;x\n", "nhap, dòng 1, mục «ten»: Không có cột tên «ten»."),
    ("name\nx\n", "nhap, dòng 1, mục «code»: Thiếu cột code."),
    (
        HEAD + "1.000894,,3,ngay,,,,\n",
        "nhap (1.000894), dòng 2, mục «allowed.legal.unit»: Không có giá trị «ngay»",
    ),
    (HEAD + "9.999999,Thủ tục mới,,,,,,\n", "nhap (9.999999), dòng 2, mục «summary»: Thiếu mục «summary»"),
    (" \n", "nhap: Tệp trống"),
]


@pytest.mark.parametrize(("text", "sentence"), CSV_FAULTS, ids=[str(n) for n in range(len(CSV_FAULTS))])
def test_a_bad_row_of_a_sheet_is_named(text: str, sentence: str) -> None:
    assert any(fault.startswith(sentence) for fault in faults(text, "csv")), faults(text, "csv")


JSON_FAULTS = [
    ("{}", "nhap, dòng 1: Tệp JSON phải là một danh sách"),
    ('[\n  {"code": "1.000894",}\n]', "nhap, dòng 2: Tệp JSON sai cú pháp"),
    ('[\n  {"code": "1.000894"}\n  {"code": "1.000656"}\n]', "nhap, dòng 3: Thiếu dấu phẩy"),
    ('[\n  {"code": "1.000894"}', "nhap, dòng 2: Tệp JSON thiếu dấu ] ở cuối"),
    ('[\n  {"code": "1.000894"}] x', "nhap, dòng 2: Sau dấu ] vẫn còn chữ"),
    ('[\n  "1.000894"\n]', "nhap, dòng 2: Mỗi phần tử phải là một thủ tục"),
    (
        '[\n  {\n    "code": "1.000894",\n    "legacy_level": 9\n  }\n]',
        "nhap (1.000894), dòng 4, mục «legacy_level»: Mức độ cũ chỉ từ 1 đến 4",
    ),
    ('[{"code": "1.000894"},\n {"code": "x"}]', "nhap, dòng 2, mục «code»: Mã «x» không đúng"),
]


@pytest.mark.parametrize(("text", "sentence"), JSON_FAULTS, ids=[str(n) for n in range(len(JSON_FAULTS))])
def test_a_bad_row_of_a_json_file_is_named(text: str, sentence: str) -> None:
    assert any(fault.startswith(sentence) for fault in faults(text, "json")), faults(text, "json")


def test_an_unknown_format_is_refused_in_a_sentence() -> None:
    assert faults("x", "xml") == ["nhap: Chưa đọc được định dạng «xml». Hãy dùng json hoặc csv."]


def test_all_bad_rows_are_told_together_and_none_is_taken() -> None:
    found = faults(
        HEAD + "1.000894,,0,working_day,,,,\n1.000656,,5,week,,,,\n1.001193,,2,working_day,,,,\n", "csv"
    )
    assert len(found) == 2


def test_the_difference_is_told_by_key_and_in_order() -> None:
    old = facts()
    fee, paper = old.fees[0], old.components[1]
    new = replace(
        old,
        summary="Ghi tên con.",
        fees=(replace(fee, amount=15000),),
        components=(
            old.components[0],
            replace(paper, name="Giấy ủy quyền"),
            replace(paper, key="moi", name="Giấy mới"),
        ),
        allowed=replace(old.allowed, legal=Span(1, "working_day"), promised=Span(1, "working_day")),
    )
    assert Change("fees[le-phi].amount", 8000, 15000) in diff(old, new)
    assert describe_diff(old, new) == [
        "~ 1.001193 Đăng ký khai sinh: 5 thay đổi",
        "    Tóm tắt: Ghi tên con vào sổ hộ tịch. → Ghi tên con.",
        "    Thời hạn giải quyết › Thời hạn theo quy định: 3 ngày làm việc → 1 ngày làm việc",
        "    Thành phần hồ sơ › [uy-quyen] › Tên: Văn bản ủy quyền → Giấy ủy quyền",
        "    Thành phần hồ sơ › [moi]: thêm Giấy mới",
        "    Phí, lệ phí › [le-phi] › Mức thu: 8.000 đồng → 15.000 đồng",
    ]


def test_nothing_changed_and_something_new_are_told_too() -> None:
    assert describe_diff(facts(), facts()) == ["= 1.001193 Đăng ký khai sinh: không thay đổi."]
    (line,) = describe_diff(None, facts())
    assert line == "+ 1.001193 Đăng ký khai sinh: thủ tục mới, 2 giấy tờ, 1 khoản thu, 2 trường hợp."


def test_two_versions_have_one_digest_only_when_their_facts_agree() -> None:
    assert digest(facts()) == digest(facts("steps = [", "\n\nsteps = ["))
    assert digest(facts()) != digest(facts("amount = 8000", "amount = 8001"))
    assert len({digest(each) for each in today().values()}) == len(today())
