"""Liên thông: a parent case opens one child per agency, each with its own due date, and waits for them.

The citizen keeps the parent's slip: a child's result goes back to the parent's folder, a child ends and is
handed back together with it. Row order: the parent is always held before its children.
"""

from typing import Any

from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import competent, terms_of
from motcua.domain.catalogue.rules import LinkedChild
from motcua.domain.offices.models import Unit
from motcua.domain.workflow import rules as routes
from motcua.domain.workflow.models import RouteVersion
from motcua.foundation.actions import SYSTEM, Act, Refused, action, refuse_if, refuse_unless, system
from motcua.foundation.calendar import local

from .. import rules
from ..code_rules import case_code
from ..models import Case, Step, next_sequence
from ..rules import HandOver, State
from . import moving

HELD = [State.IN_PROGRESS, State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT]


def open_children(parent: Case, act: Act, calls: list[routes.Node]) -> None:
    """Open one child case for each call activity the folder has reached."""
    for node in calls:
        open_child(parent, by=SYSTEM, node=node)


@action(
    "case.linked_opened",
    label="Mở hồ sơ liên thông",
    who=[system],
    then=State.IN_PROGRESS,
    clock="starts",
    opens=True,
    tell={"officer": "new_case"},
)
def open_child(parent: Case, act: Act, *, node: Any) -> Case:
    """Open the child of one call activity; the citizen keeps the one slip of the parent."""
    on = local(act.at).date()
    terms = _terms(parent, node, act)
    authority, department = _where(parent, node, terms, act)
    sequence, edition = next_sequence(parent.received_unit_id, on)
    code = case_code(parent.received_unit.code, on, sequence)
    copied = ("received_unit_id", "applicant_id", "applicant_name", "submitter_name", "identity_number", "phone", "email",
              "address", "subject", "channel", "result_by", "search")  # fmt: skip
    child = Case(
        code=code, procedure=terms.procedure, terms=terms, authority=authority, department=department, parent=parent,
        parent_node=node.id, route=_route(node, terms), handover_state=HandOver.GIVEN,
        secret_hash=rules.kept_hash(f"child {code} {parent.secret}"), **{name: getattr(parent, name) for name in copied},
    )  # fmt: skip
    child.received_unit = parent.received_unit
    child.edition = edition
    child.marking = moving.first_marking(child)
    child.save(force_insert=True)
    child._loaded, child._open_steps = child._columns(), []
    child.turn_clock("starts", act)  # so that the first step already knows the child's due date
    moving.begin(child, act)
    _pass_over(child, act, "hand_over")
    act.record(parent=parent.code, node=node.id, part=node.name)
    return child


@action("case.linked_finished", label="Nhận kết quả liên thông", who=[system], when=HELD)
def receive_from_child(parent: Case, act: Act, *, child: Any, reason: str, legal_basis: str) -> None:
    """A part has ended: close its call activity and move the parent's folder on.

    Where a part was stopped and no other has a result to hand back, there is nothing to go on with.
    """
    act.record(child=child.code, node=child.parent_node, ended=State(child.state).label)
    if child.state == State.STOPPED and not parent.children.filter(state=State.FINISHED).exists():
        act.jobs.append(
            lambda: stop_with_part(parent, by=SYSTEM, child=child, reason=reason, legal_basis=legal_basis)
        )
        return
    move = routes.advance(parent.walk, moving.marking(parent), child.parent_node, moving.context(parent))
    moving.enter(parent, act, move)


@action(
    "case.linked_stopped",
    label="Dừng giải quyết theo phần liên thông",
    who=[system],
    when=HELD,
    then=State.STOPPED,
    clock="ends",
    legal=True,
    tell={"applicant": "stopped", "counter": "stopped"},
)
def stop_with_part(parent: Case, act: Act, *, child: Any, reason: str, legal_basis: str) -> None:
    """The first part was stopped by its leader: the rest cannot follow, on the same grounds."""
    act.record(child=child.code, reason=reason, legal_basis=legal_basis)
    moving.close_all(parent, act, "stopped")
    end_parts(parent, act, State.STOPPED)


@action("case.linked_ended", label="Kết thúc cùng hồ sơ chính", who=[system], when=HELD, clock="ends")
def end_with_parent(child: Case, act: Act, *, state: int) -> None:
    """The parent was withdrawn or stopped: so is this part."""
    act.record(parent_state=state)
    moving.close_all(child, act, "linked")
    child.state = state


@action(
    "case.linked_returned",
    label="Trả kết quả cùng hồ sơ chính",
    who=[system],
    when=[State.FINISHED],
    then=State.RETURNED,
)
def return_with_parent(child: Case, act: Act) -> None:
    """The parent was handed back: this part's result with it."""
    child.returned_at, child.handover_state = act.at, HandOver.GIVEN_TO_APPLICANT


