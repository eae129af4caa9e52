"""Saves the whole database to one file each night, and brings such a file back beside the running database."""

import os
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from .binaries import Binaries, find
from .places import DatabaseProblem
from .prepare import prepare

KEPT = 14
_PATTERN = "motcua-*.dump"


def dump(url: str, folder: Path, *, at: datetime, keep: int = KEPT) -> Path:
    """Write motcua-<date>-<time>.dump into `folder`, keep the newest `keep` files, return the new one.

    The file appears under its name only when it is whole and on the disk.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = folder / f"motcua-{at:%Y%m%d-%H%M%S}.dump"
    part = final.with_suffix(".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            _run(_client_programs(url), "pg_dump", ["--format=custom", "--no-owner"], url, stdout=file)
            file.flush()
            os.fsync(file.fileno())
        part.rename(final)
    finally:
        part.unlink(missing_ok=True)
    for old in saved(folder)[keep:]:
        old.unlink()
    return final


def saved(folder: Path) -> list[Path]:
    """The dumps in `folder`, newest first."""
    return sorted(folder.glob(_PATTERN), reverse=True)


def restore(url: str, file: Path, *, at: datetime) -> str:
    """Bring `file` back as the database of `url`; the one of before stays under the name that is returned.

    Nothing is touched until the file has been read whole into a new database. Raises DatabaseProblem.
    """
    programs = _client_programs(url)
    _run(programs, "pg_restore", ["--list", str(file)], None)
    stamp = f"{at:%Y%m%d_%H%M%S}"
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
    fresh, before = f"{name}_new_{stamp}", f"{name}_before_{stamp}"
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        _order(connection, "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", fresh)
        target = make_conninfo(url, dbname=fresh)
        try:
            options = ["--no-owner", "--no-comments", "--exit-on-error", "--single-transaction"]
            _run(programs, "pg_restore", [*options, str(file)], target)
            prepare(target)
        except BaseException:
            _order(connection, "DROP DATABASE IF EXISTS {}", fresh)
            raise
        # PostgreSQL renames a database only while nobody is in it.
        _order(connection, "ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        _order(connection, "ALTER DATABASE {} RENAME TO {}", name, before)
        _order(connection, "ALTER DATABASE {} RENAME TO {}", fresh, name)
        _order(connection, "ALTER DATABASE {} ALLOW_CONNECTIONS true", before)
    return before


def _client_programs(url: str) -> Binaries:
    """pg_dump must be at least as new as the server it reads."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        return find(at_least=connection.info.server_version // 10000)


def _run(
    programs: Binaries, program: str, options: Sequence[str], url: str | None, stdout: object = None
) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(url or "")
    # The password goes by the environment: a command line can be read by everybody on the machine.
    secret = {"PGPASSWORD": str(parts.pop("password"))} if parts.get("password") else {}
    line = [programs[program], *options]
    if url:
        line += ["--dbname", make_conninfo("", **parts)]
    written_to: IO[bytes] | int = subprocess.DEVNULL if stdout is None else stdout
    done = subprocess.run(
        line,
        env=os.environ | secret,
        stdin=subprocess.DEVNULL,
        stdout=written_to,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        words = done.stderr.strip().splitlines()[-1:] or [f"{program} {done.returncode}"]
        raise DatabaseProblem(f"{program} không xong: {words[0]} {program} failed; nothing was changed.")


def _order(connection: psycopg.Connection[tuple[object, ...]], line: str, *names: str) -> None:
    connection.execute(sql.SQL(line).format(*map(sql.Identifier, names)))
