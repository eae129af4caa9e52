"""Whose choice of being told holds for a case: the person's who is proved, the owner's of an address, the filer's."""

from typing import Any

import pytest
from django.test import Client

from motcua.application.notices.jobs import tell
from motcua.application.notices.models import Choice, Notice
from motcua.domain.cases.actions.intake import Applicant
from motcua.domain.cases.models import Case, Follower, How
from motcua.domain.people.models import Account
from motcua.foundation.actions import now
from tests import people, stories
from tests.faces.citizens import signed_in_at
from tests.faces.desk_pages import words
from tests.faces.telling import channels_of
from tests.faces.test_account_pages import proved
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db
NUMBER, NAME = "001090012345", "Nguyễn Văn Tâm"
PAGE = "/tai-khoan/tin-bao"


def told(ward: Ward, **stated: Any) -> Case:
    given = {"full_name": NAME, "identity_number": NUMBER, **stated}
    case = stories.received(ward, people.BIRTH, applicant=Applicant(**given))
    tell(stories.last_event(case).pk)
    return case


def choosing(address: str, *channels: str, client: Client | None = None) -> Account:
    client = client or signed_in_at(address)
    account = Account.objects.get(email=address)
    Choice.keep(account, channels=list(channels), language="en")
    return account


def letter(case: Case) -> Notice | None:
    return Notice.objects.filter(case=case, channel="mail").first()


def test_a_proved_person_is_told_at_their_own_address_where_none_is_stated(ward: Ward, clock: Clock) -> None:
    proved(signed_in_at("tam@vidu.vn"))
    case = told(ward)
    mail = letter(case)
    assert mail and mail.address == "tam@vidu.vn"
    again = told(ward, phone="0912345678")  # who stated a telephone and chose nothing is told there
    assert letter(again) is None
    choosing("tam@vidu.vn", "mail")
    chosen = letter(told(ward, phone="0912345678"))
    assert chosen and (chosen.address, chosen.language) == ("tam@vidu.vn", "en")


def test_a_number_under_another_name_tells_its_owner_nothing(ward: Ward, clock: Clock) -> None:
    proved(signed_in_at("tam@vidu.vn"))
    choosing("tam@vidu.vn", "mail")
    assert channels_of(told(ward, full_name="Trần Thị Mai")) == {"page"}


def test_the_owner_of_an_address_says_how_it_is_used_before_who_filed(ward: Ward, clock: Clock) -> None:
    filer = choosing("con@vidu.vn", "push")
    Choice.objects.filter(account=filer).update(language="vi")
    choosing("me@vidu.vn")  # no channel at all
    case = stories.received(ward, people.BIRTH, applicant=Applicant(full_name=NAME, email="me@vidu.vn"))
    Follower.objects.note(case, filer.pk, how=How.FILED, at=now())
    tell(stories.last_event(case).pk)
    mail = letter(case)  # a legal notice goes to the address stated, in the language of its owner
    assert mail and (mail.address, mail.language) == ("me@vidu.vn", "en")


def test_who_filed_from_an_account_is_told_as_the_account_chose(ward: Ward, clock: Clock) -> None:
    filer = choosing("con@vidu.vn", "mail")
    case = stories.received(ward, people.BIRTH, applicant=Applicant(full_name=NAME, phone="0987654321"))
    Follower.objects.note(case, filer.pk, how=How.FILED, at=now())
    tell(stories.last_event(case).pk)
    mail = letter(case)
    assert mail and (mail.address, mail.language) == ("con@vidu.vn", "en")
    other = stories.received(ward, people.BIRTH, applicant=Applicant(full_name=NAME, phone="0987654321"))
    Follower.objects.note(other, filer.pk, how=How.SLIP, at=now())  # to follow a case is not to be told of it
    tell(stories.last_event(other).pk)
    assert letter(other) is None


def test_the_page_shows_what_is_told_of_ones_cases_and_by_number_only_who_has_proved_it(
    ward: Ward, clock: Clock
) -> None:
    client = proved(signed_in_at("tam@vidu.vn"))
    case = told(ward, email="khac@vidu.vn")
    page = words(client.get(PAGE))
    assert case.code in page and "Chọn cách báo tin" in page
    assert case.code not in words(signed_in_at("tam@vidu.vn").get(PAGE))  # the same account, by its mailbox
    assert case.code in words(signed_in_at("khac@vidu.vn").get(PAGE))  # it was sent there
