"""The office's own server survives what happens to machines: kills, stale locks, odd folders, second starts."""

import errno
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg_pool import PoolTimeout

from motcua.foundation.calendar import ZONE
from motcua.foundation.database import leftovers
from motcua.foundation.database.binaries import find
from motcua.foundation.database.dump import dump, restore, saved
from motcua.foundation.database.local import address_file, start_local, stop_local
from motcua.foundation.database.outage import is_disk_full, is_outage
from motcua.foundation.database.places import (
    LONGEST_SOCKET_PATH,
    SOCKET_NAME,
    DatabaseProblem,
    cluster_folder,
)
from motcua.foundation.database.prepare import prepare
from motcua.foundation.database.server import open_server
from motcua.foundation.database.url import database_settings

pytestmark = pytest.mark.postgres15
NIGHT = datetime(2026, 11, 20, 2, 0, tzinfo=ZONE)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own is closed to the server's account."""
    made = Path(tempfile.mkdtemp(prefix="mc-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    for home in made.iterdir():
        stop_local(home)
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    start_local(folder / "office", durable=False)
    return folder / "office"


@pytest.fixture
def url(home: Path) -> str:
    return start_local(home, durable=False)


def server_processes(home: Path) -> list[psutil.Process]:
    first = psutil.Process(leftovers.holder(cluster_folder(home) / "data"))
    return [first, *first.children(recursive=True)]


def kill_all(home: Path) -> None:
    for process in server_processes(home):
        with suppress(psutil.NoSuchProcess):  # it may have ended since it was listed
            process.send_signal(signal.SIGKILL)


def test_no_acknowledged_row_is_lost_when_every_process_of_the_server_is_killed(folder: Path) -> None:
    home = folder / "killed"
    url = start_local(home)
    acknowledged: list[int] = []
    enough = threading.Event()

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE line (n bigint PRIMARY KEY)")
            for n in range(10**6):
                connection.execute("INSERT INTO line VALUES (%s)", [n])
                acknowledged.append(n)
                if n == 300:
                    enough.set()

    def write_until_killed() -> None:
        with pytest.raises(psycopg.OperationalError):
            write()

    writer = threading.Thread(target=write_until_killed)
    writer.start()
    assert enough.wait(60)
    kill_all(home)
    writer.join()
    assert start_local(home) == url
    with psycopg.connect(url) as connection:
        kept = {n for (n,) in connection.execute("SELECT n FROM line")}
    assert set(acknowledged) <= kept
    assert len(kept) - len(acknowledged) in (0, 1), "at most one row was written but not acknowledged"


def test_a_second_start_finds_the_running_server(home: Path, url: str) -> None:
    assert open_server(home).start() is False
    assert start_local(home) == url


def test_a_lock_that_names_a_strangers_process_does_not_keep_the_server_from_starting(folder: Path) -> None:
    home = folder / "stale"
    start_local(home, durable=False)
    kill_all(home)
    server = open_server(home, durable=False)
    lock = server.files / "postmaster.pid"
    stranger = subprocess.Popen(["sleep", "120"], cwd="/", **server.account.as_popen)
    try:
        rest = lock.read_text().split("\n", 1)[1]
        lock.write_text(f"{stranger.pid}\n{rest}")
        (server.socket / f"{SOCKET_NAME}.lock").write_text(f"{stranger.pid}\n")
        assert server.start() is True
    finally:
        stranger.kill()
        stranger.wait()


def test_the_lock_of_a_living_server_is_never_removed(home: Path, url: str) -> None:
    server = open_server(home)
    assert leftovers.clear_dead_lock(server.files, server.socket) is False
    assert server.is_alive()
    assert server.state() == "ready"


@pytest.mark.parametrize("name", ["Văn phòng 'một cửa', số 1", "x" * 110])
def test_a_folder_with_an_odd_or_long_name_gets_its_socket_elsewhere(folder: Path, name: str) -> None:
    start_local(folder / name, durable=False)
    socket = open_server(folder / name).socket
    assert len(os.fsencode(socket / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    assert not socket.is_relative_to(folder)
    assert socket.stat().st_mode & 0o077 == 0
    stop_local(folder / name)
    assert not socket.exists()


def test_a_making_that_was_killed_half_way_is_done_again(folder: Path) -> None:
    server = open_server(folder / "half", durable=False)
    half_made = server.cluster / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    assert server.start() is True


def test_a_lost_address_is_written_again_and_the_rows_stay(home: Path, url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS motcua.kept (n int)")
    address_file(home).unlink()
    with psycopg.connect(start_local(home, durable=False)) as connection:
        assert connection.execute("SELECT to_regclass('motcua.kept') IS NOT NULL").fetchone() == (True,)
    assert address_file(home).stat().st_mode & 0o077 == 0


def test_nobody_gets_in_without_a_password(url: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(make_conninfo(url, password="wrong"))


def test_preparing_twice_does_nothing_the_second_time(url: str) -> None:
    assert prepare(url) == []


def test_the_role_finds_its_schemas_and_its_limits_in_this_database(url: str) -> None:
    with psycopg.connect(url) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}".encode()).fetchone()
            for name in ("search_path", "timezone", "statement_timeout", "is_superuser")
        }
    assert shown == {
        "search_path": ("motcua, jobs_motcua, public",),
        "timezone": ("UTC",),
        "statement_timeout": ("30s",),
        "is_superuser": ("off",),
    }


def test_an_offices_own_limit_is_kept(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER ROLE motcua IN DATABASE motcua SET statement_timeout = '90s'")
        assert prepare(url) == []
        connection.execute("ALTER ROLE motcua IN DATABASE motcua SET statement_timeout = '30s'")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("ĐẶNG THÁI SƠN", "dang thai son"),
        ("Ngu\u0079e\u0302\u0303n", "nguyen"),
        ("Hòa, Hoà", "hoa, hoa"),
        (None, None),
    ],
)
def test_names_are_folded_in_the_database(url: str, written: str | None, folded: str | None) -> None:
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT public.vn_fold(%s)", [written]).fetchone() == (folded,)


def test_the_fold_function_may_stand_in_an_index(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMP TABLE name (full_name text)")
        connection.execute("CREATE INDEX ON name USING gist (public.vn_fold(full_name) public.gist_trgm_ops)")


def test_a_role_without_rights_is_told_the_line_a_superuser_must_run(home: Path, url: str) -> None:
    with psycopg.connect(open_server(home).admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
        connection.execute("CREATE DATABASE empty")
    with pytest.raises(DatabaseProblem, match=r"CREATE EXTENSION IF NOT EXISTS .*unaccent"):
        prepare(make_conninfo(url, user="guest", password="guest", dbname="empty"))


def test_what_people_wrote_does_not_reach_the_servers_log(home: Path, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE card (number text PRIMARY KEY)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO card VALUES ('001099012345')")
            except psycopg.errors.UniqueViolation:
                refused = True
    assert refused
    for _ in range(100):  # the log is written by a process of its own, a moment later
        logs = "".join(file.read_text() for file in (cluster_folder(home) / "log").iterdir())
        if "duplicate key" in logs:
            break
        time.sleep(0.05)
    assert "duplicate key" in logs
    assert "001099012345" not in logs


def test_a_dump_brings_back_what_was_there_and_keeps_what_came_after(folder: Path) -> None:
    url = start_local(folder / "saved", durable=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE motcua.note (words text)")
        connection.execute("INSERT INTO motcua.note VALUES ('đã lưu')")
    file = dump(url, folder / "saved" / "backup", at=NIGHT)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE motcua.note SET words = 'sửa nhầm'")
    before = restore(url, file, at=NIGHT + timedelta(hours=8))
    for name, words in (("motcua", "đã lưu"), (before, "sửa nhầm")):
        with psycopg.connect(make_conninfo(url, dbname=name)) as connection:
            assert connection.execute("SELECT words FROM motcua.note").fetchone() == (words,)
    assert prepare(url) == []


def test_a_broken_dump_changes_nothing(folder: Path, home: Path, url: str) -> None:
    broken = home / "broken.dump"
    broken.write_bytes(b"PGDMP\x01\x0e\x00")
    with pytest.raises(DatabaseProblem, match="pg_restore"):
        restore(url, broken, at=NIGHT)
    with psycopg.connect(url) as connection:
        names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
    assert not {name for name in names if name.startswith("motcua_")}


def test_only_the_newest_dumps_are_kept(home: Path, url: str) -> None:
    folder = home / "backup"
    for days in range(4):
        dump(url, folder, at=NIGHT + timedelta(days=days), keep=3)
    assert [file.name for file in saved(folder)] == [
        "motcua-20261123-020000.dump",
        "motcua-20261122-020000.dump",
        "motcua-20261121-020000.dump",
    ]
    assert saved(folder)[0].stat().st_mode & 0o077 == 0


def test_an_address_with_several_hosts_is_understood() -> None:
    found = database_settings(
        "postgresql://m:p%40ss@db1:5432,db2:5433/office?target_session_attrs=read-write"
    )
    assert (found["HOST"], found["PORT"]) == ("db1,db2", "5432,5433")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("m", "p@ss", "office")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"


def test_the_settings_are_fit_for_a_pooler_in_transaction_mode() -> None:
    found = database_settings("postgresql://m:p@pooler:6432/office")
    assert found["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "options" not in found["OPTIONS"]


@pytest.mark.django_db
@pytest.mark.parametrize(("told", "prepares"), [("the server's", True), ("a pooler's own", False)])
def test_behind_a_pooler_nothing_is_prepared(told: str, prepares: bool) -> None:
    """A pooler lends servers out by transaction; it shows itself by a process number that is not the server's."""
    from types import SimpleNamespace

    from django.db import connection

    connection.ensure_connection()
    real = connection.connection
    pid = real.info.backend_pid if prepares else real.info.backend_pid + 1
    lent = SimpleNamespace(
        execute=real.execute,
        info=SimpleNamespace(backend_pid=pid),
        prepare_threshold=2,
        set_isolation_level=None,
    )
    with suppress(AttributeError):  # what Django does afterwards needs more of a connection than this has
        connection._configure_connection(lent)
    assert (lent.prepare_threshold == 2) is prepares


def test_a_wrong_address_is_refused_without_showing_its_password() -> None:
    with pytest.raises(DatabaseProblem) as refusal:
        database_settings("postgresql://m:secret@host:1/db?no_such_option=1")
    assert "secret" not in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)


def caused(outer: Exception, inner: Exception) -> Exception:
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("problem", "away"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.InterfaceError("the connection is closed"), True),
        (PoolTimeout("couldn't get a connection after 5.00 sec"), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.CannotConnectNow(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (caused(ValueError(), psycopg.errors.ConnectionFailure()), True),
        (psycopg.errors.UniqueViolation(), False),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.errors.LockNotAvailable(), False),
        (OSError(errno.ENOSPC, "no room"), True),
        (ConnectionError("a gateway"), False),
        (None, False),
    ],
)
def test_a_database_that_is_away_is_told_from_a_mistake(problem: Exception | None, away: bool) -> None:
    assert is_outage(problem) is away
    full = isinstance(problem, psycopg.errors.DiskFull) or getattr(problem, "errno", 0) == errno.ENOSPC
    assert is_disk_full(problem) is full


def test_a_dump_cut_short_is_not_restored_in_part(folder: Path) -> None:
    url = start_local(folder / "saved", durable=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE motcua.many AS SELECT md5(n::text) FROM generate_series(1, 50000) n")
    whole = dump(url, folder / "saved" / "backup", at=NIGHT + timedelta(days=1))
    part = whole.with_name("part.dump")
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with pytest.raises(DatabaseProblem, match="pg_restore"):
        restore(url, part, at=NIGHT + timedelta(days=2))
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM motcua.many").fetchone() == (50000,)


def test_programs_newer_than_the_server_can_save_and_restore(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server elsewhere may be older than the programs here."""
    url = start_local(folder / "saved", durable=False)
    newest = find(("wheel",))
    with monkeypatch.context() as patched:
        patched.setattr("motcua.foundation.database.dump._client_programs", lambda url: newest)
        file = dump(url, folder / "newer", at=NIGHT)
    monkeypatch.delenv("MOTCUA_PG_BIN", raising=False)
    restore(url, file, at=NIGHT + timedelta(days=3))
    assert prepare(url) == []
