"""Where things stand in a TOML text, so that a fault can be named by its line."""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[|\[)\s*([A-Za-z0-9_.\-\s]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+(?:\s*\.\s*[A-Za-z0-9_\-]+)*)\s*=(.*)$")


def toml_lines(text: str) -> dict[Path, int]:
    """Line number (from 1) of every table and key written at the start of a line."""
    lines: dict[Path, int] = {(): 1}
    table: Path = ()
    counts: dict[Path, int] = {}
    scan = _Scan()
    for number, line in enumerate(text.splitlines(), start=1):
        if scan.open:
            scan.feed(line)
        elif header := _HEADER.match(line):
            table = _table(header[2], header[1] == "[[", counts)
            lines.setdefault(table, number)
        elif assignment := _KEY.match(line):
            path = table + tuple(part.strip() for part in assignment[1].split("."))
            lines.setdefault(path, number)
            scan.feed(assignment[2])
    return lines


def line_of(path: Path, lines: Mapping[Path, int]) -> int | None:
    """The line of a path, or of the nearest table that holds it; None when nothing is known."""
    while path not in lines:
        if not path:
            return None
        path = path[:-1]
    return lines[path]


def dotted(path: Path) -> str:
    """A path as people write it, counting from 1: components[2].name."""
    written = ""
    for part in path:
        written += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if written else part
    return written


def _table(name: str, is_array: bool, counts: dict[Path, int]) -> Path:
    """The path of a table header; every array of tables on the way stands at its newest row."""
    parts = [part.strip() for part in name.split(".")]
    path: Path = ()
    for depth, part in enumerate(parts):
        path = (*path, part)
        if depth == len(parts) - 1 and is_array:
            counts[path] = counts.get(path, -1) + 1
            path = (*path, counts[path])
        elif path in counts:
            path = (*path, counts[path])
    return path


class _Scan:
    """Follows a value over several lines until its brackets and long strings are closed."""

    def __init__(self) -> None:
        self.depth = 0
        self.fence = ""

    @property
    def open(self) -> bool:
        return bool(self.depth > 0 or self.fence)

    def feed(self, rest: str) -> None:
        while rest:
            rest = self._close(rest) if self.fence else self._step(rest)

    def _close(self, rest: str) -> str:
        at = rest.find(self.fence)
        if at < 0:
            return ""
        rest, self.fence = rest[at + 3 :], ""
        return rest

    def _step(self, rest: str) -> str:
        if rest[:3] in ('"""', "'''"):
            self.fence = rest[:3]
            return rest[3:]
        if rest[0] in "\"'":
            quoted = re.match(r'"(?:\\.|[^"\\])*"|\'[^\']*\'', rest)
            return rest[quoted.end() :] if quoted else ""
        if rest[0] == "#":
            return ""
        self.depth += (rest[0] in "[{") - (rest[0] in "]}")
        return rest[1:]