@action(
    "case.linked_kept",
    label="Chưa trả, cùng hồ sơ chính",
    who=[system],
    when=[State.RETURNED],
    then=State.FINISHED,
)
def keep_with_parent(child: Case, act: Act) -> None:
    """The parent was not handed back after all: nor was this part's result."""
    child.returned_at, child.handover_state = None, HandOver.RESULT_BACK


def part_ended(child: Case, act: Act) -> None:
    """A part was finished or stopped, its parent's row being held already: tell the parent once that is kept."""
    if child.parent_id is None:
        return
    _pass_over(child, act, "hand_back")
    parent = Case.objects.get(pk=child.parent_id)
    grounds = {name: act.payload.get(name, "") for name in ("reason", "legal_basis")}
    act.jobs.append(lambda: receive_from_child(parent, by=SYSTEM, child=child, **grounds))


def end_parts(parent: Case, act: Act, state: State) -> None:
    """End every part that is still open, once the parent's own end is kept."""
    for child in _parts(parent, *HELD):
        act.jobs.append(lambda child=child: end_with_parent(child, by=SYSTEM, state=int(state)))  # type: ignore[misc]


def return_parts(parent: Case, act: Act) -> None:
    """Hand back the results of all parts with the parent's."""
    for child in _parts(parent, State.FINISHED):
        act.jobs.append(lambda child=child: return_with_parent(child, by=SYSTEM))  # type: ignore[misc]


def keep_parts(parent: Case, act: Act) -> None:
    """Take back that the parts were handed back, with the parent's."""
    for child in _parts(parent, State.RETURNED):
        act.jobs.append(lambda child=child: keep_with_parent(child, by=SYSTEM))  # type: ignore[misc]


def refuse_if_part_finished(parent: Case) -> None:
    """A result that exists must reach the applicant: the whole is not ended over it."""
    done = ", ".join(child.code for child in _parts(parent, State.FINISHED))
    refuse_if(
        done,
        f"Phần liên thông {done} đã có kết quả, phải trả cho người nộp. "
        "Xin dừng riêng phần còn lại; hồ sơ chính sẽ đi tiếp với kết quả đã có.",
    )


def result_name(case: Case) -> str:
    """What the result is called when nobody says otherwise: the part's name where it has no procedure of its own."""
    if case.part and case.parent and case.procedure_id == case.parent.procedure_id:
        return case.part.name
    return case.facts.results[0].name if case.facts.results else "Kết quả giải quyết"


def _parts(parent: Case, *states: State) -> list[Case]:
    """The linked children in these states; nothing is asked for a route without call activities."""
    if not any(node.kind == "call" for node in parent.walk.table):
        return []
    return list(parent.children.filter(state__in=states).order_by("pk"))


def _terms(parent: Case, node: routes.Node, act: Act) -> ProcedureVersion:
    """The terms of the part's own procedure; the parent's where it has none and the parent sets its time."""
    part: LinkedChild | None = parent.part_at(node.id)
    code = (part.procedure if part else "") or node.procedure
    own = terms_of(code, on=local(act.at).date()) if code else None
    refuse_unless(
        own or (part and part.allowed),
        f"Chưa có thủ tục {code or node.name} trong danh mục để mở hồ sơ liên thông. Xin nhập danh mục.",
    )
    return own or parent.terms


def _where(parent: Case, node: routes.Node, terms: ProcedureVersion, act: Act) -> tuple[Unit, Unit]:
    if node.unit.startswith("partner:"):
        partner = moving.unit_of(parent, node.unit)
        return partner, partner
    return competent(parent.received_unit, terms.procedure, asked=parent.authority, on=local(act.at).date())


def _route(node: routes.Node, terms: ProcedureVersion) -> RouteVersion | None:
    """The route the call names, where it is not the one of the part's own terms."""
    if not node.called or node.called == terms.route.key:
        return None
    found = RouteVersion.objects.current(node.called).first()
    if found is None:
        raise Refused(
            f"Chưa có quy trình “{node.called}” cho phần “{node.name}”. Xin nhập quy trình này trước."
        )
    return found


def _pass_over(child: Case, act: Act, does: str) -> None:
    """What the desk does once for the whole case is not done again for each part."""
    waiting: list[Step] = [step for step in child.open_steps if step.does == does]
    for step in waiting:
        move = routes.advance(child.walk, moving.marking(child), step.node, moving.context(child))
        step.done_at, step.result = act.at, "linked"
        step.save(update_fields=["done_at", "result"])
        moving.enter(child, act, move)
