"""The part of a file that is asked for, so that a download that broke off goes on where it stopped (RFC 9110 §14)."""

from __future__ import annotations

import re
from io import BufferedReader

__all__ = ["NO_SUCH_PART", "Part", "part_asked_for"]

NO_SUCH_PART = (-1, -1)
_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def part_asked_for(header: str, size: int) -> tuple[int, int] | None:
    """(first, last) byte of a Range header, both included; None for the whole, NO_SUCH_PART beyond the end.

    Several parts at once, and words that are no range, are answered with the whole, as the standard allows.
    """
    found = _ONE.fullmatch(header.strip())
    if not found or found[0] == "bytes=-":
        return None
    if not found[1]:
        length = int(found[2])
        return (max(size - length, 0), size - 1) if length and size else NO_SUCH_PART
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    return (first, last) if first < size else NO_SUCH_PART


class Part:
    """Bytes `first`..`last` of an open file, read in pieces."""

    def __init__(self, file: BufferedReader, first: int, last: int) -> None:
        self._file, self._left = file, last - first + 1
        file.seek(first)

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()
