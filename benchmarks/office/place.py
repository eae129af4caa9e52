"""Where the load runs: a database server of its own, an office of many wards, and the production web server."""

import contextlib
import hashlib
import http.client
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SINCE = date(2024, 1, 1)
WARDS = 20
FIELDS = {"justice": ("Hộ tịch", "Chứng thực"), "land": ("Đất đai",)}


@dataclass
class Served:
    """A running web server: its first process, where it answers, and how long it took to."""

    process: subprocess.Popen[bytes]
    port: int
    cold_start: float


def open_database(home: Path) -> str:
    """A fresh database: in a server of our own with statement counting, or in the one DATABASE_URL names."""
    given = os.environ.get("DATABASE_URL", "")
    if given:
        return _empty(given)
    from motcua.foundation.database.local import start_local, stop_local
    from motcua.foundation.database.server import open_server

    if (home / "postgres").exists():
        stop_local(home)
        shutil.rmtree(home / "postgres")
    (home / "database.url").unlink(missing_ok=True)
    start_local(home)
    settings = open_server(home).files / "postgresql.conf"
    with settings.open("a") as out:
        out.write("\nshared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.track = 'top'\n")
    stop_local(home)
    url = start_local(home)
    with psycopg.connect(open_server(home).admin, dbname="motcua", autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public")
        connection.execute("GRANT pg_read_all_stats TO motcua")
        connection.execute("GRANT SET ON PARAMETER session_replication_role TO motcua")
        connection.execute("GRANT EXECUTE ON FUNCTION public.pg_stat_statements_reset TO motcua")
    return url


def reopen_database(home: Path) -> str:
    """The database of an earlier run, as it was left."""
    from motcua.foundation.database.local import start_local

    return os.environ.get("DATABASE_URL", "") or start_local(home)


def close_database(home: Path) -> None:
    from motcua.foundation.database.local import stop_local

    if (home / "postgres").exists():
        stop_local(home)


def _empty(url: str) -> str:
    """The named database without our schemas; refuses one that holds cases nobody made for a benchmark."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT to_regclass('motcua.cases_case')").fetchone()
        if (
            known
            and known[0]
            and not connection.execute("SELECT to_regclass('public.benchmark_office')").fetchone()[0]
        ):  # type: ignore[index]
            raise SystemExit("Cơ sở dữ liệu của DATABASE_URL đang có dữ liệu thật; xin chọn một cơ sở trống.")
        for schema in ("motcua", "jobs_motcua"):
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        connection.execute("CREATE TABLE IF NOT EXISTS public.benchmark_office (at timestamptz PRIMARY KEY)")
    return url


def set_up(url: str, home: Path, *, found: bool = True) -> None:
    """Tables, then the units, people and procedures of a city with its wards, all through actions."""
    os.environ.update(DATABASE_URL=url, MOTCUA_DATA=str(home), MOTCUA_STATIC=str(home / "static"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from motcua.foundation.database.prepare import prepare

    prepare(url)
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if found:
        _found_office()


def _found_office() -> None:
    from motcua.domain.catalogue.actions import adopt, set_competence
    from motcua.domain.catalogue.queries import library_procedures, library_routes
    from motcua.domain.offices.actions import employ, found
    from motcua.domain.offices.models import Unit
    from motcua.foundation.actions import SYSTEM, at_time
    from motcua.foundation.calendar import ZONE

    def unit(above: Unit | None, code: str, name: str, kind: str) -> Unit:
        return found(
            above or Unit(), by=SYSTEM, code=code, name=name, kind=kind, valid_from=SINCE, hotline="024.1022"
        )

    def person(where: Unit, login: str, role: str) -> None:
        employ(where, by=SYSTEM, login=login, password=secrets.token_hex(8), full_name=f"Nguyễn Văn {login[-3:].upper()}",
               role=role, title=role, valid_from=SINCE)  # fmt: skip

    with at_time(datetime(2024, 1, 2, 8, tzinfo=ZONE)):
        city = unit(None, "H26", "Thành phố Hà Nội", "thanh_pho_tw")
        adopt(city, by=SYSTEM, procedures=library_procedures(), routes=library_routes(), source="library")
        for n in range(1, WARDS + 1):
            code = f"H26.{100 + n}"
            ward = unit(city, code, f"Phường Số {n}", "phuong")
            desk = unit(
                ward, f"{code}.1", f"Trung tâm Phục vụ hành chính công phường Số {n}", "trung_tam_pvhcc"
            )
            justice = unit(ward, f"{code}.2", "Phòng Tư pháp – Hộ tịch", "phong")
            land = unit(ward, f"{code}.3", "Phòng Kinh tế, Hạ tầng và Đô thị", "phong")
            for where, role in ((desk, "reception"), (justice, "officer"), (justice, "dept_head"), (ward, "leader"),
                                (ward, "clerk")):  # fmt: skip
                person(where, f"{role}{n:03d}", role)
            person(land, f"land{n:03d}", "officer")
            for field in FIELDS["justice"]:
                set_competence(ward, by=SYSTEM, department=justice, field=field, valid_from=SINCE)
            set_competence(ward, by=SYSTEM, department=land, field="Đất đai", valid_from=SINCE)


def tokens() -> dict[str, str]:
    """A token for every reception and officer, by login."""
    from motcua.domain.offices.models import Staff, Token
    from motcua.foundation.actions import now

    made = {}
    for staff in Staff.objects.filter(account__login__regex="^(reception|officer)").select_related("account"):
        made[staff.account.login] = secrets.token_urlsafe(32)  # type: ignore[union-attr]
        digest = hashlib.sha256(made[staff.account.login].encode()).digest()  # type: ignore[union-attr]
        Token.objects.create(staff=staff, hash=digest, name="benchmark", created_at=now())
    return made


def sessions() -> list[str]:
    """Session keys of the wards' officers, as signing in leaves them."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from motcua.domain.people.models import Account

    keys = []
    for account in Account.objects.filter(login__startswith="officer").order_by("login"):
        store = SessionStore()
        store[SESSION_KEY] = str(account.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = account.get_session_auth_hash()
        store.create()
        keys.append(str(store.session_key))
    return keys


@contextlib.contextmanager
def served(home: Path, port: int, workers: int) -> Iterator[Served]:
    """The production web server, as `motcua office serve` starts it, until the block ends."""
    command = [
        sys.executable,
        "-m",
        "motcua",
        "office",
        "serve",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    begun = time.monotonic()
    log = (home / "web.log").open("wb")
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        _wait(process, port, home)
        yield Served(process, port, time.monotonic() - begun)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        log.close()


def _wait(process: subprocess.Popen[bytes], port: int, home: Path) -> None:
    """Until the first real answer: a page of the catalogue read from the database."""
    while process.poll() is None:
        with contextlib.suppress(OSError):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            asked.request("GET", "/api/v1/procedures?limit=1")
            if asked.getresponse().status == 200:
                return
            break
        time.sleep(0.02)
    raise SystemExit(f"Phần web không trả lời:\n{(home / 'web.log').read_text()[-3000:]}")
