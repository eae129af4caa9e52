"""Charts as SVG text, drawn on the server: no script, colours from the stylesheet, text stays text.

A chart refuses to be drawn without title, unit, source and date. Each is drawn twice, wide (720) and
narrow (360), and the stylesheet shows one: a single scaled drawing has unreadable labels on a phone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from motcua.foundation.text import decimal_number

__all__ = ["Chart", "ChartRefused", "Series", "bars", "lines", "small", "spark", "stacked"]

WIDE, NARROW = 720, 360
KINDS = 4  # colours in the stylesheet


class ChartRefused(ValueError):
    """The chart lacks what a reader needs to trust it, or has nothing to show."""


@dataclass(frozen=True)
class Series:
    """A named row of numbers; a None is a gap."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """What is said about the numbers: `title` what they are, `finding` what they show, and where from."""

    title: str
    unit: str
    source: str
    as_of: str  # day of the figures, as it is to be read
    labels: Sequence[str]
    series: Sequence[Series]
    finding: str = ""
    target: float | None = None
    places: int = 1
    low: float | None = None  # where the axis starts, if not at the smallest value
    high: float | None = None  # where it ends, if not at the largest: charts side by side share both
    key: str = "c"  # unique on the page: ids of title and description begin with it

    def __post_init__(self) -> None:
        for name, said in (
            ("title", self.title),
            ("unit", self.unit),
            ("source", self.source),
            ("as_of", self.as_of),
        ):
            if not said.strip():
                raise ChartRefused(f"A chart needs its {name}.")
        if not self.labels or not self.series:
            raise ChartRefused("A chart needs labels and at least one series.")
        if len(self.series) > KINDS:
            raise ChartRefused(f"At most {KINDS} series fit in one chart.")
        for row in self.series:
            if len(row.values) != len(self.labels):
                raise ChartRefused(
                    f"Series {row.name!r} has {len(row.values)} values for {len(self.labels)} labels."
                )
        if not self.known:
            raise ChartRefused("A chart needs at least one number.")

    @property
    def known(self) -> list[float]:
        return [value for row in self.series for value in row.values if value is not None]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table under the chart: label and numbers as words, a gap as "–"."""
        return [
            (label, [self.said(row.values[i]) for row in self.series]) for i, label in enumerate(self.labels)
        ]

    def said(self, value: float | None) -> str:
        return "–" if value is None else decimal_number(value, self.places)

    def with_unit(self, value: float) -> str:
        return f"{self.said(value)}%" if self.unit == "%" else self.said(value)


def _frame(chart: Chart, width: int, height: int, kind: str, inner: str) -> str:
    key = f"{chart.key}-{kind}"
    finding = chart.finding or f"{chart.unit}; {chart.source}, {chart.as_of}."
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{key}-t {key}-d"><title id="{key}-t">{escape(chart.title)}</title>'
        f'<desc id="{key}-d">{escape(finding)}</desc>{inner}</svg>'
    )


def _text(x: float, y: float, words: str, css: str = "", anchor: str = "") -> str:
    css = f' class="{css}"' if css else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{css}{anchor}>{escape(words)}</text>'


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def bars(chart: Chart) -> str:
    """One bar per label, longest value at full width; for ranking and for points against a total."""
    return _bars(chart, WIDE, "wide") + _bars(chart, NARROW, "narrow")


