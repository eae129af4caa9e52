"""“A thay B” and moving house: rights come and go by date, what was done stays; spec §2.2."""

from datetime import date

import pytest

from motcua.domain.cases.actions.deciding import approve
from motcua.domain.cases.actions.processing import forward, take
from motcua.domain.cases.queries.inbox import inbox
from motcua.domain.offices.actions import (
    delegate,
    employ,
    end_delegation,
    end_posting,
    post,
    reset_password,
)
from motcua.domain.offices.models import Delegation, Posting, Staff
from motcua.foundation.actions import SYSTEM, Forbidden, Refused
from tests.people import SINCE, Ward
from tests.stories import Clock, drafted, examined, last_event, moment, waiting

pytestmark = pytest.mark.usefixtures("clock")
GROUNDS = "Quyết định 15/QĐ-UBND"


def stand_in(ward: Ward, absent: Staff, deputy: Staff, first: int, last: int) -> None:
    delegate(
        ward.ward, by=ward.hoa, absent=absent, deputy=deputy, valid_from=date(2026, 11, first),
        valid_to=date(2026, 11, last), grounds=GROUNDS,
    )  # fmt: skip


def test_a_deputy_acts_and_the_event_says_for_whom(ward: Ward) -> None:
    case = examined(ward)
    stand_in(ward, ward.lan, ward.dung, 20, 25)
    dung = ward.again().dung
    assert [row.code for row in inbox(dung)] == [case.code]
    forward(case, by=dung)
    event = last_event(case)
    assert (event.actor, event.on_behalf_of) == (ward.dung, ward.lan)
    assert case.steps.get(node="tham_tra").done_by == ward.dung


def test_a_leader_may_be_stood_in_for_and_ones_own_duty_comes_first(ward: Ward) -> None:
    case = drafted(ward)
    stand_in(ward, ward.hoa, ward.thao, 20, 20)
    thao = ward.again().thao
    approve(case, by=thao)
    assert last_event(case).on_behalf_of == ward.hoa
    case = examined(ward)
    stand_in(ward, ward.dung, ward.lan, 20, 20)
    forward(case, by=ward.again().lan)
    assert last_event(case).on_behalf_of is None


@pytest.mark.parametrize(("first", "last"), [(18, 19), (21, 25)])
def test_outside_its_dates_a_delegation_gives_no_right(ward: Ward, first: int, last: int) -> None:
    case = examined(ward)
    stand_in(ward, ward.lan, ward.dung, first, last)
    with pytest.raises(Forbidden):
        forward(case, by=ward.again().dung)
    assert waiting(case) == [("tham_tra", "lan")]


