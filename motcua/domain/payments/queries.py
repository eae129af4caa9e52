"""What is asked of money across charges: a receipt as it is printed, the balance of a day, what was paid online."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum

from .models import Payment, Receipt, Refund
from .rules import Means


def receipt_facts(receipt: Receipt, *, copy: str = "", tracking_url: str = "") -> dict[str, Any]:
    """What the paper of a receipt prints: its facts as they were kept, and by what it was replaced if it was."""
    kept = receipt.document
    by = Receipt.objects.filter(replaces=receipt).first()
    means = Means.LABELS[receipt.means]
    if kept["transaction_id"]:
        means = f"{means} qua {kept['bank']}, mã giao dịch {kept['transaction_id']}"
    return {
        "agency": kept["agency"], "agency_parent": kept["agency_parent"], "agency_address": kept["agency_address"],
        "tax_code": kept["tax_code"], "place": kept["place"] or kept["agency"], "on": receipt.on, "form": kept["form"],
        "symbol": kept["symbol"], "number": f"{receipt.number:07d}", "applicant_name": kept["payer_name"],
        "address": kept["payer_address"], "case_code": kept["case_code"], "procedure_name": kept["about"],
        "fees": kept["lines"], "amount": receipt.amount, "means": means, "copy": copy, "reason": receipt.reason,
        "replaces": receipt.replaces.title if receipt.replaces else "", "cancelled_by": by.title if by else "",
        "tracking_url": tracking_url, "officer_name": kept["collector"],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeansSum:
    """Of one kind of money on a day: what came for charges, what of it was receipted, and what the receipts say."""

    means: str
    payments: int
    came: int
    kept: int
    on_paper: int
    receipts: int
    receipted: int

    @property
    def label(self) -> str:
        return Means.LABELS[self.means]

    @property
    def surplus(self) -> int:
        """What came too much or too late, and is owed back."""
        return self.came - self.kept


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The money of a unit on one day: two sums taken apart, from payments and from receipts, which must be one."""

    on: date
    means: list[MeansSum]
    receipts: list[Receipt]
    refunds: list[Refund]
    unmatched: int
    unmatched_sum: int

    @property
    def kept(self) -> int:
        return sum(each.kept - each.on_paper for each in self.means)

    @property
    def receipted(self) -> int:
        return sum(each.receipted for each in self.means)

    @property
    def difference(self) -> int:
        """What receipts and payments differ by: nothing, or somebody has to look."""
        return self.kept - self.receipted

    @property
    def refunded(self) -> int:
        return sum(each.amount for each in self.refunds)


def day_sheet(path: str, on: date) -> DaySheet:
    """The day of the unit at `path` and those below it. A receipt that replaces another counts no money again."""
    came = Payment.objects.filter(charge__unit__path__startswith=path, counted_on=on)
    wrote = Receipt.objects.filter(charge__unit__path__startswith=path, on=on)
    money = {
        row["means"]: row
        for row in came.values("means").annotate(
            n=Count("pk"),
            came=Sum("amount"),
            sum=Sum("kept"),
            paper=Sum("kept", filter=~Q(paper_receipt=""), default=0),
        )
    }
    papers = {
        row["means"]: row
        for row in wrote.filter(replaces=None).values("means").annotate(n=Count("pk"), sum=Sum("amount"))
    }
    none = {"n": 0, "came": 0, "sum": 0, "paper": 0}
    means = []
    for key in Means.LABELS:
        if key in money or key in papers:
            m, r = money.get(key, none), papers.get(key, none)
            means.append(MeansSum(key, m["n"], m["came"], m["sum"], m["paper"], r["n"], r["sum"]))
    above = [int(key) for key in path.split("/") if key]  # whose account a desk collects into
    unknown = Payment.objects.filter(Q(unit__path__startswith=path) | Q(unit__in=above), charge=None, on=on)
    rows = wrote.select_related("charge", "issued_by", "replaces", "replaced_by").order_by("series", "number")
    back = Refund.objects.filter(charge__unit__path__startswith=path, on=on).select_related(
        "charge", "paid_out_by"
    )
    return DaySheet(
        on, means, list(rows), list(back.order_by("paid_out_at")), unknown.count(),
        unknown.aggregate(sum=Sum("amount", default=0))["sum"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaidOnline:
    """Of what was settled in a time: how many references and charges, how many by a transfer a bank told of."""

    references: int
    references_online: int
    charges: int
    charges_online: int
    amount: int
    amount_online: int


def settled(since: str, until: str) -> str:
    """The charges settled in a half-open time, in SQL: reference, unit_id, kept, and whether wholly by a transfer."""
    return f"""SELECT c.reference, c.unit_id, c.kept, p.online
  FROM payments_charge c
  CROSS JOIN LATERAL (SELECT coalesce(bool_and(means = 'transfer' AND told_by <> 'desk'), false) AS online
                        FROM payments_payment WHERE charge_id = c.id AND kept > 0) p
 WHERE c.settled_at >= {since} AND c.settled_at < {until} AND c.total > 0"""


_PAID_ONLINE = f"""
SELECT count(DISTINCT reference), count(DISTINCT reference) FILTER (WHERE online), count(*),
       count(*) FILTER (WHERE online), coalesce(sum(kept), 0)::bigint,
       coalesce(sum(kept) FILTER (WHERE online), 0)::bigint
  FROM ({settled("%(since)s", "%(until)s")}) s JOIN offices_unit u ON u.id = s.unit_id AND u.path LIKE %(path)s
"""


def paid_online(path: str, *, since: datetime, until: datetime) -> PaidOnline:
    """What was settled below `path` in a half-open time, and what of it wholly by transfer: the 766 payment figure."""
    with connection.cursor() as cursor:
        cursor.execute(_PAID_ONLINE, {"since": since, "until": until, "path": f"{path}%"})
        return PaidOnline(*cursor.fetchone())
