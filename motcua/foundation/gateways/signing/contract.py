"""What a signing key does, wherever it lies."""

from dataclasses import dataclass
from typing import Protocol


class NoSeal(Exception):
    """This unit has no signing key here."""


class SealProblem(Exception):
    """The key could not be used now: the token is out, the PIN is wrong, the time stamp server is away. Try again."""


@dataclass(frozen=True)
class Mark:
    """What the visible mark on the first page says, and why the file is signed."""

    lines: tuple[str, ...]
    reason: str


class Sealer(Protocol):
    """A key of one unit."""

    def sign(self, pdf: bytes, mark: Mark) -> bytes:
        """The same PDF with one more signature (PAdES, SHA-256), nothing before it changed. Raises SealProblem."""
        ...
