"""Offices and the catalogue: who keeps them, and that nothing is half done; spec §2.2, §4.1, lessons F4, F5, F11."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.domain.cases.actions.intake import receive
from motcua.domain.catalogue.actions import adopt, set_competence, set_roadmap
from motcua.domain.catalogue.models import Competence, Procedure, ProcedureVersion
from motcua.domain.catalogue.queries import competent, partner_of
from motcua.domain.catalogue.rules.facts import Span
from motcua.domain.offices.actions import (
    adopt_calendar,
    delegate,
    employ,
    end_posting,
    found,
    post,
    take_over,
)
from motcua.domain.offices.models import Succession, Unit
from motcua.foundation.actions import SYSTEM, Action, Forbidden, Refused, Stale
from motcua.foundation.calendar import document_named
from motcua.foundation.events.models import broken_link
from tests.actions.table import CAST
from tests.people import SINCE, SINGLE, Ward, birth_terms, filing, person, procedures, unit
from tests.stories import Clock, moment

pytestmark = pytest.mark.usefixtures("clock")

# Who of the cast may do it at which unit; besides them the house itself, when an office is set up (spec §2.2:
# sysadmin keeps users, units, calendars; ptc_control the catalogue; heads say who stands in for whom).
TABLE = """
action            | ward             | justice          | desk        | other
adopt             | an yen           | an yen           | an yen      |
set_competence    | an yen           | an yen           | an yen      |
set_roadmap       | an yen           | an yen           | an yen      |
adopt_calendar    | an               | an               | an          |
employ            | an               | an               | an          |
post              | an               | an               | an          |
end_posting       | an               | an               | an          |
take_over         | an               | an               | an          |
delegate          | an hoa           | an hoa thao      | an hoa hai  | son
found             |                  |                  |             |
"""
ACTIONS: dict[str, Action] = {
    action.body.__name__: action
    for action in (
        adopt, set_competence, set_roadmap, adopt_calendar, employ, post, end_posting, take_over, delegate, found,
    )
}  # fmt: skip


@pytest.mark.parametrize("row", TABLE.strip().splitlines()[1:], ids=lambda row: row.split()[0])
def test_who_keeps_an_office_and_its_catalogue(ward: Ward, row: str) -> None:
    units = [name.strip() for name in TABLE.strip().splitlines()[0].split("|")[1:]]
    name, *columns = [column.strip() for column in row.split("|")]
    yen = person(ward.ward, "yen", "Tô Hải Yến", "ptc_control", "Cán bộ kiểm soát thủ tục")
    action, ward = ACTIONS[name], ward.again()
    cast = {**{who: getattr(ward, who) for who in CAST}, "yen": yen}
    for where, expected in zip(units, columns, strict=True):
        place = getattr(ward, where)
        assert {who for who, by in cast.items() if action.permits(by, place)} == set(expected.split()), where
        assert action.permits(SYSTEM, place) or name == "delegate"
    with pytest.raises(Forbidden):
        action(ward.ward, by=ward.quan)


def test_a_unit_takes_its_place_in_the_tree_and_its_code_is_used_once(ward: Ward) -> None:
    made = unit(ward.ward, "H26.101.9", "Tổ công tác số 1", "ban", hotline="024.1")
    assert (made.parent, made.path, made.hotline) == (ward.ward, f"{ward.ward.path}{made.pk}/", "024.1")
    assert made.folded == "to cong tac so 1"
    with pytest.raises(Refused, match=r"H26\.101\.9 đang được dùng"):
        unit(ward.city, "H26.101.9", "Khác", "ban")
    with pytest.raises(Refused, match="Không có loại đơn vị"):
        unit(ward.city, "H26.200", "Khác", "tong_cuc")
    event = made.events.get()
    assert (event.name, event.payload["code"]) == ("office.founded", "H26.101.9")


def test_what_was_done_to_a_unit_is_a_chain_of_its_own(ward: Ward) -> None:
    employ(ward.desk, by=ward.an, login="moi", password="x" * 12, full_name="Mới", role="reception", title="",
           valid_from=SINCE)  # fmt: skip
    events = list(ward.desk.events.order_by("n"))
    assert broken_link(events, f"unit {ward.desk.code}") is None
    events[0].note = "khác"
    assert broken_link(events, f"unit {ward.desk.code}") == 1
    with pytest.raises(Stale, match="vừa được người khác cập nhật"):
        post(ward.desk, by=ward.an, staff=ward.lan, role="reception", title="", valid_from=SINCE, expected=1)


def test_a_unit_carries_on_from_the_one_before_it(ward: Ward) -> None:
    old = unit(ward.city, "H26.31", "Phường Thanh Xuân Trung", "phuong")
    take_over(ward.ward, by=ward.an, predecessor=old, on=date(2025, 7, 1))
    take_over(ward.ward, by=ward.an, predecessor=old, on=date(2025, 7, 1))
    assert Succession.objects.get(before=old).after == ward.ward
    with pytest.raises(Refused, match="không thể kế thừa chính mình"):
        take_over(ward.ward, by=ward.an, predecessor=ward.ward, on=date(2025, 7, 1))


def test_two_offices_with_other_hours_owe_their_results_at_other_times(ward: Ward, clock: Clock) -> None:
    """Faults F4, F5: hours were shared by all units, or never used."""
    winter = document_named("vn-seasonal")  # in November from 07:30
    adopt_calendar(ward.ward, by=ward.an, document=winter, processing=True, reception=False)
    clock.at(20, 7, 10)
    here = receive(ward.desk, by=ward.minh, filing=filing(birth_terms(SINGLE)))
    there = receive(ward.other_desk, by=ward.quan, filing=filing(birth_terms(SINGLE)))
    assert (here.authority, there.authority) == (ward.ward, ward.other)
    assert (here.due_at, there.due_at) == (moment(26, 7, 30), moment(26, 8))
    assert ward.ward.events.order_by("-n")[0].payload["calendar"] == "vn-seasonal"


def test_papers_are_dated_at_the_units_place_or_that_of_the_unit_above(ward: Ward) -> None:
    Unit.objects.filter(pk=ward.ward.pk).update(place="An Bình")
    assert (
        Unit.objects.get(pk=ward.ward.pk).dated_at
        == Unit.objects.get(pk=ward.justice.pk).dated_at
        == "An Bình"
    )
    Unit.objects.update(place="")
    assert Unit.objects.get(pk=ward.justice.pk).dated_at == ward.justice.name


def test_a_calendar_with_a_fault_is_refused_with_its_place(ward: Ward) -> None:
    odd = {"name": "vn-som", "title": "Làm sớm", "extends": "vn-standard", "sessions": [{"hours": "bảy giờ"}]}
    for document, sentence in (({}, "name"), (odd, "vn-som")):
        with pytest.raises(Refused, match=sentence):
            adopt_calendar(ward.ward, by=ward.an, document=document, processing=True, reception=True)
    assert Unit.objects.get(pk=ward.ward.pk).processing_calendar is None


def test_adopting_the_same_twice_makes_no_new_version(ward: Ward) -> None:
    before = ProcedureVersion.objects.count()
    adopt(ward.city, by=SYSTEM, procedures=procedures(), routes={})
    assert ProcedureVersion.objects.count() == before
    assert ward.city.events.order_by("-n")[0].payload["changed"] == []


def test_a_new_version_ends_the_old_one_the_day_before(ward: Ward) -> None:
    facts = birth_terms(SINGLE).facts
    quick = replace(facts.allowed, legal=Span(2, "working_day"), promised=Span(2, "working_day"))
    start = date(2027, 1, 1)
    adopt(
        ward.city,
        by=SYSTEM,
        procedures=[replace(facts, allowed=quick, steps=(), valid_from=start)],
        routes={},
    )
    procedure = Procedure.objects.get(code=SINGLE)
    old, new = procedure.versions.order_by("number")
    assert (old.valid_to, new.valid_from) == (date(2026, 12, 31), start)
    assert procedure.version_on(date(2026, 12, 31)) == old and procedure.version_on(start) == new


def test_another_commune_decides_only_what_was_filed_for_it(ward: Ward) -> None:
    """Spec §3.5, phi địa giới: Yên Hòa has said nothing of who handles what, An Bình has."""
    here = receive(ward.other_desk, by=ward.quan, filing=filing())
    there = receive(ward.other_desk, by=ward.quan, filing=filing(authority=ward.ward))
    assert (here.authority, here.department) == (ward.other, ward.other)
    assert (there.authority, there.department) == (ward.ward, ward.justice)


def test_a_catalogue_is_adopted_whole_or_not_at_all(ward: Ward) -> None:
    facts = birth_terms(SINGLE).facts
    good = replace(facts, code="9.000001", steps=())
    bad = replace(facts, code="9.000002", route="khong-co", steps=())
    with pytest.raises(Refused, match=r"9.000002 dùng quy trình “khong-co” chưa có"):
        adopt(ward.city, by=SYSTEM, procedures=[good, bad], routes={})
    with pytest.raises(Refused, match="Quy trình “hong”"):
        adopt(ward.city, by=SYSTEM, procedures=[good], routes={"hong": b"<bpmn/>"})
    assert not Procedure.objects.filter(code__startswith="9.").exists()


def test_the_narrower_competence_wins_and_without_one_the_nearest_authority_decides(ward: Ward) -> None:
    single = Procedure.objects.get(code=SINGLE)
    on = date(2026, 11, 20)
    assert competent(ward.desk, single, asked=None, on=on) == (ward.ward, ward.justice)
    set_competence(
        ward.ward, by=ward.an, department=ward.land, procedure=SINGLE, valid_from=date(2026, 11, 1)
    )
    assert competent(ward.desk, single, asked=None, on=on) == (ward.ward, ward.land)
    assert competent(ward.desk, single, asked=None, on=date(2026, 10, 31)) == (ward.ward, ward.justice)
    Competence.objects.all().delete()
    assert competent(ward.desk, single, asked=None, on=on) == (ward.ward, ward.ward)
    assert partner_of(ward.ward, "thue") is None
