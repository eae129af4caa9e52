"""Where each node stands on a grid of lanes and rows; both the BPMN drawing and the page drawing use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .graph import shape
from .route import Lane, Route


@dataclass(frozen=True, slots=True)
class Grid:
    """A node's lane (number) and row (0 is the start); no two nodes share both."""

    lanes: tuple[Lane, ...]
    lane_of: Mapping[str, int]
    row_of: Mapping[str, int]
    back: frozenset[int]

    @property
    def rows(self) -> int:
        return max(self.row_of.values()) + 1


def place(route: Route) -> Grid:
    """Every node below all that lead to it, and below what already stands in its lane at that row."""
    form = shape(route)
    lane_of = _lanes(route, form.order)
    row_of: dict[str, int] = {}
    taken: set[tuple[int, int]] = set()
    for node_id in form.order:
        before = [
            route.flows[flow].source
            for flow in route.into[node_id]
            if flow not in form.back and route.flows[flow].source in row_of
        ]
        row = max((row_of[source] + 1 for source in before), default=0)
        while (lane_of[node_id], row) in taken:
            row += 1
        taken.add((lane_of[node_id], row))
        row_of[node_id] = row
    return Grid(route.lanes, lane_of, row_of, form.back)


def _lanes(route: Route, order: tuple[str, ...]) -> dict[str, int]:
    """Gateways and events outside all lanes stand with the node before them."""
    numbers = {lane.id: number for number, lane in enumerate(route.lanes)}
    found: dict[str, int] = {}
    for node_id in order:
        own = numbers.get(route.nodes[node_id].lane)
        before = [route.flows[flow].source for flow in route.into[node_id]]
        near = next((found[source] for source in before if source in found), 0)
        found[node_id] = near if own is None else own
    return found
