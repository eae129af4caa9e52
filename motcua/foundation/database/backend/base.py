"""Django's PostgreSQL engine with three additions: prepared test databases, long migrations, a kind word."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base, creation, schema
from psycopg.conninfo import make_conninfo

from ..prepare import prepare
from ..url import NOWHERE


class DatabaseCreation(creation.DatabaseCreation):
    """The search path is a default of the role in one database: a new test database needs it before its tables."""

    def _execute_create_test_db(self, cursor: Any, parameters: dict[str, str], keepdb: bool = False) -> None:
        super()._execute_create_test_db(cursor, parameters, keepdb)  # type: ignore[misc]
        given = self.connection.settings_dict
        parts = {
            "user": given["USER"],
            "password": given["PASSWORD"],
            "host": given["HOST"],
            "port": given["PORT"],
        }
        name = parameters["dbname"].strip('"')
        prepare(make_conninfo(dbname=name, **{key: value for key, value in parts.items() if value}))


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """A migration may take its time; the limit on one statement is for requests."""

    def __enter__(self) -> "DatabaseSchemaEditor":
        editor = super().__enter__()
        # LOCAL to the migration's transaction; one without a transaction says so itself if it is long.
        if self.atomic_migration and not self.collect_sql:
            self.execute("SET LOCAL statement_timeout = 0", params=None)
        return editor  # type: ignore[no-any-return]


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    SchemaEditorClass = DatabaseSchemaEditor

    def get_connection_params(self) -> dict[str, Any]:
        if self.settings_dict["NAME"] in (NOWHERE, f"test_{NOWHERE}"):
            raise ImproperlyConfigured(
                "Chưa có cơ sở dữ liệu nào: hãy chạy bin/demo trước, hoặc đặt DATABASE_URL (docs/running.md). "
                "There is no database yet: run bin/demo first, or set DATABASE_URL (docs/running.md)."
            )
        return super().get_connection_params()  # type: ignore[no-any-return]
