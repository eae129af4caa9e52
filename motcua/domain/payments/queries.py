"""What is asked of money across charges: a receipt as it is printed, the balance of a day, what was paid online."""

from typing import Any

from .models import Receipt
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