def _bars(chart: Chart, width: int, kind: str) -> str:
    values = chart.series[0].values
    top = max([*chart.known, chart.target or 0]) or 1
    row, parts = 40, []
    for i, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        y = i * row
        # Name above its bar: Vietnamese names are long and must not be squeezed beside it.
        parts.append(_text(0, y + 15, _cut(label, width // 9), "name"))
        parts.append(f'<rect class="track" x="0" y="{y + 22}" width="{width}" height="9"/>')
        if value is None:
            parts.append(_text(width, y + 15, "–", "value", "end"))
            continue
        parts.append(
            f'<rect class="s1" x="0" y="{y + 22}" width="{max(value, 0) / top * width:.1f}" height="9"/>'
        )
        parts.append(_text(width, y + 15, chart.with_unit(value), "value", "end"))
    height = row * len(chart.labels)
    if chart.target is not None:
        x = min(chart.target / top * width, width - 1)
        parts.append(f'<path class="target" d="M{x:.1f} 0V{height}"/>')
    return _frame(chart, width, height, kind, "".join(parts))


def stacked(chart: Chart) -> str:
    """One bar per label made of the series, each label at full width: shares, not amounts."""
    return _stacked(chart, WIDE, "wide") + _stacked(chart, NARROW, "narrow")


def _stacked(chart: Chart, width: int, kind: str) -> str:
    row, parts = 44, []
    for i, label in enumerate(chart.labels):
        amounts = [max(series.values[i] or 0, 0) for series in chart.series]
        whole, x, y = sum(amounts), 0.0, i * row
        parts.append(_text(0, y + 15, _cut(label, width // 9), "name"))
        parts.append(_text(width, y + 15, chart.said(whole), "value", "end"))
        parts.append(f'<rect class="track" x="0" y="{y + 22}" width="{width}" height="14"/>')
        for number, amount in enumerate(amounts, start=1):
            span = amount / whole * width if whole else 0
            if span:
                # A pixel of paper between parts: they differ without colour too.
                parts.append(
                    f'<rect class="s{number}" x="{x:.1f}" y="{y + 22}" width="{max(span - 1, 0.5):.1f}" height="14"/>'
                )
            x += span
    return _frame(chart, width, row * len(chart.labels), kind, "".join(parts))


def lines(chart: Chart) -> str:
    """The first series over time, its last value written out, and the target as a broken line."""
    return _lines(chart, WIDE, 260, "wide") + _lines(chart, NARROW, 230, "narrow")


def small(chart: Chart) -> str:
    """The same as one small drawing, to stand beside others of the same scale."""
    return _lines(chart, NARROW, 180, "small")


def _scale(chart: Chart) -> list[float]:
    """Ticks at round numbers, whole ones where whole things are counted, around all values."""
    known = [*chart.known, *([] if chart.target is None else [chart.target])]
    low, high = (
        (min(known) if chart.low is None else chart.low),
        max([*known, *([] if chart.high is None else [chart.high])]),
    )
    counts = chart.unit != "%" and all(float(value).is_integer() for value in known)
    rough = max((high - low) / 4, 1 if counts else 0) or 1
    power = 10.0 ** floor(log10(rough))
    steps = (round_one * power for round_one in (1, 2, 2.5, 5, 10))
    step = next(s for s in steps if s >= rough * 0.999 and (s.is_integer() or not counts))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [tick * step for tick in range(first, max(last, first + 1) + 1)]


def _lines(chart: Chart, width: int, height: int, kind: str) -> str:
    ticks = _scale(chart)
    low, high = ticks[0], ticks[-1]
    left, right, top, bottom = 52, 72, 16, 30
    count = len(chart.labels)

    def x_of(index: int) -> float:
        return left + index * (width - left - right) / max(count - 1, 1)

    def y_of(value: float) -> float:
        return top + (high - value) * (height - top - bottom) / (high - low)

    parts = []
    for value in ticks:
        parts.append(f'<path class="grid" d="M{left} {y_of(value):.1f}H{width - right}"/>')
        parts.append(_text(left - 8, y_of(value) + 4, chart.with_unit(value), anchor="end"))
    every = -(-count // (6 if width > NARROW else 3))
    for i, label in enumerate(chart.labels):
        if (count - 1 - i) % every == 0:
            parts.append(_text(x_of(i), height - 8, label, anchor="middle"))
    values = chart.series[0].values
    parts.append(f'<path class="line" d="{_path(values, x_of, y_of)}"/>')
    last = max(i for i, value in enumerate(values) if value is not None)
    end = values[last] or 0
    if chart.target is not None:
        parts.append(f'<path class="target" d="M{left} {y_of(chart.target):.1f}H{width - right}"/>')
        away = abs(y_of(chart.target) - y_of(end)) > 16 or last < count - 1
        shift = 4 if away else (18 if chart.target <= end else -14)
        words = f"đích {chart.with_unit(chart.target)}"
        parts.append(_text(width - right + 6, y_of(chart.target) + shift, words, "target-name"))
    parts.append(f'<circle class="s1" cx="{x_of(last):.1f}" cy="{y_of(end):.1f}" r="4.5"/>')
    parts.append(_text(x_of(last) + 8, y_of(end) + 4, chart.with_unit(end), "value"))
    return _frame(chart, width, height, kind, "".join(parts))


def _path(
    values: Sequence[float | None], x_of: Callable[[int], float], y_of: Callable[[float], float]
) -> str:
    """A broken path: every gap starts a new piece."""
    drawn, pen = [], "M"
    for i, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        drawn.append(f"{pen}{x_of(i):.1f} {y_of(value):.1f}")
        pen = "L"
    return "".join(drawn)


def spark(values: Sequence[float | None], *, bad: bool = False) -> str:
    """A decorative line of 84 by 22 for a table cell; the numbers themselves stand beside it."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1
    step = 78 / (len(values) - 1)
    path = _path(values, lambda i: 2 + i * step, lambda value: 18 - (value - low) * 14 / span)
    css = "mc-spark mc-spark--bad" if bad else "mc-spark"
    return f'<svg class="{css}" viewBox="0 0 84 22" width="84" height="22" aria-hidden="true"><path d="{path}"/></svg>'
