"""Makes a database fit for an office: extensions, the fold function, schemas, and the role's defaults.

Everything is looked at first and only what is missing is done, so a role without rights may run it again.
"""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from .places import DatabaseProblem

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
OLDEST = 150000
_LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout")

# Taken once per database by whoever prepares it; any number will do that nobody else takes.
_LOCK = 7_620_021

# Immutable in earnest: the dictionary is named, and a body in standard SQL is bound when it is made, whatever
# search_path is later. unaccent() itself is only STABLE because a dictionary may be replaced.
_FOLD = """
CREATE OR REPLACE FUNCTION public.vn_fold(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(public.unaccent('public.unaccent'::regdictionary, translate(normalize(given, NFC), 'đĐ', 'dD')))
"""


def schema_name() -> str:
    """The schema of this authority's tables (MOTCUA_SCHEMA); its jobs live in jobs_<schema> beside it."""
    return os.environ.get("MOTCUA_SCHEMA", "").strip() or "motcua"


def prepare(url: str, *, schema: str = "", jobs_schema: str = "") -> list[str]:
    """Give the database at `url` what it lacks and return the lines of SQL that were run.

    Raises DatabaseProblem with the very line a superuser must run when the role may not.
    """
    schema = schema or schema_name()
    jobs_schema = jobs_schema or f"jobs_{schema}"
    with psycopg.connect(url, connect_timeout=10) as connection:
        _check(connection)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        done = []
        for step in missing(connection, schema=schema, jobs_schema=jobs_schema):
            line = step.as_string(connection).strip()
            _do(connection, line)
            done.append(line)
    return done


def missing(
    connection: psycopg.Connection[Any], *, schema: str, jobs_schema: str
) -> Iterator[sql.Composable]:
    """What the database still lacks, in the order in which it must be given."""
    for name in EXTENSIONS:
        if not _known(connection, "SELECT 1 FROM pg_extension WHERE extname = %s", name):
            yield sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(name))
    if not _known(connection, "SELECT to_regprocedure(%s)", "public.vn_fold(text)"):
        yield sql.SQL(_FOLD)
    for name in (schema, jobs_schema):
        if not _known(connection, "SELECT 1 FROM pg_namespace WHERE nspname = %s", name):
            yield sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name))
    kept = _role_defaults(connection)
    for name, value in _wanted_defaults(schema, jobs_schema).items():
        # An office may have chosen its own limits; names and time zone are not a matter of taste.
        if kept.get(name) != value and not (name in kept and name in _LIMITS):
            yield _set_default(connection, name, value)


def _wanted_defaults(schema: str, jobs_schema: str) -> dict[str, str]:
    """Defaults of the role in this database: pgbouncer would drop them from a client's options."""
    return {
        "search_path": f"{schema}, {jobs_schema}, public",
        "TimeZone": "UTC",
        "statement_timeout": "30s",
        "idle_in_transaction_session_timeout": "5min",
    }


def _set_default(connection: psycopg.Connection[Any], name: str, value: str) -> sql.Composable:
    role, database = connection.info.user, connection.info.dbname
    words: sql.Composable = sql.Literal(value)
    if name == "search_path":
        words = sql.SQL(", ").join(sql.Identifier(part) for part in value.split(", "))
    return sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}").format(
        sql.Identifier(role), sql.Identifier(database), sql.Identifier(name), words
    )


def _role_defaults(connection: psycopg.Connection[Any]) -> dict[str, str]:
    row = connection.execute(
        """SELECT s.setconfig FROM pg_db_role_setting s
           JOIN pg_database d ON d.oid = s.setdatabase AND d.datname = current_database()
           JOIN pg_roles r ON r.oid = s.setrole AND r.rolname = session_user"""
    ).fetchone()
    pairs = (entry.partition("=") for entry in (row[0] if row else ()))
    return {name: value for name, _, value in pairs}


def _check(connection: psycopg.Connection[Any]) -> None:
    if connection.info.server_version < OLDEST:
        raise DatabaseProblem(
            f"PostgreSQL {connection.info.server_version // 10000} quá cũ, cần bản 15 trở lên. "
            f"PostgreSQL {connection.info.server_version // 10000} is too old; 15 or later is needed."
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DatabaseProblem(
            f"Cơ sở dữ liệu dùng bảng mã {encoding}; hãy tạo lại với ENCODING 'UTF8' TEMPLATE template0. "
            f"The database's encoding is {encoding}; make it again with ENCODING 'UTF8' TEMPLATE template0."
        )


def _do(connection: psycopg.Connection[Any], line: str) -> None:
    try:
        connection.execute(line.encode())
    except psycopg.errors.InsufficientPrivilege:
        one_line = " ".join(line.split())
        where = connection.info.dbname
        raise DatabaseProblem(
            f"Tài khoản {connection.info.user} chưa đủ quyền. Người quản trị hãy chạy trong cơ sở {where}: {one_line}; "
            f"The role may not do this: let a superuser run that line in the database {where}, then try again."
        ) from None
    except (psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported) as problem:
        raise DatabaseProblem(
            f"Máy chủ PostgreSQL thiếu phần mở rộng: {problem.diag.message_primary}. Hãy cài gói postgresql-contrib. "
            "The server lacks an extension: install the package postgresql-contrib there."
        ) from None


def _known(connection: psycopg.Connection[Any], question: str, value: str) -> bool:
    row = connection.execute(question.encode(), [value]).fetchone()
    return bool(row and row[0] is not None)
