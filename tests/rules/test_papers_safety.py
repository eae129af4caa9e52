"""What people type is printed as they typed it: never run, never cut, never outside the page."""

import unicodedata

import pypdfium2
import pytest

from motcua.domain.documents.rules import FORMS, TT03_2025, render_paper
from motcua.domain.documents.rules.clean import clean_text
from motcua.domain.documents.rules.glyphs import printable
from tests.rules.paper_reading import ink_box, is_composed, unspaced, words
from tests.rules.paper_samples import BY_TITLE, LEDGER, LEDGER_ROW, SLIP

MARKUP = [
    '#import "x"',
    '#read("/fonts/OFL.txt")',
    "#sys.inputs",
    "$ x^2 $",
    "*đậm* _nghiêng_ `mã`",
    "@hoa <nhãn> @preview/x:1.0.0",
    "= Tiêu đề",
    "- gạch + cộng / chia 1. một",
    "\\ \\u{1F600} \\#",
    "\"ngoặc\" 'đơn' -- --- ...",
    "// ghi chú /* ghi chú */",
    "[ngoặc] {nhọn} (tròn)",
    '"}, {"template": "../../paper.typ',
    "</rdf:li><x>&amp;",
]
LONG_NAME = "Nguyễn Hoàng Phương Thảo Nhi Trương Đặng Quỳnh Hương Giang Vy"
UNBROKEN = "Nguyễnthịkhôngcókhoảngtrắngnàocảtrongtêncủamìnhđâunhéxinlỗiạ"


def slip(**changed: object) -> bytes:
    return render_paper("01", form_set=TT03_2025, size="A5", facts=SLIP | changed)


@pytest.mark.parametrize("typed", MARKUP)
def test_markup_is_printed_as_the_letters_it_is(typed):
    pdf = slip(
        applicant_name=typed,
        address=f"{typed}\n{typed}",
        agency=typed,
        components=[{"name": typed}],
        fees=[{"name": typed, "amount": 1}],
        hotline=typed,
    )
    text = unspaced(words(pdf))
    assert unspaced(f"(chủ hồ sơ): {typed}Người nộp") in text
    assert text.count(unspaced(typed)) >= 5


@pytest.mark.parametrize(("form_set", "number"), [(s, n) for s, forms in FORMS.items() for n in forms])
def test_no_form_reads_any_fact_as_markup(form_set, number):
    def spoiled(facts: object) -> object:
        if isinstance(facts, dict):
            return {
                key: given if key in ("case_code", "tracking_url") else spoiled(given)
                for key, given in facts.items()
            }
        if isinstance(facts, list):
            return [spoiled(given) for given in facts]
        return f"{facts} #x $*_@=<" if isinstance(facts, str) else facts

    facts = spoiled(BY_TITLE[FORMS[form_set][number].title])
    assert "#x$*_@=<" in unspaced(words(render_paper(number, form_set=form_set, facts=facts)))


def test_decomposed_text_comes_back_composed():
    """macOS and old tools type NFD; papers, search and copies need NFC."""
    pdf = slip(applicant_name=unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Ẩn"), address="Ðường Lê Ðức Thọ")
    assert "Nguyễn Thị Ngọc Ẩn" in words(pdf)
    assert "Đường Lê Đức Thọ" in words(pdf)
    assert is_composed(words(pdf))


def test_every_vietnamese_letter_is_in_the_font_and_comes_back():
    letters = [
        unicodedata.normalize("NFC", letter + tone)
        for letter in "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
        for tone in ("", *("\u0300\u0309\u0303\u0301\u0323" if letter in "aăâeêioôơuưy" else ""))
    ]
    every = " ".join(letters + [letter.upper() for letter in letters])
    assert {ord(letter) for letter in every} <= printable()
    assert unspaced(every) in unspaced(words(slip(address=every)))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Nguyễn 🙂 Văn", "Nguyễn □ Văn"),
        ("👨‍👩‍👧 Lan", "□□□ Lan"),
        ("Công ty 中文", "Công ty □□"),
        ("Lan\u202eđảo\u202c", "Lanđảo"),
        ("Lan\u200b\u200d\ufeff Anh", "Lan Anh"),
        ("Lan\x00\x07\x1b[31m", "Lan[31m"),
        ("Sao\ufe0f", "Sao"),
        ("  hai   khoảng\ttrắng ", "hai khoảng trắng"),
        ("một\r\nhai\u2028ba", "một hai ba"),
    ],
)
def test_what_cannot_be_shown_becomes_a_box_and_the_rest_stays(typed, printed):
    assert clean_text(typed, lines=False) == printed
    assert unspaced(printed) in unspaced(words(slip(applicant_name=typed)))


@pytest.mark.parametrize("size", ["A4", "A5"])
@pytest.mark.parametrize("name", [LONG_NAME, UNBROKEN, "W" * 200, "x" * 60 + "@example.vn"])
def test_long_names_stay_whole_and_on_the_page(name, size):
    facts = SLIP | {
        "applicant_name": name,
        "email": name,
        "components": [{"name": name}],
        "officer_name": name,
    }
    pdf = render_paper("01", form_set=TT03_2025, size=size, facts=facts | {"agency": name, "place": name})
    assert unspaced(words(pdf)).count(unspaced(name)) >= 4
    for page in range(len(pypdfium2.PdfDocument(pdf))):
        left, bottom, right, top = ink_box(pdf, page=page)
        width, height = pypdfium2.PdfDocument(pdf)[page].get_size()
        assert 20 < left < right < width - 15
        assert 5 < bottom < top < height - 15


@pytest.mark.parametrize("name", [UNBROKEN, UNBROKEN[:30], UNBROKEN[:16]])
def test_long_names_stay_inside_the_ledger(name):
    row = LEDGER_ROW | {"applicant_name": name, "case_code": "H55.242.1.13.205-261120-10012", "note": name}
    pdf = render_paper("07", form_set=TT03_2025, facts=LEDGER | {"rows": [row]})
    assert unspaced(words(pdf)).count(unspaced(name)) == 2
    left, _, right, _ = ink_box(pdf)
    assert left > 30
    assert right < 842 - 30


def test_an_address_of_thirty_lines_is_printed_whole():
    lines = [f"Dòng địa chỉ thứ {number}" for number in range(1, 31)]
    text = words(slip(address="\n".join(lines)))
    assert all(line in text for line in lines)
    assert "Trần Quang Minh" in text
