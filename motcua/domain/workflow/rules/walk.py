"""Given where the folder waits and what was answered, where it waits next. Knows neither case nor person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from .conditions import Context, holds
from .graph import branches, earlier_nodes
from .route import Marking, Move, Node, Route
from .words import called

NOTHING_KNOWN = Context()


class WalkRefused(ValueError):
    """A step that cannot be taken; the text is a sentence for the person on the screen."""


class NotHere(WalkRefused):
    """The node is not waiting: it was completed meanwhile, or was never entered."""


class CannotReturn(WalkRefused):
    """The folder cannot be sent back to that node."""


def start(route: Route, context: Context = NOTHING_KNOWN) -> Move:
    """The first nodes of a new folder."""
    return _settle(route, set(), set(), [*route.out[route.entry]], context, [route.entry])


def advance(route: Route, marking: Marking, node_id: str, context: Context = NOTHING_KNOWN) -> Move:
    """Complete a waiting node with an answer. Raises NotHere if it is not waiting."""
    at = _without(route, marking, node_id)
    return _settle(route, at, set(marking.arrived), [*route.out[node_id]], context, [])


def waiting(route: Route, marking: Marking) -> tuple[Node, ...]:
    """The nodes where the folder lies now."""
    return tuple(route.nodes[node_id] for node_id in marking.at)


def back(
    route: Route, marking: Marking, node_id: str, to: str = "", context: Context = NOTHING_KNOWN
) -> Move:
    """Return to an earlier step: along the flow drawn for it if there is one, else by `send_back`.

    Without `to` it is the drawn return, or the only step directly before. Raises NotHere, CannotReturn.
    """
    drawn = drawn_return(route, marking, node_id, context)
    if drawn and to in {"", *(node.id for node in drawn.entered)}:
        return drawn
    return send_back(route, marking, node_id, to or _only_step_before(route, node_id))


def drawn_return(
    route: Route, marking: Marking, node_id: str, context: Context = NOTHING_KNOWN
) -> Move | None:
    """The move for the answer "return", if the route draws one: a flow that leads to earlier steps."""
    returned = advance(route, marking, node_id, replace(context, decision="return"))
    before = {node.id for node in earlier_nodes(route, node_id)}
    leads_back = returned.entered and before.issuperset(node.id for node in returned.entered)
    return returned if leads_back else None


def send_back(
    route: Route, marking: Marking, node_id: str, to: str, visited: Collection[str] | None = None
) -> Move:
    """Lay the folder back to an earlier node of the same branch, though no flow leads there.

    `visited` are the nodes this folder has been at, where the caller knows them.
    Raises NotHere, and CannotReturn if `to` is no earlier node or lies across a parallel split.
    """
    at = _without(route, marking, node_id)
    if to not in route.nodes or not route.nodes[to].waits:
        raise CannotReturn(f"Quy trình không có bước «{to}». Hãy chọn một bước đã qua.")
    possible = {node.id for node in earlier_nodes(route, node_id)}
    if to not in possible:
        raise CannotReturn(_why_not(route, node_id, to))
    if to in at or (visited is not None and to not in visited):
        raise CannotReturn(f"Hồ sơ chưa qua bước {called(route.nodes[to])} nên không thể trả lại về đó.")
    target = route.nodes[to]
    return Move(_marking(route, at | {to}, set(marking.arrived)), (target,), ended=False, passed=(to,))


def _settle(
    route: Route, at: set[str], arrived: set[int], tokens: list[int], context: Context, passed: list[str]
) -> Move:
    """Carry every token to the next node that waits; `tokens` are numbers of flows."""
    entered: list[Node] = []
    for flow in tokens:  # grows while it is read
        node = route.nodes[route.flows[flow].target]
        if node.kind == "parallel":
            arrived.add(flow)
            if not arrived.issuperset(route.into[node.id]):
                continue
            arrived.difference_update(route.into[node.id])
            tokens.extend(route.out[node.id])
        elif node.waits:
            at.add(node.id)
            entered.append(node)
        elif node.kind == "exclusive":
            tokens.append(_choose(route, node, context))
        else:
            tokens.extend(route.out[node.id])
        passed.append(node.id)
    marking = _marking(route, at, arrived)
    return Move(marking, tuple(entered), ended=not marking.at, passed=tuple(passed))


def _choose(route: Route, node: Node, context: Context) -> int:
    """The first flow in the order of the file whose condition holds, else the default flow."""
    otherwise = -1
    for number in route.out[node.id]:
        flow = route.flows[number]
        if flow.default or not flow.condition:
            otherwise = number
        elif holds(flow.condition, context):
            return number
    return otherwise


def _without(route: Route, marking: Marking, node_id: str) -> set[str]:
    if node_id not in marking.at:
        here = ", ".join(called(node) for node in waiting(route, marking)) or "không bước nào"
        name = called(route.nodes[node_id]) if node_id in route.nodes else f"«{node_id}»"
        raise NotHere(f"Hồ sơ không còn ở bước {name}; hiện đang ở {here}. Hãy tải lại trang.")
    return {other for other in marking.at if other != node_id}


def _marking(route: Route, at: set[str], arrived: set[int]) -> Marking:
    if len(at) > 1:
        return Marking(tuple(node_id for node_id in route.nodes if node_id in at), tuple(sorted(arrived)))
    return Marking(tuple(at), tuple(sorted(arrived)))


def _only_step_before(route: Route, node_id: str) -> str:
    before = earlier_nodes(route, node_id)
    if not before:
        raise CannotReturn(f"Trước bước {called(route.nodes[node_id])} không có bước nào để trả lại.")
    return before[0].id


def _why_not(route: Route, node_id: str, to: str) -> str:
    here, there = called(route.nodes[node_id]), called(route.nodes[to])
    inside = branches(route)
    if inside[node_id] != inside[to]:
        return (
            f"Không thể trả lại từ bước {here} về bước {there}: giữa hai bước hồ sơ tách thành các nhánh "
            "song song. Hãy hoàn thành các nhánh đó trước."
        )
    return f"Bước {there} không đứng trước bước {here} nên không thể trả lại về đó."
