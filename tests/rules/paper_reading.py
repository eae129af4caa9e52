"""Reads a finished paper the way people and machines do: text, pictures of pages, codes."""

import io
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pypdf
import pypdfium2
import zxingcpp

MM_PER_INCH = 25.4


def words(pdf: bytes) -> str:
    """All text of the paper on one line."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def unspaced(text: str) -> str:
    """Without spaces: where a word was broken over two lines readers see a space that was never typed."""
    return "".join(text.split())


def is_composed(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def pdfsig(pdf: bytes, folder: Path) -> str:
    """What poppler says of the signatures."""
    program = shutil.which("pdfsig")
    assert program, "poppler-utils is missing: apt-get install -y poppler-utils"
    place = folder / "signed.pdf"
    place.write_bytes(pdf)
    return subprocess.run([program, str(place)], capture_output=True, text=True, check=False).stdout


def codes(pdf: bytes, *, page: int = 0, dpi: int = 200) -> dict[str, tuple[str, float]]:
    """What a scanner reads from one page: {kind of code: (text, width in mm)}."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil()
    found = {}
    for code in zxingcpp.read_barcodes(picture):
        place = code.position
        found[str(code.format)] = (code.text, (place.top_right.x - place.top_left.x) / dpi * MM_PER_INCH)
    return found


def ink_box(pdf: bytes, *, page: int = 0) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in points of everything written on a page, and the page's own size follows from it."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
