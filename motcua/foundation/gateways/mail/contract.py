"""What an e-mail is, and what a way of sending it does."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Mail:
    """One letter to one address; `reference` stays the same at every try and becomes its Message-ID."""

    to: str
    subject: str
    body: str
    reference: UUID
    reply_to: str = ""


class MailGateway(Protocol):
    def send(self, mail: Mail) -> str:
        """Hand the letter over; the server's own name for it. Raises NotNow or Never."""
        ...
