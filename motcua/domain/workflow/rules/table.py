"""Routes from a table of steps, for offices that do not want to draw: one row a step, top to bottom."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from .bpmn import parse_hours
from .checks import compile_route
from .graph import shape
from .route import Flow, Kind, Lane, Node, Route, RouteError
from .words import holder_label, role_label, unit_label
from .writing import to_bpmn

_STEP_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,59}")  # also the name of the file that is written


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table. `hours` are working hours.

    `returns_to`: the answer "return" leads back to that step. `only_if`: a CEL condition, else the step is
    skipped; rows in a row with the same condition are one branch, and `when` is the question at its fork.
    `beside`: done at the same time as the step above. `procedure` and `called`: a linked procedure.
    """

    id: str
    name: str
    role: str
    unit: str
    hours: Decimal
    does: str = "forward"
    returns_to: str = ""
    only_if: str = ""
    beside: bool = False
    procedure: str = ""
    called: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A line of the list of steps on the public page."""

    order: int
    node_id: str
    name: str
    role: str
    hours: Decimal


def steps(route: Route, lang: str = "vi") -> list[StepLine]:
    """The steps in the order in which a folder first meets them, with who does each (in words)."""
    nodes = [route.nodes[node_id] for node_id in shape(route).order]
    return [
        StepLine(order, node.id, node.name, holder_label(node.role, node.unit, lang), node.hours)
        for order, node in enumerate((node for node in nodes if node.waits), start=1)
    ]


def bpmn_from_steps(steps: Sequence[Step], key: str, name: str, about: str = "") -> bytes:
    """A BPMN 2.0 file with drawing for a table of steps, the same bytes each time. Raises RouteError."""
    faults = list(_table_faults(steps))
    if faults:
        raise RouteError(faults)
    xml = to_bpmn(_Builder(steps).route(key, name, about))
    compile_route(xml)
    return xml


def route_from_steps(steps: Sequence[Step], key: str, name: str, about: str = "") -> Route:
    """The checked route of a table of steps. Raises RouteError with every fault found."""
    return compile_route(bpmn_from_steps(steps, key, name, about))


def read_tables(toml: str) -> dict[str, tuple[str, str, list[Step]]]:
    """Tables of `[[route]]` with `key`, `name`, `about` and `steps`: key -> (name, about, steps)."""
    try:
        written = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as fault:
        raise RouteError([f"Bảng quy trình viết sai TOML: {fault}."]) from None
    tables = written.get("route")
    if not tables or not _are_tables(tables):
        raise RouteError(["Tệp chưa có bảng [[route]] nào; xem mẫu ở library/routes/tables.toml."])
    return dict(_table(table) for table in tables)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _table(table: Mapping[str, Any]) -> tuple[str, tuple[str, str, list[Step]]]:
    missing = [name for name in ("key", "name", "steps") if name not in table]
    if missing:
        raise RouteError([f"Bảng quy trình «{table.get('key', '?')}» thiếu {', '.join(missing)}."])
    key, name, about = table["key"], table["name"], table.get("about", "")
    if not all(isinstance(words, str) for words in (key, name, about)) or not _KEY.fullmatch(key):
        raise RouteError(
            [f"Bảng quy trình «{key}»: key là chữ thường, số, dấu gạch nối; name và about là chữ."]
        )
    if not _are_tables(table["steps"]):
        raise RouteError(
            [f"Bảng quy trình «{key}»: steps phải là danh sách các bước {{ id = …, name = … }}."]
        )
    return key, (name, about, [_step(row) for row in table["steps"]])


def _step(row: Mapping[str, Any]) -> Step:
    known = {one.name for one in fields(Step)}
    unknown = sorted(set(row) - known)
    if unknown:
        raise RouteError([f"Bước «{row.get('id', '?')}» có cột không biết: {', '.join(unknown)}."])
    missing = [name for name in ("id", "name", "role", "unit", "hours") if name not in row]
    if missing:
        raise RouteError([f"Bước «{row.get('id', '?')}» thiếu cột: {', '.join(missing)}."])
    wordless = [name for name in row if name not in ("hours", "beside") and not isinstance(row[name], str)]
    if wordless:
        raise RouteError([f"Bước «{row['id']}»: cột {', '.join(wordless)} phải là chữ."])
    try:
        return Step(**{**row, "hours": parse_hours(str(row["hours"]))})
    except ValueError:
        raise RouteError([f"Bước «{row['id']}» có số giờ không đúng: {row['hours']}."]) from None


def _table_faults(steps: Sequence[Step]) -> Iterator[str]:
    if not steps:
        yield "Bảng quy trình chưa có bước nào."
    seen: set[str] = set()
    for at, step in enumerate(steps):
        if not _STEP_ID.fullmatch(step.id):
            yield f"Mã bước «{step.id}» chỉ được gồm chữ thường không dấu, số và gạch dưới."
        if step.id in seen:
            yield f"Mã bước «{step.id}» bị trùng."
        if step.returns_to and step.returns_to not in seen:
            yield f"Bước «{step.id}» trả lại về «{step.returns_to}» nhưng bước đó không đứng trước."
        if step.beside and at == 0:
            yield f"Bước đầu tiên «{step.id}» không thể làm song song với bước trước."
        grouped = step.beside or (at + 1 < len(steps) and steps[at + 1].beside)
        if grouped and (step.returns_to or step.only_if):
            yield f"Bước song song «{step.id}» không thể có nhánh trả lại hay điều kiện; hãy vẽ bằng BPMN."
        seen.add(step.id)


@dataclass(frozen=True, slots=True)
class _Loose:
    """The end from which the next row goes on; a fork goes on along its default flow."""

    node_id: str
    fork: bool = False


class _Builder:
    """Lays nodes and flows down row by row."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.lanes: dict[tuple[str, str], Lane] = {}
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def route(self, key: str, name: str, about: str) -> Route:
        before = self.steps[0]
        loose = self._add("bat_dau", "Bắt đầu", "start", before)
        for group in _groups(self.steps):
            if len(group) > 1 and group[1].beside:
                loose = self._parallel(group, before, loose)
                continue
            loose = self._if(group, loose) if group[0].only_if else self._single(group[0], loose)
            before = group[-1]
        self._join(loose, self._add("ket_thuc", "Kết thúc", "end", self.steps[-1]))
        return Route(key, name, tuple(self.lanes.values()), tuple(self.nodes), tuple(self.flows), about)

    def _single(self, step: Step, loose: _Loose, *, condition: str = "", name: str = "") -> _Loose:
        self._join(loose, self._work(step), condition=condition, name=name)
        return self._with_return(step)

    def _if(self, group: Sequence[Step], loose: _Loose) -> _Loose:
        first = group[0]
        fork = self._add(f"truoc_{first.id}", first.when, "exclusive", first)
        self._join(loose, fork)
        worked = self._single(first, fork, condition=first.only_if, name="Có")
        for step in group[1:]:
            worked = self._single(step, worked)
        merge = self._add(f"gop_{first.id}", "", "exclusive", first)
        self._join(worked, merge)
        self._join(_Loose(fork.node_id, fork=True), merge, name="Không")
        return merge

    def _with_return(self, step: Step) -> _Loose:
        if not step.returns_to:
            return _Loose(step.id)
        fork = self._add(f"sau_{step.id}", "Đồng ý?", "exclusive", step)
        self._join(_Loose(step.id), fork)
        self._join(fork, _Loose(step.returns_to), name="Trả lại", condition='answer.decision == "return"')
        return _Loose(fork.node_id, fork=True)

    def _parallel(self, group: Sequence[Step], before: Step, loose: _Loose) -> _Loose:
        split = self._add(f"tach_{group[0].id}", "", "parallel", before)
        self._join(loose, split)
        for step in group:
            self._join(split, self._work(step))
        joined = self._add(f"nhap_{group[0].id}", "", "parallel", before)
        for step in group:
            self._join(_Loose(step.id), joined)
        return joined

    def _work(self, step: Step) -> _Loose:
        kind: Kind = "call" if step.called else "task"
        does = "" if step.called else step.does
        work = Node(step.id, step.name, kind, step.role, step.unit, step.hours, does)
        self.nodes.append(
            replace(work, procedure=step.procedure, called=step.called, lane=self._lane(step).id)
        )
        return _Loose(step.id)

    def _add(self, node_id: str, name: str, kind: Kind, near: Step) -> _Loose:
        self.nodes.append(Node(node_id, name, kind, lane=self._lane(near).id))
        return _Loose(node_id)

    def _join(self, source: _Loose, target: _Loose, *, name: str = "", condition: str = "") -> None:
        name = name or ("Đồng ý" if source.fork else "")
        self.flows.append(Flow(source.node_id, target.node_id, name, condition, source.fork))

    def _lane(self, step: Step) -> Lane:
        held = (step.role, step.unit)
        if held not in self.lanes:
            lane_id = f"lan_{step.role}_{step.unit.replace(':', '_')}"
            self.lanes[held] = Lane(lane_id, _lane_name(step), step.role, step.unit)
        return self.lanes[held]


def _lane_name(step: Step) -> str:
    """Who, and where when the role alone does not say it."""
    if step.unit.startswith("partner:"):
        return unit_label(step.unit)
    usual = {"reception": "one_stop", "officer": "department", "dept_head": "department"}
    if step.unit == usual.get(step.role, "authority"):
        return role_label(step.role)
    return f"{role_label(step.role)} – {unit_label(step.unit)}"


def _groups(steps: Sequence[Step]) -> list[list[Step]]:
    """Rows side by side, and rows that follow each other under the same condition, belong together."""
    groups: list[list[Step]] = []
    for step in steps:
        if step.beside or (groups and step.only_if and step.only_if == groups[-1][-1].only_if):
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups
