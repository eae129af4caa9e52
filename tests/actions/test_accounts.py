"""What citizens do with their account: who may, what is refused, and what stays on record."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.domain.people.actions import (
    MOST_PASSKEYS,
    add_address,
    add_passkey,
    close,
    end_sessions,
    link_identity,
    remove_passkey,
)
from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account, AccountEvent, Identity, Passkey, Person
from motcua.domain.people.queries import citizen_of
from motcua.domain.people.rules import Address
from motcua.domain.people.rules.identity import ProvedIdentity
from motcua.foundation.actions import SYSTEM, Action, Forbidden, Refused
from motcua.foundation.events.models import broken_link
from tests.people import Ward

pytestmark = pytest.mark.usefixtures("clock")
TAM = ProvedIdentity(2, "Nguyễn Văn Tâm", "001090012345", date(1990, 1, 1))


@pytest.fixture
def mine(db: None) -> Account:
    return Account.objects.at_address(Address("email", "tam@vidu.vn"))


def owner_of(account: Account, level: int = 1) -> Citizen:
    return Citizen(account_id=account.pk, level=level)


def passkey(n: int = 1) -> dict[str, Any]:
    return {"name": "Điện thoại", "credential_id": bytes([n]) * 16, "credential": b"c" * 64, "count": 0}


GIVEN: dict[Action, Callable[[Account], dict[str, Any]]] = {
    link_identity: lambda account: {"issuer": "https://vidu.vn", "name_there": "tam", "proved": TAM},
    add_address: lambda account: {"address": Address("phone", "0912000123")},
    add_passkey: lambda account: passkey(9),
    remove_passkey: lambda account: {"passkey": add_one(account).pk},
    end_sessions: lambda account: {},
    close: lambda account: {},
}


def add_one(account: Account, n: int = 1, level: int = 1) -> Passkey:
    add_passkey(account, by=owner_of(account, level), **passkey(n))
    return account.passkeys.get(credential_id=bytes([n]) * 16)


@pytest.mark.parametrize("act", GIVEN, ids=lambda each: each.name)
def test_nobody_but_the_owner_changes_an_account(act: Action, mine: Account, ward: Ward) -> None:
    other = Account.objects.at_address(Address("email", "khac@vidu.vn"))
    given = GIVEN[act](mine)
    for by in (Citizen(), owner_of(other, 2), ward.lan, ward.an, SYSTEM):
        with pytest.raises(Forbidden):
            act(mine, by=by, **given)
    act(mine, by=owner_of(mine), **given)


@pytest.mark.parametrize("act", GIVEN, ids=lambda each: each.name)
def test_a_blocked_or_closed_account_changes_no_more(act: Action, mine: Account) -> None:
    given = GIVEN[act](mine)
    Account.objects.filter(pk=mine.pk).update(is_active=False)
    with pytest.raises(Forbidden):
        act(mine, by=owner_of(mine), **given)


@pytest.mark.parametrize("act", GIVEN, ids=lambda each: each.name)
def test_the_account_of_a_member_of_staff_takes_none_of_it(act: Action, ward: Ward, mine: Account) -> None:
    account = Account.objects.get(pk=ward.lan.account_id)
    with pytest.raises(Forbidden):
        act(account, by=owner_of(account), **GIVEN[act](mine))


def test_every_change_is_on_a_record_that_names_keys_only_and_holds_together(mine: Account) -> None:
    by = owner_of(mine)
    link_identity(mine, by=by, issuer="https://vidu.vn", name_there="tam", proved=TAM)
    add_address(mine, by=by, address=Address("phone", "0912000123"))
    key = add_one(mine)
    remove_passkey(mine, by=by, passkey=key.pk)
    end_sessions(mine, by=by)
    close(mine, by=by)
    events = list(mine.events.order_by("n"))
    assert [event.name for event in events] == [
        "account.identity_linked", "account.address_added", "account.passkey_added", "account.passkey_removed",
        "account.sessions_ended", "account.closed",
    ]  # fmt: skip
    assert broken_link(events, f"account {mine.pk}") is None
    said = str([(event.payload, event.note) for event in events])
    assert not any(word in said for word in ("0912000123", "tam", "Tâm", "001090012345", "Điện thoại"))
    for change in (lambda: events[0].delete(), lambda: AccountEvent.objects.update(note="x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_linking_is_for_one_account_and_one_person(mine: Account) -> None:
    link_identity(mine, by=owner_of(mine), issuer="https://vidu.vn", name_there="tam", proved=TAM)
    other = Account.objects.at_address(Address("email", "khac@vidu.vn"))
    with pytest.raises(Refused, match="đã dùng cho một tài khoản khác"):
        link_identity(other, by=owner_of(other), issuer="https://vidu.vn", name_there="tam", proved=TAM)
    with pytest.raises(Refused, match="đã có tài khoản khác"):
        link_identity(other, by=owner_of(other), issuer="https://khac.vn", name_there="tam", proved=TAM)
    mai = ProvedIdentity(2, "Trần Thị Mai", "001158000077", date(1958, 12, 31))
    with pytest.raises(Refused, match="số định danh khác"):
        link_identity(mine, by=owner_of(mine), issuer="https://khac.vn", name_there="mai", proved=mai)
    assert (Identity.objects.count(), Person.objects.filter(identity_number="001158000077").count()) == (1, 0)


def test_level_one_links_no_person_and_never_takes_one_away(mine: Account) -> None:
    low = ProvedIdentity(1, "Nguyễn Văn Tâm")
    link_identity(mine, by=owner_of(mine), issuer="https://vidu.vn", name_there="tam", proved=low)
    assert Account.objects.get(pk=mine.pk).person is None and mine.identities.get().level == 1
    link_identity(mine, by=owner_of(mine), issuer="https://vidu.vn", name_there="tam", proved=TAM)
    link_identity(mine, by=owner_of(mine), issuer="https://vidu.vn", name_there="tam", proved=low)
    assert Account.objects.get(pk=mine.pk).person is not None and mine.identities.get().level == 2


def test_an_address_opens_one_account_only(mine: Account) -> None:
    other = Account.objects.at_address(Address("email", "khac@vidu.vn"))
    with pytest.raises(Refused, match="đã mở một tài khoản khác"):
        add_address(other, by=owner_of(other), address=Address("email", "tam@vidu.vn"))
    add_address(mine, by=owner_of(mine), address=Address("email", "tam.moi@vidu.vn"))
    assert Account.objects.at_address(Address("email", "tam.moi@vidu.vn")) == mine
    assert Account.objects.at_address(Address("email", "tam@vidu.vn")) not in (mine, other)


def test_a_key_has_the_level_of_the_session_it_was_added_in(mine: Account) -> None:
    assert [add_one(mine, 1, level=1).level, add_one(mine, 2, level=2).level] == [1, 2]
    with pytest.raises(Refused, match="đã được thêm rồi"):
        add_passkey(mine, by=owner_of(mine), **passkey(1))
    for n in range(3, MOST_PASSKEYS + 1):
        add_one(mine, n)
    with pytest.raises(Refused, match="Đã có 10 khóa"):
        add_one(mine, 99)


def test_the_only_way_in_is_not_taken_away(mine: Account) -> None:
    key = add_one(mine)
    Account.objects.filter(pk=mine.pk).update(email="")
    with pytest.raises(Refused, match="cách đăng nhập duy nhất"):
        remove_passkey(mine, by=owner_of(mine), passkey=key.pk)
    other = Account.objects.at_address(Address("email", "khac@vidu.vn"))
    with pytest.raises(Refused, match="đã được bỏ"):
        remove_passkey(other, by=owner_of(other), passkey=key.pk)
    spare = add_one(mine, 2)
    remove_passkey(mine, by=owner_of(mine), passkey=spare.pk)
    assert mine.passkeys.get() == key


def test_ending_sessions_ends_those_that_are_open(mine: Account) -> None:
    mark = mine.get_session_auth_hash()
    assert citizen_of(mine, level=1, mark=mark) == owner_of(mine)
    end_sessions(mine, by=owner_of(mine))
    assert citizen_of(Account.objects.get(pk=mine.pk), level=1, mark=mark) is None


def test_a_closed_account_holds_nothing_of_the_person_and_the_address_is_free(mine: Account) -> None:
    link_identity(mine, by=owner_of(mine), issuer="https://vidu.vn", name_there="tam", proved=TAM)
    add_one(mine)
    close(mine, by=owner_of(mine))
    shut = Account.objects.get(pk=mine.pk)
    assert (shut.email, shut.phone, shut.full_name, shut.person, shut.is_active) == ("", "", "", None, False)
    assert not Identity.objects.exists() and not Passkey.objects.exists()
    assert Person.objects.filter(identity_number="001090012345").exists()  # cases may be about them
    assert Account.objects.at_address(Address("email", "tam@vidu.vn")) != mine
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=mine.pk).update(email="tam2@vidu.vn")
