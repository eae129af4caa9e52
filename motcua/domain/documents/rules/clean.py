"""Makes stored words fit to be printed: clean composed text, and a box where the font has no picture."""

import unicodedata

from motcua.foundation.text import TextRefused, nfc

from .glyphs import printable

# Shown where the font has nothing to show for what was typed (an emoji, a Chinese letter).
MISSING = "□"

_LINE_ENDS = "\n\r\t\v\f\u0085"


def clean_text(typed: str, *, lines: bool) -> str:
    """Composed Vietnamese text, on one line unless `lines`, without controls; raises TextRefused on damaged letters."""
    composed = nfc("".join(filter(_is_seen, typed)), lines=lines)
    return "".join(
        letter if ord(letter) in printable() or letter == "\n" else _box(letter) for letter in composed
    )


def _is_seen(letter: str) -> bool:
    """Controls print nothing and would have the whole paper refused."""
    return letter in _LINE_ENDS or unicodedata.category(letter) not in ("Cc", "Cs")


def _box(letter: str) -> str:
    """Joiners and variation selectors only change how a neighbour looks: no box for them."""
    return "" if unicodedata.category(letter) in ("Mn", "Cf") else MISSING


__all__ = ["MISSING", "TextRefused", "clean_text"]
