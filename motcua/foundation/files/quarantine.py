"""Where a file of a stranger lies until it was looked at: by number, in pieces, opened by nobody but its examiner."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Quarantine"]


class Quarantine:
    """A folder of files on trial, each named by a number of ours; `root` is made when needed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def place(self, number: int) -> Path:
        """Where the file of this number lies."""
        return self.root / f"{number:d}"

    def write(self, number: int, offset: int, piece: bytes) -> None:
        """Keep a piece at its offset; the same piece may come again."""
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.place(number), os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.seek(offset)
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def settle(self, number: int, size: int) -> str:
        """All has come: the hash of these `size` bytes, and nothing after them."""
        place = self.place(number)
        os.truncate(place, size)
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def discard(self, number: int) -> None:
        """Away with it."""
        self.place(number).unlink(missing_ok=True)

    def numbers(self) -> Iterator[int]:
        """Of what lies here."""
        for path in self.root.glob("*"):
            if path.name.isdecimal():
                yield int(path.name)
