"""The wide picture: lanes as columns, time running down, returns drawn dashed beside the lanes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate

from .layout import Grid, place
from .route import Node, Route
from .svg import BOLD, Point, circle, diamond, path, rectangle, text_block, text_height, wrap
from .words import holder_label, hours_text, short_hours, unit_label

MAX_WIDTH, MARGIN, MAX_LANE = 900, 22, 210
GUTTER, GAP, PAD = 16, 40, 8
NAME, SMALL, HEAD = 13, 11.5, 13
FORK, EVENT = 17, 10


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where lanes and rows lie, in pixels."""

    route: Route
    grid: Grid
    lane_width: float
    tops: list[float]
    heights: list[float]

    def middle(self, node_id: str) -> Point:
        row = self.grid.row_of[node_id]
        return self.lane_middle(self.grid.lane_of[node_id]), self.tops[row] + self.heights[row] / 2

    def lane_middle(self, lane: int) -> float:
        return (lane + 0.5) * self.lane_width

    def gap_above(self, row: int) -> float:
        return self.tops[row] - GAP

    def half(self, node_id: str) -> tuple[float, float]:
        """Half the width and height of a node as drawn."""
        node = self.route.nodes[node_id]
        if node.waits:
            return self.lane_width / 2 - GUTTER, self.heights[self.grid.row_of[node_id]] / 2
        radius = FORK if node.kind in {"exclusive", "parallel"} else EVENT
        return radius, radius

    def is_free(self, lane: int, above: int, below: int) -> bool:
        """Whether nothing stands in a lane strictly between two rows."""
        return not any(
            self.grid.lane_of[node_id] == lane and above < row < below
            for node_id, row in self.grid.row_of.items()
        )


def wide_parts(route: Route, lang: str, here: Collection[str]) -> tuple[list[str], float, float]:
    """Everything inside the picture, with its width and height in pixels."""
    grid = place(route)
    lane_width = min(MAX_LANE, (MAX_WIDTH - MARGIN) / len(grid.lanes))
    heads = [
        wrap(_lane_text(lane.name, lane.role, lane.unit, lang), (lane_width - 12) / BOLD, HEAD)
        for lane in grid.lanes
    ]
    head = max(text_height(lines, HEAD) for lines in heads) + 2 * PAD
    heights = _row_heights(route, grid, lane_width, lang)
    tops = [head + GAP / 2 + above + GAP * row for row, above in enumerate(accumulate([0.0, *heights[:-1]]))]
    sheet = _Sheet(route, grid, lane_width, tops, heights)
    height = tops[-1] + heights[-1] + GAP / 2
    parts = [*_lanes(sheet, heads, head, height), *_flows(sheet)]
    parts += [part for node in route.table for part in _node(sheet, node, lang, node.id in here)]
    return parts, lane_width * len(grid.lanes) + MARGIN, height


def _lane_text(name: str, role: str, unit: str, lang: str) -> str:
    if lang == "vi" and name:
        return name
    return holder_label(role, unit, lang) if unit.startswith("partner:") else _who_where(role, unit, lang)


def _who_where(role: str, unit: str, lang: str) -> str:
    who, where = holder_label(role, unit, lang), unit_label(unit, lang)
    return who if who == where else f"{who} – {where}"


def _row_heights(route: Route, grid: Grid, lane_width: float, lang: str) -> list[float]:
    heights = [2.0 * EVENT] * grid.rows
    for node_id, row in grid.row_of.items():
        node = route.nodes[node_id]
        heights[row] = max(heights[row], _height(node, lane_width, lang))
    return heights


def _height(node: Node, lane_width: float, lang: str) -> float:
    if not node.waits:
        radius = FORK if node.kind in {"exclusive", "parallel"} else EVENT
        return max(2 * radius, text_height(_fork_lines(node, lane_width), SMALL))
    name, small = _task_lines(node, lane_width, lang)
    return text_height(name, NAME) + text_height(small, SMALL) + 2 * PAD + 2


def _task_lines(node: Node, lane_width: float, lang: str) -> tuple[list[str], list[str]]:
    room = lane_width - 2 * GUTTER - 12
    small = [("Liên thông" if lang == "vi" else "Linked")] if node.kind == "call" else []
    if node.hours:
        small.append(hours_text(node.hours, lang) if room > 120 else short_hours(node.hours, lang))
    return wrap(node.name, room, NAME), wrap(" · ".join(small), room, SMALL)


def _fork_lines(node: Node, lane_width: float) -> list[str]:
    return wrap(node.name, lane_width / 2 - FORK - 6, SMALL) if node.kind in {"exclusive", "parallel"} else []


