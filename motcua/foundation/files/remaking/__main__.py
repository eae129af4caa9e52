"""The inside of the process apart: takes its limits upon itself before it opens anything, answers with one line."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from motcua.foundation.files.refusal import FileRefused

SHEETS = "sheets"  # not a kind of file: each page of a PDF made here is drawn
_MB = 1024 * 1024
_BROKEN = "Tệp bị hỏng, không mở được. Hãy thử mở tệp trên máy rồi chọn lại, hoặc chụp lại."
# What is written is at most this, a core is never, and only so many files are open at a time.
_LIMITS = {
    resource.RLIMIT_FSIZE: 200 * _MB,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 256,
}
_MEMORY = 1536 * _MB
_MEMORY_OF_OFFICE = 6 * 1024 * _MB  # addresses it reserves, far more than it fills


def main(words: Sequence[str]) -> None:
    """Do what was asked in the folder one stands in."""
    kind, original, seconds = words
    office = kind in ("docx", "xlsx")
    memory = _MEMORY_OF_OFFICE if office else _MEMORY
    for limit, value in {**_LIMITS, resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: int(seconds)}.items():
        resource.setrlimit(limit, (value, value))
    try:
        said = _done(kind, Path(original))
    except FileRefused as refused:
        said = {"refused": str(refused)}
    except Exception:  # the parsers of other people's files raise whatever they like
        said = {"refused": _BROKEN}
    print(json.dumps(said))  # noqa: T201


def _done(kind: str, original: Path) -> dict:
    from motcua.foundation.files.remaking import office, pdfs, photos, sheets

    folder = Path()
    if kind == SHEETS:
        return sheets.draw(original, folder)
    if kind == "pdf":
        return pdfs.remake(original, folder)
    if kind in ("docx", "xlsx"):
        return pdfs.remake(office.as_pdf(original, kind, folder), folder)
    return photos.remake(original, kind, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
