"""Writing a route as a BPMN 2.0 file that Camunda Modeler and bpmn-js open, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from .layout import Grid, place
from .route import Flow, Node, Route
from .xml import BPMN, MOTCUA

_TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "task": "userTask",
    "call": "callActivity",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "event": "intermediateThrowEvent",
}
_SIZES = {"task": (110, 80), "call": (110, 80), "exclusive": (50, 50), "parallel": (50, 50)}
_EVENT_SIZE = (36, 36)
_LEFT, _TOP, _POOL_HEAD, _LANE_HEIGHT, _COLUMN, _MARGIN = 160, 80, 30, 140, 160, 40
_NAMESPACES = (
    f'xmlns:bpmn="{BPMN}"',
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"',
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"',
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    f'xmlns:motcua="{MOTCUA}"',
)

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Box:
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        return self.x + self.width // 2, self.y + self.height // 2

    def bounds(self) -> str:
        return f'<dc:Bounds x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" />'


def to_bpmn(route: Route) -> bytes:
    """The route with its drawing; reading it back gives an equal route."""
    taken = set(route.nodes) | {lane.id for lane in route.lanes} | {route.key}
    flow_ids = list(_fresh("luong", taken, len(route.flows)))
    pool, group = list(_fresh("khung", taken, 2))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<bpmn:definitions {' '.join(_NAMESPACES)} id={quoteattr(route.key + '_tep')} "
        f'targetNamespace="{MOTCUA}" exporter="motcua">',
        f'  <bpmn:collaboration id="{group}">',
        f'    <bpmn:participant id="{pool}" name={quoteattr(route.name)} processRef={quoteattr(route.key)} />',
        "  </bpmn:collaboration>",
        f'  <bpmn:process id={quoteattr(route.key)} name={quoteattr(route.name)} isExecutable="true">',
        *(f"    {line}" for line in _process(route, flow_ids)),
        "  </bpmn:process>",
        '  <bpmndi:BPMNDiagram id="hinh_ve">',
        f'    <bpmndi:BPMNPlane id="mat_ve" bpmnElement="{group}">',
        *(f"      {line}" for line in _drawing(route, pool, flow_ids)),
        "    </bpmndi:BPMNPlane>",
        "  </bpmndi:BPMNDiagram>",
        "</bpmn:definitions>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _fresh(base: str, taken: set[str], wanted: int) -> Iterator[str]:
    names = (f"{base}_{number}" for number in count(1))
    free = (name for name in names if name not in taken)
    for _ in range(wanted):
        yield next(free)


def _process(route: Route, flow_ids: list[str]) -> Iterator[str]:
    if route.about:
        yield f"<bpmn:documentation>{escape(route.about)}</bpmn:documentation>"
    yield '<bpmn:laneSet id="cac_lan">'
    for lane in route.lanes:
        yield (
            f"  <bpmn:lane id={quoteattr(lane.id)} name={quoteattr(lane.name)} "
            f"motcua:role={quoteattr(lane.role)} motcua:unit={quoteattr(lane.unit)}>"
        )
        for node in route.table:
            if node.lane == lane.id:
                yield f"    <bpmn:flowNodeRef>{escape(node.id)}</bpmn:flowNodeRef>"
        yield "  </bpmn:lane>"
    yield "</bpmn:laneSet>"
    for node in route.table:
        yield from _element(route, node, flow_ids)
    for flow, flow_id in zip(route.flows, flow_ids, strict=True):
        yield from _sequence(flow, flow_id)


def _element(route: Route, node: Node, flow_ids: list[str]) -> Iterator[str]:
    default = next((flow_ids[n] for n in route.out[node.id] if route.flows[n].default), "")
    attributes = {
        "id": node.id,
        "name": node.name,
        "calledElement": node.called,
        "default": default,
        "motcua:does": node.does,
        "motcua:procedure": node.procedure,
        "motcua:hours": str(node.hours) if node.waits else "",
    }
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value)
    tag = f"bpmn:{_TAGS[node.kind]}"
    yield f"<{tag} {written}>"
    for number in route.into[node.id]:
        yield f"  <bpmn:incoming>{flow_ids[number]}</bpmn:incoming>"
    for number in route.out[node.id]:
        yield f"  <bpmn:outgoing>{flow_ids[number]}</bpmn:outgoing>"
    yield f"</{tag}>"


def _sequence(flow: Flow, flow_id: str) -> Iterator[str]:
    name = f" name={quoteattr(flow.name)}" if flow.name else ""
    ends = f"sourceRef={quoteattr(flow.source)} targetRef={quoteattr(flow.target)}"
    if not flow.condition:
        yield f'<bpmn:sequenceFlow id="{flow_id}"{name} {ends} />'
        return
    yield f'<bpmn:sequenceFlow id="{flow_id}"{name} {ends}>'
    yield (
        '  <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" language="CEL">'
        f"{escape(flow.condition)}</bpmn:conditionExpression>"
    )
    yield "</bpmn:sequenceFlow>"


def _drawing(route: Route, pool: str, flow_ids: list[str]) -> Iterator[str]:
    grid = place(route)
    width = _POOL_HEAD * 2 + grid.rows * _COLUMN + _MARGIN
    whole = _Box(_LEFT, _TOP, width, _LANE_HEIGHT * len(grid.lanes))
    yield from _shape(pool, whole, 'isHorizontal="true" ')
    for number, lane in enumerate(grid.lanes):
        row = _Box(_LEFT + _POOL_HEAD, _TOP + number * _LANE_HEIGHT, whole.width - _POOL_HEAD, _LANE_HEIGHT)
        yield from _shape(lane.id, row, 'isHorizontal="true" ')
    boxes = {node.id: _box(node, grid) for node in route.table}
    for node in route.table:
        marker = 'isMarkerVisible="true" ' if node.kind == "exclusive" else ""
        yield from _shape(node.id, boxes[node.id], marker)
    for number, (flow, flow_id) in enumerate(zip(route.flows, flow_ids, strict=True)):
        yield f'<bpmndi:BPMNEdge id="{flow_id}_ve" bpmnElement="{flow_id}">'
        for x, y in _waypoints(boxes[flow.source], boxes[flow.target], number in grid.back):
            yield f'  <di:waypoint x="{x}" y="{y}" />'
        yield "</bpmndi:BPMNEdge>"


def _shape(element_id: str, box: _Box, more: str) -> Iterator[str]:
    drawn = quoteattr(f"{element_id}_ve")
    yield f"<bpmndi:BPMNShape id={drawn} bpmnElement={quoteattr(element_id)} {more.rstrip()}".rstrip() + ">"
    yield f"  {box.bounds()}"
    yield "</bpmndi:BPMNShape>"


def _box(node: Node, grid: Grid) -> _Box:
    width, height = _SIZES.get(node.kind, _EVENT_SIZE)
    x = _LEFT + 2 * _POOL_HEAD + _MARGIN + grid.row_of[node.id] * _COLUMN + (110 - width) // 2
    y = _TOP + grid.lane_of[node.id] * _LANE_HEIGHT + (_LANE_HEIGHT - height) // 2
    return _Box(x, y, width, height)


def _waypoints(source: _Box, target: _Box, returns: bool) -> list[Point]:
    """Neighbours are joined from side to side; longer ways run along the edge of the lane."""
    (sx, sy), (tx, ty) = source.middle, target.middle
    right, left = source.x + source.width, target.x
    if returns:
        edge = sy - _LANE_HEIGHT // 2 + 14
        into = target.y if ty >= sy else target.y + target.height
        return [(sx, source.y), (sx, edge), (tx, edge), (tx, into)]
    if tx - sx <= _COLUMN:
        if sy == ty:
            return [(right, sy), (left, ty)]
        return [(right, sy), (left - 18, sy), (left - 18, ty), (left, ty)]
    edge = sy + _LANE_HEIGHT // 2 - 14
    return [(sx, source.y + source.height), (sx, edge), (left - 18, edge), (left - 18, ty), (left, ty)]
