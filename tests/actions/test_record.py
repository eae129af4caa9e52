"""The record: every act one event, chained; dates change by events only; lessons F1, F10, scale §4 rules 5-6."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.domain.cases.actions.apologising import draft_apology
from motcua.domain.cases.models import CLOCK, Case, CaseEvent
from motcua.domain.cases.models.case import GUARDED
from motcua.domain.offices.models import OfficeEvent
from motcua.foundation.actions import ACTIONS, Refused
from motcua.foundation.events.models import GENESIS, broken_link
from tests.people import Ward
from tests.stories import LATE_CAUSE, PLACES, Clock, asked, case_at, finished, fresh, moment, received

pytestmark = pytest.mark.usefixtures("clock")


def chain(case: Case) -> list[CaseEvent]:
    return list(case.events.order_by("n"))


@pytest.mark.parametrize("place", PLACES)
def test_the_case_stands_as_its_last_event_says(ward: Ward, place: str) -> None:
    case = fresh(case_at(ward, place))
    events = chain(case)
    assert [event.n for event in events] == list(range(1, case.version + 1))
    assert [event.state_before for event in events] == [0, *(event.state_after for event in events[:-1])]
    last = events[-1]
    assert (case.state, bytes(case.last_hash), case.changed_at) == (
        last.state_after,
        bytes(last.hash),
        last.at,
    )
    assert {name: getattr(case, name) for name in CLOCK} == {name: getattr(last, name) for name in CLOCK}
    assert bytes(events[0].prev_hash) == GENESIS
    assert broken_link(events, case.code) is None


def test_an_event_says_who_when_from_what_to_what_and_why(ward: Ward) -> None:
    event = chain(asked(ward))[-1]
    said = event.said()
    assert (event.actor, event.unit, event.at) == (ward.lan, ward.justice, moment(20, 9, 30))
    assert (said["name"], said["from"], said["to"]) == ("case.supplement_requested", 4, 5)
    assert said["payload"]["reason"] == "Tờ khai chưa ký"
    assert said["dates"]["due_at"] is None and said["dates"]["due_original"] is not None


# What a superuser could still write into an event, and which link then breaks.
TAMPERED = {
    "note": ("note = 'khác'", 3),
    "who": ("actor_id = (SELECT min(id) FROM offices_staff)", 3),
    "when": ("at = at - interval '1 day'", 3),
    "a date": ("due_at = due_at + interval '5 days'", 3),
    "a word of the payload": ('payload = payload || \'{"step": "x"}\'', 3),
    "the state": ("state_after = 9", 3),
    "for whom": ("on_behalf_of_id = actor_id", 3),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_changed_event_breaks_the_chain_even_for_a_superuser(ward: Ward, what: str) -> None:
    case = finished(ward)
    change, link = TAMPERED[what]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_caseevent DISABLE TRIGGER keep")
        cursor.execute(f"UPDATE cases_caseevent SET {change} WHERE case_id = %s AND n = 3", [case.pk])
        assert cursor.rowcount == 1
        cursor.execute("ALTER TABLE cases_caseevent ENABLE TRIGGER keep")
    assert broken_link(chain(case), case.code) == link


def test_an_event_taken_out_or_moved_to_another_case_breaks_the_chain(ward: Ward) -> None:
    events = chain(finished(ward))
    assert broken_link(events[:2] + events[3:], events[0].case.code) == 3
    assert broken_link(events, "H26.101.1-261120-9999") == 1
    assert broken_link(events[1:], events[0].case.code) == 1


def refused_by_the_database(sql: str, *values: Any) -> str:
    with pytest.raises(IntegrityError) as problem, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(problem.value)


def test_events_are_never_changed_or_removed(ward: Ward) -> None:
    case = received(ward)
    for sql in (
        "UPDATE cases_caseevent SET note = 'khác' WHERE case_id = %s",
        "UPDATE cases_caseevent SET at = at WHERE case_id = %s",
        "DELETE FROM cases_caseevent WHERE case_id = %s",
    ):
        assert "never changed or removed" in refused_by_the_database(sql, case.pk)


def test_what_was_done_to_an_office_or_its_catalogue_is_never_changed_or_removed(ward: Ward) -> None:
    names = set(OfficeEvent.objects.filter(unit=ward.city).values_list("name", flat=True))
    assert {"office.founded", "catalogue.adopted"} <= names
    for sql in (
        "UPDATE offices_officeevent SET note = 'khác' WHERE unit_id = %s",
        "UPDATE offices_officeevent SET at = at WHERE unit_id = %s",
        "DELETE FROM offices_officeevent WHERE unit_id = %s",
    ):
        assert "never changed or removed" in refused_by_the_database(sql, ward.city.pk)


@pytest.mark.parametrize("column", sorted(GUARDED - {"changed_at"} | {"code"}))
def test_no_hand_writes_state_or_dates(ward: Ward, column: str) -> None:
    """Fault F1: the due date of others can be overwritten by whoever calls."""
    other = {
        "state": "9", "version": "7", "last_hash": "'\\x00'", "pauses": "'[1]'", "outcome": "'early'", "code": "'X-1'",
    }.get(column, "now()")  # fmt: skip
    case = received(ward)
    said = refused_by_the_database(f"UPDATE cases_case SET {column} = {other} WHERE id = %s", case.pk)
    assert "by an event only" in said or "never changes" in said


def test_a_save_of_the_whole_case_cannot_move_a_date(ward: Ward) -> None:
    case = fresh(received(ward))
    case.due_at = moment(1, month=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save()
    assert fresh(case).due_at == moment(26, 9, 30)


def test_the_first_promise_never_changes_even_by_an_event(ward: Ward) -> None:
    case = fresh(received(ward))
    event = chain(case)[-1]
    event.pk, event.n, event.due_original = None, 2, moment(1, month=12)
    event.prev_hash = case.last_hash
    with pytest.raises(IntegrityError, match="first promise"), transaction.atomic():
        event.save(force_insert=True)


def test_an_event_must_follow_the_last_one(ward: Ward) -> None:
    case = fresh(received(ward))
    for n, prev in ((3, case.last_hash), (2, GENESIS), (1, case.last_hash)):
        event = chain(case)[-1]
        event.pk, event.n, event.prev_hash = None, n, prev
        with pytest.raises(IntegrityError), transaction.atomic():
            event.save(force_insert=True)


def test_no_action_lets_a_caller_name_a_date() -> None:
    """Fault F1. A new date is reckoned from a number of working days. Dates of postings and calendars are not dates of a case."""
    naming = {
        action.name: sorted(action.parameters)
        for action in ACTIONS.values()
        if action.name.startswith("case.")
        and any(
            "due" in n or "received" in n or "finished" in n or n.endswith(("_at", "_on"))
            for n in action.parameters
        )
    }
    assert naming == {}


def test_a_refused_act_leaves_no_trace(ward: Ward, clock: Clock) -> None:
    case = fresh(asked(ward))
    with pytest.raises(Refused):
        draft_apology(case, by=ward.thao, cause=LATE_CAUSE, reason="Chờ xác minh", more_days=2)
    again = fresh(case)
    assert (again.version, again.extensions, len(chain(again))) == (case.version, 0, case.version)
