"""What is due soon is one dated rule (library/limits.toml), so every page says the same of a case."""

from datetime import timedelta

import pytest

from motcua.application.timekeeping.watching import watch
from motcua.domain.cases.deadline_rules import Watch
from motcua.domain.cases.queries.inbox import inbox, waiting_for
from motcua.domain.cases.queries.tracking import status_by_code
from motcua.faces.desk.looking import clock_of
from motcua.faces.portal.following import clock_of as tracking_clock
from tests import stories
from tests.faces.desk_pages import rows_of, signed_in
from tests.people import BIRTH, LINKED, SINGLE, Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db

MARKS = {Watch.OVERDUE: "overdue", Watch.TODAY: "soon", Watch.SOON: "soon"}


@pytest.mark.parametrize("code", [BIRTH, SINGLE, LINKED])  # hours, three days, a fifth of many days
def test_every_page_agrees_on_what_is_due_soon(ward: Ward, clock: Clock, code: str) -> None:
    start = clock.at(2, 15, 30)
    case = stories.received(ward, code)
    assert case.due_at is not None
    step = (case.due_at + timedelta(days=2) - start) / 30
    minh, seen = ward.again().minh, set()
    for n in range(31):
        at = clock._set(start + n * step)
        under = {e.what for row in watch(at=at) if row.case_id == case.pk for e in row.since}
        mark = next((mark for what, mark in MARKS.items() if what in under), "running")
        near, status = waiting_for(minh, at=at), status_by_code(case.code)
        assert status is not None
        listed = case.code in {row.code for row in inbox(minh, "due", soon=near)}
        found = (clock_of(case).mark, tracking_clock(status, at).mark, listed, near.counts["soon"])
        assert found == (mark, mark, mark != "running", int(Watch.SOON in under)), at
        seen.add(mark)
    assert "soon" in seen and "overdue" in seen


def test_the_tab_and_its_number_part_cases_by_what_was_promised_of_each(ward: Ward, clock: Clock) -> None:
    """A long procedure is due soon from a fifth of its time, a short one two working days before; one list shows both."""
    clock.at(29, month=10)
    long = stories.received(ward, LINKED)
    clock.at(13)
    short = stories.received(ward, SINGLE)
    clock.at(15)  # a Sunday; both are owed on Wednesday, the long one is due soon since Saturday
    assert long.due_at and short.due_at and long.due_at.date() == short.due_at.date()
    client = signed_in(ward.again().minh)
    assert rows_of(client.get("/ban-lam-viec?tab=due")) == [long.code]
    assert [clock_of(case).mark for case in (long, short)] == ["soon", "running"]
    clock.at(16)
    assert set(rows_of(client.get("/ban-lam-viec?tab=due"))) == {long.code, short.code}


def test_all_that_waits_is_counted_also_where_only_an_opinion_was_asked(ward: Ward, clock: Clock) -> None:
    stories.case_at(ward, "4o")
    stories.examined(ward)
    stories.case_at(ward, "5")
    lan, hung = ward.again().lan, ward.again().hung
    counts = waiting_for(lan, at=clock.now).counts
    assert (counts["all"], counts["new"], counts["stopped"], counts["consulted"]) == (2, 0, 1, 0)
    nothing = {"all": 0, "new": 0, "overdue": 0, "today": 0, "stopped": 0, "soon": 0}
    assert waiting_for(hung, at=clock.now).counts == {**nothing, "consulted": 1}
