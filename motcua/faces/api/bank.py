"""The call-back of a bank: whoever can sign it is the bank."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from motcua.application.collecting.receiving import CONFLICT, receive
from motcua.foundation.actions import now
from motcua.foundation.gateways.bank import callback
from motcua.foundation.gateways.bank.contract import BankRefused, SignatureRefused, secret_of

from .answers import AWAY, Problem
from .door import answer, problem
from .shapes import Key

router = Router(tags=["Ngân hàng (có chữ ký)"])


class Told(BaseModel):
    """What became of a credit."""

    status: str = Field(description="paid, partly_paid, overpaid, paid_late, unmatched, known.")
    sentence: str


@router.post(
    "/ngan-hang/{bank}",
    response={200: Told, 401: Problem, 409: Problem, 413: Problem, 422: Problem, **AWAY},
    summary="Ngân hàng báo có",
)
def told(request: HttpRequest, bank: Key) -> HttpResponse:
    """Một giao dịch báo có, ký HMAC-SHA256 trong đầu mục X-Bank-Signature. Gửi lại cùng mã giao dịch không tính hai lần.

    Nội dung: `transaction_id`, `account`, `amount`, `content`, `paid_at`. Cách ký: docs/payments.md.
    """
    if len(request.body) > callback.MOST_BYTES:
        return problem(413, "too_big", "Nội dung gửi lên quá lớn; mỗi lần báo một giao dịch.")
    try:
        credit = callback.read(
            request.body, request.headers.get(callback.HEADER, ""), bank=bank,
            secret=secret_of(settings.BANK_KEY, bank), at=now(),
        )  # fmt: skip
        outcome = receive(credit, told_by="call_back")
    except SignatureRefused as refused:
        return problem(401, "bad_signature", str(refused))
    except BankRefused as refused:
        return problem(422, "invalid", str(refused))
    if outcome.kind == CONFLICT:
        return problem(409, "conflict", outcome.sentence)
    return answer({"status": outcome.kind, "sentence": outcome.sentence})
