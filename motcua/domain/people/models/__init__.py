"""People: accounts that sign in, and the persons and bodies that cases are about."""

from .account import RECOVERY_CODES, Account, AccountKind, AccountManager
from .means import AccountEvent, Identity, Passkey
from .person import Person, PersonKind, PersonQuerySet

__all__ = [
    "RECOVERY_CODES",
    "Account",
    "AccountEvent",
    "AccountKind",
    "AccountManager",
    "Identity",
    "Passkey",
    "Person",
    "PersonKind",
    "PersonQuerySet",
]
