"""Files kept under the hash of their content: written once, never changed, found again by hash."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol

from motcua.foundation.files.contents import refuse_dangerous
from motcua.foundation.files.kinds import KINDS, kind_of, refuse_unless_named
from motcua.foundation.files.names import safe_name
from motcua.foundation.files.refusal import FileRefused

__all__ = ["DEFAULT_LIMIT", "Readable", "Store", "StoredFile"]

DEFAULT_LIMIT = 25 * 1024 * 1024  # bytes
_CHUNK = 64 * 1024
_JUST_NOW = 3600  # seconds
_HASH = re.compile(r"[0-9a-f]{64}")
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class Readable(Protocol):
    """Anything bytes can be read from in pieces: an upload, an open file."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class StoredFile:
    """What is known of a kept file: its hash (hex), size in bytes, kind key and the name to offer."""

    sha256: str
    size: int
    kind: str
    name: str

    @property
    def media_type(self) -> str:
        """The media type its content has."""
        return KINDS[self.kind].media_type


class Store:
    """A folder of files named by content, two levels of folders deep; `root` is made when needed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, stream: Readable, *, declared_name: str, limit: int = DEFAULT_LIMIT) -> StoredFile:
        """Keep a file for good, or raise FileRefused and keep nothing; `limit` in bytes.

        The stream is read once in pieces and left as soon as it passes the limit. The same content
        put twice is kept once. No part of `declared_name` becomes a path.
        """
        with _kindly(), self._temporary() as (file, path):
            sha256, size = _copy(stream, file, limit)
            kind = kind_of(file)
            refuse_unless_named(kind, declared_name)
            refuse_dangerous(kind, file, size)
            file.flush()
            os.fsync(file.fileno())
            self._settle(path, self._place(sha256))
        return StoredFile(sha256, size, kind.key, safe_name(declared_name, kind.extensions[0]))

    def open(self, sha256: str) -> BufferedReader:
        """The content, for reading; raises FileNotFoundError for a hash that is not here."""
        return self._place(sha256).open("rb")

    def holds(self, sha256: str) -> bool:
        """Whether this content is kept."""
        return self._place(sha256).is_file()

    def is_whole(self, sha256: str) -> bool:
        """Whether the kept bytes still have the hash they are kept under."""
        with self.open(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def forget(self, sha256: str) -> None:
        """Away with content nobody needs any more, unless somebody brought it again just now."""
        place = self._place(sha256)
        with suppress(FileNotFoundError):
            if time.time() - place.stat().st_mtime > _JUST_NOW:
                place.unlink()

    def untouched(self, *, before: float) -> Iterator[list[str]]:
        """The names of what was last brought before a moment, one folder at a time."""
        for folder in sorted(self.root.glob("??/??")):
            yield [
                entry.name
                for entry in os.scandir(folder)
                if _HASH.fullmatch(entry.name) and entry.stat().st_mtime < before
            ]

    def _place(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise FileNotFoundError(f"not a file hash: {sha256[:80]!r}")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    @contextmanager
    def _temporary(self) -> Iterator[tuple[BinaryIO, Path]]:
        """A new private file beside the kept ones, gone again unless it was settled."""
        folder = self.root / "incoming"
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        path = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file, path
        finally:
            path.unlink(missing_ok=True)

    def _settle(self, path: Path, place: Path) -> None:
        """Give a finished file its place in one step, so that a reader sees all of it or nothing."""
        if place.is_file():
            place.touch()  # asked for anew: not to be forgotten now
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
        for folder in (place.parent, place.parent.parent, self.root):
            _sync_folder(folder)


def _copy(stream: Readable, file: BinaryIO, limit: int) -> tuple[str, int]:
    """(hash, size) of what was copied, at most `limit` bytes."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise FileRefused(
                f"Tệp lớn hơn {_megabytes(limit)} MB. Hãy chụp lại ở độ nét thường, "
                "chia nhỏ, hoặc lưu lại thành PDF nhẹ hơn."
            )
        digest.update(chunk)
        file.write(chunk)
    if not size:
        raise FileRefused("Tệp trống (0 byte). Hãy kiểm tra tệp trên máy rồi chọn lại.")
    file.flush()
    return digest.hexdigest(), size


def _megabytes(limit: int) -> str:
    return f"{limit / 1024 / 1024:.1f}".rstrip("0").rstrip(".").replace(".", ",")


@contextmanager
def _kindly() -> Iterator[None]:
    """A full or read-only disk told as a sentence; other faults of the machine stay what they are."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in _NO_ROOM:
            raise
        raise FileRefused(
            "Máy chủ hết chỗ lưu nên chưa nhận được tệp. Những gì đã nhập vẫn còn; "
            "hãy báo quản trị hệ thống và thử lại sau."
        ) from fault


def _sync_folder(folder: Path) -> None:
    with suppress(PermissionError):  # some network disks do not let a folder be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
