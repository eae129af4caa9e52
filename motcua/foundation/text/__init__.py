"""Vietnamese text: cleaning, search form, order, old encodings, numbers and days in words."""

from motcua.foundation.text.amounts import (
    amount_in_words,
    decimal_number,
    mask,
    money,
    number_in_words,
    percent,
    thousands,
)
from motcua.foundation.text.cleaning import TextRefused, nfc
from motcua.foundation.text.dates import (
    clock_time,
    friendly_due,
    long_date,
    long_moment,
    parse_date,
    short_date,
    short_moment,
    weekday_name,
)
from motcua.foundation.text.folding import fold, initials, unmarked
from motcua.foundation.text.legacy import LEGACY_LABELS, Decoded, Legacy, decode, from_legacy, looks_legacy
from motcua.foundation.text.sheets import SheetRefused, read_sheet
from motcua.foundation.text.sorting import NameParts, collate, given_name, name_parts, sort_key
from motcua.foundation.text.syllables import is_syllable

__all__ = [
    "LEGACY_LABELS",
    "Decoded",
    "Legacy",
    "NameParts",
    "SheetRefused",
    "TextRefused",
    "amount_in_words",
    "clock_time",
    "collate",
    "decimal_number",
    "decode",
    "fold",
    "friendly_due",
    "from_legacy",
    "given_name",
    "initials",
    "is_syllable",
    "long_date",
    "long_moment",
    "looks_legacy",
    "mask",
    "money",
    "name_parts",
    "nfc",
    "number_in_words",
    "parse_date",
    "percent",
    "read_sheet",
    "short_date",
    "short_moment",
    "sort_key",
    "thousands",
    "unmarked",
    "weekday_name",
]
