"""Debian's ClamAV daemon on a socket of its own, knowing one signature that is written here: EICAR's."""

import hashlib
import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType

from motcua.foundation.files import scanner_answers
from tests.strange_files import EICAR

WITHIN = 60  # seconds; nothing here is timed


def clamd_program() -> str | None:
    """Where the daemon is; installed as the browser is, where we may."""
    found = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "clamav-daemon"]
    around = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (install, ["apt-get", "update", "-q"], install):
        if subprocess.run(command, env=around, capture_output=True).returncode == 0 and command is install:
            break
    return shutil.which("clamd", path="/usr/sbin:/usr/bin")


class Clamd:
    """The daemon while a `with` lasts; `socket` is where it listens."""

    def __init__(self, program: str, home: Path) -> None:
        self.program, self.socket, self.settings = program, home / "clamd.ctl", home / "clamd.conf"
        (home / "signatures").mkdir(parents=True, exist_ok=True)
        mark = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Thu-nghiem"
        (home / "signatures" / "own.hdb").write_text(f"{mark}\n")
        (home / "signatures" / "own.ndb").write_text(f"Thu-nghiem-trong-tep:0:*:{EICAR.hex()}\n")
        user = "User root\n" if os.geteuid() == 0 else ""
        self.settings.write_text(
            f"LocalSocket {self.socket}\nDatabaseDirectory {home / 'signatures'}\nForeground yes\n{user}"
            f"StreamMaxLength 30M\nLogFile {home / 'clamd.log'}\n"
        )

    def __enter__(self) -> "Clamd":
        self.process = subprocess.Popen(
            [self.program, f"--config-file={self.settings}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        last = time.monotonic() + WITHIN
        while not scanner_answers(str(self.socket)):
            assert self.process.poll() is None and time.monotonic() < last, "clamd did not start"
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(WITHIN)
