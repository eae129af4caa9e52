"""THE ROOM: the case, its events, its steps and the records around it."""

from .case import READERS, WHOLE, Case, calendar_of, furnish
from .event import CLOCK, CaseEvent, apology_draft, supplement_proposed
from .reading import Reading, Through
from .work import (
    CaseFile,
    CodeCounter,
    Opinion,
    Result,
    Step,
    Supplement,
    next_sequence,
)

__all__ = [
    "CLOCK",
    "READERS",
    "WHOLE",
    "Case",
    "CaseEvent",
    "CaseFile",
    "CodeCounter",
    "Opinion",
    "Reading",
    "Result",
    "Step",
    "Supplement",
    "Through",
    "apology_draft",
    "calendar_of",
    "furnish",
    "next_sequence",
    "supplement_proposed",
]
