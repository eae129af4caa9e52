"""The office's own database on the local server: its role, its name, and the address left for other commands."""

import os
import secrets
import urllib.parse
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from .binaries import USUAL_ORDER
from .prepare import prepare
from .server import Server, open_server

NAME = "motcua"


def start_local(
    home: Path,
    order: Sequence[str] = USUAL_ORDER,
    *,
    durable: bool = True,
    say: Callable[[str], None] = lambda line: None,
) -> str:
    """Start the server of the office in `home` and return the DATABASE_URL of its prepared database."""
    home.mkdir(parents=True, exist_ok=True)
    server = open_server(home, order, durable=durable)
    server.start(say)
    url = saved_url(home)
    if not (url and _opens(url)):
        url = _make_database(server)
        _save(address_file(home), url)
    prepare(url)
    return url


def stop_local(home: Path) -> bool:
    """Stop the server of the office in `home`; True if it was running."""
    if not (home / "postgres").exists():
        return False
    return open_server(home).stop()


def address_file(home: Path) -> Path:
    """Holds the DATABASE_URL with its password; readable by its owner only."""
    return home / "database.url"


def saved_url(home: Path) -> str:
    """The address that start_local left, or an empty string."""
    try:
        return address_file(home).read_text().strip()
    except OSError:
        return ""


def _opens(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=10):
            return True
    except psycopg.OperationalError:
        return False


def _make_database(server: Server) -> str:
    """Role and database with a fresh password; keeps a database that is there already."""
    password = secrets.token_urlsafe(24)
    role, secret = sql.Identifier(NAME), sql.Literal(password)
    with psycopg.connect(server.admin, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        # CREATEDB is for restoring beside the running database and for the tests.
        connection.execute(sql.SQL("{} ROLE {} LOGIN CREATEDB PASSWORD {}").format(verb, role, secret))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(role))
    socket = urllib.parse.quote(str(server.socket), safe="")
    return f"postgresql://{NAME}:{password}@/{NAME}?host={socket}"


def _save(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text + "\n")
    fresh.rename(path)
