"""Money as kept: accounts it may come to, charges, payments, refunds, and receipts that are never edited."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from motcua.domain.offices.models import Staff, Unit
from motcua.domain.offices.queries import Duty

from .rules import (
    OWED,
    OWED_BACK,
    ChargeLine,
    ChargeState,
    Means,
    Sums,
    bank_name,
    from_kept,
    sentence,
    standing,
)

MEANS = list(Means.LABELS)
CASHIERS = ("cashier", "centre_head")


class BankAccount(models.Model):
    """An account of a unit from a day on; a unit without one uses that of the office above it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bank_accounts")
    bank = models.CharField(max_length=6)
    number = models.CharField(max_length=19)
    holder = models.CharField(max_length=120)
    tax_code = models.CharField(max_length=20, blank=True)  # of whoever collects, for its receipts
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="account_one_from_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="account_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(bank__regex=r"^\d{6}$"), name="account_bank_is_a_bin"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[A-Z0-9]{1,19}$"), name="account_number_is_plain"
            ),
        ]
        indexes = [models.Index(fields=["bank", "number"])]

    @property
    def bank_name(self) -> str:
        return bank_name(self.bank)


class ChargeQuerySet(models.QuerySet["Charge"]):
    def of(self, reference: str) -> Self:
        """The charges of a reference, the oldest first."""
        return self.filter(reference=reference).order_by("asked_at", "payment_key")

    def owed(self) -> Self:
        return self.filter(state__in=OWED)

    def owed_back(self) -> Self:
        return self.filter(state__in=OWED_BACK)

    def visible_to(self, staff: Any, roles: Iterable[str] = ("cashier", "reception", "centre_head")) -> Self:
        """Charges collected in the units where the person handles money."""
        return self.filter(within("unit__path", staff.duties, roles))


def within(column: str, duties: Iterable[Duty], roles: Iterable[str]) -> Q:
    """Rows whose unit lies in one where the person holds one of the roles; none where they hold none."""
    paths = {duty.unit_path for duty in duties if duty.role in set(roles)}
    found = Q(pk=None)
    for path in sorted(paths):
        found |= Q(**{f"{column}__startswith": path})
    return found


class Charge(models.Model):
    """What is asked of somebody for a reference: lines with their legal basis, and the sums of what came of it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="charges", db_index=False)
    reference = models.CharField(max_length=50)
    payment_key = models.CharField(max_length=25, unique=True)
    about = models.CharField(max_length=600)
    payer_name = models.CharField(max_length=200)
    payer_address = models.CharField(max_length=400, blank=True)
    lines = models.JSONField()
    exemption = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    total = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    # Of what was kept: what is given back because the case ended, and what whoever paid is told of it.
    released = models.BigIntegerField(default=0)
    ending = models.CharField(max_length=300, blank=True)
    state = models.PositiveSmallIntegerField(default=ChargeState.ASKED)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["reference"]),
            models.Index(
                fields=["unit", "state"], condition=Q(state__in=[1, 2, 4, 5, 9]), name="charge_open"
            ),
            models.Index(fields=["unit", "settled_at"], condition=~Q(settled_at=None), name="charge_settled"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=0, kept__gte=0, refunded__gte=0), name="charge_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(received__gte=models.F("kept") - models.F("released") + models.F("refunded")),
                name="charge_gives_what_came",
            ),
            models.CheckConstraint(
                condition=Q(kept__lte=models.F("total")), name="charge_keeps_what_was_asked"
            ),
            models.CheckConstraint(
                condition=Q(released__gte=0, released__lte=models.F("kept")),
                name="charge_releases_what_it_kept",
            ),
            models.CheckConstraint(condition=Q(state__in=list(ChargeState)), name="charge_state_known"),
            models.CheckConstraint(
                condition=Q(exemption="") | ~Q(evidence=""), name="charge_exempt_with_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.payment_key}"

    @property
    def sums(self) -> Sums:
        return Sums(
            self.total, self.received, self.kept, self.refunded, self.lapsed_at is not None, self.released
        )

    @property
    def owed(self) -> int:
        return self.sums.owed

    @property
    def owed_back(self) -> int:
        return self.sums.owed_back

    @property
    def state_label(self) -> str:
        return ChargeState(self.state).label

    @property
    def sentence(self) -> str:
        return " ".join(part for part in (sentence(self.sums), self.ending) if part)

    @property
    def fees(self) -> tuple[ChargeLine, ...]:
        return from_kept(self.lines)

    def stand(self, sums: Sums) -> None:
        """Take the sums, and the state that follows from them."""
        self.received, self.kept, self.refunded = sums.received, sums.kept, sums.refunded
        self.released = sums.released
        self.state = standing(sums)


class PaymentQuerySet(models.QuerySet["Payment"]):
    def unmatched(self) -> Self:
        """Transfers that came in without a charge they are for, and were not given back."""
        return self.filter(charge=None, given_back_at=None)

    def visible_to(self, staff: Any) -> Self:
        """Payments into the accounts that the person's own units collect into."""
        units = {
            int(key) for d in staff.duties if d.role in CASHIERS for key in d.unit_path.split("/") if key
        }
        return self.filter(within("unit__path", staff.duties, CASHIERS) | Q(unit__in=units))


