"""What may be done to a case, by its life: intake, processing, deciding, apologising, returning; its money and parcels; and its past, by a file."""

from . import (
    answering,
    apologising,
    deciding,
    history,
    intake,
    letters,
    linked,
    money,
    parcels,
    processing,
    reminding,
    returning,
    reusing,
)

__all__ = [
    "answering",
    "apologising",
    "deciding",
    "history",
    "intake",
    "letters",
    "linked",
    "money",
    "parcels",
    "processing",
    "reminding",
    "returning",
    "reusing",
]
