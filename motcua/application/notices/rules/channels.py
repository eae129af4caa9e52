"""By which channels a notice goes, how it stands there, and how often it is tried."""

from datetime import timedelta
from enum import StrEnum

from motcua.foundation.text import mask

# Tried every five minutes for four hours; then a person has to look at it.
TRIES, WAIT = 48, timedelta(minutes=5)


class Channel(StrEnum):
    """A way of telling somebody. `page` is what they read here: the tracking page, the account, the desk."""

    PAGE = "page"
    MAIL = "mail"
    SMS = "sms"
    ZALO = "zalo"
    PUSH = "push"


class Delivery(StrEnum):
    """How one notice stands on one channel."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    STUCK = "stuck"


def channels_for(*, email: str) -> dict[Channel, str]:
    """The channels of an applicant and the address on each, by what they gave with the filing."""
    found = {Channel.PAGE: ""}
    if email:
        found[Channel.MAIL] = email
    return found


def hidden_address(address: str) -> str:
    """An address as it may be shown to staff: tam@vidu.example → "t**@vidu.example", 0912345678 → "091*****78"."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}{'*' * max(2, len(name) - 1)}@{domain}" if at else mask(address)
