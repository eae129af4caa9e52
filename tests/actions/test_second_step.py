"""Taking the second step of signing in off for a colleague: by whom, for whom, and on record."""

import pytest
from django.db import IntegrityError, transaction

from motcua.domain.offices.actions import remove_second_step
from motcua.domain.offices.models import Staff
from motcua.domain.people.models import RECOVERY_CODES, Account
from motcua.domain.people.rules import second_step as rules
from motcua.foundation.actions import SYSTEM, Forbidden, Refused, now
from tests.people import Ward

pytestmark = pytest.mark.usefixtures("clock")
SEED = b"0123456789abcdef"


def account_of(staff: Staff) -> Account:
    return Account.objects.get(pk=staff.account_id)


def turned_on(staff: Staff) -> None:
    account = account_of(staff)
    code = rules.app_code(account.app_secret(SEED), rules.step_at(now()))
    assert len(account.start_second_step(SEED, code, at=now())) == RECOVERY_CODES


def test_only_the_administrator_of_the_unit_takes_it_off_and_not_their_own(ward: Ward) -> None:
    for staff in (ward.lan, ward.an):
        turned_on(staff)
    for by in (ward.hoa, ward.thao, ward.quan, ward.lan):
        with pytest.raises(Forbidden):
            remove_second_step(ward.justice, by=by, staff=ward.lan)
    with pytest.raises(Refused, match="của chính mình"):
        remove_second_step(ward.ward, by=ward.an, staff=ward.an)
    with pytest.raises(Refused, match="chưa bật"):
        remove_second_step(ward.justice, by=ward.an, staff=ward.dung)
    with pytest.raises(Refused, match="không giữ vị trí"):
        remove_second_step(ward.desk, by=ward.an, staff=ward.lan)
    remove_second_step(ward.ward, by=SYSTEM, staff=Staff.objects.get(pk=ward.an.pk))
    assert account_of(ward.an).code_seed is None


def test_the_database_keeps_it_whole_or_off(ward: Ward) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=ward.lan.account_id).update(code_seed=SEED)


def test_turning_it_on_a_second_time_changes_nothing(ward: Ward) -> None:
    turned_on(ward.lan)
    stale, other = ward.lan.account, b"f" * 16
    assert stale is not None and stale.code_seed is None
    code = rules.app_code(stale.app_secret(other), rules.step_at(now()))
    assert stale.start_second_step(other, code, at=now()) == []
    assert bytes(account_of(ward.lan).code_seed or b"") == SEED
