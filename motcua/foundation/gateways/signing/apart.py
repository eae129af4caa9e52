"""Checking a file of a stranger in a process of its own, so that a hostile one takes nothing else with it."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from .checking import Checked, Stamp

SECONDS = 40
_HOME = Path(__file__).resolve().parents[4]


def checked_apart(pdf: bytes, roots: Path) -> list[Checked]:
    """As `check_signatures`; raises ValueError for what is no readable PDF, or too much to read."""
    command = [sys.executable, "-P", "-m", "motcua.foundation.gateways.signing", str(roots)]
    around = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "PYTHONPATH": str(_HOME)}
    try:
        done = subprocess.run(
            command, input=pdf, env=around, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as problem:
        raise ValueError("not a readable PDF") from problem
    return [
        Checked(**{**row, "at": _moment(row["at"]), "stamp": Stamp(row["stamp"])})
        for row in json.loads(done.stdout)
    ]


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
