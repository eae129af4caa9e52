"""Trying again what could not be sent: who may, and only what was given up."""

import pytest

from motcua.application.notices.actions import retry
from motcua.application.notices.models import Notice
from motcua.domain.offices.models import OfficeEvent
from motcua.foundation.actions import Forbidden, Refused
from tests import stories
from tests.people import Ward, person
from tests.stories import Clock

pytestmark = pytest.mark.django_db
STATES = ("waiting", "sent", "delivered", "failed", "stuck")


def notice(ward: Ward, clock: Clock, state: str) -> Notice:
    case = stories.received(ward)
    return Notice.objects.create(
        event=stories.last_event(case), case=case, audience="applicant", channel="mail", letter="received",
        subject="Đã tiếp nhận", body="…", written_at=clock.now, address="tam@vidu.example", state=state, tries=48,
        next_at=clock.now if state == "waiting" else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("minh", True),
        ("hai", True),
        ("keeper", True),
        ("lan", False),
        ("hoa", False),
        ("quan", False),
        ("son", False),
    ],
)
def test_who_may_try_again(ward: Ward, clock: Clock, name: str, may: bool) -> None:
    people = {"keeper": person(ward.ward, "quantri", "Phan Văn Khải", "sysadmin", "Quản trị hệ thống")}
    by = people.get(name) or getattr(ward, name)
    stuck = notice(ward, clock, "stuck")
    unit = stuck.case.received_unit
    if may:
        retry(unit, by=by, notices=[stuck.pk])
        stuck.refresh_from_db()
        assert (stuck.state, stuck.tries, stuck.next_at) == ("waiting", 0, clock.now)
        assert OfficeEvent.objects.get(name="notice.retried").payload == {"notices": 1}
    else:
        with pytest.raises(Forbidden):
            retry(unit, by=by, notices=[stuck.pk])


@pytest.mark.parametrize("state", STATES)
def test_only_what_was_given_up_is_tried_again(ward: Ward, clock: Clock, state: str) -> None:
    found = notice(ward, clock, state)
    unit = found.case.received_unit
    if state == "stuck":
        retry(unit, by=ward.minh, notices=[found.pk])
        with pytest.raises(Refused):
            retry(unit, by=ward.minh, notices=[found.pk])
    else:
        with pytest.raises(Refused, match="đã được gửi lại hoặc đã gửi xong"):
            retry(unit, by=ward.minh, notices=[found.pk])
