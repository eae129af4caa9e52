"""Barcode and QR, read back from the rasterised page by a scanner that knows nothing of how they were drawn."""

import pytest

from motcua.domain.documents.rules import FORMS, TT01_2018, TT03_2025, render_paper
from motcua.domain.documents.rules.codes import BARCODE_QUIET, QR_QUIET, barcode_picture, qr_picture
from motcua.domain.documents.rules.setting_out import page_to_type
from tests.rules.paper_reading import codes, pages, unspaced
from tests.rules.paper_samples import BY_TITLE, PARCEL_LABEL, SLIP

WITH_CODE = [
    (form_set, number, size)
    for form_set, forms in FORMS.items()
    for number, form in forms.items()
    for size in form.sizes
    if "case_code" in BY_TITLE[form.title]
    and number != "04"
    and form.title not in ("Thông báo dừng giải quyết hồ sơ", "Biên lai thu phí, lệ phí")
]


@pytest.mark.parametrize("size", ["A4", "A5"])
@pytest.mark.parametrize("form_set", [TT03_2025, TT01_2018])
@pytest.mark.parametrize(
    "case_code", ["H26.101-261120-0012", "000.19.23.H26-230515-0012", "H55.242.1.13.205-261120-10012"]
)
def test_both_codes_of_the_slip_are_read_back_from_the_page(form_set, size, case_code):
    """Case codes of both styles; the QR is at least 24 mm wide."""
    found = codes(render_paper("01", form_set=form_set, size=size, facts=SLIP | {"case_code": case_code}))
    assert found["Code 128"][0] == case_code
    assert found["QR Code"][0] == SLIP["tracking_url"]
    assert found["QR Code"][1] >= 24


@pytest.mark.parametrize(("form_set", "number", "size"), WITH_CODE)
def test_the_case_code_is_read_back_from_every_slip_that_bears_it(form_set, number, size):
    facts = BY_TITLE[FORMS[form_set][number].title]
    assert (
        codes(render_paper(number, form_set=form_set, size=size, facts=facts))["Code 128"][0]
        == facts["case_code"]
    )


@pytest.mark.parametrize(
    ("number", "dpi"),
    [
        ("EK123456785VN", 150),
        ("H26.101.1-261126-0012-B1", 150),
        ("000.19.23.H26-230515-10012-G12", 200),
        ("H55.242.1.13.205-261120-10012-B1", 200),
    ],
)
def test_the_number_of_a_parcel_is_read_back_from_its_label(number, dpi):
    """A6, one page, however long the number and the address: the post's own number, or the office's until there is one."""
    label = render_paper(
        "parcel_label", form_set=TT03_2025, size="A6", facts=PARCEL_LABEL | {"waybill": number}
    )
    found = codes(label, dpi=dpi)
    assert found["Code 128"][0] == number and found["Code 128"][1] <= 93
    (page,) = pages(label)
    assert unspaced(number) in unspaced(page)
    assert unspaced(PARCEL_LABEL["name"]) in unspaced(page)
    assert unspaced(PARCEL_LABEL["address"]) in unspaced(page)


def test_a_coarse_scan_still_reads_both_codes():
    """150 dots per inch is what an old office scanner gives."""
    assert set(codes(render_paper("01", form_set=TT03_2025, size="A5", facts=SLIP), dpi=150)) == {
        "Code 128",
        "QR Code",
    }


def test_the_office_copy_has_the_barcode_but_no_qr():
    both = render_paper("01", form_set=TT03_2025, copies=2, facts=SLIP)
    assert set(codes(both, page=0)) == {"Code 128"}
    assert set(codes(both, page=1)) == {"Code 128", "QR Code"}


def test_the_quiet_zones_asked_by_the_standards_are_inside_the_pictures():
    """ISO/IEC 15417: ten modules beside a Code 128; ISO/IEC 18004: four around a QR."""
    bar, square = barcode_picture("H26.101-261120-0012"), qr_picture("https://example.vn/tra-cuu")
    assert BARCODE_QUIET >= 10
    assert f'd="M{BARCODE_QUIET} 0h2v1' in str(bar["svg"])  # Code 128 starts with a bar of two modules
    assert QR_QUIET >= 4
    assert f'd="M{QR_QUIET} {QR_QUIET}h7v' in str(square["svg"])  # a finder pattern is seven modules wide


def test_an_address_longer_than_a_qr_holds_is_refused():
    with pytest.raises(ValueError, match="quá dài để in thành mã QR"):
        qr_picture("https://example.vn/" + "ă" * 3_000)


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("https://motcua.example.vn/tra-cuu#9f2b7c1e", "motcua.example.vn/tra-cuu"),
        ("https://motcua.example.vn/tra-cuu/9f2b7c1e", "motcua.example.vn/tra-cuu"),
        ("https://motcua.example.vn/tra-cuu?k=9f2b", "motcua.example.vn/tra-cuu"),
        ("http://127.0.0.1:8000/tra-cuu/x", "127.0.0.1:8000/tra-cuu"),
        ("https://motcua.example.vn", "motcua.example.vn"),
    ],
)
def test_the_address_to_type_leaves_the_secret_out(address, typed):
    assert page_to_type(address) == typed
