"""Requests signed with a shared secret: HMAC-SHA256 over the second and the body as it was sent.

    X-Signature: t=1795660200,v1=<64 hex digits>
    v1 = HMAC-SHA256(secret, "<t>\\n" + body)

A request is good for five minutes.
"""

import hashlib
import hmac
import re
from datetime import datetime

HEADER = "X-Signature"
WINDOW_SECONDS = 300
_SHAPE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


def signature(secret: str, body: bytes, *, at: datetime) -> str:
    """The value of the header for a body sent at a moment."""
    second = int(at.timestamp())
    return f"t={second},v1={_mac(secret, body, second)}"


def is_signed(secret: str, body: bytes, header: str, *, at: datetime) -> bool:
    """Whether a body came from who knows the secret, within five minutes of `at`; never without a secret."""
    found = _SHAPE.fullmatch(header.strip())
    if not secret or found is None or abs(at.timestamp() - int(found.group(1))) > WINDOW_SECONDS:
        return False
    return hmac.compare_digest(found.group(2), _mac(secret, body, int(found.group(1))))


def _mac(secret: str, body: bytes, second: int) -> str:
    return hmac.new(secret.encode(), f"{second}\n".encode() + body, hashlib.sha256).hexdigest()
