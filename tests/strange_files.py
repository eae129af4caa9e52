"""Files as people send them, and as nobody should: each made here by code; T16 of the threats."""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

# Written by heif-enc of libheif: 320 x 240, red in the upper left, with the maker of the phone and a place.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAYBtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "AA5waXRtAAAAAAABAAAANGlsb2MAAAAAREAAAgABAAAAAAGkAAEAAAAAAAAAcwACAAAAAAIXAAEAAAAAAAAAgAAAADhpaW5mAAAA"
    "AAACAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAFWluZmUCAAABAAIAAEV4aWYAAAAAv2lwcnAAAAChaXBjbwAAAHVodmNDAQNwAAAA"
    "AAAAAAAAPPAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAPLoCQCEAAQAoQgEBA3AAAAMAkAAAAwAAAwA8oAoIDxZb"
    "qSSmubAgAAADACAAAAMAISIAAQAHRAHBcrBiQAAAABRpc3BlAAAAAAAAAUAAAADwAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAA"
    "AAAAAAEAAQOBAoMAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAPttZGF0AAAAbygBrwtIaxxG+sbB1//6Djv44xB4r3tMsUU5"
    "azrLrCUX8jzstjd0R+NoAA+VDxPTmH6AIiJSqJxUMtVIaW5N56mLiohDKacbYDA3L71yps8udzDPouCwZOf8oAR7uBH/IxFADiiH"
    "AAADAAADAAAGPAAAAABNTQAqAAAACAADAQ8AAgAAABMAAAAyARIAAwAAAAEAAQAAiCUABAAAAAEAAABGAAAAAE5oYSBtYXkgZGll"
    "biB0aG9haQAAAAIAAQACAAAAAk4AAAAAAgAFAAAAAwAAAGQAAAAAAAAAFQAAAAEAAAABAAAAAQAAAAEAAAAB"
)
# Joined here, so that a scanner of the developer's machine does not take this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
MAKER, NORTH = "Nha may dien thoai", (21.0, 1.0, 42.0)


def picture(mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> Image.Image:
    """White, with the upper left quarter in the darkest or reddest the mode has."""
    made = Image.new(
        mode, size, {"RGB": "white", "CMYK": (0, 0, 0, 0), "I;16": 65535, "1": 1}.get(mode, "white")
    )
    corner = {"RGB": "red", "CMYK": (0, 255, 255, 0), "I;16": 0, "RGBA": (255, 0, 0, 255), "1": 0}.get(
        mode, "black"
    )
    made.paste(corner, (0, 0, size[0] // 2, size[1] // 2))
    return made


def image(format: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (400, 300), **more: Any) -> bytes:
    kept = io.BytesIO()
    picture(mode, size).save(kept, format, **more)
    return kept.getvalue()


def photo(size: tuple[int, int] = (400, 300), *, turned: int = 1, **more: Any) -> bytes:
    """A JPEG as a phone writes it: with its maker, where it was, and which way up it was held."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = MAKER, turned
    exif.get_ifd(0x8825).update({1: "N", 2: NORTH})
    return image(size=size, exif=exif, **more)


def moving(format: str, **more: Any) -> bytes:
    kept = io.BytesIO()
    frames = [picture(), Image.new("RGB", (400, 300), "blue")]
    frames[0].save(kept, format, save_all=True, append_images=frames[1:], **more)
    return kept.getvalue()


def flood(width: int = 65_000, height: int = 65_000) -> bytes:
    """A PNG of a few bytes that says it is very large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(name, body)
        for name, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 10_000)), (b"IEND", b""))
    )


Change = Callable[[pikepdf.Pdf], None]


def pdf(*changes: Change, pages: int = 1, **how: Any) -> bytes:
    """A PDF with a word on each page, changed as told."""
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F=font))
        page.Contents = pikepdf.Stream(made, f"BT /F 24 Tf 72 700 Td (Trang {number + 1}) Tj ET".encode())
    for change in changes:
        change(made)
    kept = io.BytesIO()
    made.save(kept, **how)
    return kept.getvalue()


def opens_with(action: Dictionary) -> Change:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = made.make_indirect(action)

    return change


def on_each_page(**keys: Any) -> Change:
    def change(made: pikepdf.Pdf) -> None:
        for page in made.pages:
            for key, value in keys.items():
                page.obj[f"/{key}"] = value

    return change


def with_note(**keys: Any) -> Change:
    """An annotation over the page."""

    def change(made: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 595, 842]), **keys)
        made.pages[0].Annots = made.make_indirect(Array([made.make_indirect(note)]))

    return change


def with_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["hoa-don.exe"] = pikepdf.AttachedFileSpec(
        made, b"MZ" + b"\0" * 50, filename="hoa-don.exe"
    )


