"""Any legal order of acts, with clocks that jump: what holds of a case holds after every one of them.

Trust §5 “stateful”: one state, dates that change by events only, net time within gross, a record without holes.
`MOTCUA_EXAMPLES=300` looks for new orders; without it the same ones are run every time.
"""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import hypothesis.strategies as st
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from motcua.domain.cases.actions import deciding, intake, processing, returning
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import FINAL, WAITING, Channel, Paper, State, pauses_of
from motcua.foundation import calendar as working
from motcua.foundation.actions import Action, Refused
from motcua.foundation.events.models import broken_link
from tests.actions.table import CAST
from tests.people import BIRTH, COPY, LINKED, SINGLE, Ward, birth_terms, filing
from tests.stories import BASIS, Clock, paper_of

EXAMPLES = int(os.environ.get("MOTCUA_EXAMPLES", "0"))
WORDS: dict[str, Any] = {
    "reason": "Cần xác minh", "legal_basis": BASIS, "cause": "Chờ xác minh", "question": "Đúng không?",
    "answer": "Đúng.", "receipt": "BL 1", "amount": 5000, "receiver_name": "Nguyễn Văn Tâm",
    "leader_agrees": "Giấy nộp lần trước bị mờ",
}  # fmt: skip
ACTS: tuple[Action, ...] = (
    intake.accept, intake.ask_papers, intake.refuse,
    processing.hand_over, processing.take, processing.forward, processing.take_back, processing.send_back,
    processing.request_supplement, processing.confirm_supplement, processing.require_payment,
    processing.confirm_payment, processing.collect_fee, processing.ask_opinion, processing.give_opinion,
    processing.reassign, deciding.approve, deciding.extend, deciding.stop, deciding.issue_result, deciding.correct,
    returning.call_applicant, returning.hand_back, returning.withdraw,
)  # fmt: skip


def words_for(
    action: Action, case: Case, ward: Ward, now: datetime, choose: Callable[..., Any]
) -> dict[str, Any]:
    """What a person would say when doing the action to the case."""
    done = [s.node for s in case.steps.exclude(done_at=None)] or ["tham_tra"]
    given = {
        "to_node": lambda: choose(sorted(set(done))),
        "missing": lambda: [paper_of(case)],
        "papers": lambda: tuple(
            Paper(key=c.key, name=c.name, originals=1) for c in case.case_type.components
        ),
        "unit": lambda: choose([ward.tax, ward.police]),
        "to": lambda: choose([ward.lan, ward.dung, ward.minh, ward.cuong]),
        "new_due_at": lambda: working.next_working_day(now.date() + timedelta(days=20), case.calendar()),
        "proof": lambda: choose([case.pin, "không nhớ"]),
        **{name: (lambda word=word: word) for name, word in WORDS.items()},
    }
    said = {name: given[name]() for name in action.parameters if name in given}
    if isinstance(on := said.get("new_due_at"), date):
        said["new_due_at"] = datetime(on.year, on.month, on.day, 10, tzinfo=working.ZONE)
    return said


class Office(RuleBasedStateMachine):
    """A ward for some weeks; every example is rolled back."""

    ward: ClassVar[Ward]

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.clock = Clock()
        self.clock.__enter__()
        self.promised: dict[int, datetime] = {}
        self.last_n: dict[int, int] = {}

    def teardown(self) -> None:
        self.clock.__exit__()
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @rule(code=st.sampled_from([SINGLE, SINGLE, BIRTH, COPY, LINKED]), fee=st.sampled_from([0, 8000]))
    def receive(self, code: str, fee: int) -> None:
        intake.receive(self.ward.desk, by=self.ward.minh, filing=filing(birth_terms(code), fee=fee))

    @rule(code=st.sampled_from([SINGLE, BIRTH]))
    def register(self, code: str) -> None:
        online = filing(birth_terms(code), channel=Channel.ONLINE)
        intake.register(self.ward.desk, by=self.ward.minh, filing=online)

    @rule(hours=st.sampled_from([0.1, 3, 15, 24, 70, 24 * 8, 24 * 35]))
    def time_passes(self, hours: float) -> None:
        self.clock.wait(hours=hours)

    @precondition(lambda self: Case.objects.exists())
    @rule(pick=st.data())
    def somebody_does_what_they_may(self, pick: st.DataObject) -> None:
        def choose(options: Any) -> Any:
            return pick.draw(st.sampled_from(options))

        case = Case.objects.whole().get(
            pk=choose(list(Case.objects.order_by("pk").values_list("pk", flat=True)))
        )
        possible = [
            (name, act) for act in ACTS for name in CAST if act.permits(getattr(self.ward, name), case)
        ]
        if not possible:
            assert case.state in FINAL or case.parent_id or case.marking["at"], case.state_label
            return
        name, act = choose(possible)
        said = words_for(act, case, self.ward, self.clock.now, choose)
        before = (case.state, case.version)
        try:
            with transaction.atomic():
                after = act(case, by=getattr(self.ward, name), expected=case.version, **said)
            assert after.version > case.version
        except Refused as refused:
            kept = Case.objects.get(pk=case.pk)
            assert (kept.state, kept.version) == before and refused.sentence.endswith(".")

    @invariant()
    def every_case_is_sound(self) -> None:
        for case in Case.objects.whole().order_by("pk"):
            self.the_record_is_whole(case)
            self.the_dates_agree(case)
            self.the_steps_agree(case)

    def the_record_is_whole(self, case: Case) -> None:
        events = list(case.events.order_by("n"))
        assert case.state in list(State)
        assert case.version == len(events) >= self.last_n.get(case.pk, 1)
        assert broken_link(events, case.code) is None
        self.last_n[case.pk] = case.version

    def the_dates_agree(self, case: Case) -> None:
        if case.due_original is not None:
            assert case.due_original == self.promised.setdefault(case.pk, case.due_original)
        waits = case.state in WAITING and case.received_at is not None
        assert (case.stopped_at is not None) == waits == any(end is None for _, end, _ in case.pauses)
        assert (case.due_at is None) == (case.received_at is None or waits)
        if case.due_at and case.due_original and case.due_promised:
            assert case.due_original <= case.due_at <= case.due_promised
        assert bool(case.outcome) == (case.state in (State.FINISHED, State.RETURNED))
        assert case.supplement_rounds == case.supplements.count()
        if case.received_at and case.finished_at:
            gross = working.working_minutes_between(case.received_at, case.finished_at, case.calendar())
            stopped = sum(
                working.working_minutes_between(p.start, p.end, case.calendar())
                for p in pauses_of(case.pauses)
                if p.end
            )
            assert 0 <= gross - stopped <= gross

    def the_steps_agree(self, case: Case) -> None:
        steps = {step.node for step in case.open_steps}
        assert all(step.case_due_at == case.due_at for step in case.open_steps)
        if case.state in FINAL or case.received_at is None:
            assert steps == set()
            return
        calls = {node.id for node in case.walk.table if node.kind == "call"}
        marked = set(case.marking["at"])
        assert steps == marked - calls
        parts = case.children.filter(state__in=(*WAITING, State.IN_PROGRESS))
        assert {part.parent_node for part in parts} == marked & calls
        if case.state == State.FINISHED:
            assert steps == (set() if case.parent_id else {"tra_ket_qua"})
        else:
            assert marked


def test_whatever_the_order_of_acts_every_case_stays_sound(ward: Ward) -> None:
    Office.ward = ward
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=EXAMPLES or 8,
            stateful_step_count=50 if EXAMPLES else 35,
            deadline=None,
            derandomize=not EXAMPLES,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
