"""Any legal order of acts, with clocks that jump: what holds of a case holds after every one of them.

Trust §5 “stateful”: one state, dates that change by events only, net time within gross, a record without holes.
`MOTCUA_EXAMPLES=300` looks for new orders; without it the same ones are run every time.
"""

import inspect
import os
import random
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

import hypothesis.strategies as st
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from motcua.domain.cases.actions import deciding, intake, processing, returning
from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.acts import acts_for
from motcua.domain.cases.rules import FINAL, OPEN, WAITING, Channel, Paper, State, pauses_of
from motcua.foundation import calendar as working
from motcua.foundation.actions import Action, Refused
from motcua.foundation.events.models import broken_link
from tests.actions.table import CAST
from tests.people import BIRTH, LINKED, SINGLE, Ward, birth_terms, filing
from tests.stories import BASIS, LATE_CAUSE, Clock, paper_of

EXAMPLES = int(os.environ.get("MOTCUA_EXAMPLES", "0"))
WORDS: dict[str, Any] = {
    "reason": "Cần xác minh", "legal_basis": BASIS, "question": "Đúng không?",
    "answer": "Đúng.", "receipt": "BL 1", "amount": 5000, "receiver_name": "Nguyễn Văn Tâm",
    "leader_agrees": "Giấy nộp lần trước bị mờ",
}  # fmt: skip
ACTS_IN_A_ROW = 25
LIVING = (*OPEN, State.FINISHED)
# What a day mostly consists of; the rest would otherwise end every case before it got anywhere.
ONWARD = (
    intake.accept, processing.hand_over, processing.forward, processing.confirm_supplement,
    processing.confirm_payment, deciding.approve, deciding.issue_result,
)  # fmt: skip
ENDING = (intake.refuse, deciding.stop, returning.withdraw, processing.ask_opinion)
OFTEN, SELDOM = 8, 0.2
NO_FILE = inspect.Parameter("file", inspect.Parameter.KEYWORD_ONLY, default=None)


def words_for(action: Action, case: Case, ward: Ward, choose: Callable[..., Any]) -> dict[str, Any]:
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
        "cause": lambda: choose([LATE_CAUSE, "Kết quả có sai sót"]),
        "more_days": lambda: choose([0, 2, 20]),
        "proof": lambda: choose([case.pin, "không nhớ"]),
        **{name: (lambda word=word: word) for name, word in WORDS.items()},
    }
    return {name: given[name]() for name in action.parameters if name in given}


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
        self.seen: dict[int, int] = {}

    def teardown(self) -> None:
        self.clock.__exit__()
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @initialize(fee=st.sampled_from([0, 8000]))
    def a_morning_at_the_desk(self, fee: int) -> None:
        for code in (SINGLE, BIRTH, LINKED):
            intake.receive(self.ward.desk, by=self.ward.minh, filing=filing(birth_terms(code), fee=fee))
        online = filing(birth_terms(SINGLE), channel=Channel.ONLINE)
        intake.register(self.ward.desk, by=self.ward.minh, filing=online)

    @rule(seed=st.integers(0, 2**32 - 1))
    def people_do_what_they_may(self, seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(ACTS_IN_A_ROW):
            self.clock.wait(hours=dice.choice([0.1, 0.1, 0.1, 1, 3, 15, 24, 70, 24 * 8, 24 * 35]))
            self.one_act(dice)
            self.every_case_is_sound()

    def one_act(self, dice: random.Random) -> None:
        case = dice.choice(list(Case.objects.whole().filter(state__in=LIVING).order_by("pk")) or [None])
        if case is None:
            return
        possible = self.possible(case)
        if not possible:  # a whole waits for its parts, a part's result for the whole
            assert case.children.exists() or case.parent_id, case.state_label
            return
        weights = [OFTEN if act in ONWARD else SELDOM if act in ENDING else 1 for _, act in possible]
        name, act = dice.choices(possible, weights)[0]
        said = words_for(act, case, self.ward, dice.choice)
        before = (case.state, case.version)
        try:
            with transaction.atomic():
                after = act(case, by=getattr(self.ward, name), expected=case.version, **said)
            assert after.version > case.version
        except Refused as refused:
            kept = Case.objects.get(pk=case.pk)
            assert (kept.state, kept.version) == before and refused.sentence.endswith(".")

    def possible(self, case: Case) -> list[tuple[str, Action]]:
        """Every button that anybody would see on the case's page."""
        found = []
        for name in CAST:
            person = getattr(self.ward, name)
            found += [
                (name, each.action)
                for each in acts_for(person, case)
                if each.action.parameters.get("file", NO_FILE).default is not inspect.Parameter.empty
            ]
            found += [(name, processing.take_back)] if processing.take_back.permits(person, case) else []
        return found

    @invariant()
    def every_case_is_sound(self) -> None:
        changed = [pk for pk, n in Case.objects.values_list("pk", "version") if self.seen.get(pk) != n]
        around = Q(pk__in=changed) | Q(parent__in=changed) | Q(children__in=changed)
        for case in Case.objects.whole().filter(around).distinct().order_by("pk"):
            self.the_record_is_whole(case)
            self.the_dates_agree(case)
            self.the_steps_agree(case)

    def the_record_is_whole(self, case: Case) -> None:
        events = list(case.events.order_by("n"))
        assert case.state in list(State)
        assert case.version == len(events) >= self.seen.get(case.pk, 1)
        assert broken_link(events, case.code) is None
        self.seen[case.pk] = case.version

    def the_dates_agree(self, case: Case) -> None:
        if case.due_original is not None:
            assert case.due_original == self.promised.setdefault(case.pk, case.due_original)
        waits = case.state in WAITING and case.received_at is not None
        assert (case.stopped_at is not None) == waits == any(end is None for _, end, _ in case.pauses)
        assert case.due_at is not None or case.received_at is None or waits
        if waits and case.due_at and case.stopped_at:  # it was late already when the applicant was asked
            assert case.due_at <= case.stopped_at
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
            max_examples=EXAMPLES or 6,
            stateful_step_count=6,
            deadline=None,
            derandomize=not EXAMPLES,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
