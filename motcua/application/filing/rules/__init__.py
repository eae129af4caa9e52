"""Rules of filing: forms as data, their conditions and answers, communes by name."""

from .answers import Asked, asked, faults, kept, missing, subject_of, variant_of
from .form import Form, FormRefused, PaperRule, Question, Stop, Text, Topic
from .places import Commune, commune, matching
from .reading import read_form, shared_from
from .words import rows_of, said

__all__ = [
    "Asked",
    "Commune",
    "Form",
    "FormRefused",
    "PaperRule",
    "Question",
    "Stop",
    "Text",
    "Topic",
    "asked",
    "commune",
    "faults",
    "kept",
    "matching",
    "missing",
    "read_form",
    "rows_of",
    "said",
    "shared_from",
    "subject_of",
    "variant_of",
]
