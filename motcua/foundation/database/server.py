"""A small supervisor of one local PostgreSQL server: make, start, probe, stop; safe to be killed at any moment."""

import fcntl
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from . import binaries, conf, leftovers
from .binaries import Binaries
from .places import Account, DatabaseProblem, cluster_folder, make_private, server_account, socket_folder

# Seconds. A long recovery may take minutes; a killed server's lock file may outlive it for some seconds.
START_TIMEOUT = 300
LOCK_TIMEOUT = 60
STOP_TIMEOUT = 60

_LOCK_WORDS = ("lock file", "pre-existing shared memory block")


@dataclass(frozen=True)
class Server:
    """One local server: its files under `cluster`, its programs, and the account it runs under."""

    cluster: Path
    binaries: Binaries
    account: Account
    socket: Path
    durable: bool = True

    @property
    def files(self) -> Path:
        return self.cluster / "data"

    @property
    def admin(self) -> str:
        """Connection string of the superuser, open to the account that owns the files only."""
        return psycopg.conninfo.make_conninfo(
            host=str(self.socket), user="postgres", dbname="postgres", port=5432
        )

    def state(self) -> str:
        """'ready', 'starting' or 'absent', found by connecting: a pid in a file proves nothing."""
        try:
            with psycopg.connect(self.admin, connect_timeout=5, autocommit=True) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as problem:
            # 57P03 comes before sign-in and carries no sqlstate through libpq, only its words.
            return "starting" if "the database system is" in str(problem) else "absent"
        return "ready"

    def is_alive(self) -> bool:
        """Is the server's first process there? Cheap; `state` asks whether it answers."""
        return leftovers.holder(self.files) is not None

    def start(self, say: Callable[[str], None] = lambda line: None) -> bool:
        """Make the server answer; True if it had to be started. Raises DatabaseProblem with what to do."""
        with self._one_at_a_time():
            if self.state() == "ready":
                return False
            if not (self.files / "PG_VERSION").exists():
                say("Tạo cơ sở dữ liệu · making the database files")
                self._initialise()
            self._write_settings()
            self._start_patiently(say)
            return True

    def stop(self) -> bool:
        """Stop at once but cleanly; True if it was running."""
        if not (self.files / "postmaster.pid").exists():
            return False
        for mode in ("fast", "immediate"):
            done = self._run(
                "pg_ctl", "-D", str(self.files), "-m", mode, "-w", "-t", str(STOP_TIMEOUT), "stop"
            )
            if done.returncode == 0:
                if not self.socket.is_relative_to(self.cluster):
                    leftovers.remove(self.socket)
                return True
        return False

    def _initialise(self) -> None:
        """initdb beside the final place, then one rename: a killed initdb leaves nothing half-made."""
        fresh = self.cluster / "data.new"
        leftovers.remove(fresh)
        options = ["-D", str(fresh), "-U", "postgres", "--auth-local=peer", "--auth-host=scram-sha-256"]
        options += ["--encoding=UTF8", "--data-checksums"] + ([] if self.durable else ["--no-sync"])
        if self.binaries.major >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        for locale in ("C.UTF-8", "C"):
            done = self._run("initdb", *options, f"--locale={locale}")
            if done.returncode == 0:
                break
            leftovers.remove(fresh)
        else:
            raise DatabaseProblem(_failed(done.stderr or done.stdout))
        self._keep(fresh / "pg_hba.conf", conf.HBA)
        with (fresh / "postgresql.conf").open("a") as settings:
            settings.write(conf.INCLUDE)
        fresh.rename(self.files)

    def _write_settings(self) -> None:
        make_private(self.socket, self.account)
        log = self.cluster / "log"
        self._own(log)
        text = conf.settings_text(socket=self.socket, log=log, durable=self.durable)
        self._keep(self.files / "motcua.conf", text)
        self._keep(self.files / "pg_ident.conf", conf.ident_text(self.account))

    def _start_patiently(self, say: Callable[[str], None]) -> None:
        patience = time.monotonic() + LOCK_TIMEOUT
        options = ["-D", str(self.files), "-l", str(self._first_log), "-w", "-t", str(START_TIMEOUT)]
        while True:
            leftovers.clear_dead_lock(self.files, self.socket)
            told = self._log_lengths()
            done = self._run("pg_ctl", *options, "start")
            if done.returncode == 0 and self.state() == "ready":
                return
            words = self._said_since(told) or done.stdout + done.stderr
            if not self._worth_waiting(words) or time.monotonic() > patience:
                raise DatabaseProblem(_failed(words))
            say("Đợi máy chủ cũ kết thúc · waiting for the previous server to end")
            time.sleep(0.5)

    @property
    def _first_log(self) -> Path:
        """Takes the server's words until its own log files take over."""
        return self.cluster / "log" / "start.log"

    def _log_lengths(self) -> dict[Path, int]:
        self._first_log.unlink(missing_ok=True)
        return {file: file.stat().st_size for file in self._first_log.parent.glob("*.log")}

    def _said_since(self, told: dict[Path, int]) -> str:
        """What the server wrote to any of its logs after `told` was taken."""
        return "\n".join(
            file.read_bytes()[told.get(file, 0) :].decode(errors="replace")
            for file in sorted(self._first_log.parent.glob("*.log"), reverse=True)
        )

    def _worth_waiting(self, words: str) -> bool:
        """A lock left by a dying server goes away; a server in recovery is ours and will answer."""
        deadline = time.monotonic() + START_TIMEOUT
        while self.state() == "starting" and time.monotonic() < deadline:
            time.sleep(0.5)
        return self.state() == "ready" or any(word in words for word in _LOCK_WORDS)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Two commands may start the same office at once; the second waits and finds it running."""
        self._own(self.cluster)
        with (self.cluster.parent / f".{self.cluster.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account.changed:
            os.chown(folder, self.account.uid, self.account.gid)

    def _keep(self, path: Path, text: str) -> None:
        if path.exists() and path.read_text() == text:
            return
        path.write_text(text)
        path.chmod(0o600)
        if self.account.changed:
            os.chown(path, self.account.uid, self.account.gid)

    def _run(self, program: str, *options: str) -> subprocess.CompletedProcess[str]:
        # PGHOST and its kin belong to whoever calls us and would lead the programs astray.
        surroundings = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))
        }
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            [self.binaries[program], *options],
            env=surroundings | {"LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            umask=0o077,
            **self.account.as_popen,
        )


def open_server(home: Path, order: Sequence[str] = binaries.USUAL_ORDER, *, durable: bool = True) -> Server:
    """The local server of the office in `home`, running or not; picks the version that made its files."""
    cluster = cluster_folder(home)
    account = server_account(cluster)
    if cluster.exists() and cluster.stat().st_uid != account.uid:
        raise DatabaseProblem(
            f"Thư mục {cluster} thuộc tài khoản khác: hãy chạy bằng tài khoản đó, bằng root, hoặc chọn --data khác. "
            f"The folder {cluster} belongs to another account: run as that account or as root, or choose --data."
        )
    version = cluster / "data" / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    programs = binaries.run_by(binaries.find(order, major=major), account)
    if account.changed and not cluster.exists():
        cluster.mkdir(mode=0o700, parents=True)
        os.chown(cluster, account.uid, account.gid)
    return Server(cluster, programs, account, socket_folder(cluster, account), durable)


def _failed(words: str) -> str:
    telling = [
        line.strip() for line in words.splitlines() if any(w in line for w in ("FATAL", "error", "PANIC"))
    ]
    last = " | ".join((telling or words.strip().splitlines())[-3:])
    if "No space left" in words:
        return "Đĩa đã đầy: hãy giải phóng chỗ rồi chạy lại. The disk is full: make room and start again."
    return f"PostgreSQL không khởi động được. PostgreSQL did not start: {last}"
