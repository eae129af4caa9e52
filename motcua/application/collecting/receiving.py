"""One credit a bank told of: to the charge whose key it carries, or to the list of what nobody knows yet."""

import hashlib
from dataclasses import dataclass
from typing import Any

from motcua.domain.cases.actions.money import match_transfer, pay_by_bank
from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Unit
from motcua.domain.payments.actions import Money, keep_transfer
from motcua.domain.payments.models import BankAccount, Charge, Payment
from motcua.domain.payments.rules import ChargeState, Means, keys_in
from motcua.foundation.actions import SYSTEM, KeyReused, Refused
from motcua.foundation.gateways.bank.contract import BankRefused, Credit

UNMATCHED, KNOWN, CONFLICT = "unmatched", "known", "conflict"
SENTENCES = {
    UNMATCHED: "Đã ghi nhận; chưa rõ nộp cho hồ sơ nào, nơi thu sẽ xem.",
    KNOWN: "Giao dịch này đã được ghi nhận trước đó.",
    CONFLICT: "Mã giao dịch này đã được ghi nhận với số tiền khác; xin đối soát với nơi thu.",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a credit: `kind` for programs, a sentence, and the case it went to."""

    kind: str
    sentence: str
    case_code: str = ""


def receive(credit: Credit, *, told_by: str) -> Outcome:
    """Take a credit once, whatever the bank repeats; raises BankRefused for an account that is not ours."""
    unit = unit_of(credit)
    if known := told_before(credit):
        return known
    came = Money(
        amount=credit.amount, means=Means.TRANSFER, paid_at=credit.paid_at, bank=credit.bank, account=credit.account,
        transaction_id=credit.transaction_id, content=credit.content, told_by=told_by,
    )  # fmt: skip
    charge = charge_named(credit.content, unit)
    try:
        if charge is None:
            keep_transfer(unit, by=SYSTEM, key=_key(credit), came=came)
            return Outcome(UNMATCHED, SENTENCES[UNMATCHED])
        case = Case.objects.whole().get(code=charge.reference)
        pay_by_bank(case, by=SYSTEM, key=_key(credit), charge=charge, came=came)
    except KeyReused:  # another telling of it was first, and saw it differently
        if known := told_before(credit):
            return known
        raise
    charge.refresh_from_db()
    return Outcome(ChargeState(charge.state).name.lower(), charge.sentence, charge.reference)


def told_before(credit: Credit) -> Outcome | None:
    """What is said to a credit that is kept already."""
    kept = Payment.objects.filter(bank=credit.bank, transaction_id=credit.transaction_id).first()
    if kept is None:
        return None
    kind = KNOWN if kept.amount == credit.amount else CONFLICT
    return Outcome(kind, SENTENCES[kind], kept.charge.reference if kept.charge else "")


def unit_of(credit: Credit) -> Unit:
    """Whose account it came to."""
    row = BankAccount.objects.filter(bank=credit.bank, number=credit.account).select_related("unit").first()
    if row is None:
        raise BankRefused("Tài khoản nhận (account) không phải tài khoản thu của cơ quan này.")
    return row.unit


def charge_named(content: str, unit: Unit) -> Charge | None:
    """The one charge of this collector whose key stands in what the payer wrote."""
    keys = keys_in(content)
    found = (
        list(Charge.objects.filter(payment_key__in=keys, unit__path__startswith=unit.path)) if keys else []
    )
    return found[0] if len(found) == 1 else None


def match_waiting() -> int:
    """Match what came before its charge was there; how many found it. Run again, it does the rest."""
    matched = 0
    for payment in Payment.objects.unmatched().select_related("unit"):
        charge = charge_named(payment.content, payment.unit)
        if charge is not None:
            matched += _match(charge, payment)
    return matched


def _match(charge: Charge, payment: Payment) -> bool:
    case: Any = Case.objects.whole().get(code=charge.reference)
    try:
        match_transfer(case, by=SYSTEM, transfer=payment.pk)
    except Refused:  # the cashier was first
        return False
    return True


def _key(credit: Credit) -> str:
    return "bank:" + hashlib.sha256(f"{credit.bank}\0{credit.transaction_id}".encode()).hexdigest()
