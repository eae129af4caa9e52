"""The shape of a route: its order without return flows, and which nodes share one token."""

from __future__ import annotations

from dataclasses import dataclass

from .route import Node, Route

#: the parallel branches a node lies in: (split, number of the flow that leaves it), outermost first
Branch = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Nodes in the order in which a folder can first meet them, and the flows that lead back."""

    order: tuple[str, ...]
    back: frozenset[int]


def shape(route: Route) -> Shape:
    """Depth first from the start; a flow to a node still being followed is a return flow."""
    finished: list[str] = []
    open_nodes: set[str] = set()
    seen: set[str] = set()
    back: set[int] = set()

    def follow(node_id: str) -> None:
        seen.add(node_id)
        open_nodes.add(node_id)
        # Later branches first: reversed at the end, the first branch stands before the second.
        for flow in reversed(route.out[node_id]):
            target = route.flows[flow].target
            if target in open_nodes:
                back.add(flow)
            elif target not in seen:
                follow(target)
        open_nodes.discard(node_id)
        finished.append(node_id)

    follow(route.entry)
    return Shape(tuple(reversed(finished)), frozenset(back))


def reaches_end(route: Route) -> set[str]:
    """The nodes from which some end event can be reached, whatever is answered."""
    found = {node.id for node in route.table if node.kind == "end"}
    pending = list(found)
    while pending:
        for flow in route.into[pending.pop()]:
            source = route.flows[flow].source
            if source not in found:
                found.add(source)
                pending.append(source)
    return found


def branches(route: Route, form: Shape | None = None) -> dict[str, Branch | None]:
    """For each node the parallel branches it lies in; None where two paths disagree."""
    form = form or shape(route)
    found: dict[str, Branch | None] = {route.entry: ()}
    for node_id in form.order:
        own = found.get(node_id)
        splits = route.nodes[node_id].kind == "parallel" and len(route.out[node_id]) > 1
        for flow in route.out[node_id]:
            if flow in form.back:
                continue
            target = route.flows[flow].target
            inside = own
            if own is not None and splits:
                inside = (*own, (node_id, flow))
            if inside and _joins(route, target):
                inside = inside[:-1]
            found[target] = inside if found.get(target, inside) == inside else None
    return found


def earlier_nodes(route: Route, node_id: str) -> tuple[Node, ...]:
    """The waiting nodes before this one that the same token has or may have passed, nearest first."""
    form = shape(route)
    inside = branches(route, form)
    before = _ancestors(route, node_id, form.back)
    return tuple(
        route.nodes[other]
        for other in reversed(form.order)
        if other in before and route.nodes[other].waits and inside[other] == inside[node_id] is not None
    )


def next_waiting(route: Route, node_id: str) -> set[str]:
    """The waiting nodes that may follow this one directly, along any flow."""
    found: set[str] = set()
    pending, seen = [node_id], {node_id}
    while pending:
        for target in route.successors(pending.pop()):
            if route.nodes[target].waits:
                found.add(target)
            elif target not in seen:
                seen.add(target)
                pending.append(target)
    return found


def _ancestors(route: Route, node_id: str, back: frozenset[int]) -> set[str]:
    found: set[str] = set()
    pending = [node_id]
    while pending:
        for flow in route.into[pending.pop()]:
            source = route.flows[flow].source
            if flow not in back and source not in found:
                found.add(source)
                pending.append(source)
    return found


def _joins(route: Route, node_id: str) -> bool:
    return route.nodes[node_id].kind == "parallel" and len(route.into[node_id]) > 1
