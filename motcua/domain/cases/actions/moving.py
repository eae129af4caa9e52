"""Moving the folder along its route: closing the step that is done, opening those that come next."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from motcua.domain.catalogue.queries import partner_of
from motcua.domain.delivery import actions as delivery
from motcua.domain.offices.models import Unit
from motcua.domain.workflow import rules as routes
from motcua.foundation.actions import Act, Refused, refuse_if, refuse_unless
from motcua.foundation.calendar import add_working_minutes
from motcua.foundation.database.rows import insert, update

from .. import rules
from ..models import Case, CaseEvent, Step, calendar_of
from . import who
from .money import end_money


def begin(case: Case, act: Act) -> None:
    """Put the folder at the start of its route."""
    enter(case, act, routes.start(case.walk, context(case)))


def first_marking(case: Case) -> dict[str, Any]:
    """Where a new case of these terms stands, to be kept with its first row."""
    return routes.start(case.walk, context(case)).marking.to_json()


def pass_on(case: Case, act: Act, step: Step, *, decision: str = "", to: Any = None) -> None:
    """Close `step` and open what the route says comes next; `to` is the colleague meant, if one is."""
    move = routes.advance(case.walk, marking(case), step.node, context(case, decision))
    act.record(step=step.node, step_name=step.name, decision=decision, marking_before=case.marking)
    _close(step, act, decision)
    enter(case, act, move, to=to)


def send_back(case: Case, act: Act, step: Step, *, node: str) -> None:
    """Close `step` and open an earlier one again, where it was last done, for the person who did it."""
    earlier = case.steps.filter(node=node).exclude(done_at=None).order_by("-done_at").first()
    refuse_unless(earlier, "Bước muốn trả lại chưa từng được xử lý. Xin chọn một bước đã qua.")
    try:
        move = routes.back(case.walk, marking(case), step.node, node, context(case))
    except routes.WalkRefused as problem:
        raise Refused(str(problem)) from problem
    act.record(
        step=step.node, step_name=step.name, decision="send_back", back_to=node, marking_before=case.marking
    )
    _close(step, act, "send_back")
    enter(case, act, move, to=earlier.done_by if earlier else None)
    if any(node.does == "hand_over" for node in move.entered):
        case.handover_state = rules.HandOver.AT_DESK


def step_of(case: Case, person: Any, *, node: str | None = None, does: Iterable[str] = ()) -> Step:
    """The waiting step the person means: by node, or the only one they hold that is done by such an act."""
    wanted = set(does)
    held = [s for s in case.open_steps if (node is None or s.node == node) and who.holds(person, s)]
    fitting = [s for s in held if not wanted or s.does in wanted]
    if not fitting:
        names = ", ".join(f"“{s.name}”" for s in case.open_steps) or "không còn bước nào"
        raise Refused(f"Hồ sơ đang ở bước {names}, không phải bước của Ông/Bà. Xin tải lại trang.")
    refuse_if(len(fitting) > 1, "Hồ sơ có nhiều bước đang chờ Ông/Bà. Xin chọn một bước rồi làm lại.")
    return fitting[0]


def last_step(case: Case) -> Step:
    """The step at which a result waits to be given."""
    step = next((step for step in case.open_steps if step.does == "hand_back"), None)
    if step is None:
        raise Refused("Hồ sơ không còn ở bước trả kết quả.")
    return step


def reopen_last(case: Case, act: Act, event: CaseEvent) -> None:
    """The step that this event closed, the last one of the route, waits again where and for whom it did."""
    Step.objects.filter(case=case, node=event.payload["step"], done_at=event.at).update(
        done_at=None, done_by=None, result=""
    )
    case.marking = event.payload["marking_before"]
    case.__dict__.pop("_open_steps", None)
    act.record(step=event.payload["step"], step_name=event.payload["step_name"])


def close_all(case: Case, act: Act, result: str) -> None:
    """Take every waiting step off the desks: the case has ended or stands at the desk."""
    Step.objects.filter(case=case, done_at=None).update(
        done_at=act.at, done_by=act.by.actor_id if act.by.actor_kind == "staff" else None, result=result
    )
    case.__dict__.pop("_open_steps", None)
    end_money(case, act)
    delivery.end(case.code, act)


def context(case: Case, decision: str = "") -> routes.Context:
    """What a route's conditions may ask about."""
    channel = rules.Channel(case.channel).name.lower()
    return routes.Context(
        decision=decision, variant=case.variant, channel=channel, fee=case.fee, amount=case.fee
    )


def marking(case: Case) -> routes.Marking:
    return routes.Marking.from_json(case.marking)


def unit_of(case: Case, where: str) -> Unit:
    """The unit a lane means for this case."""
    if where == "one_stop" and any(lane.unit == "origin" for lane in case.walk.lanes):
        return _desk_of_authority(case)
    if where in ("one_stop", "origin"):
        return case.received_unit
    if where == "authority":
        return case.authority
    if where.startswith("partner:"):
        key = where.removeprefix("partner:")
        partner = partner_of(case.authority, key)
        if partner is None:
            raise Refused(
                f"Chưa khai báo cơ quan phối hợp “{key}” cho {case.authority.name}. "
                "Xin báo cán bộ kiểm soát thủ tục hành chính bổ sung trong cấu hình."
            )
        return partner
    return case.department


def _desk_of_authority(case: Case) -> Unit:
    """Where a route tells the place of reception from the desk of the authority, the latter's own desk."""
    if case.received_unit.path.startswith(case.authority.path):
        return case.received_unit
    desks = Unit.objects.below(case.authority).one_stops().filter(valid_to=None)
    return desks.order_by("path").first() or case.authority


def _close(step: Step, act: Act, result: str) -> None:
    step.done_at, step.done_by_id, step.result = act.at, act.by.actor_id, result
    update(step, "done_at", "done_by", "result")


def enter(case: Case, act: Act, move: routes.Move, *, to: Any = None) -> None:
    """Lay the folder where the route says and open the steps, or the linked cases, that begin there."""
    case.marking = move.marking.to_json()
    opened = [new_step(case, act, node, to) for node in move.entered if node.kind != "call"]
    for step in opened:
        insert(step)
    case._open_steps = [
        s for s in case.open_steps if s.done_at is None and s.pk not in {o.pk for o in opened}
    ] + opened
    act.record(entered=[node.id for node in move.entered])
    calls = [node for node in move.entered if node.kind == "call"]
    if calls:
        from .linked import open_children

        open_children(case, act, calls)


def new_step(case: Case, act: Act, node: routes.Node, to: Any = None) -> Step:
    """A step of a case at a node of its route, with its own due date; not yet written."""
    unit = unit_of(case, node.unit)
    return Step(
        case=case, node=node.id, name=node.name, does=node.does, role=node.role, unit=unit, hours=node.hours,
        opened_at=act.at, due_at=_step_due(case, unit, act.at, float(node.hours)), case_due_at=case.due_at,
        given_by_id=act.by.actor_id, assignee=to if to is not None and _may_take(to, unit, node.role) else None,
    )  # fmt: skip


def _step_due(case: Case, unit: Unit, at: datetime, hours: float) -> datetime | None:
    """By the unit's own calendar; a department without one keeps the hours of its authority."""
    days = calendar_of(unit) if unit.processing_calendar_id else case.calendar()
    return add_working_minutes(at, round(hours * 60), days) if hours else None


def _may_take(person: Any, unit: Unit, role: str) -> bool:
    return any(duty.unit_id == unit.pk and role in duty.fills for duty in person.duties)
