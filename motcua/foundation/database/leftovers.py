"""What a killed server leaves behind: a lock that names a dead process, a half-made folder."""

import shutil
from pathlib import Path

import psutil


def clear_dead_lock(files: Path, socket: Path) -> bool:
    """Remove the server's two lock files if nobody works in `files` any more.

    PostgreSQL itself trusts any living process of its account with the number in them: after a power cut it may
    be somebody's shell, and under a pid 1 that never reaps it is a zombie for ever. It would then never start.
    """
    locks = [lock for lock in (files / "postmaster.pid", *socket.glob(".s.PGSQL.*.lock")) if lock.exists()]
    if not locks or any(_works_in(pid, files) for pid in psutil.pids()):
        return False
    for lock in locks:
        lock.unlink(missing_ok=True)
    return True


def holder(files: Path) -> int | None:
    """The number of the living process that postmaster.pid names, if it can be this server."""
    try:
        pid = abs(int((files / "postmaster.pid").read_text().split("\n", 1)[0]))
    except (OSError, ValueError):
        return None
    return pid if _works_in(pid, files) else None


def remove(folder: Path) -> None:
    """Delete a folder tree if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def _works_in(pid: int, files: Path) -> bool:
    """Is this a living process whose working folder is `files`? Every process of a server stands there."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        try:
            return Path(process.cwd()) == files.resolve()
        except psutil.AccessDenied:
            # A root without the right to look (as in many containers): any server of that account may be this one.
            return process.name().startswith("postgres") and process.uids().real == files.stat().st_uid
    except psutil.Error:
        return False
