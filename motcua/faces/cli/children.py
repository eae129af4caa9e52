"""Keeps the parts of a running office alive: starts them, watches them, starts a fallen one again, stops all."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from motcua.foundation.database.places import ROOT

# In the environment of every part of an office: how a later start knows what a killed one left running.
MARK = "MOTCUA_SUPERVISED"

# Seconds. A part that lived longer than this fell by chance, not by its start.
_SETTLED = 30
_LONGEST_WAIT = 30
_GRACE = 8
_LOG_LIMIT = 10 * 2**20


@dataclass
class Child:
    """One part of the office: a command that should always be running, and the file it writes to (None: the screen)."""

    name: str
    command: Sequence[str]
    log: Path | None
    surroundings: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    falls: int = 0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        self.born = time.monotonic()
        if self.log is None:
            self.process = spawn(self.command, self.surroundings)
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as out:
            self.process = spawn(self.command, self.surroundings, out)

    def watch(self, say: Callable[[str], None]) -> None:
        """Start the part again if it fell, later each time it falls at once."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        _kill_group(self.process.pid)
        self.falls = 0 if now - self.born > _SETTLED else self.falls + 1
        wait = 0.0 if self.falls == 0 else min(_LONGEST_WAIT, 0.5 * 2 ** (self.falls - 1))
        self.not_before, self.process = now + wait, None
        say(
            f"{self.name} dừng (mã {code}), bật lại sau {wait:.0f} s · stopped, starting again; see {self.log}"
        )

    def last_words(self, lines: int = 8) -> str:
        """The end of the log, for the person at the screen."""
        if self.log is None:
            return ""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


def spawn(
    command: Sequence[str], surroundings: dict[str, str], out: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own (Ctrl-C is for its supervisor), ending when the supervisor does."""
    return subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT if out else None,
        env=os.environ | surroundings,
        cwd=ROOT,
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )


def stop_all(children: Sequence[Child]) -> None:
    """Ask all parts at once, wait some seconds, then insist; leaves no grandchild behind."""
    running = [child.process for child in children if child.process]
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + _GRACE
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        _kill_group(process.pid)
        process.wait()


def sweep(mark: str) -> int:
    """End what a killed office left running and return how many; the caller holds the office's lock."""
    strays = [process for process in psutil.process_iter() if _belongs(process, mark)]
    for process in strays:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(strays, timeout=5)
    return len(strays)


def _belongs(process: psutil.Process, mark: str) -> bool:
    if process.pid == os.getpid():
        return False
    try:
        return bool(process.environ().get(MARK) == mark)
    except (psutil.Error, OSError):
        return False


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _end_with_parent() -> None:
    """Linux ends the part by itself when its supervisor is killed; elsewhere `sweep` does at the next start."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
