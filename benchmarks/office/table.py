"""The figures as one Markdown table."""

from collections.abc import Sequence
from dataclasses import dataclass

from .client import Asked
from .floor import Floor
from .meter import Cpu

# Milliseconds of application and PostgreSQL, statements, requests per second: where to be with 100,000 cases, 2 cores.
AIMS = {
    "create": (7, 12, 200), "step": (8, 12, 180), "get": (2.5, 4, 500), "inbox": (6, 4, 250), "status": (2, 3, 700),
    "desk_page": (10, None, None), "tracking_page": (None, None, None),
}  # fmt: skip
NAMES = {
    "create": "tạo hồ sơ · create", "step": "một bước · one step", "get": "xem một hồ sơ · get one",
    "inbox": "hộp việc 20 dòng · inbox of 20", "status": "tra cứu API · public status",
    "desk_page": "trang hộp việc · desk page", "tracking_page": "trang tra cứu · tracking page",
}  # fmt: skip
HEAD = ("", "1: req/s", "p50", "p99", "8: req/s", "p50", "p99", "CPU app", "CPU PG", "**CPU sum**", "aim", "SQL", "aim",
        "SQL alone: CPU", "p50", "ratio")  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One operation: answers at one and at eight connections, processor seconds, statements of one request."""

    one: Asked
    many: Asked
    cpu: Cpu
    statements: float
    framing: float

    @property
    def application(self) -> float:
        return self.cpu.application * 1000 / max(1, self.many.count)

    @property
    def database(self) -> float:
        return self.cpu.database * 1000 / max(1, self.many.count)

    @property
    def both(self) -> float:
        return self.application + self.database


def table(found: dict[str, Measured], floors: dict[str, Floor]) -> str:
    rows = [_row(name, m, floors.get(name)) for name, m in found.items()]
    lines = ["| " + " | ".join(row) + " |" for row in [HEAD, *rows]]
    lines.insert(1, "|" + "|".join([":---", *["---:"] * (len(HEAD) - 1)]) + "|")
    return "\n".join(lines)


def growth(sizes: Sequence[tuple[int, dict[str, Measured]]]) -> str:
    """Processor time and median by the number of cases: what must not grow."""
    head = ["", *(f"{size:,} cases: CPU ms, p50 ms" for size, _ in sizes)]
    rows = []
    for name in sizes[-1][1]:
        cells = [
            f"{m[name].both:.2f}, {m[name].one.percentile(0.5):.1f}" if name in m else "–" for _, m in sizes
        ]
        rows.append([NAMES[name], *cells])
    lines = ["| " + " | ".join(row) + " |" for row in [head, *rows]]
    lines.insert(1, "|" + "|".join([":---", *["---:"] * len(sizes)]) + "|")
    return "\n".join(lines)


def _row(name: str, m: Measured, floor: Floor | None) -> tuple[str, ...]:
    cpu, statements, rate = AIMS[name]
    faults = m.one.faults + m.many.faults
    named = f"{NAMES[name]}{f' (**{faults} faults**)' if faults else ''}"
    return (
        named, f"{m.one.rate:.0f}", f"{m.one.percentile(0.5):.1f}", f"{m.one.percentile(0.99):.1f}",
        f"{m.many.rate:.0f}" + (f" (≥ {rate})" if rate else ""), f"{m.many.percentile(0.5):.1f}",
        f"{m.many.percentile(0.99):.1f}", f"{m.application:.2f}", f"{m.database:.2f}", f"**{m.both:.2f}**",
        f"≤ {cpu}" if cpu else "", f"{m.statements:.1f} + {m.framing:.1f}", f"≤ {statements}" if statements else "",
        f"{floor.cpu:.2f}" if floor else "", f"{floor.p50:.2f}" if floor else "",
        f"{m.both / floor.cpu:.1f}" if floor and floor.cpu else "",
    )  # fmt: skip
