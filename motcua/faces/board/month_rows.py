"""A published month as the page shows it: every number comes from the frozen document, none from today's cases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.application.disclosure.rules import overdue_of
from motcua.application.reports.rules import share_words
from motcua.foundation.text import collate, thousands
from motcua.foundation.ui.charts import Chart, Series

from .index_rows import said

Document = Mapping[str, Any]
SORTS = ("xep-hang", "ten", "da-nhan", "dung-han", "qua-han")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the ranking."""

    code: str
    name: str
    received: int
    share: str
    shares: tuple[float | None, ...]
    overdue: int
    points: str
    place: int | None
    gained: int | None
    in_time: int
    finished: int

    @property
    def rate(self) -> float:
        return self.in_time / self.finished if self.finished else -1.0

    @property
    def change(self) -> tuple[str, str] | None:
        """The mark and words of the change of place since the month before."""
        if self.gained is None:
            return None
        if self.gained == 0:
            return "same", _("giữ bậc")
        many = abs(self.gained)
        if self.gained > 0:
            return "up", ngettext("tăng %(n)s bậc", "tăng %(n)s bậc", many) % {"n": many}
        return "down", ngettext("giảm %(n)s bậc", "giảm %(n)s bậc", many) % {"n": many}


def unit_rows(document: Document, sort: str, lang: str) -> list[UnitRow]:
    """The units of a month in the order asked for; the ranking first."""
    rows = [_unit(unit, lang) for unit in document["units"]]
    orders: dict[str, Callable[[UnitRow], Any]] = {
        "xep-hang": lambda row: (row.place is None, row.place or 0, collate(row.name)),
        "ten": lambda row: collate(row.name),
        "da-nhan": lambda row: (-row.received, collate(row.name)),
        "dung-han": lambda row: (-row.rate, collate(row.name)),
        "qua-han": lambda row: (-row.overdue, collate(row.name)),
    }
    return sorted(rows, key=orders[sort])


def _unit(unit: Document, lang: str) -> UnitRow:
    counts = unit["figures"]
    in_time, finished = counts["early"] + counts["on_time"], finished_of(counts)
    return UnitRow(
        code=unit["code"], name=unit["name"], received=received_of(counts), share=share_words(in_time, finished, lang),
        shares=tuple(done / of * 100 if of else None for _month, done, of in unit["shares"]),
        overdue=overdue_of(unit), points=said(unit["points"], lang), place=unit["place"], gained=unit["gained"],
        in_time=in_time, finished=finished,
    )  # fmt: skip


def received_of(counts: Document) -> int:
    return int(counts["direct"] + counts["online"] + counts["postal"])


def finished_of(counts: Document) -> int:
    return int(counts["early"] + counts["on_time"] + counts["late"])


def overdue(counts: Document) -> int:
    return int(counts["open_overdue"] + counts["paused_overdue"])


def before(document: Document) -> Document:
    """The counts of the month before."""
    return document["months"][-2] if len(document["months"]) > 1 else {}


def changed(now: int, was: int) -> str:
    """“tăng 44 so với tháng trước”."""
    if now == was:
        return _("bằng tháng trước")
    words = _("tăng %(n)s so với tháng trước") if now > was else _("giảm %(n)s so với tháng trước")
    return words % {"n": thousands(abs(now - was))}


def on_time_chart(document: Document, lang: str) -> Chart | None:
    """The share on time over twelve months against the office's target; None while fewer than two months have any."""
    rows = [(row["key"], row["early"] + row["on_time"], finished_of(row)) for row in document["months"]]
    known = [(key, done, of) for key, done, of in rows if of]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    words = {
        "a": share_words(first[1], first[2], lang), "b": share_words(last[1], last[2], lang), "m": month_words(first[0]),
    }  # fmt: skip
    return Chart(
        title=_("Tỷ lệ hồ sơ trả trước hoặc đúng hạn"),
        unit="%",
        source=document["source"],
        as_of=day_words(document["as_at"]),
        labels=[month_words(key) for key, _done, _of in rows],
        series=[Series(_("Đúng hạn"), [done / of * 100 if of else None for _key, done, of in rows])],
        finding=_("Từ %(a)s (%(m)s) đến %(b)s.") % words,
        target=document["target"] or None,
        places=2,
        key="dung-han",
    )


def month_words(key: str) -> str:
    """2026-10 → 10/26."""
    return f"{int(key[5:7])}/{key[2:4]}"


def day_words(day: str | None) -> str:
    """2026-10-31 → 31/10/2026."""
    return f"{day[8:10]}/{day[5:7]}/{day[:4]}" if day else ""


def tiles(rows: Sequence[UnitRow], target: int) -> list[tuple[UnitRow, str]]:
    """Each unit as a tile with its step of colour: q0 under the target, then by thirds of what is left to 100."""
    floor = float(target or 98)
    ends = [(floor, "q0"), (floor + (100 - floor) / 2, "q1"), (floor + (100 - floor) * 0.75, "q2")]
    return [
        (row, next((css for end, css in ends if row.rate * 100 < end), "q3") if row.finished else "qn")
        for row in sorted(rows, key=lambda row: collate(row.name))
    ]


def feedback_rows(found: Mapping[str, Any] | None) -> list[tuple[str, Mapping[str, int]]]:
    """Each unit that was written to, and all together under no name; empty where nobody wrote."""
    if not found or not any(found["figures"].values()):
        return []
    rows = [(unit["name"], unit["figures"]) for unit in found["units"]]
    return [*(rows if len(rows) > 1 else []), ("", found["figures"])]
