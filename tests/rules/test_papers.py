"""Every official paper: what it prints, what it refuses, and that the same facts give the same bytes."""

import hashlib
import io
import subprocess
import sys
import threading
from datetime import UTC, date, datetime

import pypdf
import pytest

from motcua.domain.documents.rules import FORMS, TT01_2018, TT03_2025, PaperError, paper_fields, render_paper
from tests.rules.paper_reading import pages, unspaced, words
from tests.rules.paper_samples import (
    APOLOGY,
    BY_TITLE,
    COMPONENTS,
    CONTROL,
    LEDGER,
    LEDGER_ROW,
    REFUSAL,
    SLIP,
    STOP,
    SUPPLEMENT,
    at,
)

EVERY_SHEET = [
    (form_set, number, size)
    for form_set, forms in FORMS.items()
    for number, form in forms.items()
    for size in form.sizes
]


def facts_of(form_set: str, number: str) -> dict:
    return BY_TITLE[FORMS[form_set][number].title]


def slip(size: str = "A4", copies: int = 1, **changed: object) -> bytes:
    return render_paper("01", form_set=TT03_2025, size=size, copies=copies, facts=SLIP | changed)


@pytest.mark.parametrize(("form_set", "numbers"), [(TT03_2025, 7), (TT01_2018, 6)])
def test_each_set_has_the_forms_its_circular_lists(form_set, numbers):
    """TT 03/2025 Phụ lục I: seven forms; TT 01/2018: six."""
    official = [form for form in FORMS[form_set].values() if form.issued_by]
    assert [form.number for form in official] == [f"{number:02d}" for number in range(1, numbers + 1)]


@pytest.mark.parametrize(("form_set", "number", "size"), EVERY_SHEET)
def test_every_paper_prints_every_fact_given(form_set, number, size):
    facts = facts_of(form_set, number)
    text = unspaced(words(render_paper(number, form_set=form_set, size=size, facts=facts))).casefold()
    assert unspaced(FORMS[form_set][number].title).casefold() in text
    for field in paper_fields(form_set, number):
        given = facts.get(field.name)
        if field.kind in ("line", "text") and given and field.name not in ("tracking_url", "procedure_name"):
            if field.name == "agency" and "unit_line" in facts:
                given = given.upper()
            assert unspaced(given).casefold() in text, field.name
        for row in given or () if field.kind == "rows" else ():
            for column in field.columns:
                if column.kind in ("line", "text") and row.get(column.name):
                    assert unspaced(row[column.name]).casefold() in text, (field.name, column.name)


