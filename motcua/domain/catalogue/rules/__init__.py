"""What is true of procedures: their facts, read from text, compared, priced and found. Without Django.

The parts: `facts` the values, `reading` from procedure.toml, `imports` from JSON and CSV, `documents` to and
from JSON, `variants` what holds for one case, `charges` what it costs, `changes` what differs, `search`,
`phrases` and `words` what people read.
"""

from .changes import Change, describe, describe_diff, diff
from .charges import FeeLine, FeeTotal, fee_total
from .checks import working_hours
from .documents import digest, from_document, to_document
from .facts import (
    Allowed,
    CatalogueError,
    Component,
    Exemption,
    Fee,
    Linked,
    LinkedChild,
    Problem,
    ProcedureFacts,
    Result,
    Span,
    Step,
    Tier,
    Variant,
)
from .imports import ImportRow, read_import, read_rows
from .phrases import allowed_words, fee_words, fees_words, span_words
from .reading import read_procedure
from .roadmap import Level, Planned, RoadmapRefused, levels, read_roadmap, total_for, untied
from .search import SearchEntry, find, initials_of, rank, search_entry, search_text
from .variants import Effective, NoSuchVariant, effective, for_variant, papers_for, usual_variant

__all__ = [
    "Allowed",
    "CatalogueError",
    "Change",
    "Component",
    "Effective",
    "Exemption",
    "Fee",
    "FeeLine",
    "FeeTotal",
    "ImportRow",
    "Level",
    "Linked",
    "LinkedChild",
    "NoSuchVariant",
    "Planned",
    "Problem",
    "ProcedureFacts",
    "Result",
    "RoadmapRefused",
    "SearchEntry",
    "Span",
    "Step",
    "Tier",
    "Variant",
    "allowed_words",
    "describe",
    "describe_diff",
    "diff",
    "digest",
    "effective",
    "fee_total",
    "fee_words",
    "fees_words",
    "find",
    "for_variant",
    "from_document",
    "initials_of",
    "levels",
    "papers_for",
    "rank",
    "read_import",
    "read_procedure",
    "read_roadmap",
    "read_rows",
    "search_entry",
    "search_text",
    "span_words",
    "to_document",
    "total_for",
    "untied",
    "usual_variant",
    "working_hours",
]
