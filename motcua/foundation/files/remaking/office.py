"""A text or a sheet turned to PDF by LibreOffice, where the machine has it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from motcua.foundation.files.refusal import FileRefused

__all__ = ["as_pdf", "can_turn"]

_SECONDS = 60
_CANNOT = "Máy chủ này không mở được tệp {kind}. Hãy lưu lại thành PDF, hoặc chụp ảnh bản giấy, rồi chọn lại."
_FAILED = "Không đọc được tệp {kind} này. Hãy lưu lại thành PDF, hoặc chụp ảnh bản giấy, rồi chọn lại."
_KINDS = {"docx": "Word", "xlsx": "Excel"}


def can_turn() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def as_pdf(original: Path, kind: str, folder: Path) -> Path:
    """The file as PDF, with a profile of its own that is thrown away; macros were refused before."""
    program = shutil.which("soffice")
    if program is None:
        raise FileRefused(_CANNOT.format(kind=_KINDS[kind]))
    here = folder.resolve()
    copy = here / f"given.{kind}"
    shutil.copyfile(original, copy)
    command = [
        program, "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation=file://{here}/profile", "--convert-to", "pdf", "--outdir", str(here), str(copy),
    ]  # fmt: skip
    try:
        subprocess.run(
            command, check=True, timeout=_SECONDS, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise FileRefused(_FAILED.format(kind=_KINDS[kind])) from None
    made = here / "given.pdf"
    if not made.is_file():
        raise FileRefused(_FAILED.format(kind=_KINDS[kind]))
    return made
