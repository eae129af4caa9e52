"""Saves the whole database to one file each night, and brings such a file back beside the running database."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
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
# Lines at the beginning of a dump in SQL, where the settings stand.
_PREAMBLE = 60


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
    programs = _programs_that_read(file, url)
    stamp = f"{at:%Y%m%d_%H%M%S}"
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
    fresh, before = f"{name}_new_{stamp}", f"{name}_before_{stamp}"
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        _order(connection, "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0", fresh)
        target = make_conninfo(url, dbname=fresh)
        try:
            _fill(programs, file, target)
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
    """The programs of the server's own version, else newer ones: pg_dump cannot read a server newer than itself."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        server = connection.info.server_version // 10000
    try:
        return find(major=server)
    except DatabaseProblem:
        return find(at_least=server)


def _programs_that_read(file: Path, url: str) -> Binaries:
    """A file written by newer programs is read by newer ones only."""
    usual = _client_programs(url)
    try:
        _run(usual, "pg_restore", ["--list", str(file)])
        return usual
    except DatabaseProblem as unread:
        try:
            newer = find(at_least=usual.major + 1)
        except DatabaseProblem:
            raise unread from None
        _run(newer, "pg_restore", ["--list", str(file)])
        return newer


def _fill(programs: Binaries, file: Path, target: str) -> None:
    """Read `file` into the empty database `target`, in one transaction that ends only if it was read whole.

    By way of SQL and not by pg_restore alone, which sends an older server a setting that it does not know.
    """
    line, surroundings = _with_secret([programs["psql"], "-X", "-q", "-v", "ON_ERROR_STOP=1", "-1"], target)
    reading = [programs["pg_restore"], "--no-owner", "--no-comments", "--file=-", str(file)]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=words) as reader,
        subprocess.Popen(line, env=surroundings, stdin=subprocess.PIPE, stdout=words, stderr=words) as writer,
    ):
        assert reader.stdout and writer.stdin
        with suppress(BrokenPipeError):
            for number, order in enumerate(reader.stdout):
                if number > _PREAMBLE or not order.startswith(b"SET transaction_timeout"):
                    writer.stdin.write(order)
            if reader.wait():
                writer.kill()
            writer.stdin.close()
        reader.kill()
        if writer.wait() or reader.wait():
            words.seek(0)
            raise _unfinished("pg_restore", words.read().decode(errors="replace"))


def _run(
    programs: Binaries, program: str, options: Sequence[str], url: str = "", stdout: IO[bytes] | None = None
) -> None:
    line, surroundings = _with_secret([programs[program], *options], url)
    written_to: IO[bytes] | int = subprocess.DEVNULL if stdout is None else stdout
    done = subprocess.run(
        line, env=surroundings, stdin=subprocess.DEVNULL, stdout=written_to, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise _unfinished(program, done.stderr)


def _with_secret(line: list[str], url: str) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment: a command line can be read by everybody, so the password is not in it."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    secret = {"PGPASSWORD": str(parts.pop("password"))} if parts.get("password") else {}
    where = ["--dbname", make_conninfo("", **parts)] if url else []
    return [*line, *where], os.environ | secret


def _unfinished(program: str, words: str) -> DatabaseProblem:
    telling = (
        [line for line in words.splitlines() if "rror" in line or "ERROR" in line]
        or words.splitlines()
        or [""]
    )
    return DatabaseProblem(
        f"{program} không xong: {telling[0].strip()}. {program} failed; nothing was changed."
    )


def _order(connection: psycopg.Connection[tuple[object, ...]], line: str, *names: str) -> None:
    connection.execute(sql.SQL(line).format(*map(sql.Identifier, names)))
