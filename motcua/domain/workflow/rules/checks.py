"""What makes a route usable: every element is joined up, every fork knows its way, every path ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from .bpmn import read_bpmn
from .conditions import condition_problem
from .graph import reaches_end, shape
from .hours import check_hours
from .route import Flow, Node, Route, RouteError
from .soundness import soundness_problems
from .words import called


def compile_route(xml: bytes) -> Route:
    """The route a BPMN file describes, ready to be walked. Raises RouteError with every fault found."""
    route = read_bpmn(xml)
    found = route_problems(route)
    if found:
        raise RouteError(found)
    return route


def route_problems(route: Route) -> list[str]:
    """Why a route cannot be walked; later checks run only when earlier ones find nothing."""
    for stage in (_ENDS, _JOINTS, _WAYS):
        found = [sentence for check in stage for sentence in check(route)]
        if found:
            return found
    return soundness_problems(route)


def problems(route: Route, allowed_hours: Decimal | None = None) -> list[str]:
    """Why a route cannot serve a one-stop procedure of this allowed time (working hours)."""
    found = route_problems(route) or list(_counter_shape(route))
    return found if found or allowed_hours is None else check_hours(route, allowed_hours)


def _one_start(route: Route) -> Iterator[str]:
    starts = [node for node in route.table if node.kind == "start"]
    if not starts:
        yield "Quy trình chưa có sự kiện bắt đầu (startEvent)."
    if len(starts) > 1:
        names = ", ".join(called(node) for node in starts)
        yield f"Quy trình có {len(starts)} sự kiện bắt đầu ({names}); chỉ được có một."


def _some_end(route: Route) -> Iterator[str]:
    if not any(node.kind == "end" for node in route.table):
        yield "Quy trình chưa có sự kiện kết thúc (endEvent)."
    if not route.waiting_nodes:
        yield "Quy trình chưa có bước nào do người làm."


def _no_loose_ends(route: Route) -> Iterator[str]:
    for node in route.table:
        leaving, entering = len(route.out[node.id]), len(route.into[node.id])
        if node.kind == "start" and entering:
            yield f"Có luồng đi vào sự kiện bắt đầu {called(node)}; hãy nối vào bước đầu tiên."
        if node.kind == "end" and leaving:
            yield f"Có luồng đi ra từ sự kiện kết thúc {called(node)}; hãy bỏ luồng đó."
        if node.kind != "end" and not leaving:
            yield f"{_kind(node)} {called(node)} là ngõ cụt: chưa có luồng đi tiếp."
        if leaving > 1 and node.kind not in {"exclusive", "parallel"}:
            yield (
                f"{_kind(node)} {called(node)} có {leaving} luồng đi ra; hãy đặt một cổng rẽ nhánh hoặc "
                "cổng song song sau đó."
            )


def _forks_decide(route: Route) -> Iterator[str]:
    """An exclusive split needs a condition on each flow but one, the default."""
    for node in route.table:
        flows = [route.flows[number] for number in route.out[node.id]]
        if node.kind != "exclusive" or len(flows) < 2:
            for flow in flows:
                if flow.condition:
                    yield f"Nhánh {_way(route, flow)} có điều kiện nhưng không đi ra từ cổng rẽ nhánh."
            continue
        if not any(flow.default for flow in flows):
            yield (
                f"Cổng rẽ nhánh {called(node)} chưa có nhánh mặc định; hồ sơ sẽ kẹt khi không điều kiện nào "
                "đúng. Hãy chọn một nhánh làm mặc định (default)."
            )
        for flow in flows:
            if flow.default and flow.condition:
                yield f"Nhánh mặc định {_way(route, flow)} không được có điều kiện."
            if not flow.default and not flow.condition:
                yield f"Nhánh {_way(route, flow)} chưa có điều kiện."


def _conditions_compile(route: Route) -> Iterator[str]:
    for flow in route.flows:
        problem = condition_problem(flow.condition) if flow.condition else None
        if problem:
            yield f"Điều kiện «{flow.condition[:80]}» của nhánh {_way(route, flow)} {problem}."


def _reached(route: Route) -> Iterator[str]:
    reached = set(shape(route).order)
    for node in route.table:
        if node.id not in reached:
            yield f"{_kind(node)} {called(node)} không thể đi tới được từ sự kiện bắt đầu."


def _ends(route: Route) -> Iterator[str]:
    ending = reaches_end(route)
    lost = [node for node in route.table if node.id not in ending]
    if lost:
        names = ", ".join(called(node) for node in lost)
        yield f"Từ {names} không có đường nào đi đến kết thúc: vòng lặp không có lối ra."


def _loops_wait(route: Route) -> Iterator[str]:
    """A loop that nobody works in would turn for ever within one step."""
    passing = {node.id for node in route.table if not node.waits}
    for node_id in passing:
        pending, seen = [node_id], set[str]()
        while pending:
            for target in route.successors(pending.pop()):
                if target == node_id:
                    yield f"Vòng lặp qua {called(route.nodes[node_id])} không có bước nào do người làm."
                    return
                if target in passing and target not in seen:
                    seen.add(target)
                    pending.append(target)


Check = Callable[[Route], Iterator[str]]
_ENDS: tuple[Check, ...] = (_one_start, _some_end)
_JOINTS: tuple[Check, ...] = (_no_loose_ends, _forks_decide, _conditions_compile)
_WAYS: tuple[Check, ...] = (_reached, _ends, _loops_wait)


def _counter_shape(route: Route) -> Iterator[str]:
    """Received (2) -> handed over (4) -> issued (9) -> handed back (10), once each on every path."""
    follows = {"hand_over": (2, 4), "issue_result": (4, 9), "hand_back": (9, 10)}
    reached: dict[str, int] = {route.entry: 2}
    pending = [route.entry]
    while pending:
        node = route.nodes[pending.pop()]
        state = reached[node.id]
        if node.waits:
            needed, after = follows.get(node.does, (4, 4))
            if state != needed:
                yield f"Bước {called(node)} {_OUT_OF_PLACE[needed]}"
            state = after
        if node.kind == "end" and state != 10:
            yield f"Quy trình đến {called(node)} mà chưa qua bước trả kết quả (motcua:does=hand_back)."
        for target in route.successors(node.id):
            if target not in reached:
                reached[target] = state
                pending.append(target)
            elif reached[target] != state:
                yield f"Các đường đi đến {called(route.nodes[target])} không cùng qua các bước một cửa như nhau."


_OUT_OF_PLACE = {
    2: "chuyển hồ sơ (hand_over) phải là bước đầu tiên và chỉ có một lần.",
    4: "phải đứng sau bước chuyển hồ sơ (hand_over) và trước bước trả kết quả; phát hành chỉ một lần.",
    9: "trả kết quả (hand_back) phải đứng ngay sau bước phát hành (issue_result).",
}

_KINDS = {
    "start": "Sự kiện bắt đầu",
    "end": "Sự kiện kết thúc",
    "task": "Bước",
    "call": "Bước liên thông",
    "exclusive": "Cổng rẽ nhánh",
    "parallel": "Cổng song song",
    "event": "Sự kiện",
}


def _kind(node: Node) -> str:
    return _KINDS[node.kind]


def _way(route: Route, flow: Flow) -> str:
    ends = f"từ {called(route.nodes[flow.source])} đến {called(route.nodes[flow.target])}"
    return f"«{flow.name}» {ends}" if flow.name else ends