@pytest.mark.parametrize(
    ("form_set", "number", "facts", "printed"),
    [
        (TT03_2025, "01", SLIP, "4. Thời gian nhận hồ sơ: 09 giờ 30 phút, ngày 20 tháng 11 năm 2026"),
        (
            TT03_2025,
            "01",
            SLIP,
            "5. Thời gian trả kết quả giải quyết hồ sơ: 09 giờ 30 phút, ngày 26 tháng 11 năm 2026",
        ),
        (TT03_2025, "01", SLIP, "3. Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc"),
        (TT03_2025, "01", SLIP, "2. Số lượng hồ sơ: 01 (bộ)"),
        (TT03_2025, "01", SLIP, "TT Thành phần hồ sơ Bản chính Bản chứng thực Bản photo"),
        (TT03_2025, "01", SLIP, "tổng cộng 32.000 đồng (Ba mươi hai nghìn đồng)"),
        (TT03_2025, "01", SLIP, "Người nộp: Lê Văn Quân (Trực tiếp)"),
        (TT03_2025, "01", SLIP, "quyển số: 01/2026 số thứ tự: 412"),
        (TT03_2025, "01", SLIP, "Độc lập - Tự do - Hạnh phúc"),
        (TT03_2025, "01", SLIP, "Hà Nội, ngày 20 tháng 11 năm 2026"),
        (TT01_2018, "01", SLIP | {"on": date(2027, 2, 5)}, "Hà Nội, ngày 05 tháng 02 năm 2027"),
        (TT01_2018, "01", SLIP | {"fees": []}, "Phí, lệ phí: Không thu phí, lệ phí"),
        (TT03_2025, "02", SUPPLEMENT, "Yêu cầu bổ sung lần thứ: 01 Giai đoạn: trước khi tiếp nhận"),
        (TT03_2025, "02", SUPPLEMENT, "Hạn bổ sung, hoàn thiện hồ sơ: đến hết ngày 20 tháng 12 năm 2026."),
        (
            TT03_2025,
            "03",
            REFUSAL,
            "thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau:",
        ),
        (
            TT03_2025,
            "04",
            APOLOGY,
            "Thời gian hẹn trả kết quả mới: 09 giờ 30 phút, ngày 03 tháng 12 năm 2026",
        ),
        (TT03_2025, "04", APOLOGY, "đề nghị gia hạn thời gian giải quyết thêm 05 ngày làm việc"),
        (TT01_2018, "04", APOLOGY, "phiền hà, tốn kém chi phí, công sức"),
        (TT01_2018, "04", APOLOGY, "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        (TT03_2025, "05", STOP, "Phí, lệ phí trả lại: 24.000 đồng (hai mươi tư nghìn đồng)"),
        (TT03_2025, "05", STOP, "1. Tờ khai đăng ký khai sinh (01 bản chính)"),
        (TT03_2025, "06", CONTROL, "1. Giao: Phòng Văn hóa - Xã hội 2. Nhận: Văn thư Ủy ban nhân dân phường"),
        (TT01_2018, "05", CONTROL, "Công an phường Định Công; Bảo hiểm xã hội khu vực I"),
        (TT03_2025, "07", LEDGER, "(1) (2) (3) (4) (5) (6) (7) (8) (9) (10) (11) (12) (13) (14) (15)"),
    ],
)
def test_a_paper_says_in_the_words_of_the_form(form_set, number, facts, printed):
    """Wording of the provinces' printed templates; dates and amounts as NĐ 30/2020 writes them."""
    assert unspaced(printed) in unspaced(words(render_paper(number, form_set=form_set, facts=facts)))


def test_a_procedure_without_a_fixed_day_says_so_instead_of_a_date():
    assert "Không có ngày hẹn trả cụ thể theo quy định" in words(slip(due_at=None))


def test_certification_counts_pages_and_copies_instead_of_kinds_of_copies():
    text = words(
        slip(certifications=[{"name": "Bằng tốt nghiệp", "pages": 2, "paper_copies": 3, "signed_copies": 1}])
    )
    assert "TT Tên giấy tờ Số trang Số bản giấy Ký bản điện tử 1 Bằng tốt nghiệp 02 03 01" in text
    assert "Bản chứng thực" not in text


def test_a_second_stage_prints_its_own_two_moments():
    text = words(slip(second_received_at=at(2026, 12, 1, 8, 0), second_due_at=at(2026, 12, 4, 17, 0)))
    assert "6. Thời gian nhận hồ sơ giai đoạn 2: 08 giờ 00 phút, ngày 01 tháng 12 năm 2026" in text
    assert "7. Thời gian trả kết quả giai đoạn 2: 17 giờ 00 phút, ngày 04 tháng 12 năm 2026" in text


def test_the_office_copy_carries_neither_pin_nor_look_up_address():
    """Liên 1 lies in the office's file: whoever reads it must not be able to act as the applicant."""
    kept, given = pages(slip(copies=2))
    assert "Liên 1: Lưu" in kept
    assert "482913" not in kept
    assert "tra-cuu" not in kept
    assert "Liên 2: Giao khách hàng" in given
    assert "482913" in given
    assert "motcua.dinhcong.example.vn/tra-cuu" in given


def test_the_secret_of_the_look_up_address_is_never_printed_as_words():
    assert "9f2b7c1e5d8a4b60" not in unspaced(words(slip(copies=2)))


@pytest.mark.parametrize(
    ("form_set", "number", "size"), [s for s in EVERY_SHEET if FORMS[s[0]][s[1]].sizes != ("A4",)]
)
def test_an_ordinary_case_fits_on_one_sheet(form_set, number, size):
    assert (
        len(pages(render_paper(number, form_set=form_set, size=size, facts=facts_of(form_set, number)))) == 1
    )


def test_a_second_page_names_its_case_and_number():
    last = pages(slip(size="A5", components=COMPONENTS * 8))[-1]
    assert "H26.101-261120-0012 – Trang 2" in last


MISSING = [
    (form_set, number, field)
    for form_set, forms in FORMS.items()
    for number in forms
    for field in paper_fields(form_set, number)
    if field.required
]


@pytest.mark.parametrize(
    ("form_set", "number", "field"), MISSING, ids=lambda part: getattr(part, "name", part)
)
def test_a_missing_compulsory_field_is_named(form_set, number, field):
    facts = {name: given for name, given in facts_of(form_set, number).items() if name != field.name}
    with pytest.raises(PaperError, match=rf"còn thiếu .*\({field.name}\)\. Hãy bổ sung rồi in lại"):
        render_paper(number, form_set=form_set, facts=facts)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"applicant_name": "   "}, r"còn thiếu chủ hồ sơ \(applicant_name\)"),
        ({"received_at": "20/11/2026"}, r"thời gian nhận hồ sơ \(received_at\) phải là một thời điểm"),
        ({"on": "hôm nay"}, r"ngày lập \(on\) phải là một ngày"),
        ({"number_of_sets": True}, r"\(number_of_sets\) phải là một số đếm"),
        ({"fees": [{"name": "Lệ phí", "amount": -1}]}, r"dòng 1: số tiền \(amount\) phải là số tiền nguyên"),
        ({"fees": [{"name": "Lệ phí", "amount": 10**15}]}, "lớn quá mức"),
        ({"components": [{"originals": 1}]}, r"thành phần hồ sơ, dòng 1 còn thiếu tên giấy tờ \(name\)"),
        ({"components": "Tờ khai"}, r"\(components\) phải là danh sách"),
        ({"applicant_name": "A" * 1_001}, "dài quá 1.000 ký tự"),
        (
            {"applicant_name": "Tâ" + "\u0301" * 9 + "m"},
            r"chủ hồ sơ \(applicant_name\): Có chữ mang quá nhiều dấu",
        ),
        ({"case_code": "Hồ sơ số 1"}, "ký tự không in thành mã vạch được"),
        ({"tracking_url": "https://example.vn/" + "a" * 960}, None),
    ],
)
def test_a_value_that_cannot_be_printed_is_refused_with_a_sentence(changed, sentence):
    if sentence is None:
        assert slip(**changed)
        return
    with pytest.raises(PaperError, match=sentence):
        slip(**changed)


