"""What a notification on a device is, and what a way of sending it does."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Subscription:
    """A device that agreed: where its browser's service is, and the keys for whom nobody between can read."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Push:
    """What a device shows, and where a tap leads; `reference` stays the same at every try."""

    title: str
    body: str
    link: str
    reference: UUID


class PushGateway(Protocol):
    def send(self, push: Push, to: Subscription) -> None:
        """Hand it over for one device. Raises NotNow, or Never once the device is no longer there."""
        ...
