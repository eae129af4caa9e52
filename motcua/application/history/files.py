"""The file itself, CSV or Parquet: looked through to its end before anything is loaded, then read row by row."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from motcua.foundation.text import TextRefused, decode

from .rules import NAMES, wrong_columns

_BLOCK = 1 << 20
_MEMORY = "256MB"  # of DuckDB's own, whatever the size of the file


class FileRefused(Exception):
    """A file that cannot be loaded as it is; the text is a sentence that names the place."""


@dataclass(frozen=True)
class Survey:
    """What is known of a file before it is loaded."""

    path: Path
    sha256: bytes
    rows: int
    columns: tuple[str, ...]
    separator: str = ","

    @property
    def is_parquet(self) -> bool:
        return self.path.suffix.lower() == ".parquet"


Numbered = tuple[int, list[str]]


def survey(path: Path) -> Survey:
    """Look through a whole file: is it readable to its end, has it the right columns, how many rows? Raises FileRefused."""
    try:
        if not path.is_file():
            raise FileRefused(f"Không có tệp {path}.")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").digest()
        if path.suffix.lower() == ".parquet":
            return _survey_parquet(path, sha256)
        if path.suffix.lower() == ".csv":
            return _survey_csv(path, sha256)
    except OSError as problem:
        raise FileRefused(f"Không đọc được {path}: {problem.strerror}.") from problem
    raise FileRefused(f"{path.name}: chỉ nhận tệp .csv hoặc .parquet.")


def rows(found: Survey, *, after: int = 0) -> Iterator[Numbered]:
    """(line in the file, cells in the order of COLUMNS) of every row but the first `after`."""
    return _parquet_rows(found, after) if found.is_parquet else _csv_rows(found, after)


# CSV ---------------------------------------------------------------------------------------------------------


def _survey_csv(path: Path, sha256: bytes) -> Survey:
    _refuse_other_encodings(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        separator = max(",;\t", key=head.count)
        file.seek(0)
        reader = csv.reader(file, delimiter=separator, strict=True)
        try:
            columns = tuple(name.strip().lower() for name in next(reader, []))
            if wrong := wrong_columns(columns):
                raise FileRefused(f"{path.name}: {wrong}")
            count = 0
            for cells in reader:
                if cells and len(cells) != len(columns):
                    raise FileRefused(
                        f"{path.name}, dòng {reader.line_num}: có {len(cells)} ô, dòng đầu có {len(columns)} cột."
                    )
                count += bool(cells)
        except csv.Error as problem:
            raise FileRefused(
                f"{path.name}, dòng {reader.line_num}: dấu nháy hoặc dấu cách ô không đúng ({problem}). Tệp có thể bị cụt."
            ) from problem
    return Survey(path, sha256, count, columns, separator)


def _refuse_other_encodings(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            raise FileRefused(f"{path.name} ở bảng mã UTF-16. {_SAVE_AGAIN}")
        file.seek(0)
        for number, line in enumerate(file, start=1):
            if line.isascii() and b"\0" not in line:
                continue
            try:
                if "\0" not in line.decode("utf-8"):
                    continue
            except UnicodeDecodeError:
                pass
            raise FileRefused(f"{path.name}, dòng {number}: {_encoding_words(line)} {_SAVE_AGAIN}")


_SAVE_AGAIN = "Xin mở tệp bằng chương trình đã tạo ra nó, lưu lại ở dạng CSV UTF-8 rồi nạp lại; chưa nạp gì."
_ENCODINGS = {
    "tcvn3": "TCVN3 (phông .VnTime)",
    "vni": "VNI-Windows",
    "viscii": "VISCII",
    "cp1258": "Windows-1258",
}


def _encoding_words(line: bytes) -> str:
    try:
        encoding = decode(line).encoding
    except TextRefused:
        return "có byte không phải chữ UTF-8."
    name = _ENCODINGS.get(encoding)
    return f"không phải UTF-8, có vẻ là {name}." if name else "không phải UTF-8, tệp lẫn bảng mã khác."


def _csv_rows(found: Survey, after: int) -> Iterator[Numbered]:
    places = [found.columns.index(name) if name in found.columns else -1 for name in NAMES]
    with found.path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=found.separator, strict=True)
        next(reader)
        for cells in reader:
            if not cells:
                continue
            if after:
                after -= 1
                continue
            yield reader.line_num, [cells[place].strip() if place >= 0 else "" for place in places]


# Parquet -----------------------------------------------------------------------------------------------------


def _survey_parquet(path: Path, sha256: bytes) -> Survey:
    with path.open("rb") as file:
        begins = file.read(4)
        file.seek(-min(4, path.stat().st_size), 2)
        if begins != b"PAR1" or file.read(4) != b"PAR1":
            raise FileRefused(
                f"{path.name} không phải tệp Parquet, hoặc bị cụt ở byte {path.stat().st_size}. "
                "Xin chép lại cho đủ; chưa nạp gì."
            )
    with _opened(path) as base:
        columns = tuple(
            str(row[0]).strip().lower()
            for row in base.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        )
        if wrong := wrong_columns(columns):
            raise FileRefused(f"{path.name}: {wrong}")
        # Reading every page once is how a damaged one is found before anything is loaded.
        count = base.execute(
            "SELECT count(*), bit_xor(hash(all_cells)) FROM read_parquet(?) AS all_cells", [str(path)]
        ).fetchone()
    return Survey(path, sha256, int(count[0]) if count else 0, columns)


def _parquet_rows(found: Survey, after: int) -> Iterator[Numbered]:
    asked = ", ".join(
        f"coalesce(trim(CAST(\"{name}\" AS VARCHAR)), '')" if name in found.columns else "''"
        for name in NAMES
    )
    with _opened(found.path) as base:
        base.execute(f"SELECT {asked} FROM read_parquet(?)", [str(found.path)])
        number = 0
        while several := base.fetchmany(2000):
            for cells in several:
                number += 1
                if number > after:
                    yield number, list(cells)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    base = duckdb.connect(
        config={
            "memory_limit": _MEMORY, "threads": 1, "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )  # fmt: skip
    try:
        yield base
    except duckdb.Error as problem:
        raise FileRefused(
            f"{path.name} là tệp Parquet hỏng hoặc bị cụt: {str(problem).splitlines()[0][:200]}. "
            "Xin xuất lại tệp; phần đang nạp chưa được ghi."
        ) from problem
    finally:
        base.close()


def words_of(cells: Sequence[str]) -> str:
    """The code of a row, as it stands, for the list of refused rows."""
    return cells[NAMES.index("code")][:60]
