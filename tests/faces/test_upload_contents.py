"""What becomes of the files people hand in: refused with a sentence, or made anew as harmless PDF."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from motcua.domain.documents.actions import bound_papers
from motcua.domain.documents.models.upload import CLEAN, REFUSED
from motcua.foundation.actions import Refused, now
from motcua.foundation.files import FileRefused
from motcua.foundation.files.remaking import office, remade
from tests import strange_files as strange
from tests.handing_in import handed_in, holder, kept, places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
__all__ = ["holder", "places"]


def first_page(content: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(content)[0].render(scale=0.5).to_pil().convert("RGB")


def corner(page: Image.Image, x: float, y: float) -> str:
    red, green, blue = page.getpixel((int(page.width * x), int(page.height * y)))  # type: ignore[misc]
    if min(red, green, blue) > 200:
        return "white"
    return "red" if red > 200 and max(green, blue) < 90 else "dark"


# Harmless ------------------------------------------------------------------------------------------------

ACTING = re.compile(
    rb"/(JS|JavaScript|Launch|AA|OpenAction|EmbeddedFiles?|EF|Filespec|XFA|AcroForm|RichMedia\w*|URI|SubmitForm"
    rb"|ImportData|GoToR|GoToE|Annots|Names|Rendition|Movie|Sound)\b"
)


def assert_harmless(content: bytes) -> None:
    """Nothing in the PDF, packed or not, acts, leads elsewhere or carries another file."""
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as made:
        assert not made.attachments
        made.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.none)  # fmt: skip
    assert ACTING.findall(plain.getvalue()) == []
    for told in (strange.MAKER.encode(), b"Exif", b"GPS"):
        assert told not in content


@pytest.mark.parametrize("what,name,made,word", strange.STRANGE, ids=[row[0] for row in strange.STRANGE])
def test_a_strange_file_is_refused_with_a_sentence_or_made_harmless(
    what: str, name: str, made: Callable[[], bytes], word: str, holder: UUID, places: Path
) -> None:
    try:
        upload = handed_in(holder, made(), name)
    except Refused as refused:
        assert re.search(word, refused.sentence), refused.sentence
        return
    if word:
        assert (upload.state, upload.file) == (REFUSED, None), f"{what} was taken"
        assert re.search(word, upload.said), upload.said
        assert not list(places.glob("files/??/*"))
    else:
        assert upload.state == CLEAN, upload.said
        assert_harmless(kept(upload.file, places))
        assert not re.search(r"[\x00-\x1f\u202e/\\]", upload.name)
    assert not list(places.glob("quarantine/*"))


def test_the_set_of_strange_files_is_as_large_as_it_is_said_to_be() -> None:
    different = {made() for _what, _name, made, _word in strange.STRANGE}
    assert len(different) >= 40 and len(strange.STRANGE) == len({what for what, *_ in strange.STRANGE})


@given(head=st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", strange.HEIC[:80]]),
       noise=st.binary(min_size=1, max_size=3000), name=st.text(max_size=40))  # fmt: skip
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_under_any_name_end_in_a_sentence(head: bytes, noise: bytes, name: str) -> None:
    try:
        upload = handed_in(uuid4(), head + noise, name)
    except Refused as refused:
        assert refused.sentence
    else:
        assert upload.state == REFUSED and upload.said


# Photos and PDFs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "turned,red,shape",
    [(1, (0.25, 0.25), (400, 300)), (3, (0.75, 0.75), (400, 300)), (6, (0.75, 0.25), (300, 400)), (8, (0.25, 0.75), (300, 400))],
)  # fmt: skip
def test_a_photo_stands_upright_whichever_way_the_phone_was_held(
    turned: int, red: tuple[float, float], shape: tuple[int, int], holder: UUID, places: Path
) -> None:
    upload = handed_in(holder, strange.photo(turned=turned))
    page = first_page(kept(upload.file, places))
    assert corner(page, *red) == "red"
    assert corner(page, 1 - red[0], 1 - red[1]) == "white"
    assert page.width / page.height == pytest.approx(shape[0] / shape[1], abs=0.02)
    small = Image.open(io.BytesIO(kept(upload.thumbnail, places)))
    assert (small.format, max(small.size), dict(small.getexif())) == ("JPEG", 240, {})


def test_what_a_phone_writes_beside_the_picture_is_gone(holder: UUID, places: Path) -> None:
    before = strange.photo()
    assert strange.MAKER.encode() in before
    upload = handed_in(holder, before)
    for file in (upload.file, upload.thumbnail):
        assert strange.MAKER.encode() not in kept(file, places)
        assert b"Exif" not in kept(file, places)
    assert upload.original is None


@pytest.mark.parametrize("name,content", [
    ("a.heic", strange.HEIC), ("a.jpg", strange.image(mode="CMYK")), ("a.png", strange.image("PNG", mode="RGBA")),
])  # fmt: skip
def test_colours_come_out_as_they_were(name: str, content: bytes, holder: UUID, places: Path) -> None:
    upload = handed_in(holder, content, name)
    page = first_page(kept(upload.file, places))
    assert (corner(page, 0.25, 0.25), corner(page, 0.75, 0.75)) == ("red", "white")


@pytest.mark.parametrize("mode", ["I;16", "1", "L"])
def test_grey_comes_out_as_it_was(mode: str, holder: UUID, places: Path) -> None:
    page = first_page(kept(handed_in(holder, strange.image("PNG", mode=mode), "a.png").file, places))
    assert (corner(page, 0.25, 0.25), corner(page, 0.75, 0.75)) == ("dark", "white")


def test_a_large_photo_becomes_a_page_as_long_as_A4_of_a_sensible_size(holder: UUID, places: Path) -> None:
    upload = handed_in(holder, strange.photo((4032, 3024)))
    with pikepdf.open(io.BytesIO(kept(upload.file, places))) as made:
        assert [round(float(x)) for x in made.pages[0].mediabox[2:]] == [842, 631]
        assert int(made.pages[0].Resources.XObject.Photo.Width) == 2480


def test_a_PDF_keeps_its_pages_and_what_was_written_into_its_fields(holder: UUID, places: Path) -> None:
    upload = handed_in(holder, strange.pdf(strange.with_form, pages=3), "đơn.pdf")
    assert (upload.pages, upload.original) == (3, None)
    text = pypdfium2.PdfDocument(kept(upload.file, places))[0].get_textpage().get_text_bounded()
    assert "Trang 1" in text and "Nguyen Van Tam" in text


def test_a_photo_inside_a_PDF_looks_as_before_and_says_nothing_more(holder: UUID, places: Path) -> None:
    before = strange.pdf(strange.with_photo)
    assert strange.MAKER.encode() in before
    after = kept(handed_in(holder, before, "scan.pdf").file, places)
    assert strange.MAKER.encode() not in after
    assert first_page(after).tobytes() == first_page(before).tobytes()


def test_a_signed_PDF_is_kept_byte_for_byte_beside_what_is_read(holder: UUID, places: Path) -> None:
    content = strange.pdf(strange.signed)
    upload = handed_in(holder, content, "giấy ra viện.pdf")
    assert kept(upload.original, places) == content
    assert_harmless(kept(upload.file, places))
    assert [paper.name for paper in bound_papers(holder, at=now())] == [
        "giấy ra viện.pdf", "giấy ra viện (bản ký số gốc).pdf",
    ]  # fmt: skip


def test_Word_becomes_PDF_where_the_machine_can_and_asks_for_PDF_where_it_cannot(
    holder: UUID, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if office.can_turn():
        upload = handed_in(holder, strange.docx(), "đơn.docx")
        assert upload.state == CLEAN, upload.said
        text = pypdfium2.PdfDocument(kept(upload.file, places))[0].get_textpage().get_text_bounded()
        assert "Đơn đề nghị" in text
    monkeypatch.setenv("PATH", str(places))
    upload = handed_in(holder, strange.docx(), "đơn.docx")
    assert "lưu lại thành PDF" in upload.said and "chụp ảnh" in upload.said


def test_a_file_that_keeps_the_machine_busy_is_given_up(tmp_path: Path) -> None:
    hungry = tmp_path / "a.pdf"
    hungry.write_bytes(strange.pdf(lambda made: strange.drawing_itself(made, 1000)))
    folder = tmp_path / "made"
    folder.mkdir()
    with pytest.raises(FileRefused, match="quá nặng"):
        remade(hungry, "pdf", folder, seconds=1)
