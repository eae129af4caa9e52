"""Whether a PDF or an image is whole and carries nothing else inside."""

from __future__ import annotations

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from motcua.foundation.files.kinds import Kind
from motcua.foundation.files.office import refuse_dangerous_container
from motcua.foundation.files.refusal import FileRefused

__all__ = ["refuse_dangerous"]

_MOST_PIXELS = 120_000_000  # a 108-megapixel phone still passes
_TAIL = 8192
_BROKEN = "Tệp bị hỏng hoặc chưa tải xong. Hãy thử mở tệp trên máy rồi chọn lại."
_TWO_IN_ONE = "Bên trong tệp có giấu một tệp khác. Hãy lưu lại hoặc chụp lại rồi chọn tệp mới."
_MARKUP = re.compile(rb"<script|<\?php|<html|<svg|%PDF-", re.IGNORECASE)
_MOST_OBJECTS = 64 * 1024 * 1024  # bytes unpacked from the object streams of one PDF
_MOST_META = 8 * 1024 * 1024  # bytes of a HEIC's description
_MOST_STREAMS = 20_000
_DICTIONARY = 512  # bytes from the type of an object stream to its content


def _name(word: str) -> bytes:
    """A PDF name, of which any letter may be written #hh."""
    return b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (c, c, c) for c in word.encode())


_PDF_ACTION = re.compile(_name("JavaScript") + b"|" + _name("Launch") + rb"(?![A-Za-z])")


def refuse_dangerous(kind: Kind, file: BinaryIO, size: int) -> None:
    """Refuse a file of an accepted kind that is broken, too large when opened, or two files in one."""
    if kind.key in ("docx", "xlsx"):
        refuse_dangerous_container(file, size)
        return
    if kind.key == "pdf":
        _refuse_pdf(file, size)
    else:
        _refuse_image(kind, file, size)
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise FileRefused(_TWO_IN_ONE)


def _refuse_pdf(file: BinaryIO, size: int) -> None:
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise FileRefused(_BROKEN)
    file.seek(0)
    content = file.read()  # at most the limit of one file
    if _PDF_ACTION.search(content) or any(map(_PDF_ACTION.search, _packed_objects(content))):
        raise FileRefused("Tệp PDF mang lệnh tự chạy. Hãy in lại thành PDF mới rồi chọn lại.")


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """Object streams unpacked, where newer PDFs keep their dictionaries."""
    room = _MOST_OBJECTS
    for place in _object_streams(content):
        packed = content[place : content.find(b"endstream", place)]
        try:
            objects = zlib.decompressobj().decompress(packed, room)
        except zlib.error:
            continue  # another filter, or encrypted: its names cannot be read here
        room = max(room - len(objects), 1)  # 0 would lift the limit
        yield objects


def _object_streams(content: bytes) -> Iterator[int]:
    """Where the bytes of each object stream begin, just after its dictionary."""
    place, seen = content.find(b"/ObjStm"), 0
    while place >= 0:
        seen += 1
        if seen > _MOST_STREAMS:
            raise FileRefused(_BROKEN)
        begin = content.find(b"stream", place, place + _DICTIONARY)
        if begin >= 0:
            begin += len(b"stream")
            yield begin + (2 if content[begin : begin + 2] == b"\r\n" else 1)
        place = content.find(b"/ObjStm", max(place + 7, begin))


def _refuse_image(kind: Kind, file: BinaryIO, size: int) -> None:
    file.seek(0)
    head = file.read(_TAIL)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    if _MARKUP.search(head) or _MARKUP.search(tail):
        raise FileRefused(_TWO_IN_ONE)
    try:
        width, height = _SIZES[kind.key](file)
    except FileRefused:
        raise
    except (struct.error, ValueError, EOFError):
        raise FileRefused(_BROKEN) from None
    if width * height > _MOST_PIXELS:
        raise FileRefused(f"Ảnh rộng {width} × {height} điểm, lớn quá mức mở được. Hãy thu nhỏ rồi chọn lại.")


def _png_size(file: BinaryIO) -> tuple[int, int]:
    """Width and height, after walking the chunks to the end mark; nothing may follow it."""
    file.seek(8)
    length, name, width, height = struct.unpack(">I4sII", file.read(16))
    if name != b"IHDR" or length != 13 or not width or not height:
        raise ValueError("no image header")
    file.seek(8)
    while name != b"IEND":
        length, name = struct.unpack(">I4s", file.read(8))
        file.seek(length + 4, os.SEEK_CUR)
    if file.read(1).strip(b"\0"):
        raise FileRefused(_TWO_IN_ONE)
    return width, height


def _jpeg_size(file: BinaryIO) -> tuple[int, int]:
    """Width and height from the frame header; a JPEG cut short has no end mark."""
    file.seek(2)
    size = None
    while size is None:
        marker = file.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            raise ValueError("no frame header")
        if marker[1] == 0xFF:  # a fill byte
            file.seek(-1, os.SEEK_CUR)
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            _, height, width = struct.unpack(">BHH", file.read(5))
            size = width, height
        elif marker[1] in (0xD9, 0xDA) or length < 2:
            raise ValueError("no frame header")
        else:
            file.seek(length - 2, os.SEEK_CUR)
    # Phones append their own data after the end mark, so it is only looked for.
    if not all(size) or b"\xff\xd9" not in file.read():
        raise ValueError("no end")
    return size


def _heic_size(file: BinaryIO) -> tuple[int, int]:
    """Largest width and height among the image spatial extents; the boxes must fill the file."""
    file.seek(0, os.SEEK_END)
    end, place, sizes = file.tell(), 0, [(0, 0)]
    while place < end:
        file.seek(place)
        length, name = struct.unpack(">I4s", file.read(8))
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
        length = length or end - place
        if length < 8 or place + length > end:
            raise ValueError("a box runs past the end")
        if name == b"meta":
            found = re.finditer(rb"ispe\0{4}(.{4})(.{4})", file.read(min(length, _MOST_META)), re.DOTALL)
            sizes += [
                (int.from_bytes(w, "big"), int.from_bytes(h, "big")) for w, h in (m.groups() for m in found)
            ]
        place += length
    if len(sizes) == 1:
        raise ValueError("no image inside")
    return max(sizes, key=lambda s: s[0] * s[1])


_SIZES = {"png": _png_size, "jpeg": _jpeg_size, "heic": _heic_size}
