"""Django's PostgreSQL engine with additions: prepared test databases, long migrations, poolers, a kind word."""

import select
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base, creation, operations, schema
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool

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


class DatabaseOperations(operations.DatabaseOperations):
    def adapt_integerfield_value(self, value: Any, internal_type: str) -> Any:
        """A number too large for its column goes to the server as it is, which refuses it; the driver would
        cut it to the column's bytes without a word."""
        if isinstance(value, int):
            least, most = self.integer_field_range(internal_type)
            if not (least or -(2**63)) <= value <= (most or 2**63 - 1):
                return value
        return super().adapt_integerfield_value(value, internal_type)


def _refuse_closed(connection: Any) -> None:
    """Is a pooled connection fit for use? A server that went away has closed its end, which the socket shows at no
    cost; the question psycopg_pool would ask instead is one more trip for every request."""
    look = select.poll()
    look.register(connection.fileno(), select.POLLIN)
    if look.poll(0):
        ConnectionPool.check_connection(connection)


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor

    @property
    def pool(self) -> Any:
        pool = super().pool
        if pool is not None and pool._check is not None:
            pool._check = _refuse_closed
        return pool

    def get_connection_params(self) -> dict[str, Any]:
        if self.settings_dict["NAME"] in (NOWHERE, f"test_{NOWHERE}"):
            raise ImproperlyConfigured(
                "Chưa có cơ sở dữ liệu nào: hãy chạy bin/demo trước, hoặc đặt DATABASE_URL (docs/running.md). "
                "There is no database yet: run bin/demo first, or set DATABASE_URL (docs/running.md)."
            )
        return super().get_connection_params()  # type: ignore[no-any-return]

    def _configure_connection(self, connection: Any) -> bool:
        """Once for every new connection: behind a pooler, which lends servers out by transaction, prepare nothing.

        A pooler hands its client a process number of its own making, so it differs from the server's.
        """
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        if row[0] != connection.info.backend_pid:
            connection.prepare_threshold = None
        return bool(super()._configure_connection(connection))  # type: ignore[misc]
