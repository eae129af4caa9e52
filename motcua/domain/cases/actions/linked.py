"""Liên thông: a parent case opens one child per agency, each with its own due date, and waits for them."""

from typing import Any

from motcua.domain.catalogue.models import Procedure
from motcua.domain.catalogue.queries import competent
from motcua.domain.workflow import rules as routes
from motcua.foundation.actions import SYSTEM, Act, Refused, action, system
from motcua.foundation.calendar import local

from .. import rules
from ..code_rules import case_code
from ..models import Case, next_sequence
from ..rules import State
from . import moving


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
)
def open_child(parent: Case, act: Act, *, node: Any) -> Case:
    """Open the child of one call activity; the citizen keeps the one slip of the parent."""
    procedure = Procedure.objects.filter(code=node.procedure).first()
    on = local(act.at).date()
    terms = procedure.version_on(on) if procedure else None
    if procedure is None or terms is None:
        raise Refused(
            f"Chưa có thủ tục {node.procedure} trong danh mục để mở hồ sơ liên thông. Xin nhập danh mục."
        )
    authority, department = competent(parent.received_unit, procedure, asked=None, on=on)
    code = case_code(parent.received_unit.code, on, next_sequence(parent.received_unit_id, on))
    copied = ("received_unit_id", "applicant_id", "applicant_name", "submitter_name", "identity_number", "phone", "email",
              "address", "subject", "channel", "result_by", "search")  # fmt: skip
    child = Case(
        code=code, procedure=procedure, terms=terms, authority=authority, department=department, parent=parent,
        parent_node=node.id, handover_state=rules.HandOver.GIVEN,
        secret_hash=rules.kept_hash(f"child {code} {parent.secret}"), **{name: getattr(parent, name) for name in copied},
    )  # fmt: skip
    child.received_unit = parent.received_unit
    child.marking = moving.first_marking(child)
    child.save(force_insert=True)
    child._loaded, child._open_steps = child._columns(), []
    child.received_at = act.at
    child.turn_clock("starts", act)
    moving.begin(child, act)
    _skip_reception(child, act)
    act.record(parent=parent.code, node=node.id)
    return child


@action("case.linked_finished", label="Nhận kết quả liên thông", who=[system], when=[State.IN_PROGRESS])
def receive_from_child(parent: Case, act: Act, *, child: Any) -> None:
    """A child's result is in: close the call activity and move the parent's folder on."""
    act.record(child=child.code, node=child.parent_node)
    move = routes.advance(parent.walk, moving.marking(parent), child.parent_node, moving.context(parent))
    moving._enter(parent, act, move)


def child_finished(child: Case, act: Act) -> None:
    """Called while the child's own transaction runs; the parent's row is already held."""
    parent = Case.objects.get(pk=child.parent_id)
    act.jobs.append(lambda: receive_from_child(parent, by=SYSTEM, child=child))


def _skip_reception(child: Case, act: Act) -> None:
    for step in list(child.open_steps):
        if step.does == "hand_over":
            move = routes.advance(child.walk, moving.marking(child), step.node, moving.context(child))
            step.done_at, step.result = act.at, "linked"
            step.save(update_fields=["done_at", "result"])
            moving._enter(child, act, move)
