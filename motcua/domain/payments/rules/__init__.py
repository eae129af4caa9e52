"""What is true of money: payment QR codes, keys, how a charge stands, its lines, banks and receipt series by day."""

from .drawing import qr_drawing
from .keys import LETTERS, SIGN, check_letter, keys_in, payment_key
from .known import Ending, Series, bank_name, ending_on, series_on
from .lines import ChargeLine, as_kept, from_kept, reduced, total
from .qr import QrRefused, crc16, vietqr
from .states import OWED, OWED_BACK, ChargeState, Means, Sums, sentence, standing

__all__ = [
    "LETTERS",
    "OWED",
    "OWED_BACK",
    "SIGN",
    "ChargeLine",
    "ChargeState",
    "Ending",
    "Means",
    "QrRefused",
    "Series",
    "Sums",
    "as_kept",
    "bank_name",
    "check_letter",
    "crc16",
    "ending_on",
    "from_kept",
    "keys_in",
    "payment_key",
    "qr_drawing",
    "reduced",
    "sentence",
    "series_on",
    "standing",
    "total",
    "vietqr",
]
