"""Reading a BPMN 2.0 file into a route; what the walker does not know is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from .route import NO_HOURS, Flow, Kind, Lane, Node, Route, RouteError
from .words import ACTIONS, ROLES, UNITS, naming
from .xml import BPMN, clean, is_bpmn, local_name, open_bpmn, own

KINDS: dict[str, Kind] = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "task",
    "task": "task",
    "manualTask": "task",
    "callActivity": "call",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "intermediateThrowEvent": "event",
}
ARTIFACTS = frozenset(
    {
        *("documentation", "extensionElements", "laneSet", "sequenceFlow", "textAnnotation", "association"),
        *("group", "dataObject", "dataObjectReference", "dataStoreReference", "ioSpecification", "property"),
    }
)
INSIDE_NODES = frozenset(
    {
        *("documentation", "extensionElements", "incoming", "outgoing", "ioSpecification", "property"),
        *("dataInputAssociation", "dataOutputAssociation", "potentialOwner", "humanPerformer", "performer"),
    }
)
REFUSED = {
    "scriptTask": "chạy đoạn mã; quy trình không được chứa mã. Hãy đổi thành bước do người làm (userTask)",
    "serviceTask": "gọi dịch vụ hoặc mã tự động; hãy đổi thành bước do người làm (userTask)",
    "businessRuleTask": "chạy bảng quy tắc tự động; hãy đặt điều kiện ở cổng rẽ nhánh thay cho nó",
    "sendTask": "gửi thông điệp tự động; phần mềm tự gửi thông báo, hãy bỏ bước này",
    "receiveTask": "chờ thông điệp; hãy đổi thành bước do người làm (userTask)",
    "subProcess": "là quy trình con vẽ lồng; hãy tách ra tệp riêng và gọi bằng callActivity",
    "inclusiveGateway": "là cổng OR; hãy dùng cổng rẽ nhánh (exclusive) hoặc cổng song song (parallel)",
    "eventBasedGateway": "là cổng chờ sự kiện; hãy dùng cổng rẽ nhánh (exclusive)",
    "complexGateway": "là cổng phức hợp; hãy dùng cổng rẽ nhánh (exclusive) hoặc cổng song song (parallel)",
    "boundaryEvent": "là sự kiện gắn vào bước; hạn xử lý do phần mềm tự tính, hãy bỏ sự kiện này",
    "intermediateCatchEvent": "chờ sự kiện; hãy đổi thành bước do người làm (userTask)",
    "timerEventDefinition": "có hẹn giờ; hạn xử lý do phần mềm tính theo giờ làm việc, hãy bỏ hẹn giờ",
    "multiInstanceLoopCharacteristics": "lặp nhiều lần tự động; hãy vẽ từng bước riêng",
    "standardLoopCharacteristics": "lặp tự động; hãy vẽ nhánh quay lại bằng cổng rẽ nhánh",
}
SCRIPTS = frozenset({"script", "preScript", "postScript", "executionListener", "taskListener"})
LANGUAGES = frozenset({"", "cel", "https://cel.dev", "http://cel.dev"})
UNIT = re.compile(rf"(?:{'|'.join(UNITS)}|partner:[a-z][a-z0-9_]{{0,39}})")
MAX_NODES, MAX_FLOWS, MAX_LANES, MAX_NAME, MAX_ID = 200, 400, 12, 200, 64
MAX_HOURS = Decimal(9999)

Report = Callable[[str], None]


def read_bpmn(xml: bytes) -> Route:
    """The route a file describes, each element sound by itself. Raises RouteError with every fault found."""
    problems: list[str] = []
    say = problems.append
    root = open_bpmn(xml)
    drawn = _the_process(root, say)
    lanes, lane_of = _lanes(drawn, say)
    nodes = tuple(_nodes(drawn, lanes, lane_of, say))
    flows = tuple(_flows(drawn, say))
    _sizes(nodes, flows, lanes, say)
    if problems:
        raise RouteError(problems)
    name = clean(drawn.get("name")) or clean(drawn.get("id"))
    about = clean(drawn.findtext(f"{{{BPMN}}}documentation"))
    return Route(clean(drawn.get("id")), name, tuple(lanes.values()), nodes, flows, about)


def _the_process(root: etree._Element, say: Report) -> etree._Element:
    found = root.findall(f"{{{BPMN}}}process")
    if not found:
        raise RouteError(["Tệp BPMN không có quy trình (process) nào."])
    if len(found) > 1:
        names = ", ".join(_naming(one) for one in found)
        raise RouteError([f"Tệp có {len(found)} quy trình ({names}); mỗi tệp chỉ được một quy trình."])
    if not clean(found[0].get("id")):
        say("Quy trình (process) chưa có mã (id).")
    for flow in root.iter(f"{{{BPMN}}}messageFlow"):
        say(f"Luồng thông điệp {_naming(flow)} không dùng được; hãy nối các bước bằng luồng tuần tự.")
    for scripted in _scripts(root):
        say(f"Phần tử {_naming(scripted)} có đoạn mã; quy trình không được chứa mã. Hãy bỏ đoạn mã đó.")
    return found[0]


def _scripts(root: etree._Element) -> Iterator[etree._Element]:
    """The owners of scripts hidden in extension elements."""
    for extension in root.iter(f"{{{BPMN}}}extensionElements"):
        if any(local_name(element) in SCRIPTS for element in extension.iter()):
            parent = extension.getparent()
            yield extension if parent is None else parent


def _lanes(drawn: etree._Element, say: Report) -> tuple[dict[str, Lane], dict[str, str]]:
    """Lanes by id, and the lane of each node; an inner lane inherits what it does not say itself."""
    lanes: dict[str, Lane] = {}
    lane_of: dict[str, str] = {}

    def read(lane_set: etree._Element, role: str, unit: str) -> None:
        for element in lane_set.findall(f"{{{BPMN}}}lane"):
            own_role, own_unit = own(element, "role") or role, own(element, "unit") or unit
            inner = element.find(f"{{{BPMN}}}childLaneSet")
            if inner is not None:
                read(inner, own_role, own_unit)
                continue
            lane = Lane(clean(element.get("id")), clean(element.get("name")), own_role, own_unit)
            lanes[lane.id] = lane
            _check_lane(lane, say)
            for ref in element.findall(f"{{{BPMN}}}flowNodeRef"):
                lane_of[clean(ref.text)] = lane.id

    for lane_set in drawn.findall(f"{{{BPMN}}}laneSet"):
        read(lane_set, "", "")
    return lanes, lane_of


def _check_lane(lane: Lane, say: Report) -> None:
    name = naming(lane.id, lane.name)
    if not lane.role:
        say(f"Làn {name} chưa ghi vai trò (motcua:role).")
    elif lane.role not in ROLES:
        say(f"Làn {name} có vai trò không biết: «{lane.role}»; chọn một trong {', '.join(ROLES)}.")
    if not lane.unit:
        say(f"Làn {name} chưa ghi đơn vị (motcua:unit).")
    elif not UNIT.fullmatch(lane.unit):
        say(f"Làn {name} có đơn vị không biết: «{lane.unit}»; chọn {', '.join(UNITS)} hoặc partner:<mã>.")


def _nodes(
    drawn: etree._Element, lanes: dict[str, Lane], lane_of: dict[str, str], say: Report
) -> Iterator[Node]:
    seen: set[str] = set()
    for element in drawn:
        name = local_name(element)
        if name in ARTIFACTS and is_bpmn(element):
            continue
        kind = KINDS.get(name) if is_bpmn(element) else None
        if kind is None:
            say(_refusal(element, name))
            continue
        for child in element:
            if local_name(child) and not (is_bpmn(child) and local_name(child) in INSIDE_NODES):
                say(_refusal(element, local_name(child)))
        node = _node(element, kind, lanes.get(lane_of.get(clean(element.get("id")), "")), say)
        if not node.id or node.id in seen:
            say(f"Phần tử {_naming(element)} chưa có mã (id) riêng; mỗi phần tử phải có một mã khác nhau.")
            continue
        seen.add(node.id)
        yield node


def _node(element: etree._Element, kind: Kind, lane: Lane | None, say: Report) -> Node:
    node_id, name = clean(element.get("id")), clean(element.get("name"))
    if kind not in {"task", "call"}:
        return Node(node_id, name, kind, lane=lane.id if lane else "")
    if not name:
        say(f"Bước {_naming(element)} chưa có tên.")
    if lane is None:
        say(f"Bước {_naming(element)} không nằm trong làn nào nên chưa biết ai làm.")
        lane = Lane("", "", "", "")
    hours = _hours(element, say)
    if kind == "call":
        called, procedure = clean(element.get("calledElement")), own(element, "procedure")
        if not called or not procedure:
            say(
                f"Bước liên thông {_naming(element)} chưa ghi quy trình (calledElement) và mã thủ tục được gọi."
            )
        return Node(node_id, name, kind, lane.role, lane.unit, hours, "", procedure, called, lane.id)
    does = own(element, "does") or "forward"
    if does not in ACTIONS:
        say(f"Bước {_naming(element)} có thao tác không biết: «{does}»; chọn một trong {', '.join(ACTIONS)}.")
    return Node(node_id, name, kind, lane.role, lane.unit, hours, does, lane=lane.id)


def _hours(element: etree._Element, say: Report) -> Decimal:
    written = own(element, "hours")
    if not written:
        say(f"Bước {_naming(element)} chưa ghi số giờ làm việc (motcua:hours).")
        return NO_HOURS
    try:
        hours = parse_hours(written)
    except ValueError:
        say(f"Bước {_naming(element)} có số giờ không đúng: «{written}»; ghi số như 4 hoặc 2,5.")
        return NO_HOURS
    return hours


def parse_hours(written: str) -> Decimal:
    """Working hours, point or comma, at most two decimals. Raises ValueError."""
    try:
        hours = Decimal(written.replace(",", "."))
    except InvalidOperation:
        raise ValueError(written) from None
    if not hours.is_finite() or not 0 <= hours <= MAX_HOURS or hours != round(hours, 2):
        raise ValueError(written)
    return Decimal(format(hours.normalize(), "f"))


def _flows(drawn: etree._Element, say: Report) -> Iterator[Flow]:
    # What was refused above counts as known here: one fault, one sentence.
    known = {clean(element.get("id")) for element in drawn if local_name(element) not in ARTIFACTS}
    defaults = {(clean(one.get("id")), clean(one.get("default"))) for one in drawn if one.get("default")}
    for element in drawn.findall(f"{{{BPMN}}}sequenceFlow"):
        source, target = clean(element.get("sourceRef")), clean(element.get("targetRef"))
        if source not in known or target not in known:
            lost = source if source not in known else target
            say(f"Luồng {_naming(element)} nối với phần tử không có trong quy trình: «{lost}».")
            continue
        condition = element.find(f"{{{BPMN}}}conditionExpression")
        text = "" if condition is None else " ".join((condition.text or "").split())
        language = "" if condition is None else clean(condition.get("language")).casefold()
        if language not in LANGUAGES:
            say(f"Điều kiện của luồng {_naming(element)} viết bằng «{language}»; chỉ dùng được CEL.")
        if condition is not None and not text:
            say(f"Điều kiện của luồng {_naming(element)} đang để trống.")
        default = (source, clean(element.get("id"))) in defaults
        yield Flow(source, target, clean(element.get("name")), text, default)


def _refusal(element: etree._Element, name: str) -> str:
    why = REFUSED.get(name)
    if why is None:
        why = "có sự kiện đặc biệt; chỉ dùng sự kiện thường" if name.endswith("EventDefinition") else ""
    why = why or f"thuộc loại quy trình này không dùng («{name}»)"
    return f"Phần tử {_naming(element)} {why}."


def _naming(element: etree._Element) -> str:
    return naming(clean(element.get("id")) or local_name(element), clean(element.get("name")))


def _sizes(nodes: tuple[Node, ...], flows: tuple[Flow, ...], lanes: dict[str, Lane], say: Report) -> None:
    if len(nodes) > MAX_NODES or len(flows) > MAX_FLOWS:
        say(f"Quy trình có {len(nodes)} phần tử, quá {MAX_NODES}. Hãy tách thành các quy trình liên thông.")
    if len(lanes) > MAX_LANES:
        say(f"Quy trình có {len(lanes)} làn, quá {MAX_LANES}. Hãy gộp bớt làn.")
    for node in nodes:
        if len(node.id) > MAX_ID or len(node.name) > MAX_NAME:
            say(f"Phần tử «{node.id[:MAX_ID]}» có mã hoặc tên quá dài (mã {MAX_ID}, tên {MAX_NAME} ký tự).")
