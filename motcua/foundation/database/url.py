"""DATABASE_URL, PostgreSQL's own form of address, as Django's settings."""

import os
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from .local import saved_url
from .places import DatabaseProblem, office_home

ENGINE = "motcua.foundation.database.backend"

# What the settings name while no office was ever started here; the engine answers it with a sentence.
NOWHERE = "no-office-yet"

_PLACES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_url(home: Path | None = None) -> str:
    """DATABASE_URL, else the address left by the local server of `home` (MOTCUA_DATA), else an empty string."""
    return os.environ.get("DATABASE_URL", "").strip() or saved_url(home or office_home())


def database_settings(
    url: str | None = None, home: Path | None = None, *, smallest: int = 1, largest: int = 8
) -> dict[str, Any]:
    """The `default` entry of DATABASES. Statements are prepared, except behind a pooler (see backend.base).

    Without `url` it is the local server of `home`. `smallest` and `largest` bound the pool of one process.
    Addresses with several hosts and target_session_attrs, as a cluster with a standby has them, are
    understood. Raises DatabaseProblem.
    """
    parts = _parts(url or database_url(home))
    settings = {key: str(parts.pop(name, "") or "") for name, key in _PLACES.items()}
    settings["NAME"] = settings["NAME"] or NOWHERE
    parts.setdefault("application_name", "motcua")
    parts.setdefault("connect_timeout", 5)
    # The pool gives up soon and tries afresh at the next request: its waits double, and after a long
    # outage it would otherwise sit out minutes in front of a healthy server.
    pool = {"min_size": smallest, "max_size": largest, "timeout": 5, "reconnect_timeout": 5, "max_idle": 120}
    return {
        "ENGINE": ENGINE,
        **settings,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {**parts, "pool": pool, "server_side_binding": True, "prepare_threshold": 2},
    }


def _parts(url: str) -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError as problem:
        # The address holds a password: only the driver's word about it is shown.
        raise DatabaseProblem(
            f"DATABASE_URL không đúng dạng postgresql://tên:mật-khẩu@máy:5432/cơ-sở ({problem}). "
            "DATABASE_URL is not of the form postgresql://user:password@host:5432/database."
        ) from None
