"""A procedure.toml that is wrong is named by file, line and field, in a sentence that says what to do."""

import pytest

from motcua.domain.catalogue.rules import CatalogueError, Span, read_procedure
from tests.rules.catalogue_samples import SMALL, facts, small


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


WRONG = [
    # (what is replaced, by what, field named, words of the sentence)
    ('summary = "Ghi tên con vào sổ hộ tịch."\n', "", "summary", "Thiếu mục «summary»"),
    ('code = "1.001193"', 'code = "1.1193"', "code", "một chữ số, dấu chấm rồi sáu chữ số"),
    ('"Đăng ký khai sinh"', '""', "short_name", "để trống"),
    ('"Birth registration"', f'"{"x" * 201}"', "name_en", "tối đa 200 ký tự"),
    ('"Ghi tên con vào sổ hộ tịch."', f'"{"a" * 241}"', "summary", "tối đa 240 ký tự"),
    ('unit = "working_day" }', 'unit = "ngày" }', "allowed.legal.unit", "Không có giá trị «ngày»"),
    ("value = 3", "value = 0", "allowed.legal.value", "phải từ 1 trở lên"),
    ("value = 3", 'value = "3"', "allowed.legal.value", "số nguyên"),
    ("amount = 8000", "amount = -8000", "fees[1].amount", "không được là số âm"),
    ("amount = 8000\n", "", "fees[1].amount", "Thiếu mức thu"),
    ("percent = 50", "percent = 150", "fees[1].exemptions[2].percent", "từ 1 đến 100"),
    ('key = "uy-quyen"', 'key = "to-khai"', "components[2]", "đã dùng ở trên"),
    ('key = "uy-quyen"', 'key = "Ủy quyền"', "components[2].key", "chữ thường không dấu"),
    ('name = "Tờ khai"', 'nane = "Tờ khai"', "components[1].nane", "Có phải «name» không?"),
    ("valid_from = 2025-07-01", 'valid_from = "2025-02-30"', "valid_from", "ngày có thật"),
    ("valid_from = 2025-07-01", "valid_from = 2025-07-01\nvalid_to = 2025-06-30", "valid_to", "đứng trước"),
    ('levels = ["commune"]', 'levels = "commune"', "levels", "danh sách chữ"),
    ('levels = ["commune"]', 'levels = ["ward"]', "levels", "Không có giá trị «ward»"),
    ('legal_basis = ["123/2015/NĐ-CP"]', "legal_basis = []", "legal_basis", "Danh sách đang trống"),
    ("legacy_level = 4", "legacy_level = 5", "legacy_level", "từ 1 đến 4"),
    ('without = ["le-phi"]', 'without = ["le-phi-khac"]', "variants[1].without", "«le-phi-khac»"),
    ('key = "can-xac-minh"', 'key = "dung-han"', "variants[2]", "đã dùng ở trên"),
    ('channels = ["direct"]\n', "originals = 0\n", "components[1]", "0 bản"),
    (
        'when = "Khi nhờ',
        'required = true\nwhen = "Khi nhờ',
        "components[2].required",
        "không thể luôn bắt buộc",
    ),
    ("[allowed]\n", 'unconfirmed = ["fee"]\n\n[allowed]\n', "unconfirmed", "«fee»"),
    ('"Giấy khai sinh"', '"GiÊy khai sinh cña bÐ ®· ®¨ng ký"', "results[1].name", "bảng mã cũ"),
    ('"Hộ tịch"', '"Hộ\\u0000tịch"', "field", "không đọc được"),
]


