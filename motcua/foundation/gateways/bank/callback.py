"""The call-back: JSON over HTTP, signed with HMAC-SHA256 over the moment, the bank and the body as it was received.

    X-Bank-Signature: t=1795660200,v1=<64 hex digits>
    v1 = HMAC-SHA256(secret, "<t>\\n<bank>\\n" + body)

A message is good for five minutes. Sent again within them it is the same transaction, which is taken once.
"""

import json
from datetime import datetime
from typing import Any

from ..signature import Fault, fault_of
from ..signature import signature as signature_of
from .contract import BankRefused, Credit, SignatureRefused, checked

HEADER = "X-Bank-Signature"
MOST_BYTES = 16_384
FIELDS = ("transaction_id", "account", "amount", "content", "paid_at")


FAULTS = {
    Fault.SHAPE: f"Thiếu hoặc sai dạng đầu mục {HEADER}; phải như t=<giây Unix>,v1=<64 chữ số hex>.",
    Fault.CONTENT: "Chữ ký không khớp với nội dung nhận được.",
    Fault.LATE: "Chữ ký quá 5 phút hoặc đồng hồ hai bên lệch nhau; xin ký lại và gửi lại.",
}


def signature(secret: str, *, bank: str, body: bytes, at: datetime) -> str:
    """The value of the header for a body sent at a moment."""
    return signature_of(secret, _signed(bank, body), at=at)


def read(body: bytes, header: str, *, bank: str, secret: str, at: datetime) -> Credit:
    """The credit of a signed call-back. Raises SignatureRefused before anything in the body is looked at."""
    fault = fault_of(secret, _signed(bank, body), header, at=at)
    if fault:
        raise SignatureRefused(FAULTS[fault])
    return checked(_credit(body, bank))


def body_of(credit: Credit) -> bytes:
    """The body a bank sends for a credit."""
    said = {
        "transaction_id": credit.transaction_id, "account": credit.account, "amount": credit.amount,
        "currency": "VND", "content": credit.content, "paid_at": credit.paid_at.isoformat(),
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False).encode()


def _signed(bank: str, body: bytes) -> bytes:
    return f"{bank}\n".encode() + body


def _credit(body: bytes, bank: str) -> Credit:
    try:
        said: Any = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise BankRefused("Nội dung phải là JSON đúng cú pháp, bảng mã UTF-8.") from problem
    if not isinstance(said, dict) or any(name not in said for name in FIELDS):
        raise BankRefused(f"Nội dung phải có đủ các mục: {', '.join(FIELDS)}.")
    if said.get("currency", "VND") != "VND":
        raise BankRefused("Chỉ nhận tiền đồng (currency phải là VND).")
    if not isinstance(said["amount"], int) or isinstance(said["amount"], bool):
        raise BankRefused("Số tiền (amount) phải là số nguyên, tính bằng đồng.")
    words = {name: said[name] for name in FIELDS if name != "amount"}
    if not all(isinstance(value, str) for value in words.values()):
        raise BankRefused(f"Các mục {', '.join(words)} phải là chữ.")
    try:
        paid_at = datetime.fromisoformat(words["paid_at"])
    except ValueError as problem:
        raise BankRefused("Thời điểm (paid_at) phải viết như 2026-11-26T09:30:00+07:00.") from problem
    return Credit(
        bank=bank, account=words["account"], transaction_id=words["transaction_id"], amount=said["amount"],
        content=words["content"], paid_at=paid_at,
    )  # fmt: skip
