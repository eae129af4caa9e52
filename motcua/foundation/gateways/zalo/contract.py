"""What a message by template is, and what a way of sending it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Filled:
    """An approved template filled in, to one number (84912345678); `reference` stays the same at every try."""

    to: str
    template: str
    facts: Mapping[str, str]
    reference: UUID


class ZaloGateway(Protocol):
    def send(self, filled: Filled) -> str:
        """Hand the message over; the provider's number for it. Raises NotNow or Never."""
        ...
