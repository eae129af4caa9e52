"""The demonstration shows every state: each of its stories ends where its name says."""

from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from demo import by_post, people_to_sign_in_as, stories
from demo.from_home import tell_from_home
from demo.lives import Life
from demo.load import _stood_in, _terms
from demo.offices import Builder, build
from motcua.application.filing.models import Draft
from motcua.domain.cases.models import Case, CaseEvent
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.payments.models import Payment
from motcua.foundation.actions import at_time
from motcua.foundation.calendar import STANDARD, ZONE, calendar_named
from motcua.foundation.gateways.signing.demo import make_demo_seal

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
    (by_post.asked, SHORT, State.FINISHED, "case.parcel_asked"),
    (by_post.packed, SHORT, State.FINISHED, "case.parcel_labelled"),
    (by_post.away, SHORT, State.FINISHED, "case.parcel_handed_over"),
    (by_post.not_met, SHORT, State.FINISHED, "case.parcel_handed_over"),
    (by_post.delivered, SHORT, State.RETURNED, "case.delivered"),
    (by_post.came_back, SHORT, State.FINISHED, "case.parcel_came_back"),
    (by_post.lost, SHORT, State.FINISHED, "case.parcel_lost"),
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


def test_people_filed_from_home_paid_answered_and_left_drafts(
    no_office: None, settings: Any, tmp_path: Path
) -> None:
    for name in ("FILES", "QUARANTINE", "SEALS"):
        setattr(settings, name, tmp_path / name.lower())
    with at_time(NOW):
        ward = build(Builder())
        make_demo_seal(ward.authority.code, ward.authority.name, settings.SEALS)
        tell_from_home(ward, Random(1), calendar_named(STANDARD))
    cases = {case.procedure.code: case for case in Case.objects.filter(parent=None)}
    assert {code: (case.state, case.money_state) for code, case in cases.items()} == {
        "1.001193": (State.RETURNED, MoneyState.NONE),
        "1.001612": (State.AWAITING_SUPPLEMENT, MoneyState.PAID),
        "1.014230": (State.REGISTERED, MoneyState.DUE),
        "1.001776": (State.REGISTERED, MoneyState.NONE),
        "2.000986": (State.REGISTERED, MoneyState.NONE),
    }
    assert all(case.filed.account and case.files.exists() for case in cases.values())
    said = {code: set(case.events.values_list("name", flat=True)) for code, case in cases.items()}
    assert {"case.result_sealed", "case.letter_sent"} <= said["1.001193"]
    assert {"case.paid_by_bank", "case.supplement_answered"} <= said["1.001612"]
    assert Payment.objects.get().amount == 150_000  # the bank told it twice
    again = cases["1.001776"].files.get(paper="giay-to-doi-chieu")
    assert again.consented_at and again.file == cases["1.001193"].results.get().file
    assert {look.through for look in cases["1.001193"].readings.all()} == {"case"}
    drafts = Draft.objects.open(on=NOW.date())
    emails = {email for email, _, _ in people_to_sign_in_as() if "@" in email}
    assert {draft.account.email for draft in drafts if draft.account} == emails and len(drafts) == 2


def test_the_ward_of_today_is_told_every_story() -> None:
    assert {told for told, *_ in stories.WARD} >= {story for story, *_ in ENDS}
