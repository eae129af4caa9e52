"""The payment key: a short word in the purpose of a transfer that says which charge it is for.

`MC`, eight letters or digits that are not taken for one another, and one that checks them: a mistyped key is not
another charge's. Banks put words before and after it, cut out spaces and change capitals, so it is looked for.
"""

import re
from collections.abc import Callable

SIGN = "MC"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXY"  # no 0 O, 1 I, Z 2; 31 of them, a prime, as the check wants
_LENGTH = 8
_SHAPE = re.compile(rf"(?={SIGN}([{LETTERS}]{{{_LENGTH + 1}}}))")


def payment_key(choose: Callable[[str], str]) -> str:
    """A new key; `choose` picks one letter of those given (secrets.choice)."""
    body = "".join(choose(LETTERS) for _ in range(_LENGTH))
    return f"{SIGN}{body}{check_letter(body)}"


def check_letter(body: str) -> str:
    """The letter that makes the weighted sum of the places a multiple of 31: one wrong or two swapped are noticed."""
    total = sum(place * LETTERS.index(letter) for place, letter in enumerate(body, start=2))
    return LETTERS[-total % len(LETTERS)]


def keys_in(purpose: str) -> list[str]:
    """Every payment key that stands in a transfer's purpose, in order, each once."""
    plain = re.sub(r"[^A-Z0-9]", "", purpose.upper())
    found = [hit.group(1) for hit in _SHAPE.finditer(plain)]
    return list(dict.fromkeys(f"{SIGN}{each}" for each in found if check_letter(each[:-1]) == each[-1]))
