"""The roadmap of online levels: its lines as read from a sheet, its sums, and where they do not tie."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

COLUMNS = (
    "nam",
    "loai",
    "ma_thu_tuc",
    "ten",
    "muc_cu",
    "muc_moi",
    "so_thu_tuc",
    "ty_le_neu",
    "ghi_chu",
    "nguon",
)
KINDS = {"ke-hoach": "plan", "thuc-te": "fact", "tong": "total"}
NEW_LEVELS = {"mot-phan": "partial", "toan-trinh": "full"}
LEGACY = (1, 2, 3, 4)
MOST_ROWS = 20_000


class RoadmapRefused(ValueError):
    """A sheet that cannot be taken as it is; the sentence names the line."""


@dataclass(frozen=True)
class Planned:
    """One line: a procedure by its code, or a group known only by its number; `kind` plan, fact or total.

    A level is on the scale before 2022 (1 to 4) or on that of NĐ 42/2022 (partial, full); both may be given.
    """

    year: int
    kind: str
    count: int
    legacy_level: int | None = None
    online_level: str = ""
    code: str = ""
    name: str = ""
    stated_percent: Decimal | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Level:
    """One level in one year, plan against fact; a None is not known, which is not nought."""

    year: int
    scale: str  # legacy or online
    level: str
    plan: int | None
    fact: int | None
    stated_percent: Decimal | None
    notes: tuple[str, ...]


def read_roadmap(text: str) -> list[Planned]:
    """The lines of a CSV with the columns of COLUMNS. Raises RoadmapRefused naming the first line that is wrong."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise RoadmapRefused(f"Tệp thiếu cột {', '.join(missing)}. Dòng đầu phải là: {', '.join(COLUMNS)}.")
    found: list[Planned] = []
    seen: dict[tuple[int, str, str], int] = {}
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise RoadmapRefused(f"Tệp dài quá {MOST_ROWS} dòng; xin tách theo năm.")
        try:
            line = _line({name: (row.get(name) or "").strip() for name in COLUMNS})
        except ValueError as problem:
            raise RoadmapRefused(f"Dòng {number}: {problem}") from problem
        if line.code and (first := seen.setdefault((line.year, line.kind, line.code), number)) != number:
            raise RoadmapRefused(f"Dòng {number}: thủ tục {line.code} đã có ở dòng {first} cho cùng năm.")
        found.append(line)
    if not found:
        raise RoadmapRefused("Tệp không có dòng nào sau dòng tên cột.")
    return found


def _line(row: dict[str, str]) -> Planned:
    kind = KINDS.get(row["loai"])
    if kind is None:
        raise ValueError(f"loại “{row['loai'][:20]}” phải là {', '.join(KINDS)}.")
    year = _whole(row["nam"], "năm", 2000, 2100)
    legacy = _whole(row["muc_cu"], "mức cũ", LEGACY[0], LEGACY[-1]) if row["muc_cu"] else None
    online = NEW_LEVELS.get(row["muc_moi"], "")
    if row["muc_moi"] and not online:
        raise ValueError(f"mức mới “{row['muc_moi'][:20]}” phải là {', '.join(NEW_LEVELS)}.")
    if (kind == "total") == bool(legacy or online):
        raise ValueError("dòng tổng không có mức; dòng kế hoạch, thực tế phải có mức cũ hoặc mức mới.")
    count = _whole(row["so_thu_tuc"] or "1", "số thủ tục", 0, 100_000)
    if row["ma_thu_tuc"] and (count != 1 or kind == "total"):
        raise ValueError("dòng có mã thủ tục là của một thủ tục, số thủ tục phải là 1.")
    return Planned(
        year=year, kind=kind, count=count, legacy_level=legacy, online_level=online, code=row["ma_thu_tuc"][:12],
        name=row["ten"][:300], stated_percent=_percent(row["ty_le_neu"]), note=row["ghi_chu"][:400],
        source=row["nguon"][:300],
    )  # fmt: skip


def _whole(text: str, what: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most):
        raise ValueError(f"{what} “{text[:20]}” phải là số từ {least} đến {most}.")
    return int(text)


def _percent(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        found = Decimal(-1)
    if not 0 <= found <= 100:
        raise ValueError(f"tỷ lệ “{text[:20]}” phải là số từ 0 đến 100.")
    return found


def untied(lines: Iterable[Planned]) -> list[str]:
    """Sentences for the years whose planned levels do not add up to the total stated for them."""
    kept = list(lines)
    said = []
    for total in (line for line in kept if line.kind == "total"):
        planned = [line for line in kept if line.kind == "plan" and line.year == total.year]
        parts = [line.count for line in planned if line.legacy_level] or [line.count for line in planned]
        if sum(parts) != total.count:
            said.append(
                f"Năm {total.year}: các mức cộng lại là {sum(parts)}, không bằng tổng {total.count} đã nêu."
            )
    return said


def levels(lines: Sequence[Planned]) -> list[Level]:
    """Each year's levels, higher ones first; a linked plan and fact stand in one line."""
    keys = {
        (line.year, scale, level)
        for line in lines
        for scale, level in (("legacy", line.legacy_level), ("online", line.online_level))
        if level
    }
    return [_level(lines, *key) for key in sorted(keys, key=lambda key: (key[0], key[1], _rank(key[2])))]


def _rank(level: object) -> int:
    return -level if isinstance(level, int) else ("full", "partial").index(str(level))


def _level(lines: Sequence[Planned], year: int, scale: str, level: object) -> Level:
    own = [
        line
        for line in lines
        if line.year == year and level == (line.legacy_level if scale == "legacy" else line.online_level)
    ]
    plan = [line.count for line in own if line.kind == "plan"]
    fact = [line.count for line in own if line.kind == "fact"]
    percents = [line.stated_percent for line in own if line.stated_percent is not None]
    return Level(
        year, scale, str(level), sum(plan) if plan else None, sum(fact) if fact else None,
        percents[0] if percents else None, tuple(dict.fromkeys(line.note for line in own if line.note)),
    )  # fmt: skip


def total_for(lines: Iterable[Planned], year: int) -> int | None:
    """How many procedures a year's shares are taken of: the total stated for it, else the nearest one after it."""
    totals = {line.year: line.count for line in lines if line.kind == "total"}
    later = sorted(each for each in totals if each >= year) or sorted(totals, reverse=True)
    return totals[later[0]] if later else None
