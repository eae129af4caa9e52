"""A bank that is not one: it speaks the call-back over real HTTP, for the demonstration and for tests."""

import http.client
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from .callback import HEADER, body_of, signature
from .contract import Credit


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office answered to a call-back."""

    status: int
    said: dict[str, Any]


def tell(credit: Credit, *, address: str, secret: str, at: datetime | None = None) -> Answer:
    """Post a call-back to an office at `address`, signed now or `at` a moment; raises OSError where nobody answers."""
    body = body_of(credit)
    where = urlsplit(address)
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    line = kind(where.hostname or "", where.port, timeout=30)
    headers = {
        "Content-Type": "application/json",
        HEADER: signature(secret, bank=credit.bank, body=body, at=at or datetime.now(UTC)),
    }
    try:
        line.request("POST", f"{where.path.rstrip('/')}/api/v1/ngan-hang/{credit.bank}", body, headers)
        response = line.getresponse()
        return Answer(response.status, json.loads(response.read() or b"{}"))
    finally:
        line.close()
