"""How many messages a text costs: GSM 03.38 counts 160 or 153 to a part, UCS-2 70 or 67 (3GPP TS 23.038, 23.040)."""

import unicodedata
from dataclasses import dataclass

# In the order of their codes; the escape at 0x1B leads to the second table, whose letters count twice.
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_MORE = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
ESCAPE = 0x1B
ONE, OF_MANY = {True: 160, False: 70}, {True: 153, False: 67}
PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
    }
)


@dataclass(frozen=True)
class Segments:
    """A text as the network carries it: in GSM's own letters or in UCS-2, whole or in parts."""

    gsm: bool
    units: int
    parts: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.parts)


def without_accents(text: str) -> str:
    """Đã tiếp nhận → Da tiep nhan: what old telephones show, in half as many messages."""
    apart = unicodedata.normalize("NFD", text.translate(PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def segments(text: str) -> Segments:
    """The parts in which a text is sent; no letter is cut in two."""
    gsm = all((letter in GSM and letter != "\x1b") or letter in GSM_MORE for letter in text)
    sizes = [_size(letter, gsm=gsm) for letter in text]
    units = sum(sizes)
    if units <= ONE[gsm]:
        return Segments(gsm, units, (text,))
    parts, part, room = [], "", OF_MANY[gsm]
    for letter, size in zip(text, sizes, strict=True):
        if size > room:
            parts.append(part)
            part, room = "", OF_MANY[gsm]
        part, room = part + letter, room - size
    return Segments(gsm, units, (*parts, part))


def encoded(part: str, *, gsm: bool) -> bytes:
    """A part in the octets of SMPP: a GSM letter in one octet, unpacked, or UTF-16 big-endian."""
    if not gsm:
        return part.encode("utf-16-be")
    found = bytearray()
    for letter in part:
        found += bytes([GSM.index(letter)]) if letter in GSM else bytes([ESCAPE, GSM_MORE[letter]])
    return bytes(found)


def decoded(octets: bytes, *, gsm: bool) -> str:
    """The other way round."""
    if not gsm:
        return octets.decode("utf-16-be")
    more = {code: letter for letter, code in GSM_MORE.items()}
    found, codes = "", iter(octets)
    for code in codes:
        found += more[next(codes)] if code == ESCAPE else GSM[code]
    return found


def _size(letter: str, *, gsm: bool) -> int:
    if gsm:
        return 2 if letter in GSM_MORE else 1
    return len(letter.encode("utf-16-be")) // 2
