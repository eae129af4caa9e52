"""Periodic reports as files of the library: which counts stand in which column, and the sums that must tie.

Pure: no Django, no clock. A report is a table of whole numbers; what each count is, says counts.py.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).resolve().parents[3] / "library" / "reports"
ROW_KINDS = ("field", "unit", "cause", "offer")


class FormRefused(ValueError):
    """A report that cannot be made; the message names what does not fit and says what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head from the outermost group inwards, and the counts added up (“-” takes away).

    Of nothing: what nobody counts yet. Such a cell is empty, which is not 0.
    """

    key: str
    head: tuple[str, ...]
    of: tuple[str, ...]

    def value(self, counts: Any) -> int | None:
        if not self.of:
            return None
        return sum(
            -getattr(counts, name[1:]) if name[0] == "-" else getattr(counts, name) for name in self.of
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Another lawful way to read a form: other counts for some columns, and the note that says so."""

    note: str
    of: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """A periodic report: number, title, what its rows are and its columns."""

    key: str
    number: str
    title: str
    basis: str
    confirmed: bool
    rows: str
    rows_head: str
    counted_in: str
    columns: tuple[Column, ...]
    identities: tuple[str, ...]
    notes: tuple[str, ...]
    by_level: bool = False
    readings: Mapping[str, Reading] | None = None

    def read_as(self, reading: str) -> "Form":
        """The form with another reading; raises FormRefused where it has none of that name."""
        if not reading:
            return self
        other = (self.readings or {}).get(reading)
        if other is None:
            known = ", ".join(self.readings or ()) or "không có cách nào khác"
            raise FormRefused(
                f"Biểu {self.number} không có cách đọc “{reading}”; các cách đọc khác: {known}."
            )
        columns = tuple(replace(each, of=other.of.get(each.key, each.of)) for each in self.columns)
        return replace(self, columns=columns, notes=(other.note,))

    def cells(self, counts: Any) -> tuple[int | None, ...]:
        """The numbers of one row."""
        return tuple(column.value(counts) for column in self.columns)

    def untied(self, cells: Sequence[int | None]) -> str | None:
        """The first identity that a row breaks, in the numbers of its columns (“3 = 4 + 5 + 6”); None if it ties."""
        place = {column.key: at for at, column in enumerate(self.columns)}
        for said in self.identities:
            whole, parts = _sides(said)
            if cells[place[whole]] != sum(cells[place[part]] or 0 for part in parts):
                return f"{place[whole] + 3} = {' + '.join(str(place[part] + 3) for part in parts)}"
        return None


@dataclass(frozen=True, slots=True)
class Head:
    """A cell of the table's head: row and column from 0, and how far it reaches."""

    row: int
    column: int
    rows: int
    columns: int
    words: str


def heads(columns: Sequence[tuple[str, ...]]) -> list[Head]:
    """Cells of a head in which neighbours share their groups; an inner cell reaches down to the last row."""
    depth = max(map(len, columns), default=1)
    found: list[Head] = []
    for level in range(depth):
        at = 0
        while at < len(columns):
            path = columns[at][: level + 1]
            end = at + 1
            is_group = len(columns[at]) > level + 1
            while (
                is_group
                and end < len(columns)
                and columns[end][: level + 1] == path
                and len(columns[end]) > level + 1
            ):
                end += 1
            if len(columns[at]) > level:
                found.append(Head(level, at, 1 if is_group else depth - level, end - at, path[-1]))
            at = end
    return found


def read_form(toml: str, *, source: str) -> Form:
    """A form from its TOML text; raises FormRefused naming the file and what to mend."""
    try:
        rows = tomllib.loads(toml)
        columns = tuple(Column(row["key"], tuple(row["head"]), tuple(row["of"])) for row in rows["columns"])
        readings = {
            key: Reading(row["note"], {name: tuple(of) for name, of in row.items() if name != "note"})
            for key, row in rows.get("readings", {}).items()
        }
        form = Form(
            key=rows["key"], number=rows["number"], title=rows["title"], basis=rows["basis"],
            confirmed=rows["confirmed"], rows=rows["rows"], rows_head=rows["rows_head"],
            counted_in=rows["counted_in"], columns=columns, identities=tuple(rows["identities"]),
            notes=tuple(rows["notes"]), by_level=rows.get("by_level", False), readings=readings,
        )  # fmt: skip
    except tomllib.TOMLDecodeError as problem:
        raise FormRefused(f"{source}: không đọc được TOML ({problem}).") from problem
    except KeyError as problem:
        raise FormRefused(f"{source}: thiếu “{problem.args[0]}”.") from problem
    for fault in _faults(form):
        raise FormRefused(f"{source}: {fault}.")
    return form


def forms_of(folder: Path = LIBRARY) -> dict[str, Form]:
    """Every form of a folder by key. Raises FormRefused."""
    found = [
        read_form(path.read_text("utf-8"), source=path.name)
        for path in sorted(folder.glob("*.toml"), key=lambda path: path.stem)
    ]
    return {form.key: form for form in found}


@cache
def _kept() -> dict[str, Form]:
    return forms_of()


def form(key: str) -> Form:
    """A form of the library; raises FormRefused naming those there are."""
    if key not in _kept():
        raise FormRefused(f"Không có biểu “{key}”. Các biểu có sẵn: {', '.join(_kept())}.")
    return _kept()[key]


def _faults(form: Form) -> Iterator[str]:
    keys = {column.key for column in form.columns}
    counted = {column.key for column in form.columns if column.of}
    if form.rows not in ROW_KINDS:
        yield f"rows là “{form.rows}”; chỉ có {', '.join(ROW_KINDS)}"
    for said in form.identities:
        whole, parts = _sides(said)
        if unknown := {whole, *parts} - counted:
            yield f"đẳng thức “{said}” nói đến cột không có hoặc chưa có số liệu: {', '.join(sorted(unknown))}"
    for name, reading in (form.readings or {}).items():
        if unknown := set(reading.of) - keys:
            yield f"cách đọc “{name}” nói đến cột không có: {', '.join(sorted(unknown))}"


def _sides(said: str) -> tuple[str, list[str]]:
    """“a = b + c” as ("a", ["b", "c"])."""
    whole, _, sum_of = said.partition("=")
    return whole.strip(), [part.strip() for part in sum_of.split("+")]
