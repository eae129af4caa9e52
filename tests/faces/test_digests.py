"""The morning's digest: warned before, escalated after, once for a person and a day; who is told is a table."""

import json
import traceback
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from motcua.application.timekeeping.digests import digests, write_digests
from motcua.application.timekeeping.jobs import morning, send
from motcua.application.timekeeping.models import Digest
from motcua.domain.cases.actions.processing import take
from motcua.domain.cases.deadline_rules import Watch
from motcua.domain.people.models import Account
from motcua.foundation.gateways.mail.fake import FakeMailServer
from motcua.foundation.gateways.outcome import NotNow
from tests import stories
from tests.faces.desk_pages import signed_in, words
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db


def told(ward: Ward, clock: Clock) -> dict[str, set[str]]:
    names = {
        getattr(ward, name).pk: name for name in ("lan", "dung", "thao", "hoa", "hai", "minh", "son", "quan")
    }
    return {
        names[pk]: {str(what) for what in found} for pk, found in digests(clock.now).items() if pk in names
    }


def queued(task: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [task])
        return [json.loads(row[0]) for row in cursor.fetchall()]


# Due Thursday 26/11; the 24th is a holiday. Warned on the 23rd, two working days before.
def test_the_holder_is_warned_first_then_the_next_leader_hears(ward: Ward, clock: Clock) -> None:
    case = stories.examined(ward)
    clock.at(20, 17)
    assert told(ward, clock) == {}
    clock.at(23, 7, 30)
    assert told(ward, clock) == {"lan": {"soon"}}
    clock.at(25, 7, 30)  # nobody acted in the eight working hours since the warning; the day of the apology
    assert told(ward, clock) == {"lan": {"soon", "apology", "step_late"}, "thao": {"soon", "apology"}}
    clock.at(26, 7, 30)
    assert told(ward, clock)["lan"] == {"today", "apology", "step_late"} and told(ward, clock)["hoa"] == {
        "apology"
    }
    clock.at(27, 7, 30)
    assert told(ward, clock)["thao"] == {"overdue", "apology"}
    assert "overdue" not in told(ward, clock)["hoa"]
    clock.at(30, 7, 30)
    assert "overdue" in told(ward, clock)["hoa"] and "son" not in told(ward, clock)
    assert digests(clock.now)[ward.hoa.pk][Watch.OVERDUE][0].code == case.code


def test_who_acts_after_the_warning_is_not_reported(ward: Ward, clock: Clock) -> None:
    case = stories.examined(ward)
    clock.at(23, 16)
    take(case, by=ward.lan)
    clock.at(25, 7, 30)
    assert told(ward, clock)["thao"] == {"apology"}


def test_an_online_filing_and_an_uncollected_result_are_the_desks(ward: Ward, clock: Clock) -> None:
    stories.case_at(ward, "1"), stories.case_at(ward, "9")
    clock.at(25, 7, 30)
    found = told(ward, clock)
    assert found["minh"] == {"slow_to_accept", "uncollected"} and "quan" not in found
    assert "slow_to_accept" in found["hai"]


def test_a_person_gets_one_digest_a_day_however_often_the_job_runs(ward: Ward, clock: Clock) -> None:
    Account.objects.filter(pk=ward.lan.account_id).update(email="lan@vidu.example")
    case = stories.examined(ward)
    clock.at(23, 7, 30)
    for _ in range(2):
        morning(timestamp=0)
    digest = Digest.objects.get(staff=ward.lan)
    assert digest.counts == {"soon": 1} and digest.subject == "Việc cần chú ý ngày 23/11/2026: 1 sắp đến hạn"
    assert case.code in digest.body and case.applicant_name not in digest.body
    for sending in queued("timekeeping.send"):
        send(**sending)
        send(**sending)
    assert [message.to for message in mail.outbox] == [["lan@vidu.example"]]
    assert "1 sắp đến hạn" in words(signed_in(ward.lan).get("/ban-lam-viec"))
    clock.at(25, 7, 30)
    write_digests(clock.now)
    assert Digest.objects.filter(staff=ward.lan).count() == 2


def test_a_holiday_has_no_morning(ward: Ward, clock: Clock) -> None:
    stories.examined(ward)
    clock.at(24, 7, 30)
    morning(timestamp=0)
    assert not Digest.objects.exists()


def test_a_mail_server_that_is_away_is_tried_again(ward: Ward, clock: Clock, settings: Any) -> None:
    Account.objects.filter(pk=ward.lan.account_id).update(email="lan@vidu.example")
    stories.examined(ward)
    clock.at(23, 7, 30)
    digest = write_digests(clock.now)[0]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(NotNow):
        send(digest=digest.pk)
    digest.refresh_from_db()
    assert (digest.sent_at, digest.tries) == (None, 1)


@pytest.mark.parametrize("server", ["refuses", "finds none"])
def test_the_address_of_a_mail_that_was_not_taken_stands_in_no_log(
    ward: Ward, clock: Clock, settings: Any, server: str
) -> None:
    """A task that fails is written down with its whole traceback."""
    with FakeMailServer() as running:
        running.refusals, running.code = 1, 550
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        address = "lan@vidu.example" if server == "refuses" else "lan@vidu..example"
        Account.objects.filter(pk=ward.lan.account_id).update(email=address)
        stories.examined(ward)
        clock.at(23, 7, 30)
        digest = write_digests(clock.now)[0]
        with pytest.raises(NotNow) as failed:
            send(digest=digest.pk)
    assert "lan@" not in "".join(traceback.format_exception(failed.value))
    digest.refresh_from_db()
    assert (digest.sent_at, digest.tries) == (None, 1)
