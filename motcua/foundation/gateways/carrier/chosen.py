"""The carrier this office orders from, by its settings."""

from django.conf import settings

from .contract import Carrier
from .http import HttpCarrier


def carrier() -> Carrier | None:
    """The office's carrier, or None where labels are stuck and words noted by hand."""
    return HttpCarrier(settings.CARRIER_URL, settings.CARRIER_SECRET) if settings.CARRIER_URL else None
