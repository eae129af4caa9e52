"""A PDF made anew: its pages as they look, and nothing that acts, fetches, hides or asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from motcua.foundation.files.refusal import FileRefused
from motcua.foundation.files.remaking import photos

__all__ = ["MOST_PAGES", "active", "remake"]

MOST_PAGES = 300
_MOST_OBJECTS = 400_000
_LOOKED_AT = 480  # pixels of the longer side when the first page is drawn
_LOCKED = "Tệp PDF đặt mật khẩu, cán bộ không mở được. Hãy bỏ mật khẩu (in lại thành PDF mới) rồi chọn lại."
_LIVE_FORM = "Tệp PDF là biểu mẫu động, máy khác không xem được. Hãy in lại thành PDF mới rồi chọn lại."
_SIGNED_AND_ACTIVE = (
    "Tệp PDF đã ký số mang lệnh tự chạy hoặc tệp khác bên trong nên không giữ nguyên được. "
    "Hãy nộp bản ký số không kèm tệp, hoặc in lại thành PDF mới."
)
_EMPTY = "Tệp PDF không có trang nào. Hãy kiểm tra tệp trên máy rồi chọn lại."
_MANY = f"Tệp PDF có hơn {MOST_PAGES} trang. Hãy chia thành nhiều tệp nhỏ hơn."
# Segments of a JPEG that say something beside the picture: APP1, APP3-APP13, APP15, comments.
_NOTES = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
# Keys of a page that show nothing, or that would still do something when it is opened or turned.
_NOT_SHOWN = (
    "/AA",
    "/Annots",
    "/AF",
    "/Metadata",
    "/PieceInfo",
    "/Thumb",
    "/B",
    "/PresSteps",
    "/Trans",
    "/Dur",
)
# A dictionary with one of these keys acts, or carries a file.
_ACTING = frozenset(
    {"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}
)
_ACTIONS = frozenset({"/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
                      "/Movie", "/Sound", "/RichMediaExecute"})  # fmt: skip


def remake(original: Path, folder: Path) -> dict[str, Any]:
    """Write made.pdf and first.jpg; says how many pages there are and whether a signature was on the original."""
    with _opened(original) as old:
        count = _page_count(old)
        signed = _is_signed(old)
        if signed and any(active(old)):
            raise FileRefused(_SIGNED_AND_ACTIVE)
        _flatten(old)
        with pikepdf.new() as made:
            made.pages.extend(old.pages)
            for page in made.pages:
                _still(page)
            _strip(made)
            _forget_where(made)
            _written(made, folder)
    return {"pages": count, "signed": signed}


def _written(made: pikepdf.Pdf, folder: Path) -> None:
    made.remove_unreferenced_resources()
    made.save(
        folder / "made.pdf", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable,
        encryption=False,
    )  # fmt: skip
    _draw_first(folder)


def _opened(original: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(original, suppress_warnings=True)
    except pikepdf.PasswordError:
        raise FileRefused(_LOCKED) from None


def _page_count(old: pikepdf.Pdf) -> int:
    told = old.Root.get("/Pages", pikepdf.Dictionary()).get("/Count", 0)
    if (isinstance(told, int) and told > MOST_PAGES) or len(old.objects) > _MOST_OBJECTS:
        raise FileRefused(_MANY)
    count = len(old.pages)
    if not count:
        raise FileRefused(_EMPTY)
    if count > MOST_PAGES:
        raise FileRefused(_MANY)
    return count


def _is_signed(old: pikepdf.Pdf) -> bool:
    """Whether any signature has been put on it: a dictionary that says which bytes were signed."""
    return any(
        "/ByteRange" in inside and "/Contents" in inside
        for thing in old.objects
        for inside in _dictionaries(thing)
    )


def active(pdf: pikepdf.Pdf) -> list[str]:
    """What in a PDF could act or carries another file, but for links to an address: names, none for most files."""
    found: set[str] = set()
    for thing in pdf.objects:
        for inside in _dictionaries(thing):
            found |= _ACTING & set(inside.keys())
            kind = inside.get("/S")
            if isinstance(kind, pikepdf.Name) and str(kind) in _ACTIONS - {"/URI"}:
                found.add(str(kind))
    return sorted(found)


def _dictionaries(thing: Any, depth: int = 0) -> Any:
    """This object's dictionary and those written straight into it; what is referred to comes by itself."""
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        yield thing
        inside = [thing.get(key) for key in sorted(thing.keys())]
    elif isinstance(thing, pikepdf.Array):
        inside = list(thing)
    else:
        return
    if depth < 50:
        for each in inside:
            if isinstance(each, pikepdf.Object) and not each.is_indirect:
                yield from _dictionaries(each, depth + 1)


def _flatten(old: pikepdf.Pdf) -> None:
    """What was written into fields becomes part of the page."""
    form = old.Root.get("/AcroForm")
    if form is None:
        old.flatten_annotations("screen")
        return
    if "/XFA" in form and not form.get("/Fields"):
        raise FileRefused(_LIVE_FORM)
    old.generate_appearance_streams()
    old.flatten_annotations("screen")


def _still(page: pikepdf.Page) -> None:
    for key in _NOT_SHOWN:
        if key in page.obj:
            del page.obj[key]


def _strip(made: pikepdf.Pdf) -> None:
    """Away with whatever came along with the pages and would act."""
    for thing in made.objects:
        for inside in _dictionaries(thing):
            for key in (*_ACTING, "/A", "/Metadata", "/AF"):
                if key in inside:
                    del inside[key]
            kind = inside.get("/S")
            if isinstance(kind, pikepdf.Name) and str(kind) in _ACTIONS:
                del inside["/S"]


def _forget_where(made: pikepdf.Pdf) -> None:
    """Photos inside a PDF lose what the phone wrote beside the picture; their pixels stay as they are."""
    for thing in made.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == pikepdf.Name.DCTDecode:
            before = thing.read_raw_bytes()
            after = _without_notes(before)
            if len(after) < len(before):
                thing.write(after, filter=pikepdf.Name.DCTDecode)


def _without_notes(photo: bytes) -> bytes:
    """A JPEG without its Exif, XMP and other notes; what tells the colours (JFIF, ICC, Adobe) is kept."""
    kept, place = photo[:2], 2
    while photo[place : place + 1] == b"\xff" and place + 4 <= len(photo):
        mark, end = photo[place + 1], place + 2 + int.from_bytes(photo[place + 2 : place + 4], "big")
        if mark == 0xDA:  # from here on the picture itself
            return kept + photo[place:]
        if mark not in _NOTES:
            kept += photo[place:end]
        place = end
    return photo


def _draw_first(folder: Path) -> None:
    """first.jpg of the PDF that was just written; whatever cannot be drawn cannot be read either."""
    document = pypdfium2.PdfDocument(folder / "made.pdf")
    page = document[0]
    scale = _LOOKED_AT / max(*page.get_size(), 1)
    photos.thumbnail(page.render(scale=scale).to_pil(), folder)
