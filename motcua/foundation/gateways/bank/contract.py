"""What every channel of a bank tells: credits to an account, each with the bank's own id of the transaction."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

MOST_AMOUNT = 10**13 - 1


class BankRefused(ValueError):
    """What a bank sent cannot be taken; the text is a sentence that says what to send instead."""


class SignatureRefused(BankRefused):
    """Nobody knows who sent it."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came to an account, in đồng. `content` is what the payer wrote, as the bank passes it on."""

    bank: str
    account: str
    transaction_id: str
    amount: int
    content: str
    paid_at: datetime


def secret_of(key: str, bank: str) -> str:
    """The secret shared with one bank, so that another's is of no use; made again from the office's key."""
    return hmac.new(key.encode(), f"bank\0{bank}".encode(), hashlib.sha256).hexdigest()


def checked(credit: Credit) -> Credit:
    """The credit, where it can be one: a sum of whole đồng, an id, a moment with its offset."""
    _refuse_unless(re.fullmatch(r"\d{6}", credit.bank, re.ASCII), "Mã BIN của ngân hàng phải có 6 chữ số.")
    _refuse_unless(
        re.fullmatch(r"[A-Z0-9]{1,19}", credit.account, re.ASCII), "Số tài khoản nhận (account) chưa đúng."
    )
    _refuse_unless(
        re.fullmatch(r"[\x21-\x7e]{1,80}", credit.transaction_id, re.ASCII),
        "Mã giao dịch (transaction_id) phải có 1 đến 80 ký tự, không dấu, không dấu cách.",
    )
    _refuse_unless(1 <= credit.amount <= MOST_AMOUNT, "Số tiền (amount) phải là số đồng nguyên, lớn hơn 0.")
    _refuse_unless(len(credit.content) <= 500, "Nội dung chuyển khoản (content) không quá 500 ký tự.")
    _refuse_unless(
        credit.content.isprintable(),
        "Nội dung chuyển khoản (content) có ký tự điều khiển; xin gửi chữ thường.",
    )
    _refuse_unless(
        credit.paid_at.tzinfo and 2000 <= credit.paid_at.year < 2100,
        "Thời điểm (paid_at) phải có ngày, giờ và lệch múi giờ, như 2026-11-26T09:30:00+07:00.",
    )
    return credit


def _refuse_unless(condition: object, sentence: str) -> None:
    if not condition:
        raise BankRefused(sentence)
