"""Whether a route can always be finished, whatever is answered: all its markings are visited, none may be stuck."""

from __future__ import annotations

from dataclasses import dataclass, field

from .route import Marking, Route
from .words import called

#: tokens carried while trying everything out: some half a second, then the route is too tangled
MAX_CARRIED = 60_000


class _TwoTokens(Exception):
    """Two parallel branches meet where only one folder can be."""

    def __init__(self, node_id: str) -> None:
        self.node_id = node_id


@dataclass
class _Token:
    """Tokens still to be carried, with what already waits and what has arrived at joins."""

    at: set[str]
    arrived: set[int]
    tokens: list[int] = field(default_factory=list)

    def key(self) -> tuple[frozenset[str], frozenset[int], tuple[int, ...]]:
        return frozenset(self.at), frozenset(self.arrived), tuple(sorted(self.tokens))


def soundness_problems(route: Route) -> list[str]:
    """Joins that may wait for ever, branches that meet without a join, and nodes never reached."""
    try:
        after, entered = _Trial(route).visit_all()
    except _TwoTokens as met:
        name = called(route.nodes[met.node_id])
        return [
            f"Hai nhánh song song cùng đi vào {name} mà chưa gộp lại; hãy đặt một cổng gộp song song trước đó."
        ]
    except OverflowError:
        return [
            "Quy trình có quá nhiều nhánh song song nên không kiểm tra hết được. Hãy tách bớt thành liên thông."
        ]
    stuck = _never_ending(after)
    if stuck:
        return [_stuck_sentence(route, stuck)]
    return [
        f"Bước {called(node)} không bao giờ được mở: cổng gộp đứng trước nó không thể gộp đủ nhánh."
        for node in route.waiting_nodes
        if node.id not in entered
    ]


class _Trial:
    """Walks a route in every way at once; gives up with OverflowError when there are too many."""

    def __init__(self, route: Route) -> None:
        self.route = route
        self.left = MAX_CARRIED

    def visit_all(self) -> tuple[dict[Marking, set[Marking]], set[str]]:
        """Every marking that can come about, with those that can follow it, and all nodes that ever wait."""
        route = self.route
        after: dict[Marking, set[Marking]] = {}
        entered: set[str] = set()
        pending = list(self.settle(_Token(set(), set(), [*route.out[route.entry]])))
        while pending:
            marking = pending.pop()
            if marking in after:
                continue
            entered.update(marking.at)
            after[marking] = set()
            for node_id in marking.at:
                rest = set(marking.at) - {node_id}
                after[marking] |= self.settle(_Token(rest, set(marking.arrived), [*route.out[node_id]]))
            pending.extend(after[marking])
        return after, entered

    def settle(self, first: _Token) -> set[Marking]:
        """What `walk` would do, for every choice an exclusive gateway could make."""
        found: set[Marking] = set()
        seen: set[object] = set()
        pending = [first]
        while pending:
            state = pending.pop()
            # Forks that meet again lead to the same tokens: without this, thirty in a row would take for ever.
            if state.key() in seen:
                continue
            seen.add(state.key())
            if state.tokens:
                pending.extend(self.carry(state))
            else:
                found.add(Marking(tuple(sorted(state.at)), tuple(sorted(state.arrived))))
        return found

    def carry(self, state: _Token) -> list[_Token]:
        """One token carried over one flow."""
        self.left -= 1
        if self.left < 0:
            raise OverflowError
        flow = state.tokens.pop()
        node = self.route.nodes[self.route.flows[flow].target]
        leaving = self.route.out[node.id]
        if node.kind == "exclusive":
            return [_Token({*state.at}, {*state.arrived}, [*state.tokens, way]) for way in leaving]
        if node.waits:
            if node.id in state.at:
                raise _TwoTokens(node.id)
            state.at.add(node.id)
        elif node.kind == "parallel":
            if flow in state.arrived:
                raise _TwoTokens(node.id)
            state.arrived.add(flow)
            if state.arrived.issuperset(self.route.into[node.id]):
                state.arrived.difference_update(self.route.into[node.id])
                state.tokens.extend(leaving)
        else:
            state.tokens.extend(leaving)
        return [state]


def _never_ending(after: dict[Marking, set[Marking]]) -> list[Marking]:
    """The markings from which the empty one cannot be reached."""
    before: dict[Marking, set[Marking]] = {marking: set() for marking in after}
    for marking, followers in after.items():
        for following in followers:
            before[following].add(marking)
    ending = {marking for marking in after if not marking.at and not marking.arrived}
    pending = list(ending)
    while pending:
        for marking in before[pending.pop()]:
            if marking not in ending:
                ending.add(marking)
                pending.append(marking)
    return [marking for marking in after if marking not in ending]


def _stuck_sentence(route: Route, stuck: list[Marking]) -> str:
    # The marking with the fewest open branches shows best which branch is missing.
    marking = min(stuck, key=lambda one: (len(one.at), one.at, one.arrived))
    joins = {route.flows[flow].target for flow in marking.arrived}
    if not joins:
        names = ", ".join(called(route.nodes[node_id]) for node_id in marking.at)
        return f"Từ {names} không có đường nào đi đến kết thúc."
    join = min(joins)
    missing = [
        called(route.nodes[route.flows[flow].source])
        for flow in route.into[join]
        if flow not in marking.arrived
    ]
    return (
        f"Cổng gộp song song {called(route.nodes[join])} có thể chờ mãi: nhánh từ {', '.join(missing)} "
        "không chắc đi đến. Hãy chỉ gộp các nhánh do một cổng song song tách ra."
    )
