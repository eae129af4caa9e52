"""Vietnamese text from before Unicode: noticed by impossible letters, converted by table.

Old files reach us in two ways: as bytes (a CSV from an old program) or as text pasted from a
document set in a .VnTime or VNI-Times font, where each byte shows as a Western letter. Both are
read through the Western (Windows-1252) view, so one table per encoding serves both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Literal, NamedTuple

from motcua.foundation.text.cleaning import TextRefused
from motcua.foundation.text.syllables import is_syllable

__all__ = ["LEGACY_LABELS", "Decoded", "Legacy", "decode", "from_legacy", "looks_legacy"]

Legacy = Literal["tcvn3", "vni", "viscii", "cp1258"]

LEGACY_LABELS: dict[Legacy, str] = {
    "tcvn3": "TCVN3 (phông .VnTime)",
    "vni": "VNI-Windows (phông VNI-Times)",
    "viscii": "VISCII",
    "cp1258": "Windows-1258",
}
_SURE = 0.8  # share of the marked words that must become syllables
_BETWEEN = re.compile(r"[^A-Za-z\x80-\U0010ffff]+")  # ASCII only: above it every sign may be a letter
_QUOTES = "“”‘’…–"


class Decoded(NamedTuple):
    """Text read from bytes, and the encoding it was found to be in."""

    text: str
    encoding: str


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _table(first: int, letters: str, low: dict[int, str] | None = None) -> dict[int, str]:
    """Western letter → Vietnamese letter, for bytes from `first` up ('·' marks an unused byte)."""
    table = {ord(_western(first + i)): c for i, c in enumerate(letters.replace(" ", "")) if c != "·"}
    return table | (low or {})


# TCVN 5712:1993, bytes A1-FF; the .VnTimeH fonts show the small letters as capitals, so the case
# of such text cannot be known from it.
_TCVN3 = _table(
    0xA1,
    "ĂÂÊÔƠƯĐăâêôơưđẰ ·····àảãáạẲằẳẵắẴ ẮẦẨẪẤỀặầẩẫấậèỂẻẽ éẹềểễếệìỉỄẾỒĩíịò Ổỏõóọồổỗốộờởỡớợù ỖủũúụừửữứựỳỷỹýỵỐ",
)
# RFC 1456.
_VISCII = _table(
    0x80,
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ Õắằặấầẩậẽẹếềểễệố ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ ĐứÒÓÔạỷừửÙÚỹỵÝỡư àáâãảăữẫèéêẻìíĩỉ đựòóôõỏọụùúũủýợỮ",
    {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"},
)
# Windows-1258 writes the tone as a byte of its own after the vowel.
_CP1258 = {
    ord(_western(byte)): bytes([byte]).decode("cp1258")
    for byte in (0xC3, 0xCC, 0xD0, 0xD2, 0xD5, 0xDD, 0xDE, 0xE3, 0xEC, 0xF0, 0xF2, 0xF5, 0xFD, 0xFE)
}
# VNI-Windows writes a mark byte after the vowel; đ ơ ư and the i and ỵ with marks are single.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_MARKS = _VNI_TONES | {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_SINGLES = str.maketrans("ñôöíìæóòîÑÔÖÍÌÆÓÒÎ", "đơưíìỉĩịỵĐƠƯÍÌỈĨỊỴ")
_VNI_PAIR = re.compile("([aeoyu])([ùøûõïâáàåãäêéèúüë])|([ôö])([ùøûõï])", re.IGNORECASE)


def looks_legacy(text: str) -> Legacy | None:
    """The old encoding a pasted text is in, or None; judge the text as pasted, before `nfc`."""
    if text.isascii() or _is_unicode_vietnamese(text):
        return None
    words = [w for w in (w.strip(_QUOTES) for w in _BETWEEN.split(text)) if not w.isascii()]
    if not words:
        return None
    fits = {name: _fit(words, convert) for name, convert in _CONVERTERS.items()}
    # VISCII was rare beside the others, and changes few letters: it must win by more than a word.
    best = max(fits, key=lambda name: (fits[name][0], fits[name][1] - (name == "viscii")))
    as_it_is = sum(map(is_syllable, words)) / len(words)
    return best if fits[best][0] >= _SURE and fits[best][0] > as_it_is else None


def from_legacy(text: str, encoding: Legacy) -> str:
    """Unicode text from text that shows the bytes of `encoding` as Western letters."""
    return unicodedata.normalize("NFC", _CONVERTERS[encoding](text))


def decode(raw: bytes) -> Decoded:
    """Text of a file in Unicode or any old encoding; raises TextRefused if it is not text."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Decoded(raw.decode("utf-16", errors="replace"), "utf-16")
    if b"\0" in raw:
        raise TextRefused("Tệp này không phải là tệp chữ. Hãy lưu lại ở dạng CSV UTF-8 rồi chọn lại.")
    try:
        return Decoded(raw.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        text = "".join(map(_western, raw))
    encoding = looks_legacy(text)
    return Decoded(from_legacy(text, encoding), encoding) if encoding else Decoded(text, "cp1252")


def _is_unicode_vietnamese(text: str) -> bool:
    return any("\u1ea0" <= c <= "\u1ef9" or c in "ăĂđĐơƠưƯĩĨũŨ" or unicodedata.combining(c) for c in text)


def _fit(words: list[str], convert: Callable[[str], str]) -> tuple[float, int]:
    """(share of words that come out as syllables, minus those that were good before and change)."""
    good = spoiled = 0
    for word in words:
        changed = unicodedata.normalize("NFC", convert(word))
        good += is_syllable(changed)
        spoiled += changed != word and is_syllable(word)
    return good / len(words), -spoiled


def _from_vni(text: str) -> str:
    return "".join(_vni_word(part) for part in re.split(r"(\s+)", text))


def _vni_word(word: str) -> str:
    pairs: list[str] = []

    def keep(found: re.Match[str]) -> str:
        vowel, mark = (found.group(1), found.group(2)) if found.group(1) else found.group(3, 4)
        pairs.append(vowel.translate(_VNI_SINGLES) + _VNI_MARKS[mark.lower()])
        return f"\ue000{chr(0xE100 + len(pairs) - 1)}"

    word = _VNI_PAIR.sub(keep, word).translate(_VNI_SINGLES)
    return re.sub("\ue000(.)", lambda found: pairs[ord(found.group(1)) - 0xE100], word)


_CONVERTERS: dict[Legacy, Callable[[str], str]] = {
    "tcvn3": lambda text: text.translate(_TCVN3),
    "vni": _from_vni,
    "viscii": lambda text: text.translate(_VISCII),
    "cp1258": lambda text: text.translate(_CP1258),
}
