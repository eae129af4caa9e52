"""Requests signed with a shared secret: HMAC-SHA256 over the second and what is signed, the body or more.

    t=1795660200,v1=<64 hex digits>
    v1 = HMAC-SHA256(secret, "<t>\\n" + signed)

A request is good for five minutes.
"""

import hashlib
import hmac
import re
from datetime import datetime
from enum import Enum

HEADER = "X-Signature"
WINDOW_SECONDS = 300
_SHAPE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


class Fault(Enum):
    """Why a signature is not taken."""

    SHAPE = "missing or malformed"
    CONTENT = "of something else, or by somebody else"
    LATE = "older or newer than five minutes"


def signature(secret: str, signed: bytes, *, at: datetime) -> str:
    """The value of the header for what is signed at a moment."""
    second = int(at.timestamp())
    return f"t={second},v1={_mac(secret, signed, second)}"


def fault_of(secret: str, signed: bytes, header: str, *, at: datetime) -> Fault | None:
    """What is wrong with a signature; None where it comes from who knows the secret, within five minutes of `at`.

    Without a secret nobody can sign.
    """
    found = _SHAPE.fullmatch(header.strip())
    if not secret or found is None:
        return Fault.SHAPE
    second = int(found.group(1))
    if not hmac.compare_digest(found.group(2), _mac(secret, signed, second)):
        return Fault.CONTENT
    return Fault.LATE if abs(at.timestamp() - second) > WINDOW_SECONDS else None


def _mac(secret: str, signed: bytes, second: int) -> str:
    return hmac.new(secret.encode(), f"{second}\n".encode() + signed, hashlib.sha256).hexdigest()
