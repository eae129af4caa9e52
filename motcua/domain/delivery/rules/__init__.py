"""What is true of parcels: how they stand after what was told of them, their numbers, and what the post asks."""

from .fees import PostTerms, is_beyond, post_terms_on, provinces
from .numbers import NumberRefused, check_digit, read_number
from .states import (
    AT_OFFICE,
    NEXT_FOR_OFFICE,
    NEXT_FOR_PEOPLE,
    OPEN,
    OUT_OF_HOUSE,
    Direction,
    ParcelState,
    Payer,
    may_choose,
    may_fetch,
    standing,
)

__all__ = [
    "AT_OFFICE",
    "NEXT_FOR_OFFICE",
    "NEXT_FOR_PEOPLE",
    "OPEN",
    "OUT_OF_HOUSE",
    "Direction",
    "NumberRefused",
    "ParcelState",
    "Payer",
    "PostTerms",
    "check_digit",
    "is_beyond",
    "may_choose",
    "may_fetch",
    "post_terms_on",
    "provinces",
    "read_number",
    "standing",
]
