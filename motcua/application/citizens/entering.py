"""From what a provider of identity said to the account that it opens."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from motcua.domain.people.actions import link_identity
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account, Identity, PersonKind
from motcua.domain.people.rules.identity import ProvedIdentity, claim_names_on, read_identity
from motcua.foundation.actions import Refused
from motcua.foundation.calendar import local
from motcua.foundation.gateways.identity.contract import Proof, Provider
from motcua.foundation.gateways.identity.oidc import provider as open_id
from motcua.foundation.text import TextRefused


def identity_provider() -> Provider | None:
    """The provider at which this office lets citizens sign in, if it has one."""
    if not settings.IDENTITY_ISSUER:
        return None
    return open_id(
        issuer=settings.IDENTITY_ISSUER,
        client=settings.IDENTITY_CLIENT,
        secret=settings.IDENTITY_SECRET,
        scope=settings.IDENTITY_SCOPE,
        acr=settings.IDENTITY_ACR,
    )


def enter(proof: Proof, *, into: Account | None, at: datetime) -> tuple[Account, int]:
    """The account that a proof opens, and the level of what was proved; it is linked to `into` where that is given.

    Raises Refused where the claims are not enough, or the account is another's or blocked.
    """
    today = local(at).date()
    try:
        proved = read_identity(proof.claims, claim_names_on(today), today=today)
    except TextRefused as refused:
        raise Refused(str(refused)) from refused
    for last in (False, True):
        try:
            with transaction.atomic():
                return _linked(proof, proved, into), proved.level
        except IntegrityError:  # the same person in two windows at the same moment
            if last:
                raise
    raise AssertionError("unreachable")


def _linked(proof: Proof, proved: ProvedIdentity, into: Account | None) -> Account:
    known = Identity.objects.filter(issuer=proof.issuer, subject=proof.subject)
    before = known.select_related("account__person").first()
    account = into or (before.account if before else _of_person(proved)) or Account.objects.new_citizen()
    if not account.is_active:
        raise Refused("Tài khoản này đang bị khóa. Xin gọi đường dây nóng ở cuối trang để được giúp.")
    if before and before.account_id == account.pk and _says_nothing_new(before, proved):
        return account
    by = Citizen(account_id=account.pk, level=proved.level)
    linked: Account = link_identity(
        account, by=by, issuer=proof.issuer, name_there=proof.subject, proved=proved
    )
    return linked


def _of_person(proved: ProvedIdentity) -> Account | None:
    """The account of the person whose number was proved."""
    if proved.level < 2:
        return None
    person = {"person__kind": PersonKind.CITIZEN, "person__identity_number": proved.number}
    return Account.objects.filter(**person).first()


def _says_nothing_new(before: Identity, proved: ProvedIdentity) -> bool:
    person = before.account.person
    if proved.level < 2:
        return before.account.full_name == proved.full_name
    return (
        before.level == proved.level
        and person is not None
        and (person.identity_number, person.full_name, person.born_on)
        == (proved.number, proved.full_name, proved.born_on)
    )
