"""Which characters the printed font can show, read from the font file itself."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[4] / "library" / "papers"
FONTS = LIBRARY / "fonts"


@cache
def printable() -> frozenset[int]:
    """Code points the regular face has a glyph for; the four faces of Tinos cover the same set."""
    return frozenset(_covered((FONTS / "Tinos-Regular.ttf").read_bytes()))


def _covered(font: bytes) -> Iterator[int]:
    """Code points of the font's character map: subtables of format 4 (16 bits) and 12 (32 bits)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == b"cmap":
            (subtables,) = struct.unpack_from(">H", font, offset + 2)
            for number in range(subtables):
                (at,) = struct.unpack_from(">L", font, offset + 8 + 8 * number)
                yield from _subtable(font, offset + at)


def _subtable(font: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        for number in range(groups):
            first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * number)
            yield from range(first, last + 1)
    if kind == 4:
        half = struct.unpack_from(">H", font, at + 6)[0] // 2
        ends = struct.unpack_from(f">{half}H", font, at + 14)
        starts = struct.unpack_from(f">{half}H", font, at + 16 + 2 * half)
        for first, last in zip(starts, ends, strict=True):
            # A gap inside a 16-bit segment would show as the font's empty box; Tinos has none.
            yield from range(first, min(last, 0xFFFE) + 1)
