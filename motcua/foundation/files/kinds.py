"""What a file is, by its first bytes: the few kinds an office accepts, and a name for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from motcua.foundation.files.office import office_kind
from motcua.foundation.files.refusal import FileRefused

__all__ = ["KINDS", "Kind", "kind_of", "refuse_unless_named"]

_HEAD = 4096


@dataclass(frozen=True)
class Kind:
    """A kind of file that is accepted: its label, media type and extensions (the first is given)."""

    key: str
    label: str
    media_type: str
    extensions: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("pdf", "tệp PDF", "application/pdf", ("pdf",)),
        Kind("jpeg", "ảnh JPEG", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
        Kind("png", "ảnh PNG", "image/png", ("png",)),
        Kind("heic", "ảnh HEIC", "image/heic", ("heic", "heif")),
        Kind("docx", "văn bản Word", _OFFICE + "wordprocessingml.document", ("docx",)),
        Kind("xlsx", "bảng tính Excel", _OFFICE + "spreadsheetml.sheet", ("xlsx",)),
    )
}
ACCEPTED = "PDF, JPEG, PNG, HEIC, DOCX, XLSX"
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# First bytes of what is refused, with the name people know it by.
_REFUSED = (
    (b"MZ", "chương trình Windows"),
    (b"\x7fELF", "chương trình Linux"),
    (b"#!", "tệp lệnh"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7-Zip"),
    (b"\x1f\x8b", "tệp nén GZIP"),
    (b"BZh", "tệp nén BZIP2"),
    (b"\xfd7zXZ\x00", "tệp nén XZ"),
    (b"GIF8", "ảnh GIF"),
    (b"BM", "ảnh BMP"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"{\\rtf", "văn bản RTF"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(file: BinaryIO) -> Kind:
    """The kind by content (a ZIP container counts as docx or xlsx by its parts); raises FileRefused."""
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(b"%PDF-"):
        return KINDS["pdf"]
    if head.startswith(b"\xff\xd8\xff"):
        return KINDS["jpeg"]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if head[4:8] == b"ftyp" and _is_heic(head):
        return KINDS["heic"]
    if head.startswith(b"PK\x03\x04"):
        return KINDS[office_kind(file)]
    raise FileRefused(_refusal(head))


def refuse_unless_named(kind: Kind, declared_name: str) -> None:
    """Refuse a file whose extension speaks of another kind; a name without extension is fine."""
    _, dot, extension = declared_name.rpartition(".")
    extension = extension.strip().lower()
    if not dot or not extension or not extension.isalnum() or len(extension) > 5:
        return
    if extension not in kind.extensions:
        raise FileRefused(
            f"Tên tệp có đuôi .{extension} nhưng bên trong là {kind.label}. "
            f"Hãy chọn đúng tệp, hoặc đổi đuôi tên thành .{kind.extensions[0]} rồi chọn lại."
        )


def _is_heic(head: bytes) -> bool:
    size = int.from_bytes(head[:4], "big")
    brands = {head[8:12]} | {head[i : i + 4] for i in range(16, min(size, len(head)) - 3, 4)}
    return 16 <= size <= len(head) and b"avif" not in brands and bool(brands & _HEIC_BRANDS)


def _refusal(head: bytes) -> str:
    if head.startswith(_OLE):
        return (
            "Đây là tệp Word hoặc Excel kiểu cũ (.doc, .xls), có thể mang lệnh ẩn. "
            "Hãy mở ra, lưu lại thành PDF, DOCX hoặc XLSX rồi chọn lại."
        )
    name = next((name for start, name in _REFUSED if head.startswith(start)), "") or _other_name(head)
    return f"{name[:1].upper()}{name[1:]} không nhận được. Hãy nộp tệp {ACCEPTED}."


def _other_name(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body")):
        return "trang web HTML"
    if start.startswith((b"<?xml", b"<svg", b"<!doctype svg")):
        return "ảnh SVG" if b"<svg" in head.lower() else "tệp XML"
    try:
        extension = str(puremagic.from_string(head)).strip(".")
    except (puremagic.PureError, ValueError):
        return "tệp loại này"
    return f"tệp loại {extension.upper()}" if extension.isalnum() else "tệp loại này"
