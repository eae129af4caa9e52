"""The project's own files, as the house tests read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Written by others or by a machine; what they hold is not ours to word or to cut.
NOT_OURS = (
    "LICENSE",
    "LICENSES/",
    "requirements/dev.lock",
    "requirements/run.lock",
    "assets/package-lock.json",
)


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, kept or about to be, without what .gitignore leaves out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    return tuple(sorted(ROOT / name for name in set(listed) if name and (ROOT / name).is_file()))


@cache
def text_of(path: Path) -> str | None:
    """The text of a file, None for what is not text or has gone meanwhile."""
    try:
        held = path.read_bytes()
    except FileNotFoundError:
        return None
    return None if b"\0" in held else held.decode("utf-8")


def texts() -> dict[str, str]:
    """Every text file by its path from the root."""
    return {named(path): text for path in files() if (text := text_of(path)) is not None}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def ending(*suffixes: str) -> list[Path]:
    return [path for path in files() if path.name.endswith(suffixes)]
