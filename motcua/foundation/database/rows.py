"""Rows read and written with statements whose text is composed once, for what every act does.

Composing a statement from a queryset costs the application more than PostgreSQL needs to carry it out. Values go
through the model's own fields either way, so a row read or written here is as any other.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
# Fields whose values the driver writes by itself as the column wants them.
_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.DateTimeField,
    models.DateField,
    models.BinaryField,
)


def read(model: type[M], question: str, given: Sequence[Any] | Mapping[str, Any]) -> list[M]:
    """The rows of `question`, which asks for all columns of the model; other columns become attributes."""
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        heads = [column[0] for column in cursor.description]
        found = cursor.fetchall()
    where = {head: place for place, head in enumerate(heads)}
    places = [(where.pop(f.column), f) for f in model._meta.concrete_fields if f.column in where]
    beside = [(place, head) for head, place in where.items()]
    names = [field.attname for _, field in places]
    converted = [(n, field) for n, (_, field) in enumerate(places) if hasattr(field, "from_db_value")]
    rows = []
    for values in found:
        own = [values[place] for place, _ in places]
        for n, field in converted:
            own[n] = field.from_db_value(own[n], None, connection)
        row = model.from_db(connection.alias, names, own)
        for place, head in beside:
            setattr(row, head, values[place])
        rows.append(row)
    return rows


def insert(row: models.Model) -> None:
    """Write a new row and give it its key."""
    statement, fields = _insertion(type(row))
    with connection.cursor() as cursor:
        cursor.execute(statement, [_written(field, row) for field in fields])
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def insert_all(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, returning: Sequence[str]
) -> list[Any]:
    """Write many rows, given by column, in one statement; what a unique constraint knows already is left alone.

    The columns named by `returning`, of the rows that were written.
    """
    if not rows:
        return []
    fields = [model._meta.get_field(name) for name in rows[0]]
    columns = ", ".join(f'"{field.column}"' for field in fields)  # type: ignore[union-attr]
    arrays = ", ".join(f"%s::text[]::{field.db_type(connection)}[]" for field in fields)  # type: ignore[union-attr]
    given = [[_as_text(row[name]) for row in rows] for name in rows[0]]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT * FROM unnest({arrays})'
            f" ON CONFLICT DO NOTHING RETURNING {', '.join(returning)}",
            given,
        )
        return cursor.fetchall()


def _as_text(value: Any) -> str | None:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, datetime) else None if value is None else str(value)


def update(row: models.Model, *names: str) -> None:
    """Write the named fields of a row that is there."""
    fields = [row._meta.get_field(name) for name in names]
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{row._meta.db_table}" SET {changes} WHERE id = %s',
            [*(_written(field, row) for field in fields), row.pk],
        )


def _written(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    return value if isinstance(field, _AS_THEY_ARE) else field.get_db_prep_save(value, connection)


@cache
def _insertion(model: type[models.Model]) -> tuple[str, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}) RETURNING id', fields
