"""The flat part of a procedure as one row of a sheet: what each column holds and where it goes."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from motcua.foundation.text import fold

Faults = list[tuple[str, str]]

BETWEEN = "|"
"""Stands between the values of one cell."""


class _Refused(ValueError):
    """A cell that cannot be taken; the message tells the person what to write."""


def row_table(cells: Mapping[str, str]) -> tuple[dict[str, Any], Faults]:
    """A row in the shape of procedure.toml, and (column, sentence) for every cell that cannot be taken.

    Empty cells are left out, so that they keep what is known. `papers` and `results` are names only.
    """
    table: dict[str, Any] = {}
    faults: Faults = []
    for column, cell in cells.items():
        try:
            COLUMNS[column](table, column, cell)
        except _Refused as refused:
            faults.append((column, str(refused)))
    if "fees" in table:
        fee = table["fees"][0]
        fee.setdefault("key", _slug(fee.get("name", "le-phi")))
        fee.setdefault("kind", "le_phi")
        fee.setdefault("set_by", "state" if "amount" in fee else "province")
    return table, faults


def _text(table: dict[str, Any], column: str, cell: str) -> None:
    table[column] = cell


def _list(table: dict[str, Any], column: str, cell: str) -> None:
    table[column] = _values(cell)


def _number(table: dict[str, Any], column: str, cell: str) -> None:
    table[column] = _whole(cell)


def _day(table: dict[str, Any], column: str, cell: str) -> None:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            table[column] = datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return
    raise _Refused(f"«{cell}» không phải ngày có thật; viết 01/7/2025 hoặc 2025-07-01.")


def _span(table: dict[str, Any], column: str, cell: str) -> None:
    span, part = column.split("_")
    table.setdefault("allowed", {}).setdefault(span, {})[part] = _whole(cell) if part == "value" else cell


def _rule(table: dict[str, Any], column: str, cell: str) -> None:
    table.setdefault("allowed", {})[column] = cell


def _fee(table: dict[str, Any], column: str, cell: str) -> None:
    part = column.removeprefix("fee_")
    table.setdefault("fees", [{}])[0][part] = _whole(cell) if part == "amount" else cell


def _papers(table: dict[str, Any], column: str, cell: str) -> None:
    table["components"] = [{"key": _slug(name), "name": name} for name in _values(cell)]


def _results(table: dict[str, Any], column: str, cell: str) -> None:
    table[column] = [{"name": name} for name in _values(cell)]


def _values(cell: str) -> list[str]:
    return [value for part in cell.split(BETWEEN) if (value := part.strip())]


def _whole(cell: str) -> int:
    """A whole number, with or without the dots between thousands."""
    if not re.fullmatch(r"-?\d{1,15}|\d{1,3}(\.\d{3}){1,4}", cell):
        raise _Refused(f"«{cell[:40]}» không phải số nguyên; viết 8000 hoặc 8.000.")
    return int(cell.replace(".", ""))


def _slug(name: str) -> str:
    """A key made of the first words of a name."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name))[:6])


Put = Callable[[dict[str, Any], str, str], None]

COLUMNS: Mapping[str, Put] = {
    "code": _text,
    "name": _text,
    "short_name": _text,
    "name_en": _text,
    "summary": _text,
    "summary_en": _text,
    "field": _text,
    "department": _text,
    "levels": _list,
    "ministry": _text,
    "agency": _text,
    "applicants": _list,
    "life_event": _text,
    "aliases": _list,
    "keywords": _list,
    "valid_from": _day,
    "valid_to": _day,
    "publication_decision": _text,
    "form_set": _text,
    "online_level": _text,
    "legacy_level": _number,
    "channels": _list,
    "route": _text,
    "number_of_sets": _number,
    "legal_value": _span,
    "legal_unit": _span,
    "promised_value": _span,
    "promised_unit": _span,
    "start": _rule,
    "resume": _rule,
    "fee_name": _fee,
    "fee_kind": _fee,
    "fee_amount": _fee,
    "fee_basis": _fee,
    "papers": _papers,
    "results": _results,
    "legal_basis": _list,
}
