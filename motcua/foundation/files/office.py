"""DOCX and XLSX: what the container holds, before anybody opens it."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import BinaryIO

from motcua.foundation.files.refusal import FileRefused

__all__ = ["office_kind", "refuse_dangerous_container"]

_MOST_ENTRIES = 2_000
_MOST_UNPACKED = 200 * 1024 * 1024  # bytes
_MOST_RATIO = 300  # sheets of equal cells do reach 100
_SMALL = 1024 * 1024  # below this an entry may have any ratio
_CHUNK = 256 * 1024
_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_ACTIVE_PART = re.compile(
    r"vbaProject|vbaData|/activeX/|macrosheets|\.(exe|dll|scr|js|jse|vbs|vbe|ps1|bat|cmd|com|hta|jar|lnk|zip|rar|7z)$",
    re.IGNORECASE,
)
_ACTIVE_TYPE = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject|ms-office\.activeX", re.IGNORECASE)
# A template fetched from elsewhere when the document opens can carry macros.
_FETCHED = re.compile(rb"attachedTemplate[^>]*TargetMode=.External|TargetMode=.External[^>]*attachedTemplate")
_MACRO = "Tệp mang lệnh ẩn (macro) hoặc tệp khác bên trong. Hãy lưu lại thành PDF rồi chọn lại."
_BROKEN = "Tệp bị hỏng hoặc chưa tải xong, không mở được. Hãy thử mở tệp trên máy rồi chọn lại."
_BOMB = "Tệp khi mở ra lớn bất thường, không nhận được. Hãy lưu lại thành PDF rồi chọn lại."


def office_kind(file: BinaryIO) -> str:
    """ "docx" or "xlsx"; raises FileRefused for any other archive."""
    names = {entry.filename for entry in _entries(file)}
    if "[Content_Types].xml" in names:
        for kind, part in _MAIN_PARTS.items():
            if part in names:
                return kind
    raise FileRefused("Tệp nén (ZIP) không nhận được. Hãy nộp từng tệp PDF, ảnh, DOCX hoặc XLSX bên trong.")


def refuse_dangerous_container(file: BinaryIO, size: int) -> None:
    """Refuse macros, strange names, bombs, overlapping or broken entries; every entry is unpacked once."""
    entries = _entries(file)
    if len(entries) > _MOST_ENTRIES:
        raise FileRefused(_BOMB)
    if sum(entry.compress_size for entry in entries) > size:
        raise FileRefused(_BOMB)  # entries share bytes: the overlapping kind of bomb
    for entry in entries:
        _refuse_entry(entry)
    with zipfile.ZipFile(file) as container:
        room = _MOST_UNPACKED
        for entry in entries:
            room -= _unpack(container, entry, room)
        _refuse_active(container)


def _entries(file: BinaryIO) -> list[zipfile.ZipInfo]:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as container:
            return container.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError):
        raise FileRefused(_BROKEN) from None


def _refuse_entry(entry: zipfile.ZipInfo) -> None:
    parts = entry.filename.split("/")
    if ".." in parts or entry.filename.startswith("/") or "\\" in entry.orig_filename or ":" in parts[0]:
        raise FileRefused(_BROKEN)
    if entry.flag_bits & 1:
        raise FileRefused("Tệp đặt mật khẩu, cán bộ không mở được. Hãy bỏ mật khẩu rồi chọn lại.")
    if _ACTIVE_PART.search(entry.filename):
        raise FileRefused(_MACRO)
    if entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
        raise FileRefused(_BOMB)


def _unpack(container: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """Bytes an entry really unpacks to, whatever its header says; its checksum is checked on the way."""
    unpacked = 0
    try:
        with container.open(entry) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > room:
                    raise FileRefused(_BOMB)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise FileRefused(_BROKEN) from None
    return unpacked


def _refuse_active(container: zipfile.ZipFile) -> None:
    names = container.namelist()
    if _ACTIVE_TYPE.search(container.read("[Content_Types].xml")):
        raise FileRefused(_MACRO)
    for name in names:
        if name.endswith("settings.xml.rels") and _FETCHED.search(container.read(name)):
            raise FileRefused("Văn bản lấy mẫu từ nơi khác khi mở ra. Hãy lưu lại thành PDF rồi chọn lại.")