def test_a_request_for_supplement_names_what_is_missing():
    with pytest.raises(PaperError, match=r"còn thiếu nội dung cần bổ sung, hoàn thiện \(missing\)"):
        render_paper("02", form_set=TT03_2025, facts=SUPPLEMENT | {"missing": []})
    asked = render_paper(
        "02", form_set=TT03_2025, facts=SUPPLEMENT | {"missing": ["Giấy chứng sinh", "Tờ khai"]}
    )
    assert "1 Giấy chứng sinh 2 Tờ khai" in words(asked)


def test_only_known_forms_sizes_and_copies_are_printed():
    with pytest.raises(PaperError, match="Không có bộ mẫu giấy “tt99”"):
        render_paper("01", form_set="tt99", facts=SLIP)
    with pytest.raises(PaperError, match="không có mẫu “07”"):
        render_paper("07", form_set=TT01_2018, facts=LEDGER)
    with pytest.raises(PaperError, match="chỉ in được trên khổ A4"):
        render_paper("07", form_set=TT03_2025, size="A5", facts=LEDGER)
    with pytest.raises(PaperError, match="1 hoặc 2 liên"):
        slip(copies=3)


def test_keys_a_paper_does_not_print_are_passed_over():
    assert slip(colour="xanh") == slip()


@pytest.mark.parametrize(("form_set", "number", "size"), EVERY_SHEET)
def test_the_same_facts_give_the_same_bytes(form_set, number, size):
    facts = facts_of(form_set, number)
    first = render_paper(number, form_set=form_set, size=size, facts=facts)
    render_paper("03", form_set=form_set, facts=REFUSAL)
    assert render_paper(number, form_set=form_set, size=size, facts=dict(reversed(facts.items()))) == first


def test_another_process_gives_the_same_bytes():
    code = (
        "import sys, hashlib; from tests.rules.paper_samples import SLIP\n"
        "from motcua.domain.documents.rules import render_paper\n"
        "print(hashlib.sha256(render_paper('01', form_set='tt03-2025', facts=SLIP)).hexdigest(), 'django' in sys.modules)"
    )
    seen = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert seen == [hashlib.sha256(slip()).hexdigest(), "False"]


def test_several_threads_may_print_at_once():
    """A typst compiler refuses to be entered twice; each thread must have its own."""
    start, made = threading.Barrier(4), []

    def printing() -> None:
        start.wait()
        made.extend(slip(register_number=str(number)) for number in range(5))

    threads = [threading.Thread(target=printing) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 20
    assert set(made) == {slip(register_number=str(number)) for number in range(5)}


def test_moments_are_printed_on_the_clock_of_vietnam():
    assert "09 giờ 30 phút, ngày 20 tháng 11" in words(
        slip(received_at=datetime(2026, 11, 20, 2, 30, tzinfo=UTC))
    )
    after_midnight = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert "00 giờ 30 phút, ngày 21 tháng 11" in words(slip(received_at=after_midnight))
    assert "Hà Nội, ngày 21 tháng 11 năm 2026" in words(slip(on=after_midnight))
    apology = render_paper("04", form_set=TT03_2025, facts=APOLOGY | {"received_at": after_midnight})
    assert "Ngày 21 tháng 11 năm 2026, Trung tâm" in words(apology)


@pytest.mark.parametrize(("form_set", "number"), [(s, n) for s, forms in FORMS.items() for n in forms])
def test_a_paper_has_title_language_tags_and_our_embedded_font(form_set, number):
    """PDF/A-2 for the archive, PDF/UA-1 for screen readers; Tinos has the metrics of Times New Roman."""
    reader = pypdf.PdfReader(
        io.BytesIO(render_paper(number, form_set=form_set, facts=facts_of(form_set, number)))
    )
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(FORMS[form_set][number].title)
    assert reader.root_object["/Lang"] == "vi-VN"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.metadata.creation_date == datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
    labels = reader.root_object["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in labels
    assert "<pdfuaid:part>1</pdfuaid:part>" in labels
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "Tinos" in font["/BaseFont"]
        assert "/FontFile2" in described


def test_the_ledger_repeats_its_heads_on_every_page():
    facts = LEDGER | {"rows": [LEDGER_ROW] * 40}
    for page in pages(render_paper("07", form_set=TT03_2025, facts=facts)):
        assert "Mã hồ sơ" in page
        assert "(15)" in page
