"""THE ROOM: the case, its events, its steps and the records around it."""

from .case import READERS, Case, calendar_of
from .event import CLOCK, CaseEvent
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
    "Case",
    "CaseEvent",
    "CaseFile",
    "CodeCounter",
    "Opinion",
    "Result",
    "Step",
    "Supplement",
    "calendar_of",
    "next_sequence",
]
