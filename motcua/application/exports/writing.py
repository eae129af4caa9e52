"""Writing an export in constant memory: lines go from the database to the disk, and from there into Parquet."""

import errno
import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

import duckdb
from django.db import OperationalError

from .queries import rows_of
from .rules import COLUMNS, ExportRefused

STEP = 10_000  # rows between two words about the progress
# What the writer of Parquet holds at a time, so that its memory does not grow with the file.
ROW_GROUP = 25_000
READ_AT_ONCE = 1_000_000  # bytes
NO_ROOM = ExportRefused(
    "Máy chủ hết chỗ lưu nên chưa viết được tệp; không có gì bị mất. Xin báo quản trị hệ thống rồi yêu cầu lại."
)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_MARK = "\ufeff".encode()  # by which a spreadsheet knows the letters


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is whole: its rows, its size in bytes, its SHA-256."""

    rows: int
    size: int
    sha256: str


def write(
    path: Path,
    *,
    kind: str,
    first: date,
    last: date,
    below: str,
    say: Callable[[int], None] = lambda rows: None,
) -> Made:
    """Write the cases received below a path; `path` is there whole or not at all. Raises ExportRefused.

    `say` is told the rows so far. What an earlier writing left behind is written over.
    """
    part = path.with_name(f"{path.name}.part")
    lines = path.with_name(f"{path.name}.lines.part")
    try:
        if kind == "csv":
            rows = _lines(part, first, last, below, say, mark=_MARK)
        else:
            rows = _lines(lines, first, last, below, say)
            _parquet(lines, part)
        made = _settled(part, rows)
        os.replace(part, path)
        return made
    except (OSError, OperationalError, duckdb.Error) as problem:
        if not _is_full(problem):
            raise
        raise NO_ROOM from problem
    finally:
        part.unlink(missing_ok=True)
        lines.unlink(missing_ok=True)


def _lines(
    part: Path, first: date, last: date, below: str, say: Callable[[int], None], mark: bytes = b""
) -> int:
    rows = -1  # the head is no case
    with _private(part) as file, closing(rows_of(first=first, last=last, path=below)) as found:
        file.write(mark)
        for line in found:
            file.write(line)
            rows += 1
            if rows % STEP == 0:
                say(rows)
    return rows


def _parquet(lines: Path, part: Path) -> None:
    kinds = ", ".join(f"'{column.key}': '{column.kind}'" for column in COLUMNS)
    base = duckdb.connect(
        config={
            "memory_limit": "256MB", "threads": 1, "autoinstall_known_extensions": False,
            "autoload_known_extensions": False, "temp_directory": "",
        }
    )  # fmt: skip
    with _private(part), base:
        base.execute(
            f"COPY (SELECT * FROM read_csv('{_quoted(lines)}', header = true, auto_detect = false, delim = ',', quote = '\"',"
            f" escape = '\"', buffer_size = {READ_AT_ONCE}, columns = {{{kinds}}})) TO '{_quoted(part)}'"
            f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )


def _settled(part: Path, rows: int) -> Made:
    with part.open("rb") as file:
        os.fsync(file.fileno())
        return Made(rows, os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _private(path: Path) -> IO[bytes]:
    """A new file only the office's own programs can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _is_full(problem: Exception) -> bool:
    if isinstance(problem, OSError):
        return problem.errno in _FULL
    state = getattr(problem.__cause__, "sqlstate", "")
    return state == "53100" or "No space left" in str(problem)
