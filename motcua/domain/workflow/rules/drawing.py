"""A route as a still picture for a page: lanes side by side, or one column for a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Collection

from .drawing_narrow import narrow_parts
from .drawing_wide import wide_parts
from .graph import next_waiting, shape
from .route import Route
from .svg import picture
from .table import StepLine, steps
from .words import short_hours


def draw(route: Route, *, lang: str = "vi", narrow: bool = False, here: Collection[str] = ()) -> str:
    """Inline SVG, at most 900 pixels wide (360 if narrow); the nodes in `here` are drawn as current."""
    parts, width, height = narrow_parts(route, lang, here) if narrow else wide_parts(route, lang, here)
    kind = "hep" if narrow else "rong"
    key = f"quy-trinh-{re.sub(r'[^A-Za-z0-9_-]', '-', route.key)}-{kind}"
    return picture(
        parts, width, height, key=key, title=_title(route, lang), about=_description(route, lang), lang=lang
    )


def _title(route: Route, lang: str) -> str:
    return f"Sơ đồ quy trình: {route.name}" if lang == "vi" else f"Diagram of the route: {route.name}"


def _description(route: Route, lang: str) -> str:
    """The steps in words, as a person would read them out."""
    lines = steps(route, lang)
    listed = "; ".join(f"{line.order}. {line.name} ({line.role}{_within(line, lang)})" for line in lines)
    order = {line.node_id: line.order for line in lines}
    returns = [
        (order[line.node_id], order[target])
        for line in lines
        for target in sorted(next_waiting(route, line.node_id), key=order.__getitem__)
        if order[target] <= order[line.node_id] and _returns(route, line.node_id, target)
    ]
    if lang == "vi":
        back = "".join(f" Từ bước {source} có thể trả lại bước {target}." for source, target in returns)
        return f"Quy trình gồm {len(lines)} bước: {listed}.{back}"
    back = "".join(f" Step {source} may return to step {target}." for source, target in returns)
    return f"The route has {len(lines)} steps: {listed}.{back}"


def _within(line: StepLine, lang: str) -> str:
    return f", {short_hours(line.hours, lang)}" if line.hours else ""


def _returns(route: Route, source: str, target: str) -> bool:
    """Whether the way back is really a return and not a branch that merely stands higher in the list."""
    form = shape(route)
    back_targets = {route.flows[flow].target for flow in form.back}
    return target in back_targets or any(
        target in next_waiting(route, node_id) for node_id in back_targets if not route.nodes[node_id].waits
    )
