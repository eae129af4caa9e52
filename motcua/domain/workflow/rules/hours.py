"""Working hours along a route: the longest way through, and a procedure's own hours for its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from .bpmn import MAX_HOURS
from .graph import shape
from .route import NO_HOURS, Node, Route, RouteError
from .words import hours_text


def longest_hours(route: Route) -> Decimal:
    """Working hours of the longest way from start to end, every loop gone through once."""
    return sum((node.hours for node in longest_way(route) if node.hours), NO_HOURS)


def longest_way(route: Route) -> tuple[Node, ...]:
    """The waiting nodes on that way, in order; of parallel branches the longest counts."""
    form = shape(route)
    longest: dict[str, Decimal] = {}
    towards: dict[str, str] = {}
    for node_id in reversed(form.order):
        best = NO_HOURS
        for flow in route.out[node_id]:
            target = route.flows[flow].target
            if flow not in form.back and (node_id not in towards or longest[target] > best):
                best, towards[node_id] = longest[target], target
        longest[node_id] = best + route.nodes[node_id].hours
    way, here = [], route.entry
    while here in towards:
        here = towards[here]
        way.append(route.nodes[here])
    return tuple(node for node in way if node.waits)


def check_hours(route: Route, allowed_hours: Decimal | float) -> list[str]:
    """One sentence if the steps take longer than the procedure is allowed (working hours), else none."""
    allowed = Decimal(str(allowed_hours))
    total = longest_hours(route)
    if total <= allowed:
        return []
    parts = " + ".join(
        format(node.hours.normalize(), "f").replace(".", ",") for node in longest_way(route) if node.hours
    )
    return [
        f"Tổng thời gian các bước là {hours_text(total)} ({parts}), vượt thời hạn giải quyết "
        f"{hours_text(allowed)} là {hours_text(total - allowed)}. Hãy giảm giờ của các bước."
    ]


def with_hours(route: Route, hours: Mapping[str, Decimal | float]) -> Route:
    """The same route with a procedure's own hours. Raises RouteError for unknown steps and impossible hours."""
    own = {node_id: Decimal(str(amount)) for node_id, amount in hours.items()}
    known = {node.id for node in route.waiting_nodes}
    faults = [
        f"Quy trình «{route.name}» không có bước «{node_id}»." for node_id in own if node_id not in known
    ]
    faults += [
        f"Bước «{node_id}» có số giờ không đúng: {amount}."
        for node_id, amount in own.items()
        if not (amount.is_finite() and 0 <= amount <= MAX_HOURS)
    ]
    if faults:
        raise RouteError(faults)
    table = tuple(replace(node, hours=own[node.id]) if node.id in own else node for node in route.table)
    return replace(route, table=table)
