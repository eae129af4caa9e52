"""Two requests at one moment from outside: a form sent twice, a bank that says it twice; real threads, over the pages."""

from typing import Any

import pytest
from django.test import Client

from motcua.application.filing.models import Draft, Filed
from motcua.domain.cases.models import Case
from motcua.domain.payments.models import Charge, Payment, Receipt
from motcua.faces import frame
from motcua.foundation.actions import at_time
from tests.actions.test_at_once import _with_account, at_once
from tests.faces.filing_pages import FATHER, go_through
from tests.faces.test_portal_paying import call_back
from tests.people import Ward
from tests.stories import FRIDAY, fresh

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def ward(transactional_db: None, ward: Ward) -> Ward:
    frame.forget()  # pages keep the office for a minute; the one of the test before is gone
    return ward


def test_a_form_sent_twice_at_one_moment_is_one_case(ward: Ward, client: Client) -> None:
    check = go_through(client, FATHER, until="kiem-tra")
    agreed = {"truthful": "on", "agreed": "on"}
    sent = at_once([lambda: Client().post(check, agreed)] * 2)
    assert [answer.status_code for answer in sent] == [302, 302], sent
    assert sent[0]["Location"] == sent[1]["Location"]
    case = Case.objects.get()
    assert (Filed.objects.count(), case.events.count(), Draft.objects.get().case) == (1, 1, case)


def test_a_call_back_sent_twice_at_one_moment_pays_once(ward: Ward) -> None:
    case = _with_account(ward, fee=15_000)
    charge = Charge.objects.get()

    def told() -> Any:
        with at_time(FRIDAY):
            return call_back(Client(), charge)

    said = at_once([told] * 2)
    assert [answer.status_code for answer in said] == [200, 200], said
    assert {answer.json()["status"] for answer in said} <= {"paid", "known"}
    assert Payment.objects.count() == Receipt.objects.count() == 1
    assert fresh(case).events.filter(name="case.paid_by_bank").count() == 1