def with_form(made: pikepdf.Pdf) -> None:
    """A field that was filled in, with a look of its own."""
    look = pikepdf.Stream(made, b"BT /F 12 Tf 2 4 Td (Nguyen Van Tam) Tj ET")
    look.BBox, look.Subtype = Array([0, 0, 200, 20]), Name.Form
    look.Resources = made.pages[0].Resources
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("ten"), V=String("Nguyen Van Tam"),
        Rect=Array([72, 600, 272, 620]), AP=Dictionary(N=made.make_indirect(look)), F=4,
    )  # fmt: skip
    kept = made.make_indirect(field)
    made.pages[0].Annots = Array([kept])
    made.Root.AcroForm = Dictionary(Fields=Array([kept]), DA=String("/F 12 Tf"))


def with_photo(made: pikepdf.Pdf) -> None:
    """A page as scanning programs of phones make them: the photo with all that was written beside it."""
    picture = pikepdf.Stream(
        made, photo(comment=b"Nha may dien thoai"), Type=Name.XObject, Subtype=Name.Image, Width=400, Height=300,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    made.pages[0].Resources = Dictionary(XObject=Dictionary(P=made.make_indirect(picture)))
    made.pages[0].Contents = pikepdf.Stream(made, b"q 595 0 0 842 0 0 cm /P Do Q")


def with_live_form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pikepdf.Stream(made, b"<xdp:xdp/>"))


def signed(made: pikepdf.Pdf) -> None:
    """As a signature stands in a file; what was signed with is of no concern here."""
    mark = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 10, 20, 10]), Contents=String("ab")
    )
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("ky"), V=made.make_indirect(mark),
                       Rect=Array([0, 0, 0, 0]))  # fmt: skip
    kept = made.make_indirect(field)
    made.pages[0].Annots = Array([kept])
    made.Root.AcroForm = Dictionary(Fields=Array([kept]), SigFlags=3)


def ring(made: pikepdf.Pdf) -> None:
    """A page tree that leads back to itself."""
    made.Root.Pages.Kids.append(made.Root.Pages)


def drawing_itself(made: pikepdf.Pdf, times: int = 1) -> None:
    """A picture drawn inside itself, so many times each time."""
    form = pikepdf.Stream(
        made, b"/X Do " * times, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842])
    )
    kept = made.make_indirect(form)
    kept.Resources = Dictionary(XObject=Dictionary(X=kept))
    made.pages[0].Resources = Dictionary(XObject=Dictionary(X=kept))
    made.pages[0].Contents = pikepdf.Stream(made, b"/X Do")


TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
TEXT = (
    '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w='
    '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Đơn đề nghị</w:t></w:r></w:p>'
    "</w:body></w:document>"
)


def docx(parts: dict[str, bytes] | None = None, types: str = TYPES) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as container:
        for name, body in {
            "[Content_Types].xml": types,
            "_rels/.rels": RELATIONS,
            "word/document.xml": TEXT,
        }.items():
            container.writestr(name, body)
        for name, more in (parts or {}).items():
            container.writestr(name, more)
    return kept.getvalue()


def archive(**files: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as container:
        for name, body in files.items():
            container.writestr(name, body)
    return kept.getvalue()


def _script(words: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(words))


# What it is, the name it comes under, its bytes, and a word of the sentence; none: it is taken and made harmless.
STRANGE: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("nothing at all", "a.pdf", lambda: b"", "0 byte"),
    ("a virus for trying out", "a.pdf", lambda: EICAR, "không nhận được"),
    ("a program", "a.pdf", lambda: b"MZ\x90\0" + b"\0" * 100, "Chương trình Windows"),
    ("a program as a photo", "a.jpg", lambda: b"\x7fELF" + b"\0" * 100, "Chương trình Linux"),
    ("a script", "a.jpg", lambda: b"#!/bin/sh\nrm -rf /\n", "Tệp lệnh"),
    ("a page", "a.html", lambda: b"<!doctype html><script>1</script>", "HTML"),
    ("a drawing with script", "a.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "SVG"),
    ("a moving picture", "a.gif", lambda: moving("GIF"), "GIF"),
    ("a moving PNG", "a.png", lambda: moving("PNG"), "Ảnh động"),
    ("an archive", "a.zip", lambda: archive(a=b"1"), "nén"),
    ("an archive that grows", "a.docx", lambda: docx({"word/media/a.bin": b"\0" * 50_000_000}), "bất thường"),
    ("an archive in a photo", "a.png", lambda: image("PNG") + archive(a=b"1"), "giấu"),
    ("an archive behind a photo", "a.jpg", lambda: photo() + archive(a=b"1"), "giấu"),
    ("a page in a photo", "a.jpg", lambda: photo(comment=b"<script>alert(1)</script>"), "giấu"),
    ("a PDF in a photo", "a.jpg", lambda: photo(comment=pdf()[:4000]), "giấu"),
    ("an archive behind a PDF", "a.pdf", lambda: pdf() + archive(a=b"1"), "giấu|hỏng"),
    ("a flood of pixels", "a.png", flood, "thu nhỏ"),
    ("a photo too small to read", "a.jpg", lambda: image(size=(20, 20)), "quá nhỏ"),
    ("a photo cut short", "a.jpg", lambda: photo((3000, 2000))[:-9000], "hỏng"),
    ("a photo of noise", "a.jpg", lambda: photo()[:300] + b"\xff" * 3000 + b"\xff\xd9", "hỏng"),
    ("a PNG cut short", "a.png", lambda: image("PNG")[:-30], "hỏng"),
    ("a HEIC cut short", "a.heic", lambda: HEIC[:-200], "hỏng"),
    ("a HEIC of noise", "a.heic", lambda: HEIC[:-200] + b"\xaa" * 200, "hỏng"),
    ("a photo called PDF", "a.pdf", photo, "bên trong là ảnh JPEG"),
    ("a PDF called a program", "a.pdf.exe", pdf, "đuôi .exe"),
    ("old Word", "a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kiểu cũ"),
    ("Word with macros", "a.docx", lambda: docx({"word/vbaProject.bin": b"x"}), "macro"),
    ("Word that says it has macros", "a.docx", lambda: docx(types=TYPES.replace("document.main", "macroEnabled")), "macro"),
    ("Word with a way out", "a.docx", lambda: docx({"../../etc/cron.d/x": b"x"}), "hỏng"),
    ("Word without text", "a.docx", lambda: archive(**{"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "Word"),
    ("a PDF cut short", "a.pdf", lambda: pdf(pages=30)[:-900], "hỏng"),
    ("a PDF with a script", "a.pdf", lambda: pdf(opens_with(_script())), "lệnh tự chạy"),
    ("a PDF with a packed script", "a.pdf", lambda: pdf(opens_with(_script()), object_stream_mode=pikepdf.ObjectStreamMode.generate), "lệnh tự chạy"),
    ("a PDF that starts a program", "a.pdf", lambda: pdf(opens_with(Dictionary(S=Name.Launch, F=String("cmd.exe")))), "lệnh tự chạy"),
    ("a PDF behind a password", "a.pdf", lambda: pdf(encryption=pikepdf.Encryption(user="x", owner="y")), "mật khẩu"),
    ("a PDF of no page", "a.pdf", lambda: pdf(pages=0), "không có trang"),
    ("a PDF of very many pages", "a.pdf", lambda: pdf(pages=301), "chia thành nhiều"),
    ("a PDF that says it has a billion pages", "a.pdf", lambda: pdf().replace(b"/Count 1", b"/Count 999999999"), "chia thành nhiều"),
    ("a PDF whose pages lead in a ring", "a.pdf", lambda: pdf(ring), "hỏng"),
    ("a PDF that is a live form", "a.pdf", lambda: pdf(with_live_form), "biểu mẫu động"),
    ("a signed PDF with a file inside", "a.pdf", lambda: pdf(signed, with_attachment), "đã ký số"),
    ("a PDF with a file inside", "a.pdf", lambda: pdf(with_attachment), ""),
    ("a PDF that leads elsewhere", "a.pdf", lambda: pdf(with_note(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("http://evil.example")))), ""),
    ("a PDF that opens an address", "a.pdf", lambda: pdf(opens_with(Dictionary(S=Name.URI, URI=String("http://evil.example")))), ""),
    ("a PDF that sends a form", "a.pdf", lambda: pdf(with_form, on_each_page(AA=Dictionary(O=Dictionary(S=Name.SubmitForm)))), ""),
    ("a PDF with a film", "a.pdf", lambda: pdf(with_note(Subtype=Name.RichMedia, RichMediaContent=Dictionary())), ""),
    ("a PDF with a file pinned on", "a.pdf", lambda: pdf(with_note(Subtype=Name.FileAttachment, FS=Dictionary(EF=Dictionary()))), ""),
    ("a PDF drawn inside itself", "a.pdf", lambda: pdf(drawing_itself), ""),
    ("a PDF that tells where its photo was taken", "a.pdf", lambda: pdf(with_photo), ""),
    ("a photo in colours of print", "a.jpg", lambda: image(mode="CMYK"), ""),
    ("a photo of sixteen bits", "a.png", lambda: image("PNG", mode="I;16"), ""),
    ("a photo that is see-through", "a.png", lambda: image("PNG", mode="RGBA"), ""),
    ("a name that runs backwards", "anh\u202egpj.jpg", photo, ""),
    ("a name with a NUL", "an\0h.jpg", photo, ""),
    ("a name that is a way", "../../etc/passwd.jpg", photo, ""),
    ("a name of 300 letters", "ố" * 300 + ".jpg", photo, ""),
]  # fmt: skip
