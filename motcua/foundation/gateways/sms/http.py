"""Texts by an HTTP gateway: signed JSON, a reference that the gateway never takes twice, receipts called back.

POST <url>   {"reference": "…", "to": "84912345678", "sender": "…", "text": "…"}
202 {"id": "…"}        taken            409 {"id": "…"}   taken before, under this reference
400, 422 {"fault": …}  never            429, 5xx, others  not now
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ..asking import post
from ..outcome import Never, NotNow
from ..signature import HEADER, signature
from .contract import Receipt, Text

FAULTS = frozenset({"unknown_address", "blocked", "refused"})


@dataclass(frozen=True)
class HttpSms:
    """A gateway at one address, with the secret shared with it and the name under which texts appear."""

    url: str
    secret: str
    sender: str

    def send(self, text: Text) -> str:
        """Hand over one text; the gateway's number for it. Raises NotNow or Never."""
        said = {"reference": str(text.reference), "to": text.to, "sender": self.sender, "text": text.words}
        body = json.dumps(said, ensure_ascii=False).encode()
        signed = signature(self.secret, body, at=datetime.now(UTC))
        answer = post(self.url, body, {"Content-Type": "application/json", HEADER: signed})
        if answer.status in (200, 201, 202, 409):
            return str(answer.said.get("id", ""))
        if answer.status in (400, 422):
            fault = str(answer.said.get("fault", ""))
            raise Never(fault if fault in FAULTS else "refused")
        if answer.status in (401, 403):
            raise NotNow("sign_in", away=True)
        raise NotNow("busy", away=answer.status >= 500)

    def receipts(self) -> Iterator[Receipt]:
        """None: the gateway calls /api/v1/tin-nhan/sms."""
        return iter(())