def _lanes(sheet: _Sheet, heads: list[list[str]], head: float, height: float) -> Iterator[str]:
    width = sheet.lane_width
    for lane, lines in enumerate(heads):
        tint = 0.06 if lane % 2 == 0 else 0.02
        yield rectangle(lane * width, 0, width, height, "mc-route-lane", stroke=0, tint=tint)
        top = (head - text_height(lines, HEAD)) / 2
        yield text_block(lines, sheet.lane_middle(lane), top, HEAD, weight="600")


def _node(sheet: _Sheet, node: Node, lang: str, current: bool) -> Iterator[str]:
    x, y = sheet.middle(node.id)
    if node.kind in {"exclusive", "parallel"}:
        yield diamond(x, y, FORK, plus=node.kind == "parallel")
        lines = _fork_lines(node, sheet.lane_width)
        yield text_block(lines, x - FORK - 3, y - text_height(lines, SMALL) / 2, SMALL, anchor="end")
        return
    if not node.waits:
        yield circle(x, y, EVENT, stroke=3 if node.kind == "end" else 1.5)
        return
    half_width, half_height = sheet.half(node.id)
    css = "mc-route-step mc-route-here" if current else "mc-route-step"
    box = (x - half_width, y - half_height, 2 * half_width, 2 * half_height)
    stroke = 3 if node.kind == "call" or current else 1
    yield rectangle(*box, css, stroke=stroke, tint=0.12 if current else 0)
    name, small = _task_lines(node, sheet.lane_width, lang)
    top = y - (text_height(name, NAME) + text_height(small, SMALL) + 2) / 2
    yield text_block(name, x, top - 2, NAME, weight="700" if current else "")
    yield text_block(small, x, top + text_height(name, NAME) + 1, SMALL)


def _flows(sheet: _Sheet) -> Iterator[str]:
    for number, flow in enumerate(sheet.route.flows):
        returns = number in sheet.grid.back
        points = (
            _return_way(sheet, flow.source, flow.target) if returns else _way(sheet, flow.source, flow.target)
        )
        yield path(points, dashed=returns)
        if flow.name:
            yield _label(flow.name, points, returns)


def _way(sheet: _Sheet, source: str, target: str) -> list[Point]:
    """Down, across in the gap between two rows, and down again; beside a lane when it is not free."""
    (sx, sy), (tx, ty) = sheet.middle(source), sheet.middle(target)
    begin, end = (sx, sy + sheet.half(source)[1]), (tx, ty - sheet.half(target)[1])
    from_row, to_row = sheet.grid.row_of[source], sheet.grid.row_of[target]
    from_lane, to_lane = sheet.grid.lane_of[source], sheet.grid.lane_of[target]
    leaving, entering = sheet.gap_above(from_row + 1) + GAP * 0.4, sheet.gap_above(to_row) + GAP * 0.4
    if from_lane == to_lane and sheet.is_free(from_lane, from_row, to_row):
        return [begin, end]
    if sheet.is_free(to_lane, from_row, to_row) and from_lane != to_lane:
        return [begin, (sx, leaving), (tx, leaving), end]
    if sheet.is_free(from_lane, from_row, to_row) and from_lane != to_lane:
        return [begin, (sx, entering), (tx, entering), end]
    side = sheet.lane_width / 2 - GUTTER / 2
    beside = tx + (side if sx > tx else -side)
    return [begin, (sx, leaving), (beside, leaving), (beside, entering), (tx, entering), end]


def _return_way(sheet: _Sheet, source: str, target: str) -> list[Point]:
    """Out to the right, up beside the lane, and into the target from above, right of its middle."""
    (sx, sy), (tx, ty) = sheet.middle(source), sheet.middle(target)
    half_width = sheet.half(source)[0]
    beside = sx + sheet.lane_width / 2 + (6 if sx >= tx else -6)
    entering = sheet.gap_above(sheet.grid.row_of[target]) + GAP * 0.62
    into = tx + min(18, sheet.half(target)[0] / 2)
    return [
        (sx + half_width, sy),
        (beside, sy),
        (beside, entering),
        (into, entering),
        (into, ty - sheet.half(target)[1]),
    ]


def _label(name: str, points: list[Point], returns: bool) -> str:
    (x0, y0), (_, y1) = points[0], points[1]
    if returns:
        return text_block([name], x0 + 2, y0 - SMALL - 5, SMALL, anchor="start")
    if len(points) == 2:
        return text_block([name], x0 + 5, y0 + 1, SMALL, anchor="start")
    anchor, x = ("end", x0 - 5) if points[2][0] < x0 else ("start", x0 + 5)
    return text_block([name], x, y1 - SMALL - 4, SMALL, anchor=anchor)
