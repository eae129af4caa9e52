"""The demonstration shows every state: each of its stories ends where its name says."""

from datetime import datetime
from random import Random

from demo import stories
from demo.lives import Life
from demo.load import _stood_in, _terms
from demo.offices import Builder, build
from motcua.domain.cases.models import CaseEvent
from motcua.domain.cases.rules import State
from motcua.foundation.actions import at_time
from motcua.foundation.calendar import STANDARD, ZONE, calendar_named

NOW = datetime(2026, 11, 20, 16, tzinfo=ZONE)
RECEIVED = datetime(2026, 10, 5, 9, tzinfo=ZONE)
LONG, SHORT = "1.001612", "1.000894"

# (story, procedure, where it ends, what must have happened on the way)
ENDS = [
    (stories.early, SHORT, State.RETURNED, "case.returned"),
    (stories.on_time, SHORT, State.RETURNED, "case.returned"),
    (stories.early_not_collected, LONG, State.FINISHED, "case.finished"),
    (stories.late, LONG, State.RETURNED, "case.returned"),
    (stories.apologised, LONG, State.RETURNED, "case.extended"),
    (stories.just_received, LONG, State.ACCEPTED, "case.received"),
    (stories.overdue, LONG, State.IN_PROGRESS, "case.handed_over"),
    (stories.supplemented, LONG, State.RETURNED, "case.supplemented"),
    (stories.awaiting_supplement, LONG, State.AWAITING_SUPPLEMENT, "case.supplement_requested"),
    (stories.asked_twice, LONG, State.AWAITING_SUPPLEMENT, "case.supplement_requested"),
    (stories.refused, SHORT, State.NOT_ACCEPTED, "case.refused_at_desk"),
    (stories.withdrawn, LONG, State.WITHDRAWN, "case.withdrawn"),
    (stories.stopped, LONG, State.STOPPED, "case.stopped"),
    (stories.paying, LONG, State.AWAITING_PAYMENT, "case.payment_required"),
    (stories.paid, LONG, State.RETURNED, "case.payment_confirmed"),
    (stories.online_waiting, SHORT, State.REGISTERED, "case.registered"),
    (stories.online, SHORT, State.RETURNED, "case.accepted"),
    (stories.online_refused, SHORT, State.NOT_ACCEPTED, "case.not_accepted"),
    (stories.corrected, LONG, State.RETURNED, "case.reopened"),
    (stories.consulted, LONG, None, "case.opinion_asked"),
    (stories.reassigned, LONG, State.IN_PROGRESS, "case.reassigned"),
]


def test_every_story_of_the_demonstration_ends_where_it_says(no_office: None) -> None:
    ward = build(Builder())
    days = calendar_named(STANDARD)
    for story, code, state, happened in ENDS:
        with at_time(RECEIVED):
            terms = _terms(code, RECEIVED)
        assert terms is not None
        life = Life(ward, Random(story.__name__), days, NOW)
        life.at = RECEIVED
        story(life, terms, RECEIVED)
        life.case.refresh_from_db()
        names = set(life.case.events.values_list("name", flat=True))
        assert happened in names, (story.__name__, names)
        assert state is None or life.case.state == state, story.__name__


def test_one_result_was_issued_by_somebody_who_stood_in(no_office: None) -> None:
    with at_time(NOW):
        ward = build(Builder())
        _stood_in(ward, Random(1), calendar_named(STANDARD))
    event = CaseEvent.objects.get(name="case.finished")
    assert event.actor and event.actor.full_name == "Đỗ Thu Giang"
    assert event.on_behalf_of and event.on_behalf_of.full_name == "Phạm Thu Vân"
    assert event.case.state == State.RETURNED


def test_the_ward_of_today_is_told_every_story() -> None:
    assert {told for told, *_ in stories.WARD} >= {story for story, *_ in ENDS}
