"""The narrow picture: one column of steps; branches run down the right side, returns up the left."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from .graph import Shape, shape
from .route import Node, Route
from .svg import BOLD, Point, circle, diamond, path, rectangle, text_block, text_height, wrap
from .words import holder_label, short_hours

WIDTH, EDGE, TRACK, FIRST = 340, 6, 8, 6
NAME, SMALL, PAD, GAP, FORK, EVENT = 15, 13, 8, 28, 14, 9
MAX_TRACKS = 6

Spans = Mapping[int, int]


def narrow_parts(route: Route, lang: str, here: Collection[str]) -> tuple[list[str], float, float]:
    """Everything inside the picture, with its width and height in pixels."""
    form = shape(route)
    place_of = {node_id: at for at, node_id in enumerate(form.order)}
    right = _tracks(route, form, place_of, back=False)
    left = _tracks(route, form, place_of, back=True)
    x0 = EDGE + _margin(left)
    x1 = WIDTH - EDGE - _margin(right)
    boxes = _boxes(route, form, x0, x1, lang)
    parts = [part for node_id in form.order for part in _node(route.nodes[node_id], boxes, lang, here)]
    parts += _flows(route, form, place_of, boxes, left, right)
    height = boxes[form.order[-1]][3] + EDGE
    return parts, WIDTH, height


Box = tuple[float, float, float, float]


def _margin(tracks: Spans) -> float:
    """Room beside the column for its tracks; the first lies far enough off for an arrow."""
    return FIRST + TRACK * (1 + max(tracks.values())) if tracks else 0


def _boxes(route: Route, form: Shape, x0: float, x1: float, lang: str) -> dict[str, Box]:
    """Left, top, right and bottom of each node."""
    boxes: dict[str, Box] = {}
    top, middle = float(EDGE), (x0 + x1) / 2
    for node_id in form.order:
        node = route.nodes[node_id]
        if node.waits:
            name, small = _lines(node, x1 - x0, lang)
            half, height = (x1 - x0) / 2, text_height(name, NAME) + text_height(small, SMALL) + 2 * PAD
        else:
            half = FORK if node.kind in {"exclusive", "parallel"} else EVENT
            height = 2.0 * half
            # The question at a fork stands above its left corner, where a return may leave.
            top += max(0.0, text_height(_fork_lines(node), SMALL) - GAP - 2)
        boxes[node_id] = (middle - half, top, middle + half, top + height)
        top += height + GAP
    return boxes


def _lines(node: Node, width: float, lang: str) -> tuple[list[str], list[str]]:
    room = width - 2 * PAD - 4
    who = [holder_label(node.role, node.unit, lang)]
    who += [short_hours(node.hours, lang)] if node.hours else []
    who += ["liên thông" if lang == "vi" else "linked"] if node.kind == "call" else []
    return wrap(node.name, room / BOLD, NAME), wrap(" · ".join(who), room, SMALL)


def _fork_lines(node: Node) -> list[str]:
    return wrap(node.name, 120, SMALL) if node.kind in {"exclusive", "parallel"} else []


def _node(node: Node, boxes: Mapping[str, Box], lang: str, here: Collection[str]) -> Iterator[str]:
    x0, top, x1, bottom = boxes[node.id]
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    if node.kind in {"exclusive", "parallel"}:
        yield diamond(x, y, FORK, plus=node.kind == "parallel")
        lines = _fork_lines(node)
        yield text_block(lines, x - FORK - 4, y - text_height(lines, SMALL) - 1, SMALL, anchor="end")
        return
    if not node.waits:
        yield circle(x, y, EVENT, stroke=3 if node.kind == "end" else 1.5)
        return
    current = node.id in here
    css = "mc-route-step mc-route-here" if current else "mc-route-step"
    stroke = 3 if node.kind == "call" or current else 1
    yield rectangle(x0, top, x1 - x0, bottom - top, css, stroke=stroke, tint=0.12 if current else 0)
    name, small = _lines(node, x1 - x0, lang)
    yield text_block(name, x0 + PAD, top + PAD - 3, NAME, anchor="start", weight="600")
    yield text_block(small, x0 + PAD, top + PAD + text_height(name, NAME) - 1, SMALL, anchor="start")


def _tracks(route: Route, form: Shape, place_of: Mapping[str, int], *, back: bool) -> dict[int, int]:
    """A side track for each flow that skips nodes, so that two side by side do not lie on each other."""
    spans = []
    for number, flow in enumerate(route.flows):
        low, high = sorted((place_of[flow.source], place_of[flow.target]))
        if (number in form.back) == back and (back or high - low > 1):
            spans.append((high - low, low, high, number))
    tracks: dict[int, int] = {}
    used: list[list[tuple[int, int]]] = [[] for _ in range(MAX_TRACKS)]
    for _, low, high, number in sorted(spans):
        free = (
            at for at, track in enumerate(used) if all(high <= other[0] or other[1] <= low for other in track)
        )
        tracks[number] = next(free, MAX_TRACKS - 1)
        used[tracks[number]].append((low, high))
    return tracks


def _flows(
    route: Route,
    form: Shape,
    place_of: Mapping[str, int],
    boxes: Mapping[str, Box],
    left: Spans,
    right: Spans,
) -> Iterator[str]:
    x_left = min(box[0] for box in boxes.values())
    x_right = max(box[2] for box in boxes.values())
    for number, flow in enumerate(route.flows):
        source, target = boxes[flow.source], boxes[flow.target]
        returns = number in form.back
        if number in left:
            points = _beside(source, target, x_left - FIRST - TRACK * (left[number] + 1), side=0)
        elif number in right:
            points = _beside(source, target, x_right + FIRST + TRACK * (right[number] + 1), side=2)
        else:
            middle = (source[0] + source[2]) / 2
            points = [(middle, source[3]), (middle, target[1])]
        yield path(points, dashed=returns)
        if flow.name:
            yield _label(flow.name, points)


def _beside(source: Box, target: Box, x: float, side: int) -> list[Point]:
    """Out of one side, along the track, into the same side of the target: lower out, upper in."""
    out = (source[1] + source[3]) / 2 + _shift(source)
    into = (target[1] + target[3]) / 2 - _shift(target)
    return [(source[side], out), (x, out), (x, into), (target[side], into)]


def _shift(box: Box) -> float:
    return 8 if box[2] - box[0] > 2 * FORK else 0


def _label(name: str, points: list[Point]) -> str:
    (x, y), (x1, _) = points[0], points[1]
    if x1 == x:
        return text_block([name], x + 6, y + 2, SMALL, anchor="start")
    anchor, at = ("start", x + 4) if x1 > x else ("end", x - 4)
    top = y + 1 if x1 < x else y - SMALL - 5
    return text_block([name], at, top, SMALL, anchor=anchor)
