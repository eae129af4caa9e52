"""THE ROOM: the case, its events, its steps and the records around it."""

from .case import READERS, WHOLE, Case, calendar_of, furnish
from .consent import Consent
from .copied import Past, copy_in, first_untrue
from .event import APOLOGIES, CLOCK, CaseEvent, apology_draft, supplement_proposed
from .follower import Follower, How
from .load import UNNAMED, HistoryLoad
from .note import Note
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
    "APOLOGIES",
    "CLOCK",
    "READERS",
    "UNNAMED",
    "WHOLE",
    "Case",
    "CaseEvent",
    "CaseFile",
    "CodeCounter",
    "Consent",
    "Follower",
    "HistoryLoad",
    "How",
    "Note",
    "Opinion",
    "Past",
    "Reading",
    "Result",
    "Step",
    "Supplement",
    "Through",
    "apology_draft",
    "calendar_of",
    "copy_in",
    "first_untrue",
    "furnish",
    "next_sequence",
    "supplement_proposed",
]
