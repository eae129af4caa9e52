"""Signing PDF files: a key in a file or on a token, a mark one can see, and what a signature says when it is checked."""

from .apart import checked_apart
from .checking import Checked, Stamp, check_signatures
from .contract import Mark, NoSeal, Sealer, SealProblem
from .keys import seal_of

__all__ = [
    "Checked",
    "Mark",
    "NoSeal",
    "SealProblem",
    "Sealer",
    "Stamp",
    "check_signatures",
    "checked_apart",
    "seal_of",
]
