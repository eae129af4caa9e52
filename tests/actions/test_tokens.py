"""Keys of other systems: given by those who run the office, used until they end, and on the office's record."""

import hashlib
from datetime import timedelta

import pytest

from motcua.domain.offices.actions import give_token, withdraw_token
from motcua.domain.offices.models import Token
from motcua.domain.offices.queries import staff_of_token
from motcua.foundation.actions import SYSTEM, Forbidden, Refused, now
from tests.people import Ward
from tests.stories import Clock

DIGEST = hashlib.sha256(b"mot khoa").digest()


def given(ward: Ward, **more: object) -> Token:
    give_token(ward.desk, by=SYSTEM, staff=ward.minh, name="Cổng tỉnh", digest=DIGEST, **more)
    return Token.objects.get(hash=DIGEST)


def test_a_key_acts_as_its_holder_with_all_their_duties(ward: Ward, clock: Clock) -> None:
    given(ward)
    found = staff_of_token(DIGEST, at=now())
    assert found == ward.minh
    assert found is not None and found.duties == ward.minh.duties
    assert staff_of_token(hashlib.sha256(b"khac").digest(), at=now()) is None


def test_giving_and_withdrawing_stand_on_the_units_record(ward: Ward, clock: Clock) -> None:
    token = given(ward)
    withdraw_token(ward.desk, by=SYSTEM, token=token)
    names = list(ward.desk.events.order_by("n").values_list("name", "payload"))[-2:]
    assert [name for name, _ in names] == ["office.token_given", "office.token_withdrawn"]
    assert all(DIGEST.hex() not in str(payload) for _, payload in names)


def test_a_key_ends_when_it_is_withdrawn_or_its_time_is_over(ward: Ward, clock: Clock) -> None:
    token = given(ward, expires_at=now() + timedelta(days=1))
    clock.wait(hours=23)
    assert staff_of_token(DIGEST, at=now()) == ward.minh
    clock.wait(hours=1)
    assert staff_of_token(DIGEST, at=now()) is None
    with pytest.raises(Refused, match="đã hết hiệu lực"):
        withdraw_token(ward.desk, by=SYSTEM, token=token)


def test_a_key_ends_with_its_holders_account(ward: Ward, clock: Clock) -> None:
    given(ward)
    assert ward.minh.account is not None
    ward.minh.account.is_active = False
    ward.minh.account.save()
    assert staff_of_token(DIGEST, at=now()) is None


def test_a_holder_without_a_posting_today_has_a_key_that_opens_nothing(ward: Ward, clock: Clock) -> None:
    given(ward)
    ward.minh.postings.update(valid_to=now().date() - timedelta(days=1))
    found = staff_of_token(DIGEST, at=now())
    assert found is not None and found.duties == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"name": " "}, "dùng cho hệ thống nào"), ({"expires_at": "past"}, "ở sau lúc này"), ({"staff": "lan"}, "không giữ vị trí")],
)  # fmt: skip
def test_a_key_needs_a_name_a_future_and_a_person_of_the_unit(
    ward: Ward, clock: Clock, wrong: dict[str, str], sentence: str
) -> None:
    told = {"staff": ward.minh, "name": "Cổng tỉnh", "digest": DIGEST, **wrong}
    told["expires_at"] = now() - timedelta(days=1) if "expires_at" in wrong else None
    told["staff"] = ward.lan if "staff" in wrong else ward.minh
    with pytest.raises(Refused, match=sentence):
        give_token(ward.desk, by=SYSTEM, **told)


def test_only_the_administrator_of_the_unit_gives_keys(ward: Ward, clock: Clock) -> None:
    give_token(ward.desk, by=ward.an, staff=ward.minh, name="Cổng tỉnh", digest=DIGEST)
    for other in (ward.minh, ward.hoa, ward.quan):
        with pytest.raises(Forbidden):
            give_token(ward.desk, by=other, staff=ward.minh, name="Cổng tỉnh", digest=b"1" * 32)
