"""Vietnamese order, as keys of bytes to keep beside a row and compare plainly."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from vn_collate import collate_key

__all__ = ["NameParts", "collate", "given_name", "name_parts", "sort_key"]

_WORDS = re.compile(r"[^\W_][^\W_\u0300-\u036f]*[\u0300-\u036f]*(?:[^\W_]|[\u0300-\u036f])*")
_NUMBER = re.compile(r"\d{1,8}")


class NameParts(NamedTuple):
    """A full name cut by position: họ, đệm, tên; a single word is the given name."""

    family: str
    middle: str
    given: str


def name_parts(full_name: str) -> NameParts:
    """Family, middle and given name by their place; nothing is guessed for other customs."""
    words = full_name.split()
    if not words:
        return NameParts("", "", "")
    family = words[0] if len(words) > 1 else ""
    return NameParts(family, " ".join(words[1:-1]), words[-1])


def given_name(full_name: str) -> str:
    """The name by which a person is addressed (tên)."""
    return name_parts(full_name).given


@lru_cache(maxsize=4096)  # lists of the same offices, fields and colleagues are sorted again and again
def sort_key(full_name: str) -> bytes:
    """Order of lists of people: by given, then family, then middle name; case is not looked at."""
    parts = name_parts(full_name)
    return b"\0\0".join(_levels(p)[0] for p in (parts.given, parts.family, parts.middle))


@lru_cache(maxsize=4096)
def collate(text: str) -> bytes:
    """Order of ordinary text: letters, then tones, then case; Phường 2 before Phường 10."""
    key, case = _levels(text)
    return key + b"\0\0" + case


def _levels(text: str) -> tuple[bytes, bytes]:
    """(letters 00 00 tones, case) word by word, so that a space comes before any letter."""
    text = unicodedata.normalize("NFC", text.replace("'", "").replace("’", ""))
    text = _NUMBER.sub(lambda found: found.group().lstrip("0").zfill(8), text)
    letters, tones, cases = [], [], []
    for word in _WORDS.findall(text):
        key = bytes.fromhex(collate_key(word))
        size = len(key) // 3 - 1  # letters 00 tones 00 cases 00, each level of the same length
        letters.append(key[:size])
        tones.append(key[size + 1 : 2 * size + 1])
        cases.append(key[2 * size + 2 : 3 * size + 2])
    return b"\0".join(letters) + b"\0\0" + b"\0".join(tones), b"\0".join(cases)
