"""What citizens do with their own account: means of signing in come and go, the account is closed."""

from typing import Any

from motcua.foundation.actions import Act, action, refuse_if, refuse_unless
from motcua.foundation.jobs import queue_job
from motcua.foundation.text import nfc

from .models import Account, AccountKind, Identity, Passkey, Person, PersonKind
from .rules import Address
from .rules.identity import ProvedIdentity

MOST_PASSKEYS = 10


def owner(person: Any, account: Account) -> Any:
    """Chủ tài khoản, đang đăng nhập."""
    mine = person.actor_kind == "citizen" and person.account_id == account.pk
    return person if mine and account.kind == AccountKind.CITIZEN and account.is_active else None


@action("account.identity_linked", label="Liên kết tài khoản định danh", who=[owner], when=[1])
def link_identity(
    account: Account, act: Act, *, issuer: str, name_there: str, proved: ProvedIdentity
) -> None:
    """Let somebody's account at a provider of identity open this one; at level 2 its person is who they proved to be."""
    known = Identity.objects.filter(issuer=issuer, subject=name_there).first()
    refuse_if(
        known and known.account_id != account.pk,
        "Tài khoản định danh này đã dùng cho một tài khoản khác ở đây. Xin đăng xuất rồi đăng nhập bằng tài khoản định danh.",
    )
    if proved.level >= 2:
        person = _person_of(proved)
        refuse_if(
            account.person_id not in (None, person.pk),
            "Tài khoản này đã liên kết với một số định danh khác. Xin đăng xuất rồi đăng nhập bằng tài khoản định danh.",
        )
        refuse_if(
            Account.objects.filter(person=person).exclude(pk=account.pk).exists(),
            "Số định danh này đã có tài khoản khác ở đây. Xin đăng xuất rồi đăng nhập bằng tài khoản định danh.",
        )
        if (account.person_id, account.full_name) != (person.pk, nfc(proved.full_name)):
            act.jobs.append(lambda: queue_job("sealing.gather", account=account.pk))
        account.person = person
    account.full_name = nfc(proved.full_name)
    account.save(update_fields=["person", "full_name"])
    if known is None:
        known = Identity(account=account, issuer=issuer, subject=name_there, linked_at=act.at)
    known.level = max(proved.level, known.level or 1)
    known.save()
    act.record(identity=known.pk, level=proved.level)


def _person_of(proved: ProvedIdentity) -> Person:
    """Whose number was proved; name and day of birth are as the provider says, whatever was noted at a desk."""
    kind = PersonKind.CITIZEN
    person = Person.objects.first_known_as(kind=kind, number=proved.number)
    person = (person or Person(kind=kind, identity_number=proved.number)).named(proved.full_name)
    person.born_on = proved.born_on
    person.save()
    return person


@action("account.address_added", label="Thêm địa chỉ nhận mã", who=[owner], when=[1])
def add_address(account: Account, act: Act, *, address: Address) -> None:
    """Let codes sent to an address, which was just proved, open this account as well; one address of a kind."""
    mine = {"kind": AccountKind.CITIZEN, address.kind: address.value}
    refuse_if(
        Account.objects.filter(**mine).exclude(pk=account.pk).exists(),
        "Địa chỉ này đã mở một tài khoản khác. Xin đăng nhập bằng địa chỉ ấy và đóng tài khoản đó trước.",
    )
    setattr(account, address.kind, address.value)
    account.save(update_fields=[address.kind])
    act.record(kind=address.kind)


@action("account.passkey_added", label="Thêm khóa đăng nhập", who=[owner], when=[1])
def add_passkey(
    account: Account, act: Act, *, name: str, credential_id: bytes, credential: bytes, count: int
) -> None:
    """Let a key of the person's device open this account, at the level of the session it is added in."""
    refuse_if(account.passkeys.count() >= MOST_PASSKEYS, "Đã có 10 khóa. Xin bỏ bớt một khóa không dùng nữa.")
    refuse_if(Passkey.objects.filter(credential_id=credential_id).exists(), "Khóa này đã được thêm rồi.")
    key = account.passkeys.create(
        name=nfc(name)[:60] or "Khóa của tôi", credential_id=credential_id, credential=credential, count=count,
        level=max(1, act.by.level), added_at=act.at,
    )  # fmt: skip
    act.record(passkey=key.pk, level=key.level)


@action("account.passkey_removed", label="Bỏ khóa đăng nhập", who=[owner], when=[1])
def remove_passkey(account: Account, act: Act, *, passkey: int) -> None:
    """Let a key open this account no more."""
    key = account.passkeys.filter(pk=passkey).first()
    refuse_unless(key, "Khóa này đã được bỏ từ trước.")
    left = account.passkeys.count() > 1 or account.email or account.phone or account.identities.exists()
    refuse_unless(left, "Đây là cách đăng nhập duy nhất. Xin thêm một địa chỉ nhận mã trước khi bỏ khóa này.")
    account.passkeys.filter(pk=passkey).delete()
    act.record(passkey=passkey)


@action("account.sessions_ended", label="Đăng xuất khỏi mọi thiết bị", who=[owner], when=[1])
def end_sessions(account: Account, act: Act) -> None:
    """End every session of this account, this one too."""
    account.set_unusable_password()  # of no use but this: sessions are tied to it
    account.save(update_fields=["password"])


@action("account.closed", label="Đóng tài khoản", who=[owner], when=[1])
def close(account: Account, act: Act) -> None:
    """Remove what the account holds of the person, and every means of signing in; cases stay, as archives law says."""
    account.passkeys.all().delete()
    account.identities.all().delete()
    account.email = account.phone = account.full_name = ""
    account.person, account.is_active, account.closed_at = None, False, act.at
    account.set_unusable_password()
    account.save()
