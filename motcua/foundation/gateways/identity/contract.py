"""What an office asks of a provider of identity, and what it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest


@dataclass(frozen=True)
class Proof:
    """What a provider says of somebody who has just signed in there: who says it, under which name, and what."""

    issuer: str
    subject: str
    claims: Mapping[str, Any]


class ProviderAway(Exception):
    """The provider does not answer, or not as its protocol says."""


class ProofRefused(Exception):
    """What came back proves nothing: it was not asked for by this browser, was used before, or is not rightly signed."""


class PersonDeclined(Exception):
    """The person turned back at the provider."""


class Provider(Protocol):
    """A provider of identity, spoken with through the person's browser."""

    def begin(self, request: HttpRequest, *, back: str) -> str:
        """The provider's address to send the browser to, which is to come back to `back`. Raises ProviderAway."""

    def finish(self, request: HttpRequest) -> Proof:
        """What the browser brought back, checked. Raises ProviderAway, ProofRefused, PersonDeclined."""