class Payment(models.Model):
    """Money that came, once: a bank's transaction id or the cash desk. `kept` is the part that covers its charge."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="payments", db_index=False)
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="payments")
    means = models.CharField(max_length=10)
    bank = models.CharField(max_length=6, blank=True)
    account = models.CharField(max_length=19, blank=True)
    transaction_id = models.CharField(max_length=80, blank=True)
    told_by = models.CharField(max_length=10)
    content = models.CharField(max_length=300, blank=True)
    amount = models.BigIntegerField()
    kept = models.BigIntegerField(default=0)
    paper_receipt = models.CharField(max_length=80, blank=True)
    paid_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    on = models.DateField()
    counted_on = models.DateField(null=True)  # the day it found its charge
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    reconciled_at = models.DateTimeField(null=True)
    given_back_at = models.DateTimeField(null=True)
    given_back_note = models.CharField(max_length=300, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["counted_on"]),
            models.Index(fields=["unit"], condition=Q(charge=None), name="payment_unmatched"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "transaction_id"],
                condition=~Q(transaction_id=""),
                name="payment_transaction_once",
            ),
            models.CheckConstraint(condition=Q(means__in=MEANS), name="payment_means_known"),
            models.CheckConstraint(
                condition=Q(told_by__in=["desk", "call_back", "statement"]), name="payment_told_by"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, kept__gte=0, kept__lte=models.F("amount")),
                name="payment_of_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(told_by="desk", transaction_id="") | ~Q(transaction_id=""),
                name="payment_has_its_id",
            ),
        ]

    @property
    def means_label(self) -> str:
        return Means.LABELS[self.means]


class Refund(models.Model):
    """Money given back, with the voucher it was paid out by."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    voucher = models.CharField(max_length=80)
    paid_out_at = models.DateTimeField()
    on = models.DateField()
    paid_out_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_an_amount")]


class ReceiptSeries(models.Model):
    """Mẫu số and ký hiệu of one unit's receipts, and the last number given out."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="receipt_series")
    form = models.CharField(max_length=20)
    symbol = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "form", "symbol"], name="receipt_series_once")]


class Receipt(models.Model):
    """A receipt (biên lai): numbered without gaps, never edited; cancelled only by the one that replaces it."""

    series = models.ForeignKey(ReceiptSeries, models.PROTECT, related_name="receipts", db_index=False)
    number = models.PositiveIntegerField()
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="receipts")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="receipts")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    amount = models.BigIntegerField()
    means = models.CharField(max_length=10)
    document = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    issued_at = models.DateTimeField()
    on = models.DateField()
    issued_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["on"])]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="receipt_number_once"),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(replaces=None), name="receipt_one_for_a_payment"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="receipt_of_an_amount"),
            models.CheckConstraint(condition=Q(means__in=MEANS), name="receipt_means_known"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(reason=""), name="receipt_replaced_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Ký hiệu and number as it is asked for: MC26E 0000012."""
        return f"{self.document['symbol']} {self.number:07d}"

    @property
    def is_replaced(self) -> bool:
        return Receipt.objects.filter(replaces=self).exists()


def account_of(unit: Unit, on: date) -> BankAccount | None:
    """The account of a unit on a day, else of the nearest office above it."""
    above = [int(key) for key in unit.path.split("/") if key]
    rows = BankAccount.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), unit__in=above, valid_from__lte=on
    )
    return max(rows, key=lambda row: (above.index(row.unit_id), row.valid_from), default=None)
