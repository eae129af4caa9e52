"""What a text message is, what a way of sending it does, and what the network says of it afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Text:
    """One text to one number (84912345678); `reference` stays the same at every try."""

    to: str
    words: str
    reference: UUID


@dataclass(frozen=True)
class Receipt:
    """What became of a message that had been taken, by the provider's number for it."""

    number: str
    delivered: bool
    fault: str = ""


class SmsGateway(Protocol):
    def send(self, text: Text) -> str:
        """Hand the text over; the provider's number for it. Raises NotNow or Never."""
        ...

    def receipts(self) -> Iterator[Receipt]:
        """What the provider has to say of texts taken before; nothing where it calls us instead."""
        ...
