"""Putting a case into the list of an account with what is printed on its slip."""

from datetime import datetime

from motcua.domain.cases.models import Case, Follower, How
from motcua.domain.cases.queries.tracking import status_by_hand
from motcua.domain.people.models import Account


def attach(account: Account, *, code: str, proof: str, address: str, at: datetime) -> bool:
    """Whether code and PIN are those of a slip; the case of the slip is then in the account's list.

    Raises TooManyTries: tries are counted with those at following a case.
    """
    status = status_by_hand(code, proof, address=address, at=at)
    if status is None:
        return False
    case = Case.objects.get(code=status.slip_code)
    Follower.objects.note(case, account.pk, how=How.SLIP, at=at)
    return True