@pytest.mark.parametrize(("old", "new", "field", "sentence"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_value_is_named_by_line_and_field(old: str, new: str, field: str, sentence: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        read_procedure(small(old, new), "library/x/procedure.toml")
    problem = next(each for each in refused.value.problems if each.field == field)
    assert sentence in problem.message
    assert str(problem).startswith("library/x/procedure.toml, dòng ")


LINES = [
    ("amount = 8000", "amount = -1"),
    ('key = "uy-quyen"', 'key = "U"'),
    ('unit = "working_day" }\n\n[[fees]]', 'unit = "day" }\n\n[[fees]]'),
    ('name = "Giấy xác minh"', "name = 7"),
    ('online_level = "toan_trinh"', 'online_level = "4"'),
    ('kind = "le_phi"', 'kind = "thue"'),
]


@pytest.mark.parametrize(("old", "new"), LINES, ids=[row[1].split("\n")[0] for row in LINES])
def test_the_line_is_the_one_that_was_changed(old: str, new: str) -> None:
    text = small(old, new)
    with pytest.raises(CatalogueError) as refused:
        read_procedure(text, "a.toml")
    assert refused.value.problems[0].line == line_of(text, new)


def test_keys_after_long_values_keep_their_lines() -> None:
    text = small('aliases = ["ks", "giấy khai sinh"]', 'aliases = [\n  "a [b",  # ghi chú\n  """c\n=""",\n]')
    with pytest.raises(CatalogueError) as refused:
        read_procedure(text.replace("legacy_level = 4", "legacy_level = 9"), "a.toml")
    assert refused.value.problems[0].line == line_of(text, "legacy_level")


def test_every_fault_of_a_file_is_told_at_once() -> None:
    with pytest.raises(CatalogueError) as refused:
        read_procedure('code = "x"\n', "a.toml")
    fields = {problem.field for problem in refused.value.problems}
    assert {"code", "name", "summary", "allowed", "components", "results", "route"} <= fields


def test_a_file_that_is_not_toml_is_named_by_its_line() -> None:
    with pytest.raises(CatalogueError, match=r"a\.toml, dòng 2: Tệp viết sai cú pháp"):
        read_procedure('code = "1.001193"\nname = Thủ tục\n', "a.toml")
    with pytest.raises(CatalogueError):
        read_procedure("", "a.toml")


def test_decomposed_letters_and_the_eth_are_put_right() -> None:
    decomposed = "Đăng ký khai sinh"
    assert facts('"Đăng ký khai sinh"', f'"{decomposed}"').short_name == "Đăng ký khai sinh"
    assert facts('"Đăng ký khai sinh"', '"Ðăng  ký khai sinh "').short_name == "Đăng ký khai sinh"


def test_what_is_left_out_has_its_usual_value() -> None:
    read = facts()
    assert read.allowed.promised == Span(3, "working_day")
    assert (read.allowed.start, read.allowed.resume, read.allowed.fixed_date) == (
        "next_day",
        "remaining_hours",
        True,
    )
    assert [paper.required for paper in read.components] == [True, False]
    assert read.number_of_sets == 1
    assert read.warnings == ()


def test_hours_that_do_not_add_up_are_a_warning_with_its_line() -> None:
    text = small('node = "tham_tra", hours = 16', 'node = "tham_tra", hours = 12')
    (warning,) = read_procedure(text, "a.toml").warnings
    assert "20" in warning.message
    assert "24 giờ làm việc" in warning.message
    assert warning.line == line_of(SMALL, "steps = [")


def test_hours_beside_each_other_count_once() -> None:
    beside = '{ node = "tham_tra", hours = 16 },\n  { node = "y_kien", hours = 12, beside = true },'
    assert facts('{ node = "tham_tra", hours = 16 },', beside).warnings == ()


def test_a_promise_longer_than_the_law_is_refused() -> None:
    promised = 'legal = { value = 3, unit = "working_day" }\npromised = { value = 4, unit = "working_day" }'
    with pytest.raises(CatalogueError, match="cam kết dài hơn"):
        facts('legal = { value = 3, unit = "working_day" }', promised)


def test_a_linked_procedure_needs_two_other_procedures() -> None:
    linked = '[linked]\ndue = "sum"\n\n[[linked.children]]\nkey = "a"\nname = "A"\nagency = "B"\nprocedure = "1.001193"\n\n'
    with pytest.raises(CatalogueError) as refused:
        facts("[[fees]]", linked + "[[fees]]")
    assert {"ít nhất hai", "của chính nó"} <= {
        words
        for words in ("ít nhất hai", "của chính nó")
        for each in refused.value.problems
        if words in each.message
    }
