"""The second step of signing in: codes of an authenticator app (RFC 6238) and codes for a lost telephone.

The secret is not kept: it is reckoned from a key of the installation, the account and a random seed, so that
whoever reads the database has nothing to reckon codes with.
"""

import base64
import hashlib
import hmac
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

__all__ = [
    "APP_DIGITS",
    "app_address",
    "app_code",
    "app_secret",
    "matching_step",
    "recovery_mark",
    "spoken_secret",
    "step_at",
    "typed_code",
]

APP_DIGITS, STEP_SECONDS = 6, 30
DRIFT = 1  # steps before and after: clocks of telephones differ, people type slowly (RFC 6238 §5.2)


def app_secret(key: str, account: int, seed: bytes) -> bytes:
    """The 160 bits that app and office share (RFC 4226 §4 R6)."""
    said = b"second step\0" + struct.pack(">q", account) + seed
    return hmac.digest(key.encode(), said, hashlib.sha256)[:20]


def spoken_secret(secret: bytes) -> str:
    """The secret as it is typed into an app: Base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def app_address(secret: bytes, *, login: str, office: str) -> str:
    """What the QR code says: the address under which apps take a secret."""
    asked = {"secret": base64.b32encode(secret).decode(), "issuer": office}
    return f"otpauth://totp/{quote(f'{office}:{login}')}?{urlencode(asked, quote_via=quote)}"


def step_at(moment: datetime) -> int:
    """The number of the half minute (RFC 6238 §4.2)."""
    return int(moment.timestamp()) // STEP_SECONDS


def app_code(secret: bytes, step: int, digits: int = APP_DIGITS) -> str:
    """The code of a step (RFC 4226 §5.3)."""
    mac = hmac.digest(secret, struct.pack(">Q", step), hashlib.sha1)
    place = mac[-1] & 0xF
    number = struct.unpack(">I", mac[place : place + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def matching_step(secret: bytes, typed: str, *, at: datetime, after: int) -> int | None:
    """The step whose code was typed, of those around `at` and later than the last one used; else None."""
    now = step_at(at)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(app_code(secret, step).encode(), typed.encode()) and step > after:
            found = step
    return found


def typed_code(text: str) -> str:
    """A code as it was meant: without spaces and dashes, in small letters."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


def recovery_mark(key: str, account: int, code: str) -> str:
    """What is kept of a recovery code: it cannot be guessed from it without the key of the installation."""
    said = f"recovery\0{account}\0{typed_code(code)}"
    return hmac.digest(key.encode(), said.encode(), hashlib.sha256).hex()
