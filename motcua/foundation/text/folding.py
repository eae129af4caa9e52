"""Text as people search for it: without marks, case or the choices of spelling."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "initials", "unmarked"]

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
# A dot, dash or slash after a digit holds a code together (1.001193, H55.242-261120-0012, 12/QĐ).
_PUNCTUATION = re.compile(r"(?!(?<=[0-9])[./-](?=[0-9a-z]))[^\w\s]|_")
# Mỹ and Mĩ, Lý and Lí, Quý and Quí are one word; after a vowel (tay, tai) y is another word.
_FINAL_Y = re.compile(r"\b(qu|[bcdghklmnprstvx]{0,3})y\b")


def unmarked(text: str) -> str:
    """The same text without Vietnamese marks, case kept (for ASCII-only channels)."""
    text = text.replace("đ", "d").replace("Đ", "D")
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def fold(text: str) -> str:
    """A search form: lower case, no marks, hoà = hòa, Mỹ = Mĩ, punctuation only inside codes."""
    text = unicodedata.normalize("NFKC", text).translate({0xD0: "đ", 0xF0: "đ"}).lower()
    text = _APOSTROPHES.sub("", unmarked(text))
    text = _PUNCTUATION.sub(" ", text)
    return " ".join(_FINAL_Y.sub(r"\1i", text).split())


def initials(text: str) -> str:
    """First letters of the words, as officers abbreviate: Đăng ký khai sinh → dkks."""
    return "".join(word[0] for word in fold(text).split() if word[0].isalpha())
