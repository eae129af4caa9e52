"""What a case owes and what was paid for it, for whoever holds its slip and for the desk."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from motcua.domain.offices.models import Unit
from motcua.domain.payments.models import BankAccount, Charge, Receipt, account_of

from .. import rules
from ..models import Case
from ..rules import State


@dataclass(frozen=True, slots=True)
class Bill:
    """The charges of a case and its linked parts, oldest first, with the receipts that stand and where to pay."""

    code: str
    title: str
    state: State
    collector: Unit
    charges: list[Charge]
    receipts: list[Receipt]
    account: BankAccount | None
    apart: int  # owed by a case of before charges were kept: paid at the counter only

    @property
    def owed(self) -> list[Charge]:
        return [charge for charge in self.charges if charge.owed]

    @property
    def total_owed(self) -> int:
        return sum(charge.owed for charge in self.charges) + self.apart


def bill_by_secret(secret: str, *, on: date) -> Bill | None:
    """The bill of a slip's secret; None where no slip has it."""
    case = (
        Case.objects.filter(secret_hash=rules.kept_hash(secret.strip().lower()))
        .select_related("procedure", "received_unit__parent")
        .first()
    )
    return bill_of(case, on=on) if case else None


def bill_of(case: Case, *, on: date, replaced: bool = False) -> Bill:
    """The bill of a case; with receipts that were replaced only where they are asked for."""
    parts = Case.objects.filter(Q(pk=case.pk) | Q(parent=case.pk)).values("code")
    charges = list(
        Charge.objects.filter(reference__in=parts).select_related("unit").order_by("asked_at", "payment_key")
    )
    receipts = Receipt.objects.filter(charge__in=charges)
    receipts = receipts if replaced else receipts.filter(replaced_by=None)
    return Bill(
        code=case.code, title=case.procedure.short_name, state=State(case.state), collector=case.received_unit,
        charges=charges, receipts=list(receipts.order_by("issued_at", "number")) if charges else [],
        account=account_of(case.received_unit, on),
        apart=case.fee if case.money_state == rules.MoneyState.DUE and not charges else 0,
    )  # fmt: skip
