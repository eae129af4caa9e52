"""Who a citizen's session stands for."""

from django.utils.crypto import constant_time_compare

from .actor import Citizen
from .models import Account, AccountKind


def citizen_account(account_id: int) -> Account | None:
    """The citizen's account of a number while it is open; an account of staff is none. One statement."""
    return Account.objects.filter(pk=account_id, kind=AccountKind.CITIZEN, is_active=True).first()


def citizen_of(account: Account | None, *, level: int, mark: str) -> Citizen | None:
    """The citizen of an open session; nobody once the account's sessions were ended since.

    What a provider proved is known only while the session was opened with means of that level.
    """
    if account is None or not constant_time_compare(mark, account.get_session_auth_hash()):
        return None
    proved = account.person_id if level >= 2 else None
    return Citizen(account_id=account.pk, person_id=proved, level=level if proved else 1)
