"""Catalogue imports: JSON (all keys of procedure.toml) and CSV (the flat part), each row with its line."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from json import JSONDecoder
from typing import Any

from .documents import to_document
from .facts import CatalogueError, Problem, ProcedureFacts
from .lines import Path
from .reading import CODE, read_procedure
from .sheet import COLUMNS, row_table

FORMATS = ("json", "csv")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One procedure of an import, in the shape of procedure.toml; `lines` says where its keys stand."""

    line: int
    code: str
    table: Mapping[str, Any]
    lines: Mapping[Path, int] = field(default_factory=dict, compare=False)


def read_import(text: str, format: str, file: str = "tệp nhập") -> list[ImportRow]:
    """The rows of an import. Raises CatalogueError naming every row that is not even a row of the right shape."""
    text = text.removeprefix("\ufeff")
    if format not in FORMATS:
        raise _error(file, None, "", f"Chưa đọc được định dạng «{format}». Hãy dùng json hoặc csv.")
    if not text.strip():
        raise _error(file, None, "", "Tệp trống; chưa có thủ tục nào để nhập.")
    problems: list[Problem] = []
    read = _json_rows if format == "json" else _csv_rows
    try:
        rows = list(read(text, file, problems))
    except csv.Error as error:
        raise _error(file, None, "", "Có ô quá dài hoặc dấu nháy không đóng; hãy xem lại tệp CSV.") from error
    problems += _codes(rows, file)
    if problems:
        raise CatalogueError(tuple(sorted(problems, key=lambda problem: problem.line or 0)))
    return rows


def read_rows(
    rows: list[ImportRow], known: Mapping[str, ProcedureFacts], file: str = "tệp nhập"
) -> list[ProcedureFacts]:
    """The facts of all rows, or CatalogueError with the faults of all rows: nothing is taken by halves.

    `known` gives today's facts by code: a key that a row leaves out keeps its value there.
    """
    found: list[ProcedureFacts] = []
    problems: list[Problem] = []
    for row in rows:
        old = known.get(row.code)
        table = _overlay(to_document(old), row.table) if old else row.table
        try:
            found.append(read_procedure(table, f"{file} ({row.code})", lines={**row.lines, (): row.line}))
        except CatalogueError as error:
            problems += error.problems
    if problems:
        raise CatalogueError(tuple(problems))
    return found


def _overlay(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The new keys over the old ones; of the allowed time, key by key."""
    merged = {**old, **new}
    if isinstance(new.get("allowed"), Mapping) and isinstance(old.get("allowed"), Mapping):
        merged["allowed"] = {**old["allowed"], **new["allowed"]}
    return merged


def _json_rows(text: str, file: str, problems: list[Problem]) -> Iterator[ImportRow]:
    """Each object of the list with the line it begins on."""
    decoder = JSONDecoder()
    at = _skip(text, 0)
    if text[at] != "[":
        raise _error(
            file, 1, "", "Tệp JSON phải là một danh sách, mở đầu bằng dấu [ và mỗi thủ tục là một { … }."
        )
    at = _skip(text, at + 1)
    while at < len(text) and text[at] != "]":
        try:
            value, end = decoder.raw_decode(text, at)
        except (
            ValueError,
            RecursionError,
        ) as error:  # also a number of thousands of digits, brackets in brackets
            raise _error(
                file,
                getattr(error, "lineno", text.count("\n", 0, at) + 1),
                "",
                "Tệp JSON sai cú pháp ở chỗ này; hãy xem lại dấu phẩy, nháy, ngoặc.",
            ) from error
        line = text.count("\n", 0, at) + 1
        if isinstance(value, dict):
            yield ImportRow(line, str(value.get("code", "")), value, _json_lines(text[at:end], line, value))
        else:
            problems.append(Problem(file, line, "", "Mỗi phần tử phải là một thủ tục viết trong { … }."))
        at = _next(text, end, file)
    if at >= len(text):
        raise _error(file, text.count("\n") + 1, "", "Tệp JSON thiếu dấu ] ở cuối; có thể tệp bị cắt cụt.")
    if text[at + 1 :].strip():
        raise _error(file, text.count("\n", 0, at) + 1, "", "Sau dấu ] vẫn còn chữ; hãy bỏ phần thừa.")


def _next(text: str, at: int, file: str) -> int:
    """Past the comma to the next object, or to the closing bracket."""
    at = _skip(text, at)
    if text[at : at + 1] == ",":
        return _skip(text, at + 1)
    if text[at : at + 1] not in ("]", ""):
        raise _error(file, text.count("\n", 0, at) + 1, "", "Thiếu dấu phẩy giữa hai thủ tục.")
    return at


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _json_lines(text: str, first: int, value: Mapping[str, Any]) -> dict[Path, int]:
    """The line of each outer key: where its name is first written as a key."""
    lines: dict[Path, int] = {}
    for key in value:
        written = re.search(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", text)
        if written:
            lines[(key,)] = first + text.count("\n", 0, written.start())
    return lines


def _csv_rows(text: str, file: str, problems: list[Problem]) -> Iterator[ImportRow]:
    """Each row under the heading, with comma, semicolon or tab between cells."""
    heading = text.splitlines()[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [cell.strip() for cell in next(reader)]
    unknown = [column for column in columns if column not in COLUMNS]
    if unknown or "code" not in columns:
        wrong = f"Không có cột tên «{unknown[0]}»." if unknown else "Thiếu cột code."
        raise _error(file, 1, unknown[0] if unknown else "code", f"{wrong} Các cột: {', '.join(COLUMNS)}.")
    begins = reader.line_num + 1
    for cells in reader:
        line, begins = begins, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            problems.append(
                Problem(file, line, "", f"Dòng có {len(cells)} ô, tiêu đề chỉ có {len(columns)} cột.")
            )
            continue
        given = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()}
        table, faults = row_table(given)
        problems += [Problem(file, line, column, message) for column, message in faults]
        yield ImportRow(line, given.get("code", ""), table)


def _codes(rows: list[ImportRow], file: str) -> Iterator[Problem]:
    """Rows without a proper code, and codes that come twice."""
    first: dict[str, int] = {}
    for row in rows:
        if not re.fullmatch(CODE, row.code):
            yield Problem(file, row.line, "code", f"Mã «{row.code}» không đúng; mã có dạng 1.001193.")
        elif row.code in first:
            yield Problem(
                file, row.line, "code", f"Mã {row.code} đã có ở dòng {first[row.code]}; hãy giữ một dòng."
            )
        first.setdefault(row.code, row.line)


def _error(file: str, line: int | None, column: str, message: str) -> CatalogueError:
    return CatalogueError((Problem(file, line, column, message),))
