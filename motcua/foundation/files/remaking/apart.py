"""The process apart: started with nothing of ours around it, and given up when it takes too long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from motcua.foundation.files.refusal import FileRefused

__all__ = ["Remade", "Sheet", "drawn", "remade"]

_SECONDS = 90  # by the clock on the wall; the process itself is held to fewer seconds of work
_WORK = 20  # seconds of work
_PACKAGE_HOME = Path(__file__).resolve().parents[4]
_TOO_MUCH = (
    "Tệp quá nặng, máy chủ không đọc hết được. Hãy chụp lại ở độ nét thường hoặc lưu lại thành PDF nhẹ hơn."
)


@dataclass(frozen=True)
class Remade:
    """What came out: a PDF, the picture of its first page, its pages, and whether the original is to be kept beside."""

    pdf: Path
    thumbnail: Path
    pages: int
    signed: bool = False


def remade(original: Path, kind: str, folder: Path, *, seconds: int = _WORK) -> Remade:
    """The file of kind `kind` made anew in `folder`, which must be empty, by `seconds` of work; raises FileRefused with a sentence."""
    said = _asked(folder, kind, str(original), str(seconds))
    return Remade(folder / "made.pdf", folder / "first.jpg", said["pages"], said["signed"])


@dataclass(frozen=True)
class Sheet:
    """One page of a PDF: its picture, and the share of it that is written on."""

    picture: Path
    written: float


def drawn(pdf: Path, folder: Path, *, seconds: int = 2 * _WORK) -> list[Sheet]:
    """Each page of a PDF that was made here, drawn in `folder`; raises FileRefused with a sentence."""
    said = _asked(folder, "sheets", str(pdf), str(seconds))
    return [Sheet(folder / f"page-{n}.jpg", share) for n, share in enumerate(said["written"], start=1)]


def _asked(folder: Path, *words: str) -> dict:
    """The answer of the process to what it was asked, or its refusal."""
    command = [sys.executable, "-P", "-m", "motcua.foundation.files.remaking", *words]
    around = {
        "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder),
        "PYTHONPATH": str(_PACKAGE_HOME),
    }  # fmt: skip
    process = subprocess.Popen(
        command, cwd=folder, env=around, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        answer, _none = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise FileRefused(_TOO_MUCH) from None
    finally:
        _end(process)
    try:
        said = json.loads(answer)
    except ValueError:  # killed at one of its limits
        raise FileRefused(_TOO_MUCH) from None
    if "refused" in said:
        raise FileRefused(said["refused"])
    return said


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing that the process started is left behind."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
