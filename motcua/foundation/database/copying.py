"""Rows written by COPY, as PostgreSQL's text format has them: for what comes by the hundred thousand."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

NULL = r"\N"
_AT_ONCE = 256  # rows handed to the driver together: one by one costs more than the rows
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Sheet:
    """The columns of a model, of which `names` are given row by row and all others are the same in every row."""

    def __init__(self, model: type[models.Model], names: Sequence[str], same: Mapping[str, Any]) -> None:
        by_name = {f.attname: f for f in model._meta.concrete_fields}
        others = {
            name: same[name] if name in same else field.get_default()
            for name, field in by_name.items()
            if name not in names and (name in same or not field.primary_key)
        }
        columns = ", ".join(f'"{by_name[name].column}"' for name in (*names, *others))
        self.statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
        ends = [_cell_of(by_name[name], value) for name, value in others.items()]
        self._end = "".join(f"\t{cell}" for cell in ends) + "\n"

    def write(self, rows: Iterable[Sequence[str]]) -> None:
        """Send rows whose cells were written by the functions below, in the order of `names`."""
        end, waiting = self._end, []
        with (
            connection.cursor() as cursor,
            connection.wrap_database_errors,
            cursor.copy(self.statement) as copy,  # type: ignore[attr-defined]
        ):
            for row in rows:
                waiting.append("\t".join(row) + end)
                if len(waiting) == _AT_ONCE:
                    copy.write("".join(waiting))
                    waiting.clear()
            copy.write("".join(waiting))


def text(words: str) -> str:
    """A cell of text; only what COPY itself reads is escaped."""
    return words.translate(_ESCAPED) if "\\" in words or not words.isprintable() else words


def moment(at: datetime | None) -> str:
    """A cell of a moment."""
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else NULL


def raw(held: bytes) -> str:
    """A cell of bytes."""
    return rf"\\x{held.hex()}"


def new_keys(model: type[models.Model], count: int) -> Iterator[int]:
    """So many new keys from the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return iter([key for (key,) in cursor.fetchall()])


def _cell_of(field: Any, value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return raw(bytes(value))
    return text(json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else str(value))
