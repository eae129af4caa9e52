"""The citizen's bank, at the other end of real HTTP."""

from django.conf import settings

from motcua.domain.payments.models import Charge
from motcua.foundation.actions import now
from motcua.foundation.gateways.bank.contract import Credit, secret_of
from motcua.foundation.gateways.bank.fake import Answer
from motcua.foundation.gateways.bank.fake import tell as bank_tells

BANK, ACCOUNT = "970436", "0011001234567"


class Bank:
    """Tells of transfers by signed calls; the same number is the same transfer, however often it is told."""

    def __init__(self, address: str) -> None:
        self.address = address

    def tells(self, charge: Charge, amount: int, number: int = 1, *, content: str = "") -> Answer:
        at = now()
        credit = Credit(BANK, ACCOUNT, f"FT{number}", amount, content or f"CT {charge.payment_key}", at)
        secret = secret_of(settings.BANK_KEY, BANK)
        return bank_tells(credit, address=self.address, secret=secret, at=at)
