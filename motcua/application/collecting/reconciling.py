"""A bank's statement against what is kept: what it confirms, what it brings, what does not fit. Read again, it changes
nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from motcua.domain.payments.models import BankAccount, Payment
from motcua.domain.payments.rules import ChargeState
from motcua.foundation.actions import Refused
from motcua.foundation.gateways.bank.contract import BankRefused, Credit
from motcua.foundation.gateways.bank.statement import Line, read_statement
from motcua.foundation.text import fold

from .receiving import CONFLICT, KNOWN, UNMATCHED, charge_named, receive, told_before, unit_of

MATCHED, WRONG_AMOUNT, REFUSED = "matched", "wrong_amount", "refused"
LABELS = {
    MATCHED: "Khớp, ghi mới",
    WRONG_AMOUNT: "Sai số tiền",
    UNMATCHED: "Chưa rõ của ai",
    KNOWN: "Đã biết",
    REFUSED: "Không đọc được",
}
SAME_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of one line of a statement."""

    number: int
    kind: str
    sentence: str
    credit: Credit | None
    case_code: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class Report:
    """A statement read: each line, and the transfers a bank told of in its days that it does not hold."""

    lines: list[Judged]
    missing: list[Payment]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(line.kind for line in self.lines)
        return {kind: counted[kind] for kind in LABELS}


def reconcile(content: bytes, *, at: datetime, write: bool) -> Report:
    """Read a statement; without `write` everything is done and taken back, so that what is shown is what would be.

    Raises BankRefused for a file that cannot be read at all.
    """
    banks = dict(BankAccount.objects.values_list("number", "bank"))
    lines = read_statement(content, banks=banks, fold=fold)
    with _taken_back(not write):
        judged = [_judge(line, at) for line in lines]
        return Report(judged, _missing([line.credit for line in lines if line.credit]))


@contextmanager
def _taken_back(really: bool) -> Iterator[None]:
    """Everything inside in one transaction that is rolled back, or each line in its own."""
    if not really:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _judge(line: Line, at: datetime) -> Judged:
    credit = line.credit
    if credit is None:
        return Judged(line.number, REFUSED, line.problem, None)
    if known := told_before(credit):
        kind = WRONG_AMOUNT if known.kind == CONFLICT else KNOWN
        if kind == KNOWN:
            Payment.objects.filter(
                bank=credit.bank, transaction_id=credit.transaction_id, reconciled_at=None
            ).update(reconciled_at=at)
        return Judged(line.number, kind, known.sentence, credit, known.case_code)
    if same := _told_otherwise(credit):
        same.reconciled_at = at
        same.save(update_fields=["reconciled_at"])
        code = same.charge.reference if same.charge else ""
        return Judged(line.number, KNOWN, "Ngân hàng đã báo khoản này với mã giao dịch khác.", credit, code)
    try:
        outcome = receive(credit, told_by="statement")
    except (BankRefused, Refused) as refused:
        return Judged(line.number, REFUSED, str(refused), credit)
    kind = {UNMATCHED: UNMATCHED, ChargeState.PAID.name.lower(): MATCHED}.get(outcome.kind, WRONG_AMOUNT)
    return Judged(line.number, kind, outcome.sentence, credit, outcome.case_code)


def _told_otherwise(credit: Credit) -> Payment | None:
    """The transfer a call-back told of for the same charge and sum in these days, which no statement has held yet:
    some banks give a transaction another id in the statement."""
    charge = charge_named(credit.content, unit_of(credit))
    if charge is None:
        return None
    return (
        charge.payments.filter(
            told_by="call_back", reconciled_at=None, bank=credit.bank, amount=credit.amount,
            paid_at__gte=credit.paid_at - SAME_DAYS, paid_at__lte=credit.paid_at + SAME_DAYS,
        )
        .order_by("paid_at")
        .first()
    )  # fmt: skip


def _missing(credits: Sequence[Credit]) -> list[Payment]:
    """What a call-back told of between the first and the last moment of the statement, and it does not hold."""
    if not credits:
        return []
    moments = [credit.paid_at for credit in credits]
    return list(
        Payment.objects.filter(
            told_by="call_back", reconciled_at=None, account__in={credit.account for credit in credits},
            paid_at__gte=min(moments), paid_at__lte=max(moments),
        )
        .select_related("charge")
        .order_by("paid_at")
    )  # fmt: skip
