"""A carrier over HTTP: signed JSON both ways, as `foundation/gateways/signature.py` signs it.

POST <url>/orders          {"order", "sender", "receiver", "payer", "fee", "grams", "fetch"}
    201 {"waybill"}   taken              409 {"waybill"}   taken before, under this order
    400, 422 {"fault"}   never           others            not now
POST <url>/orders/cancel   {"order", "waybill"}      200, 404, 409   done, not known, too late
POST <url>/orders/track    {"waybill"}               200 {"events": […]}
and from the carrier to us, one event at a time: POST /api/v1/buu-chinh
    {"event", "waybill", "kind", "at", "place", "reason", "receiver", "relation"}
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from ..asking import Answer, object_of, post
from ..outcome import Never, NotNow
from ..signature import HEADER, fault_of, signature
from .contract import CarrierRefused, Order, SignatureRefused, Word, checked

FAULTS = frozenset({"address", "area", "closed", "refused"})
FIELDS = ("event", "waybill", "kind", "at")
WORDS = ("place", "reason", "receiver", "relation")
MOST_BYTES = 16_384


@dataclass(frozen=True)
class HttpCarrier:
    """A carrier at one address, with the secret shared with it."""

    url: str
    secret: str

    def create(self, order: Order) -> str:
        """Order a parcel; the carrier's number of it. Raises NotNow or Never."""
        said = {"order": order.number, **{k: v for k, v in asdict(order).items() if k != "number"}}
        answer = self._ask("/orders", said)
        if answer.status in (200, 201, 409) and (waybill := str(answer.said.get("waybill", ""))):
            return waybill
        if answer.status in (400, 422):
            fault = str(answer.said.get("fault", ""))
            raise Never(fault if fault in FAULTS else "refused")
        raise NotNow("sign_in" if answer.status in (401, 403) else "busy", away=answer.status >= 500)

    def cancel(self, number: str, waybill: str) -> None:
        """Take an order back. Raises NotNow."""
        answer = self._ask("/orders/cancel", {"order": number, "waybill": waybill})
        if answer.status not in (200, 204, 404, 409):
            raise NotNow("busy", away=answer.status >= 500)

    def track(self, waybill: str) -> list[Word]:
        """All that is known of a parcel. Raises NotNow or CarrierRefused."""
        answer = self._ask("/orders/track", {"waybill": waybill})
        if answer.status != 200:
            raise NotNow("busy", away=answer.status >= 500)
        told = answer.said.get("events")
        return (
            [word_of({**each, "waybill": waybill}) for each in told if isinstance(each, dict)]
            if isinstance(told, list)
            else []
        )

    def _ask(self, path: str, said: dict[str, Any]) -> Answer:
        body = json.dumps(said, ensure_ascii=False).encode()
        signed = signature(self.secret, body, at=datetime.now(UTC))
        return post(self.url.rstrip("/") + path, body, {"Content-Type": "application/json", HEADER: signed})


def read(body: bytes, header: str, *, secret: str, at: datetime) -> Word:
    """The word of a signed call-back. Raises SignatureRefused before anything in the body is looked at."""
    if fault_of(secret, body, header, at=at):
        raise SignatureRefused(
            f"Thiếu đầu mục {HEADER}, chữ ký không khớp, hoặc quá 5 phút; xin ký lại và gửi lại."
        )
    return word_of(object_of(body))


def body_of(word: Word) -> bytes:
    """The body a carrier sends for a word."""
    return json.dumps({**asdict(word), "at": word.at.isoformat()}, ensure_ascii=False).encode()


def word_of(said: dict[str, Any]) -> Word:
    """What a carrier said, read and checked. Raises CarrierRefused."""
    if any(not isinstance(said.get(name), str) for name in FIELDS):
        raise CarrierRefused(
            f"Nội dung phải là JSON, bảng mã UTF-8, có đủ các mục, đều là chữ: {', '.join(FIELDS)}."
        )
    words = {name: said.get(name) or "" for name in WORDS}
    if not all(isinstance(value, str) for value in words.values()):
        raise CarrierRefused(f"Các mục {', '.join(WORDS)} phải là chữ.")
    try:
        at = datetime.fromisoformat(said["at"])
    except ValueError as problem:
        raise CarrierRefused("Thời điểm (at) phải viết như 2026-11-26T09:30:00+07:00.") from problem
    return checked(Word(said["event"], said["waybill"], said["kind"], at, **words))
