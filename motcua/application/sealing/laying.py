"""A signed result among its owner's documents: laid there when it is signed, or gathered when they have an account.

Whose it is, is said by two things together: the personal number that stands on the case, which a provider of identity
has proved of the account, and the name, as it was proved and as it stands on the case. A number alone may have been
mistyped at a desk, and would put a stranger's paper into somebody's documents; a name alone is nobody's.

A firm or a household business proves nothing of itself: its result goes to the account that filed for it, and is kept
there under its name.
"""

from django.db import transaction
from django.db.models import Q, QuerySet

from motcua.domain.cases.models import Case, How, Result
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.documents.actions import keep_result
from motcua.domain.documents.jobs import first_page
from motcua.domain.documents.models import Document
from motcua.domain.people.models import Account, AccountKind, Person, PersonKind
from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.text import fold

GIVEN = (State.FINISHED, State.RETURNED)


def lay(case: int) -> None:
    """Put the signed result of a case into the documents of whose it is, if they have an account and owe nothing."""
    _lay(Result.objects.filter(case_id=case))


def gather(account: int) -> None:
    """Put the signed results of an account's person into its documents, the oldest first."""
    person = (
        Person.objects.filter(account=account, kind=PersonKind.CITIZEN).exclude(identity_number="").first()
    )
    if person:
        same = Person.objects.filter(kind=PersonKind.CITIZEN, identity_number=person.identity_number)
        _lay(Result.objects.filter(case__applicant__in=same))
        _lay(_filed_for_firms(account))


def _filed_for_firms(account: int) -> QuerySet[Result]:
    """The results of what was filed from an account for firms and household businesses, linked parts among them."""
    whole = Q(case__followers__account=account, case__followers__how=How.FILED)
    part = Q(case__parent__followers__account=account, case__parent__followers__how=How.FILED)
    return Result.objects.filter(whole | part).exclude(case__applicant__kind=PersonKind.CITIZEN)


def _lay(results: QuerySet[Result]) -> None:
    found = results.filter(withdrawn_at=None, sealed_at__isnull=False, case__state__in=GIVEN)
    for result in found.select_related("case__applicant", "file").order_by("issued_at"):
        owner = owner_of(result.case)
        if (
            owner
            and result.file
            and not Document.objects.owned_by(owner.pk).filter(file=result.file).exists()
        ):
            thumbnail, pages = first_page(result.file)
            _keep(owner, result, thumbnail=thumbnail, pages=pages)


def owner_of(case: Case) -> Account | None:
    """The account whose proved number and name stand on the case, or that filed it for a firm; nobody's while money is
    owed for it."""
    whole = case.parent or case
    if MoneyState.DUE in (case.money_state, whole.money_state):
        return None
    if case.applicant.kind != PersonKind.CITIZEN:
        filed = {"followed__case": whole, "followed__how": How.FILED}
        return Account.objects.filter(**filed, person__isnull=False, is_active=True).first()
    if not case.identity_number:
        return None
    proved = Q(person__kind=PersonKind.CITIZEN, person__identity_number=case.identity_number)
    account = Account.objects.filter(proved, kind=AccountKind.CITIZEN, is_active=True).first()
    same = account is not None and fold(account.full_name) == fold(case.applicant_name)
    return account if same else None


def _keep(owner: Account, result: Result, **drawn: object) -> None:
    """Keep it, unless the account was closed or the result withdrawn in the meantime."""
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(pk=owner.pk, is_active=True).first()
        still = Result.objects.select_for_update().filter(pk=result.pk, withdrawn_at=None)
        if account is None or not still.exists() or result.file is None:
            return
        case = result.case
        firm = case.applicant.kind != PersonKind.CITIZEN
        keep_result(
            account, result.file, case_code=case.code, at=now(), name=result.title,
            of_whom=case.applicant_name if firm else "", number=result.number,
            procedure=case.procedure.name, issuer=case.authority.name, issued_on=local(result.issued_at).date(),
            signed_by=result.signed_by.full_name if result.signed_by else "", sealed_at=result.sealed_at, **drawn,
        )  # fmt: skip
