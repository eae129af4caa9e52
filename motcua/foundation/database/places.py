"""Where an office keeps what changes, and which account of the machine its database server runs under."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# Used only when root starts an office inside a folder that no other account may enter.
ELSEWHERE = Path("/var/lib/motcua")
SERVER_ACCOUNT = "motcua-db"

# The kernel allows 107 bytes for the path of a socket; the server adds ".s.PGSQL.5432" to the folder.
LONGEST_SOCKET_PATH = 100
SOCKET_NAME = ".s.PGSQL.5432"


class DatabaseProblem(Exception):
    """Something about the database that a person can put right; the message says how."""


@dataclass(frozen=True)
class Account:
    """An account of this machine; `changed` when it is not the one that runs this command."""

    name: str
    uid: int
    gid: int
    changed: bool

    @property
    def as_popen(self) -> dict[str, object]:
        """Arguments that make subprocess run a command under this account."""
        if not self.changed:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_run(self, program: Path) -> bool:
        """Can this account start the program? Asked by doing it, the only answer that counts."""
        try:
            done = subprocess.run(  # type: ignore[call-overload]
                [str(program), "--version"], capture_output=True, timeout=30, cwd="/", **self.as_popen
            )
        except OSError:
            return False
        return bool(done.returncode == 0)

    def may_enter(self, folder: Path) -> bool:
        """Can this account pass through the folder and all folders above it?"""
        try:
            done = subprocess.run(  # type: ignore[call-overload]
                ["test", "-x", str(folder)], timeout=30, cwd="/", **self.as_popen
            )
        except OSError:
            return False
        return bool(done.returncode == 0)


def office_home() -> Path:
    """The folder of the office that commands speak to: MOTCUA_DATA, else var/demo in the clone."""
    named = os.environ.get("MOTCUA_DATA", "").strip()
    return Path(named).expanduser().absolute() if named else ROOT / "var" / "demo"


def server_account(cluster: Path) -> Account:
    """PostgreSQL refuses to run as root: then it runs as the data's owner, or as an account of its own."""
    if os.geteuid() != 0:
        return _account(pwd.getpwuid(os.geteuid()), changed=False)
    if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        return _account(pwd.getpwuid(owner), changed=True)
    try:
        return _account(pwd.getpwnam(SERVER_ACCOUNT), changed=True)
    except KeyError:
        return _account(_new_system_account(), changed=True)


def cluster_folder(home: Path) -> Path:
    """Where the server of the office in `home` keeps its files; elsewhere if its account cannot enter `home`."""
    folder = home / "postgres"
    if folder.is_symlink():
        return folder.resolve()
    if os.geteuid() != 0 or folder.exists():
        return folder
    home.mkdir(parents=True, exist_ok=True)
    account = server_account(folder)
    if account.may_enter(home):
        return folder
    away = ELSEWHERE / _short_name(home)
    away.mkdir(parents=True, exist_ok=True)
    os.chown(away, account.uid, account.gid)
    folder.symlink_to(away)
    return away


def socket_folder(cluster: Path, account: Account) -> Path:
    """The folder for the server's socket, short enough for the kernel; `make_private` makes it."""
    near = cluster / "socket"
    if len(os.fsencode(near / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and _is_plain(near):
        return near
    runtime = "" if account.changed else os.environ.get("XDG_RUNTIME_DIR", "")
    for base in filter(None, (runtime, tempfile.gettempdir(), "/tmp")):
        far = Path(base) / f"motcua-{account.uid}-{_short_name(cluster)}"
        if (
            Path(base).is_dir()
            and len(os.fsencode(far / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
            and _is_plain(far)
        ):
            return far
    raise DatabaseProblem(
        "Không có thư mục nào đủ ngắn cho ổ cắm của PostgreSQL: hãy đặt TMPDIR=/tmp. "
        "No folder is short enough for PostgreSQL's socket: set TMPDIR=/tmp."
    )


def make_private(folder: Path, account: Account) -> None:
    """Make the folder the account's alone; refuse one that somebody else put there first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account.changed and folder.stat().st_uid == 0:
        os.chown(folder, account.uid, account.gid)
    if folder.is_symlink() or folder.stat().st_uid != account.uid:
        raise DatabaseProblem(
            f"Thư mục {folder} thuộc về người khác; hãy xóa hoặc chọn --data khác. "
            f"The folder {folder} belongs to somebody else; remove it or choose another --data."
        )
    folder.chmod(0o700)


def _is_plain(path: Path) -> bool:
    """Commas and quotes would have to be escaped in the server's settings; such paths are avoided instead."""
    return all(letter.isascii() and (letter.isalnum() or letter in "/._-+") for letter in str(path))


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _account(entry: pwd.struct_passwd, *, changed: bool) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, changed)


def _new_system_account() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd:
        shell = "/usr/sbin/nologin"
        options = [
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            shell,
        ]
        subprocess.run([useradd, *options, SERVER_ACCOUNT], capture_output=True, timeout=60)
    try:
        return pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        raise DatabaseProblem(
            f"PostgreSQL không chạy bằng root. Hãy tạo tài khoản: useradd --system --user-group {SERVER_ACCOUNT} "
            f"PostgreSQL does not run as root. Make an account for it: "
            f"useradd --system --user-group {SERVER_ACCOUNT}"
        ) from None
