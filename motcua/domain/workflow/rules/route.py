"""What a compiled route is made of: immutable, small, at home in a jsonb column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["start", "end", "task", "call", "exclusive", "parallel", "event"]

WAITING_KINDS = frozenset({"task", "call"})
NO_HOURS = Decimal(0)


class RouteError(ValueError):
    """A route that cannot be used; `problems` holds one Vietnamese sentence for each fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Lane:
    """Who holds the folder: a role key and the unit in which to look for it."""

    id: str
    name: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the flow; `hours` are working hours, `procedure` and `called` belong to calls."""

    id: str
    name: str
    kind: Kind
    role: str = ""
    unit: str = ""
    hours: Decimal = NO_HOURS
    does: str = ""
    procedure: str = ""
    called: str = ""
    lane: str = ""

    @property
    def waits(self) -> bool:
        """Whether the folder stays here until somebody (or a child case) is done."""
        return self.kind in WAITING_KINDS


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow; `condition` is a CEL expression and stands only behind an exclusive gateway."""

    source: str
    target: str
    name: str = ""
    condition: str = ""
    default: bool = False


@dataclass(frozen=True)
class Route:
    """A checked route: nodes in the order of the file, flows in the order of choice."""

    key: str
    name: str
    lanes: tuple[Lane, ...]
    table: tuple[Node, ...]
    flows: tuple[Flow, ...]
    about: str = ""

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        return MappingProxyType({node.id: node for node in self.table})

    @cached_property
    def out(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the flows that leave each node."""
        return self._by_end("source")

    @cached_property
    def into(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the flows that enter each node."""
        return self._by_end("target")

    @cached_property
    def entry(self) -> str:
        """The id of the start event."""
        return next(node.id for node in self.table if node.kind == "start")

    @property
    def waiting_nodes(self) -> tuple[Node, ...]:
        return tuple(node for node in self.table if node.waits)

    def successors(self, node_id: str) -> list[str]:
        return [self.flows[flow].target for flow in self.out[node_id]]

    def _by_end(self, end: Literal["source", "target"]) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {node.id: [] for node in self.table}
        for number, flow in enumerate(self.flows):
            found[flow.source if end == "source" else flow.target].append(number)
        return MappingProxyType({node_id: tuple(numbers) for node_id, numbers in found.items()})

    def to_json(self) -> dict[str, Any]:
        """The route as plain lists and strings; rows lose their empty tails to stay small."""
        return {
            "key": self.key,
            "name": self.name,
            "about": self.about,
            "lanes": [[lane.id, lane.name, lane.role, lane.unit] for lane in self.lanes],
            "nodes": [_node_row(node) for node in self.table],
            "flows": [_flow_row(flow) for flow in self.flows],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Route:
        """The route that `to_json` wrote; it was checked when it was compiled and is not checked again."""
        lanes = tuple(Lane(*row) for row in kept["lanes"])
        by_id = {lane.id: lane for lane in lanes}
        return cls(
            key=kept["key"],
            name=kept["name"],
            about=kept.get("about", ""),
            lanes=lanes,
            table=tuple(_node_of(row, by_id) for row in kept["nodes"]),
            flows=tuple(_flow_of(row) for row in kept["flows"]),
        )


@dataclass(frozen=True, slots=True)
class Marking:
    """Where the folder is: the ids of waiting nodes, and the flows that have reached a join."""

    at: tuple[str, ...] = ()
    arrived: tuple[int, ...] = ()

    def to_json(self) -> dict[str, list[Any]]:
        return {"at": list(self.at), "in": list(self.arrived)} if self.arrived else {"at": list(self.at)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Marking:
        return cls(tuple(kept["at"]), tuple(kept.get("in", ())))


@dataclass(frozen=True, slots=True)
class Move:
    """What one step led to: the new marking, the nodes that now wait, and all that was passed on the way."""

    marking: Marking
    entered: tuple[Node, ...]
    ended: bool
    passed: tuple[str, ...] = field(default=(), compare=False)


def _node_row(node: Node) -> list[str]:
    hours = str(node.hours) if node.waits else ""
    row = [node.id, node.kind, node.lane, node.name, hours, node.does, node.procedure, node.called]
    while row[-1] == "":
        row.pop()
    return row


def _node_of(row: Sequence[Any], lanes: Mapping[str, Lane]) -> Node:
    node_id, kind, lane_id, name, hours, does, procedure, called = _padded(row, 8)
    lane = lanes.get(lane_id)
    role, unit = (lane.role, lane.unit) if lane and kind in WAITING_KINDS else ("", "")
    amount = Decimal(hours) if hours else NO_HOURS
    return Node(node_id, name, kind, role, unit, amount, does, procedure, called, lane_id)


def _flow_row(flow: Flow) -> list[Any]:
    row: list[Any] = [flow.source, flow.target, flow.name, flow.condition, int(flow.default)]
    while not row[-1]:
        row.pop()
    return row


def _flow_of(row: Sequence[Any]) -> Flow:
    source, target, name, condition, default = _padded(row, 5)
    return Flow(source, target, name, condition, bool(default))


def _padded(row: Sequence[Any], width: int) -> list[Any]:
    return [*row, *[""] * (width - len(row))]
