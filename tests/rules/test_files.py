"""The file store: good files kept once, hostile ones refused with a sentence and no trace."""

import errno
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from motcua.foundation.files import DEFAULT_LIMIT, FileRefused, Store, attachment_header, safe_name

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


def png(width: int = 2, height: int = 2, after: bytes = b"", note: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0\0" * 2)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    if note:
        parts.insert(1, chunk(b"tEXt", note))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + after


def jpeg(width: int = 2, height: int = 2, after: bytes = b"", end: bytes = b"\xff\xd9") -> bytes:
    thumbnail = b"\xff\xe1" + struct.pack(">H", 10) + b"Exif\xff\xd8\xff\xd9"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x55" * 40
    return b"\xff\xd8\xff\xe0\x00\x04JF" + thumbnail + frame + scan + end + after


def heic(brand: bytes = b"heic", width: int = 4000, height: int = 3000) -> bytes:
    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", 8 + len(body)) + name + body

    extent = box(b"ispe", b"\0\0\0\0" + struct.pack(">II", width, height))
    kind = box(b"ftyp", brand + b"\0\0\0\0" + b"mif1" + brand)
    return kind + box(b"meta", b"\0\0\0\0" + box(b"iprp", box(b"ipco", extent))) + box(b"mdat", b"\0" * 50)


def pdf(inside: bytes = b"<< /Type /Catalog >>", tail: bytes = b"startxref\n9\n%%EOF\n") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + inside + b"\nendobj\ntrailer << /Root 1 0 R >>\n" + tail


def packed_pdf(inside: bytes) -> bytes:
    packed = zlib.compress(inside)
    return pdf(
        b"<< /Type /ObjStm /N 1 /First 4 /Length %d >>\nstream\r\n%s\nendstream" % (len(packed), packed)
    )


TYPES = b'<Types><Override PartName="/word/document.xml" ContentType="application/xml"/></Types>'


def office(
    parts: dict[str, bytes] | None = None, main: str = "word/document.xml", types: bytes = TYPES
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", types)
        container.writestr(main, "<w>Đơn đề nghị</w>")
        for name, body in (parts or {}).items():
            container.writestr(name, body)
    return made.getvalue()


def lying_office() -> bytes:
    """A container whose header says an entry is small while it unpacks to 300 MB."""
    bomb = office({"word/media/a.bin": b"\0" * 300 * 1024 * 1024})
    real = struct.pack("<I", 300 * 1024 * 1024)
    return bomb.replace(real, struct.pack("<I", 1000))


def overlapping_office() -> bytes:
    """Two directory entries that read the same packed bytes."""
    whole = office({"word/media/a.bin": os.urandom(5000), "word/media/b.bin": os.urandom(5000)})
    at = whole.rfind(b"PK\x01\x02")
    first = whole.rfind(b"PK\x01\x02", 0, at)
    return whole[: at + 20] + struct.pack("<I", 9_000_000) + whole[at + 24 :] if first else whole


def encrypted_office() -> bytes:
    whole = bytearray(office())
    at = whole.find(b"PK\x01\x02")
    whole[at + 8] |= 1
    return bytes(whole)


GOOD = [
    ("đơn đề nghị.pdf", pdf(), "pdf"),
    ("đơn.PDF", packed_pdf(b"1 0 << /Type /Catalog >>"), "pdf"),
    ("ảnh.jpg", jpeg(), "jpeg"),
    ("ảnh.jpeg", jpeg(after=b"phone maker's own notes"), "jpeg"),
    ("ảnh.png", png(), "png"),
    ("IMG_0001.HEIC", heic(), "heic"),
    ("IMG_0002.heif", heic(b"mif1"), "heic"),
    ("đơn.docx", office(), "docx"),
    ("bảng.xlsx", office(main="xl/workbook.xml"), "xlsx"),
    ("khong duoi", pdf(), "pdf"),
    ("Nguyễn Văn A. Đơn số 12", pdf(), "pdf"),
]

HOSTILE: list[tuple[str, str, bytes | Callable[[], bytes], str]] = [
    ("nothing", "a.pdf", b"", "0 byte"),
    ("eicar", "a.pdf", EICAR, "không nhận được"),
    ("text as pdf", "a.pdf", "Đơn đề nghị".encode(), "không nhận được"),
    ("program", "a.pdf", b"MZ\x90\x00" + b"\0" * 100, "Chương trình Windows"),
    ("linux program", "a.png", b"\x7fELF" + b"\0" * 100, "Chương trình Linux"),
    ("shell", "a.jpg", b"#!/bin/sh\nrm -rf /\n", "Tệp lệnh"),
    ("page", "a.pdf", b"<!DOCTYPE html><script>1</script>", "HTML"),
    ("svg", "a.png", b'<?xml version="1.0"?><svg onload="x()"/>', "SVG"),
    ("gif", "a.gif", b"GIF89a" + b"\0" * 50, "Ảnh GIF"),
    ("old word", "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kiểu cũ"),
    ("rar", "a.rar", b"Rar!\x1a\x07\x00" + b"\0" * 50, "RAR"),
    ("7z", "a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "7-Zip"),
    ("rtf", "a.doc", b"{\\rtf1 hello}", "RTF"),
    ("jpeg called pdf", "a.pdf", jpeg(), "bên trong là ảnh JPEG"),
    ("pdf called jpg", "a.jpg", pdf(), "bên trong là tệp PDF"),
    ("png called jpg", "a.jpg", png(), "đổi đuôi tên thành .png"),
    ("pdf called exe", "a.pdf.exe", pdf(), "đuôi .exe"),
    ("docx called docm", "a.docm", office(), "đuôi .docm"),
    ("pdf after junk", "a.pdf", b"GARBAGE" + pdf(), "không nhận được"),
    ("pdf cut short", "a.pdf", pdf(tail=b""), "hỏng"),
    ("pdf with script", "a.pdf", pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "lệnh tự chạy"),
    ("pdf with hidden script", "a.pdf", pdf(b"<< /S /J#61vaScr#69pt /JS (x) >>"), "lệnh tự chạy"),
    ("pdf with packed script", "a.pdf", packed_pdf(b"1 0 << /S /JavaScript /JS (x) >>"), "lệnh tự chạy"),
    ("pdf that starts programs", "a.pdf", pdf(b"<< /S /Launch /F (cmd.exe) >>"), "lệnh tự chạy"),
    ("pdf of empty streams", "a.pdf", lambda: pdf(b"/ObjStm " * 30_000), "hỏng"),
    ("pdf and zip", "a.pdf", pdf() + office(), "giấu một tệp khác|hỏng"),
    ("png cut short", "a.png", png()[:-20], "hỏng"),
    ("png head only", "a.png", png()[:20], "hỏng"),
    ("png and zip", "a.png", png(after=office()), "giấu"),
    ("png and program", "a.png", png(after=b"MZ\x90"), "giấu"),
    ("png with page", "a.png", png(note=b"Comment\0<script>x</script>"), "giấu"),
    ("png pixel flood", "a.png", png(60_000, 60_000), "60000 × 60000"),
    ("jpeg cut short", "a.jpg", jpeg(end=b""), "hỏng"),
    ("jpeg head only", "a.jpg", b"\xff\xd8\xff\xe0", "hỏng"),
    ("jpeg pixel flood", "a.jpg", jpeg(65_000, 65_000), "65000 × 65000"),
    ("jpeg and zip", "a.jpg", jpeg(after=office()), "giấu"),
    ("jpeg with php", "a.jpg", jpeg(after=b"<?php system($_GET[1]);"), "giấu"),
    ("heic cut short", "a.heic", heic()[:-20], "hỏng"),
    ("heic pixel flood", "a.heic", heic(width=90_000, height=90_000), "lớn quá mức"),
    ("avif called heic", "a.heic", heic(b"avif"), "không nhận được"),
    ("mp4 called heic", "a.heic", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 30, "không nhận được"),
    ("plain zip", "a.zip", office(main="a/đơn.pdf"), "ZIP"),
    ("jar called docx", "a.docx", office(main="META-INF/MANIFEST.MF"), "ZIP"),
    ("docx cut short", "a.docx", office()[:-30], "hỏng"),
    ("docx with macro", "a.docx", office({"word/vbaProject.bin": b"x"}), "macro"),
    ("docx with program", "a.docx", office({"word/embeddings/a.exe": b"MZ"}), "macro"),
    ("docx with activex", "a.docx", office({"word/activeX/activeX1.bin": b"x"}), "macro"),
    (
        "macro type",
        "a.docx",
        office(types=TYPES.replace(b"application/xml", b"application/x.macroEnabled.main")),
        "macro",
    ),
    (
        "fetched template",
        "a.docx",
        office(
            {
                "word/_rels/settings.xml.rels": b'<R Type="x/attachedTemplate" Target="http://h/t" TargetMode="External"/>'
            }
        ),
        "nơi khác",
    ),
    ("docx climbing out", "a.docx", office({"../../etc/cron.d/x": b"x"}), "hỏng"),
    ("docx absolute", "a.docx", office({"/etc/passwd": b"x"}), "hỏng"),
    ("docx with password", "a.docx", encrypted_office, "mật khẩu"),
    ("many entries", "a.docx", lambda: office({f"word/{n}.xml": b"" for n in range(2100)}), "lớn bất thường"),
    ("zip bomb", "a.docx", lambda: office({"word/media/a.bin": b"\0" * 50 * 1024 * 1024}), "lớn bất thường"),
    ("lying zip bomb", "a.docx", lying_office, "lớn bất thường|hỏng"),
    ("overlapping zip", "a.docx", overlapping_office, "lớn bất thường"),
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def everything(store: Store) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("name", "content", "kind"), GOOD)
def test_a_good_file_is_kept_under_its_hash(store: Store, name: str, content: bytes, kind: str) -> None:
    kept = store.put(io.BytesIO(content), declared_name=name)
    assert (kept.kind, kept.size) == (kind, len(content))
    with store.open(kept.sha256) as file:
        assert file.read() == content
    assert [path.name for path in everything(store)] == [kept.sha256]
    assert store.holds(kept.sha256)
    assert store.is_whole(kept.sha256)


@pytest.mark.parametrize(
    ("name", "content", "sentence"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE]
)
def test_a_hostile_file_is_refused_with_a_sentence_and_leaves_nothing(
    store: Store, name: str, content: bytes | Callable[[], bytes], sentence: str
) -> None:
    body = content if isinstance(content, bytes) else content()
    with pytest.raises(FileRefused, match=sentence):
        store.put(io.BytesIO(body), declared_name=name)
    assert everything(store) == []


def test_small_parts_may_not_add_up_to_a_bomb(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.foundation.files.office._MOST_UNPACKED", 1_000_000)
    parts = {f"word/media/{n}.bin": b"\0" * 400_000 for n in range(2)}
    assert store.put(io.BytesIO(office(parts)), declared_name="a.docx").kind == "docx"
    parts["word/media/3.bin"] = b"\0" * 400_000
    with pytest.raises(FileRefused, match="lớn bất thường"):
        store.put(io.BytesIO(office(parts)), declared_name="a.docx")


class Endless:
    """A stream that never stops, counting what was taken of it."""

    taken = 0

    def read(self, size: int, /) -> bytes:
        self.taken += size
        return b"%PDF-" + b"\0" * (size - 5)


def test_a_file_too_large_is_left_as_soon_as_it_passes_the_limit(store: Store) -> None:
    endless = Endless()
    with pytest.raises(FileRefused, match="lớn hơn 25 MB"):
        store.put(endless, declared_name="a.pdf")
    assert endless.taken <= DEFAULT_LIMIT + 64 * 1024
    assert everything(store) == []


def test_the_limit_can_be_set_and_is_told(store: Store) -> None:
    with pytest.raises(FileRefused, match="lớn hơn 1,5 MB"):
        store.put(io.BytesIO(pdf() + b"\0" * 2_000_000), declared_name="a.pdf", limit=1_572_864)


def test_a_full_disk_is_told_as_a_sentence(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileRefused, match="hết chỗ lưu"):
        store.put(io.BytesIO(pdf()), declared_name="a.pdf")
    assert everything(store) == []


def test_a_fault_of_the_machine_is_not_hidden(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        store.put(io.BytesIO(pdf()), declared_name="a.pdf")


def test_the_same_content_is_kept_once(store: Store) -> None:
    first = store.put(io.BytesIO(pdf()), declared_name="một.pdf")
    second = store.put(io.BytesIO(pdf()), declared_name="hai.pdf")
    assert first.sha256 == second.sha256
    assert (first.name, second.name) == ("một.pdf", "hai.pdf")
    assert len(everything(store)) == 1


def test_damage_on_the_disk_is_noticed(store: Store) -> None:
    kept = store.put(io.BytesIO(pdf()), declared_name="a.pdf")
    everything(store)[0].write_bytes(b"%PDF-changed")
    assert not store.is_whole(kept.sha256)


@pytest.mark.parametrize("asked", ["", "../../etc/passwd", "A" * 64, "g" * 64, "0" * 63, "0" * 64])
def test_only_a_hash_that_is_here_can_be_opened(store: Store, asked: str) -> None:
    with pytest.raises(FileNotFoundError):
        store.open(asked)


NAMES = [
    ("Đơn đề nghị.pdf", "Đơn đề nghị.pdf"),
    ("../../etc/passwd", "passwd.pdf"),
    ("C:\\Users\\An\\đơn.PDF", "đơn.pdf"),
    ("đơn\u202efdp.exe", "đơnfdp.pdf"),
    ("đơn\x00.pdf", "đơn.pdf"),
    ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
    (".htaccess", "htaccess.pdf"),
    ("...", "tep.pdf"),
    ("", "tep.pdf"),
    ("CON.pdf", "tep CON.pdf"),
    ('<script>"x"</script>.pdf', "script.pdf"),
    ("e\u0302\u0301.pdf", "ế.pdf"),
    ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ("=cmd|calc.pdf", "=cmd calc.pdf"),
]


@pytest.mark.parametrize(("declared", "offered"), NAMES)
def test_a_name_never_means_a_path(declared: str, offered: str) -> None:
    assert safe_name(declared, "pdf") == offered


def test_a_name_travels_in_a_header_in_vietnamese() -> None:
    header = attachment_header("Đơn đề nghị.pdf")
    assert header.isascii()
    assert 'filename="Don de nghi.pdf"' in header
    assert "filename*=UTF-8''%C4%90%C6%A1n%20" in header
