"""Small SVG words: wrapped text, lines with arrows, diamonds. Colours come from the page (currentColor, classes)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]

_NARROW, _WIDE = set("iljtfrI.,:;'!|()[]-"), set("mwMWĐOQGN")
_LINE_SPACING = 1.3
#: how much wider bold text is
BOLD = 1.1


def text_width(text: str, size: float) -> float:
    """About how wide a line of a common sans-serif is, in pixels; rather too wide than too narrow."""
    letters = [char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)]
    ems = sum(0.34 if char in _NARROW else 0.88 if char in _WIDE else _ems(char) for char in letters)
    return ems * size


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than `width` pixels; a single longer word is broken."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size) <= width:
            lines[-1] = joined
            continue
        while text_width(word, size) > width and len(word) > 1:
            fits = max(n for n in range(1, len(word)) if n == 1 or text_width(word[:n], size) <= width)
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines


def text_height(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * _LINE_SPACING


def text_block(
    lines: Sequence[str], x: float, top: float, size: float, *, anchor: str = "middle", weight: str = ""
) -> str:
    """Lines of text below `top`; nothing if there are none."""
    if not lines:
        return ""
    bold = f' font-weight="{weight}"' if weight else ""
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(top + size * (1 + at * _LINE_SPACING))}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    return f'<text font-size="{number(size)}" text-anchor="{anchor}" fill="currentColor"{bold}>{spans}</text>'


def path(points: Sequence[Point], *, dashed: bool = False) -> str:
    """A line along the points with an arrow at the end."""
    drawn = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    line = f'<path class="mc-route-flow" d="{drawn}" fill="none" stroke="currentColor"{dashes}/>'
    return line + _arrow(points[-2], points[-1])


def rectangle(
    x: float, y: float, width: float, height: float, css: str, *, stroke: float = 1, tint: float = 0
) -> str:
    fill = f'fill="currentColor" fill-opacity="{tint}"' if tint else 'fill="none"'
    edge = f'stroke="currentColor" stroke-width="{number(stroke)}"' if stroke else 'stroke="none"'
    return (
        f'<rect class="{css}" x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{number(height)}" rx="6" {fill} {edge}/>'
    )


def diamond(x: float, y: float, radius: float, *, plus: bool) -> str:
    """A gateway around a middle: a cross for a choice, a plus for parallel branches."""
    corners = f"{number(x)},{number(y - radius)} {number(x + radius)},{number(y)} "
    corners += f"{number(x)},{number(y + radius)} {number(x - radius)},{number(y)}"
    arm = radius * (0.5 if plus else 0.34)
    ends = [(arm, 0), (0, arm)] if plus else [(arm, arm), (arm, -arm)]
    sign = "".join(f"M{number(x - dx)} {number(y - dy)}L{number(x + dx)} {number(y + dy)}" for dx, dy in ends)
    return (
        f'<polygon class="mc-route-fork" points="{corners}" fill="none" stroke="currentColor"/>'
        f'<path d="{sign}" fill="none" stroke="currentColor" stroke-width="2"/>'
    )


def circle(x: float, y: float, radius: float, *, stroke: float) -> str:
    return (
        f'<circle class="mc-route-end" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="none" '
        f'stroke="currentColor" stroke-width="{number(stroke)}"/>'
    )


def picture(
    parts: Sequence[str], width: float, height: float, *, key: str, title: str, about: str, lang: str
) -> str:
    """The whole drawing, named and described for those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mc-route" role="img" lang={quoteattr(lang)} '
        f'aria-labelledby="{key}-t {key}-d" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" font-family="inherit">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(about)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def number(value: float) -> str:
    """At most one decimal: enough for a screen, and the same bytes everywhere."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _ems(char: str) -> float:
    return 0.7 if char.isupper() else 0.58


def _arrow(before: Point, tip: Point) -> str:
    (x0, y0), (x, y) = before, tip
    along = (0, 1 if y > y0 else -1) if x == x0 else (1 if x > x0 else -1, 0)
    back = (x - 8 * along[0], y - 8 * along[1])
    side = (4 * along[1], 4 * along[0])
    points = [tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])]
    drawn = " ".join(f"{number(px)},{number(py)}" for px, py in points)
    return f'<polygon points="{drawn}" fill="currentColor"/>'