def test_a_delegation_ends_with_its_last_day(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    stand_in(ward, ward.lan, ward.dung, 20, 23)
    clock.at(23, 23, 59)
    assert waiting(take(case, by=ward.again().dung)) == [("tham_tra", "dung")]
    clock.at(24, 0, 1)
    case = examined(ward.again())
    with pytest.raises(Forbidden):
        take(case, by=ward.again().dung)


@pytest.mark.parametrize(
    ("absent", "deputy", "last", "grounds", "sentence"),
    [
        ("lan", "lan", 21, GROUNDS, "hai người khác nhau"),
        ("lan", "dung", 19, GROUNDS, "từ ngày bắt đầu trở đi"),
        ("lan", "dung", 21, " ", "căn cứ phân công thay"),
        ("quan", "dung", 21, GROUNDS, "không giữ vị trí nào"),
    ],
)
def test_a_delegation_names_two_people_dates_and_grounds(
    ward: Ward, absent: str, deputy: str, last: int, grounds: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        delegate(
            ward.ward, by=ward.hoa, absent=getattr(ward, absent), deputy=getattr(ward, deputy),
            valid_from=date(2026, 11, 20), valid_to=date(2026, 11, last), grounds=grounds,
        )  # fmt: skip


def test_a_deputys_rights_end_when_the_absent_person_is_back(ward: Ward) -> None:
    case = examined(ward)
    stand_in(ward, ward.lan, ward.dung, 20, 25)
    given = Delegation.objects.get()
    with pytest.raises(Refused, match="không giữ vị trí nào"):
        end_delegation(ward.land, by=ward.an, delegation=given)
    end_delegation(ward.justice, by=ward.thao, delegation=given)
    with pytest.raises(Forbidden):
        forward(case, by=ward.again().dung)
    assert ward.justice.events.order_by("-n")[0].payload == {"absent": ward.lan.pk, "deputy": ward.dung.pk}
    with pytest.raises(Refused, match="đã thôi"):
        end_delegation(ward.justice, by=ward.thao, delegation=Delegation.objects.get())


def test_a_forgotten_password_is_replaced_by_the_administrator_only(ward: Ward) -> None:
    reset_password(ward.justice, by=ward.an, staff=ward.lan, password="mat-khau-moi-2026")
    assert Staff.objects.get(pk=ward.lan.pk).account.check_password("mat-khau-moi-2026")
    event = ward.justice.events.order_by("-n")[0]
    assert (event.name, event.payload) == ("office.password_reset", {"staff": ward.lan.pk})
    for stranger in (ward.thao, ward.hoa, ward.lan):
        with pytest.raises(Forbidden):
            reset_password(ward.justice, by=stranger, staff=ward.dung, password="mat-khau-moi-2026")
    with pytest.raises(Refused, match="không giữ vị trí nào"):
        reset_password(ward.land, by=ward.an, staff=ward.lan, password="mat-khau-moi-2026")


def test_only_heads_and_the_administrator_of_the_unit_delegate(ward: Ward) -> None:
    allowed = {
        name
        for name, person in vars(ward).items()
        if isinstance(person, Staff) and delegate.permits(person, ward.justice)
    }
    assert allowed == {"hoa", "thao", "an"}
    with pytest.raises(Forbidden):
        delegate(
            ward.justice, by=ward.son, absent=ward.lan, deputy=ward.dung, valid_from=date(2026, 11, 20),
            valid_to=date(2026, 11, 21), grounds=GROUNDS,
        )  # fmt: skip


def test_rights_end_with_a_posting_and_begin_with_the_next(ward: Ward, clock: Clock) -> None:
    case = examined(ward)
    old = Posting.objects.get(staff=ward.lan)
    end_posting(ward.justice, by=ward.an, posting=old, last_day=date(2026, 11, 20))
    post(ward.land, by=ward.an, staff=ward.lan, role="officer", title="Công chức địa chính",
         valid_from=date(2026, 11, 21))  # fmt: skip
    assert [d.unit_name for d in ward.again().lan.duties] == [ward.justice.name]
    clock.at(23)
    lan = ward.again().lan
    assert [d.unit_name for d in lan.duties] == [ward.land.name]
    with pytest.raises(Forbidden):
        forward(case, by=lan)
    assert case.steps.get(node="tham_tra").assignee == ward.lan


def test_a_posting_is_for_a_role_there_is_and_ends_after_it_began(ward: Ward) -> None:
    for role, sentence in (("mayor", "Không có vai trò"), ("citizen", "Không bố trí cán bộ")):
        with pytest.raises(Refused, match=sentence):
            post(ward.desk, by=ward.an, staff=ward.lan, role=role, title="", valid_from=SINCE)
    kept = Posting.objects.get(staff=ward.lan)
    with pytest.raises(Refused, match="không thuộc đơn vị"):
        end_posting(ward.desk, by=ward.an, posting=kept, last_day=date(2026, 11, 20))
    with pytest.raises(Refused, match="từ ngày bắt đầu"):
        end_posting(ward.justice, by=ward.an, posting=kept, last_day=date(2025, 6, 30))


def test_colleagues_are_employed_by_the_administrator_once_per_login(ward: Ward) -> None:
    given = {"password": "x" * 12, "full_name": "Mới", "role": "officer", "title": "", "valid_from": SINCE}
    employ(ward.justice, by=ward.an, login="moi", **given)
    assert Staff.objects.get(account__login="moi").duties[0].role == "officer"
    with pytest.raises(Refused, match="đã có người dùng"):
        employ(ward.justice, by=ward.an, login="MOI", **given)
    for stranger in (ward.lan, ward.hoa, ward.quan):
        with pytest.raises(Forbidden):
            employ(ward.justice, by=stranger, login="khac", **given)


def test_the_offices_own_acts_are_recorded_too(ward: Ward) -> None:
    stand_in(ward, ward.lan, ward.dung, 20, 21)
    event = ward.ward.events.order_by("-n")[0]
    assert (event.name, event.actor, event.payload["grounds"]) == ("office.delegated", ward.hoa, GROUNDS)
    assert event.at == moment(20, 9, 30)
    assert SYSTEM.actor_id is None
