"""What a person typed or pasted, made clean Vietnamese text or refused with a sentence."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["TextRefused", "nfc"]

_MODIFIERS = "\u0302\u0306\u031b"  # circumflex, breve, horn: part of the letter
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKS = re.compile(r"[\u0300-\u036f]+")
_MOST_MARKS = 3  # two are enough for Vietnamese; more is decoration or damage
_ETH = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
# Word pastes its list bullets as private-use characters of the Symbol and Wingdings fonts.
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "•"})
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


class TextRefused(ValueError):
    """What was typed cannot be taken; `str()` is the Vietnamese sentence for the person."""


def nfc(text: str, *, lines: bool = False) -> str:
    """Clean text in composed Unicode, on one line unless `lines`; raises TextRefused.

    Repairs Ð (Eth) to Đ, marks typed in the wrong order, zero-width and direction characters,
    runs of spaces. Refuses control characters, which come from damaged copies. Text in an old
    font encoding is not noticed here: ask `looks_legacy` first, on the text as pasted.
    """
    if text.isascii() and text.isprintable():  # most numbers, codes and keys
        return " ".join(text.split())
    text = text.translate(_ETH).translate(_BULLETS)
    text = re.sub(r"\r\n?|[\u000b\u000c\u0085\u2028\u2029]", "\n", text)
    if not text.isprintable():
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
        _refuse_unprintable(text)
    if _MARKS.search(text) or not unicodedata.is_normalized("NFC", text):
        text = _ordered_marks(text)
    if not lines:
        return " ".join(text.split())
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", text).strip("\n")


def _refuse_unprintable(text: str) -> None:
    for place, character in enumerate(text, start=1):
        if character in "\n\t":
            continue
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Co") or (ord(character) & 0xFFFE) == 0xFFFE:
            raise TextRefused(
                f"Ký tự thứ {place} không đọc được (mã U+{ord(character):04X}), "
                "thường do sao chép từ tệp hỏng. Hãy xóa rồi gõ lại chỗ đó."
            )


def _ordered_marks(text: str) -> str:
    """NFC, after putting the letter's own mark before its tone (é + ̂ is also meant as ế)."""
    return unicodedata.normalize("NFC", _MARKS.sub(_reorder, unicodedata.normalize("NFD", text)))


def _reorder(found: re.Match[str]) -> str:
    marks = found.group()
    if len(marks) > _MOST_MARKS:
        raise TextRefused("Có chữ mang quá nhiều dấu chồng lên nhau. Hãy gõ lại chữ đó.")
    if len(marks) == 1:
        return marks
    letter_marks = [m for m in marks if m in _MODIFIERS]
    return "".join(dict.fromkeys(letter_marks + [m for m in marks if m not in _MODIFIERS]))
