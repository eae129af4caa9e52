"""Which actions a person may do to a case now: what buttons and the API offer, read from the declarations."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from motcua.domain.offices.models import Staff
from motcua.foundation.actions import ACTIONS, Action, now

from ..actions import who
from ..actions.parcels import given_by_post
from ..actions.processing import asked_as_often_as_allowed
from ..models import Case, CaseEvent, Step, apology_draft
from .parcels import lost_result

# Which action completes a step, by what the route says the step does.
COMPLETES = {
    "hand_over": "case.handed_over",
    "forward": "case.forwarded",
    "assign": "case.forwarded",
    "give_opinion": "case.forwarded",
    "approve": "case.approved",
    "issue_result": "case.finished",
    "hand_back": "case.returned",
}
_STEP_ACTS = frozenset(COMPLETES.values())
# Offered by the page in its own way, or done by the system.
_APART = frozenset({
    "case.taken_back", "case.reminded", "case.linked_opened", "case.linked_finished", "case.fee_taken",
    "case.letter_handed", "case.letter_sent", "case.paper_reused",
    "case.parcel_asked", "case.parcel_dropped", "case.parcel_labelled", "case.parcel_handed_over",
    "case.parcel_came_back", "case.parcel_lost", "case.delivered", "case.pickup_asked",
    "case.fee_waived", "case.fee_refunded", "case.receipt_replaced", "case.transfer_matched",
})  # fmt: skip


@dataclass(frozen=True)
class Possible:
    """An action the person may do now; `step` is the waiting step it would complete, for those that complete one."""

    action: Action
    step: Step | None = None

    @property
    def name(self) -> str:
        return self.action.name

    @property
    def slug(self) -> str:
        """The action's name as it stands in addresses: case.supplement_requested → supplement-requested."""
        return self.action.name.removeprefix("case.").replace("_", "-")


def acts_for(staff: Staff, case: Case) -> list[Possible]:
    """The actions open to `staff` on `case`: those that complete a step they hold first, then the others."""
    held = [step for step in case.open_steps if who.holds(staff, step)]
    draft = cache(lambda: apology_draft(case))  # asked for by two acts at the most
    completing = [
        Possible(ACTIONS[COMPLETES[step.does]], step)
        for step in held
        if step.does in COMPLETES and case.state in ACTIONS[COMPLETES[step.does]].when
    ]
    others = [
        Possible(act)
        for act in ACTIONS.values()
        if act.name.startswith("case.")
        and act.name not in _STEP_ACTS | _APART
        and not act.opens
        and act.permits(staff, case)
        and _makes_sense(act.name, staff, case, held, draft)
    ]
    return completing + others


def _makes_sense(
    name: str, staff: Staff, case: Case, held: list[Step], draft: Callable[[], CaseEvent | None]
) -> bool:
    """Leave out what the body would refuse anyway, so that no button leads to a refusal."""
    if name == "case.taken":
        return any(step.assignee_id is None for step in held)
    if name == "case.sent_back":
        return any(step.node != "tiep_nhan" for step in held)
    if name in ("case.accepted", "case.not_accepted"):
        return case.received_at is None
    if name == "case.supplemented":
        return case.received_at is not None
    if name == "case.fee_collected":
        return case.money_state == 1
    if name in ("case.extended", "case.apologised"):
        waits = draft()
        return waits is not None and bool(waits.payload["new_due_at"]) == (name == "case.extended")
    if name in ("case.supplement_requested", "case.supplement_proposed"):
        again = asked_as_often_as_allowed(case)
        return not again or bool(who.leader(staff, case)) if name.endswith("requested") else again
    if name == "case.delivery_corrected":
        return given_by_post(case, now()) is not None
    if name == "case.result_copied":
        return lost_result(case) is not None
    if name == "case.reassigned":
        return any(who.supervises(staff, step) for step in case.open_steps)
    return True
