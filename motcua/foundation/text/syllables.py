"""Which letters can stand together in a Vietnamese syllable: the test of whether text is text."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["is_syllable"]

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_RISING_OR_HEAVY = ("\u0301", "\u0323")

_RHYMES = frozenset(
    [
        "a",
        "ac",
        "ach",
        "ai",
        "am",
        "an",
        "ang",
        "anh",
        "ao",
        "ap",
        "at",
        "au",
        "ay",
        "ăc",
        "ăm",
        "ăn",
        "ăng",
        "ăp",
        "ăt",
        "âc",
        "âm",
        "ân",
        "âng",
        "âp",
        "ât",
        "âu",
        "ây",
        "e",
        "ec",
        "em",
        "en",
        "eng",
        "eo",
        "ep",
        "et",
        "ê",
        "êch",
        "êm",
        "ên",
        "ênh",
        "êp",
        "êt",
        "êu",
        "i",
        "ia",
        "ich",
        "iêc",
        "iêm",
        "iên",
        "iêng",
        "iêp",
        "iêt",
        "iêu",
        "im",
        "in",
        "inh",
        "ip",
        "it",
        "iu",
        "o",
        "oa",
        "oac",
        "oach",
        "oai",
        "oam",
        "oan",
        "oang",
        "oanh",
        "oao",
        "oap",
        "oat",
        "oay",
        "oăc",
        "oăm",
        "oăn",
        "oăng",
        "oăt",
        "oc",
        "oe",
        "oen",
        "oeo",
        "oet",
        "oi",
        "om",
        "on",
        "ong",
        "ooc",
        "oong",
        "op",
        "ot",
        "ô",
        "ôc",
        "ôi",
        "ôm",
        "ôn",
        "ông",
        "ôp",
        "ôt",
        "ơ",
        "ơi",
        "ơm",
        "ơn",
        "ơp",
        "ơt",
        "u",
        "ua",
        "uân",
        "uâng",
        "uât",
        "uây",
        "uc",
        "uê",
        "uêch",
        "uên",
        "uênh",
        "ui",
        "um",
        "un",
        "ung",
        "uôc",
        "uôi",
        "uôm",
        "uôn",
        "uông",
        "uôt",
        "uơ",
        "up",
        "ut",
        "uy",
        "uya",
        "uych",
        "uyên",
        "uyêt",
        "uynh",
        "uyt",
        "uyu",
        "ư",
        "ưa",
        "ưc",
        "ưi",
        "ưm",
        "ưng",
        "ươc",
        "ươi",
        "ươm",
        "ươn",
        "ương",
        "ươp",
        "ươt",
        "ươu",
        "ưt",
        "ưu",
        "y",
        "yêm",
        "yên",
        "yêng",
        "yêt",
        "yêu",
    ]
)
_AFTER_QU = frozenset(
    [
        "a",
        "ac",
        "ach",
        "ai",
        "am",
        "an",
        "ang",
        "anh",
        "ao",
        "at",
        "au",
        "ay",
        "ăc",
        "ăm",
        "ăn",
        "ăng",
        "ăp",
        "ăt",
        "ân",
        "âng",
        "ât",
        "âu",
        "ây",
        "e",
        "en",
        "eo",
        "et",
        "ê",
        "êch",
        "ên",
        "ênh",
        "êt",
        "i",
        "it",
        "in",
        "inh",
        "ôc",
        "ơ",
        "y",
        "ych",
        "yên",
        "yêt",
        "ynh",
        "yt",
    ]
)
_ONSETS = re.compile(r"(qu|ngh|ng|nh|gh|gi|kh|ch|ph|th|tr|[bcdđghklmnprstvx])?(.*)")


def is_syllable(word: str) -> bool:
    """Whether a word, in any case and either tone place, can be one Vietnamese syllable."""
    letters, tone, place = "", "", -1
    for mark in unicodedata.normalize("NFD", word.lower()):
        if mark not in _TONES:
            letters += mark
        elif tone:
            return False
        else:
            tone, place = mark, len(unicodedata.normalize("NFC", letters)) - 1
    letters = unicodedata.normalize("NFC", letters)
    found = _ONSETS.fullmatch(letters)
    if not found or not _fits(*found.groups("")):
        return False
    # A syllable closed by c, ch, p or t carries only sắc or nặng.
    if letters.endswith(("c", "ch", "p", "t")) and tone not in _RISING_OR_HEAVY:
        return False
    return not tone or place in _tone_places(letters, found.start(2))


def _fits(onset: str, rhyme: str) -> bool:
    if onset == "qu":
        return rhyme in _AFTER_QU
    if onset == "gi" and rhyme in ("", "n", "êng", "êt"):
        return True
    return rhyme in _RHYMES


def _tone_places(letters: str, rhyme_at: int) -> set[int]:
    """Where in the word its tone may stand; hòa and hoà are both right."""
    vowels = [i for i in range(rhyme_at, len(letters)) if letters[i] in "aăâeêioôơuưy"] or [rhyme_at - 1]
    marked = [i for i in vowels if letters[i] in "ăâêôơư"]
    if marked:
        return {marked[-1]}  # thuở, đường: ơ carries it; của has no such letter, cửa has ư
    first, cluster = vowels[0], letters[vowels[0] : vowels[-1] + 1]
    if len(vowels) == 1:
        return {first}
    if len(vowels) == 3 or vowels[-1] < len(letters) - 1:
        return {first + 1} if len(vowels) == 3 else {vowels[-1]}
    return {first, first + 1} if cluster in ("oa", "oe", "uy") else {first}
