"""Every look at a case is on record with the statement that reads it, and the record stays as it is."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, close_old_connections, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.domain.cases.actions.processing import ask_opinion
from motcua.domain.cases.models import Case, Reading, Through
from motcua.domain.cases.queries.lookup import case_for, case_for_shell
from motcua.domain.cases.queries.readings import WATCHERS, looks_at, own_looks
from motcua.domain.offices.actions import delegate
from motcua.domain.offices.models import Staff
from motcua.foundation.database.outage import is_outage
from tests.people import Ward, person
from tests.stories import Clock, case_at, examined, moment

pytestmark = pytest.mark.usefixtures("clock")
AT = moment(20, 9, 30)


def looked(staff: Staff, case: Case, **more: Any) -> Case | None:
    return case_for(staff, case.code, **{"through": Through.CASE, "at": AT, **more})


def test_a_look_is_on_record_with_who_when_by_which_right_and_through_what(ward: Ward) -> None:
    case = examined(ward)
    assert looked(ward.hoa, case, through=Through.PAPER) == case
    seen = case.readings.get()
    assert (seen.staff, seen.unit, seen.at, seen.through) == (ward.hoa, ward.ward, AT, "paper")


def test_reading_and_noting_is_one_statement(ward: Ward) -> None:
    case = examined(ward)
    looked(ward.lan, case)  # the office is read once by each process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        looked(ward.lan, case)
    assert len(asked) == 1
    assert case.readings.count() == 2


def test_what_is_not_found_is_not_noted(ward: Ward) -> None:
    case = examined(ward)
    assert looked(ward.quan, case) is None
    assert looked(ward.an, case) is None  # the administrator reads no cases
    assert looked(ward.minh, case, desks=[ward.other_desk.pk]) is None
    assert case_for(ward.lan, "H26.101.1-261120-9999", through=Through.CASE, at=AT) is None
    assert not Reading.objects.exists()


def test_a_look_from_the_shell_has_nobodys_name(ward: Ward) -> None:
    case = examined(ward)
    assert case_for_shell(case.code, at=AT) == case
    seen = case.readings.get()
    assert (seen.staff, seen.unit, seen.through) == (None, None, "shell")


def test_the_statement_and_the_set_agree_on_who_sees_a_case(ward: Ward) -> None:
    """`visible_to` says it of lists, the lookup of one: everybody against cases with steps and questions elsewhere."""
    person(ward.city, "kiem", "Kiều Văn Kiểm", "auditor", "Kiểm toán viên")
    cases = [case_at(ward, place) for place in ("1", "4a", "4k", "9")]
    asked = examined(ward)
    ask_opinion(asked, by=ward.lan, unit=ward.police, question="Nơi thường trú?", hours=8)
    for case in [*cases, asked]:
        for staff in Staff.objects.all():
            found = looked(staff, case) is not None
            assert found == Case.objects.visible_to(staff).filter(pk=case.pk).exists(), (staff, case.state)
    assert looked(ward.cuong, asked) is not None  # only because it was asked


def test_who_stands_in_is_on_record_by_their_own_name(ward: Ward) -> None:
    case = examined(ward)
    delegate(ward.other, by=ward.son, absent=ward.quan, deputy=ward.minh, valid_from=AT.date(), valid_to=AT.date(),
             grounds="Nghỉ ốm")  # fmt: skip
    looked(ward.again().minh, case)
    seen = case.readings.get()
    assert (seen.staff, seen.unit) == (ward.minh, ward.desk)


def test_the_record_is_never_changed_or_removed(ward: Ward) -> None:
    case = examined(ward)
    looked(ward.lan, case)
    for sql in ("UPDATE cases_reading SET at = at", "DELETE FROM cases_reading"):
        with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
            connection.cursor().execute(sql)
    assert case.readings.get().staff == ward.lan


@pytest.mark.parametrize(
    "wrong",
    [{"through": "sổ"}, {"through": "shell"}, {"staff": None}, {"unit": None}, {"staff": None, "unit": None}],
)
def test_a_look_is_somebodys_of_a_unit_or_the_shells(ward: Ward, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(
            **{
                "case": examined(ward),
                "staff": ward.lan,
                "unit": ward.justice,
                "at": AT,
                "through": "case",
                **wrong,
            }
        )


def test_a_moment_in_which_nothing_can_be_written_answers_no_case(ward: Ward) -> None:
    """A read that cannot be noted is refused (outage.py tells it as “away for a while”), never let through."""
    case = examined(ward)
    with pytest.raises(InternalError) as problem, transaction.atomic():
        connection.cursor().execute("SET TRANSACTION READ ONLY")
        looked(ward.lan, case)
    assert is_outage(problem.value)


@pytest.mark.django_db(transaction=True)
def test_a_reader_does_not_wait_for_who_acts_on_the_case(ward: Ward) -> None:
    case = examined(ward)
    ward.lan.duties  # noqa: B018  read before, as a request does
    found: list[Case | None] = []

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '5s'")
        found.append(looked(ward.lan, case))
        close_old_connections()

    with transaction.atomic():
        case.lock()
        Staff.objects.select_for_update().get(pk=ward.lan.pk)
        ward.justice.lock()
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(20)
    assert found == [case]


WATCH = {"leader": "hoa", "centre_head": "hai", "inspector": "tuan"}


@pytest.mark.parametrize("role", WATCH)
def test_who_watches_over_a_case_sees_who_looked_latest_first(ward: Ward, clock: Clock, role: str) -> None:
    case = examined(ward)
    looked(ward.minh, case, through=Through.COUNTER)
    looked(ward.lan, case, at=clock.wait(hours=1))
    case_for_shell(case.code, at=clock.wait(hours=1))
    found = looks_at(getattr(ward, WATCH[role]), case.code, limit=10)
    assert found is not None
    assert [(look.staff, look.through) for look in found] == [
        ("", "shell"), ("Nguyễn Thị Lan", "case"), ("Trần Quang Minh", "counter")]  # fmt: skip
    assert found[1].unit == ward.justice.name


def test_an_auditor_reads_the_looks_and_not_the_case(ward: Ward) -> None:
    case = examined(ward)
    auditor = person(ward.city, "kiem", "Kiều Văn Kiểm", "auditor", "Kiểm toán viên")
    assert looks_at(auditor, case.code, limit=10) == []
    looked(ward.lan, case)
    assert [look.staff for look in looks_at(auditor, case.code, limit=10) or ()] == ["Nguyễn Thị Lan"]
    assert looked(auditor, case) is None


def test_nobody_else_sees_who_looked_nor_a_leader_of_elsewhere(ward: Ward) -> None:
    case = examined(ward)
    looked(ward.lan, case)
    watching = {login for login in ("minh", "hai", "khoa", "lan", "thao", "hoa", "van", "an", "tuan", "cuong", "quan",
                                    "son") if looks_at(getattr(ward, login), case.code, limit=10)}  # fmt: skip
    assert watching == set(WATCH.values())
    assert looks_at(ward.son, case.code, limit=10) is None
    assert set(WATCHERS) == {*WATCH, "auditor"}


def test_everybody_sees_their_own_looks(ward: Ward, clock: Clock) -> None:
    first, second = examined(ward), case_at(ward, "4a")
    for case in (first, second, first):
        looked(ward.lan, case, at=clock.wait(minutes=1))
    looked(ward.minh, first)
    assert [look.case for look in own_looks(ward.lan, limit=2)] == [first, second]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(max_size=60).filter(lambda text: "\0" not in text))
def test_a_code_of_any_letters_is_looked_up_and_not_found(ward: Ward, code: str) -> None:
    assert case_for(ward.lan, code, through=Through.CASE, at=AT) is None
