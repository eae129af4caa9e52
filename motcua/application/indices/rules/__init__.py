"""What an index is and how its points follow from counts. Pure: no Django, no clock."""

from .definition import Band, Group, Index, IndexRefused, Indicator, index_on, indices_of, read_index
from .scoring import Counts, GroupScore, Line, Score, changes, points_words, ranked, score
from .sheet import CountRow, read_counts

__all__ = [
    "Band",
    "CountRow",
    "Counts",
    "Group",
    "GroupScore",
    "Index",
    "IndexRefused",
    "Indicator",
    "Line",
    "Score",
    "changes",
    "index_on",
    "indices_of",
    "points_words",
    "ranked",
    "read_counts",
    "read_index",
    "score",
]
