"""A periodic report filled in: rows of a form from the figures of a period, tied before anybody sees them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.domain.documents.rules.report import Line
from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import LEVEL_OF_KIND
from motcua.foundation.text import collate

from .causes import Cause, causes
from .form_rules import Form, FormRefused
from .offered import offered_in
from .queries import NO_FIGURES, Figures, figures, total
from .served import BESIDE, NOTHING, Served, added
from .served_months import served_below

LEVELS = {
    "province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã", "other": "của cơ quan khác",
}  # fmt: skip
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Report:
    """A form filled in for a unit and the local days `first`..`last`, as at `as_at`."""

    form: Form
    unit: Unit
    first: date
    last: date
    as_at: date
    rows: tuple[Line, ...]  # cells in the order of the form's columns


def report(form: Form, *, unit: Unit, first: date, last: date, as_at: date) -> Report:
    """The report; raises FormRefused naming the row and the identity it breaks, Untied where figures do not tie."""
    if last < first:
        raise FormRefused("Ngày cuối phải bằng hoặc sau ngày đầu.")
    if as_at < first:
        raise FormRefused(f"Kỳ này bắt đầu ngày {first:%d/%m/%Y}, chưa có số liệu đến ngày {as_at:%d/%m/%Y}.")
    rows = tuple(_MAKERS[form.rows](form, unit, first, last, as_at))
    for row in rows:
        if broken := form.untied(row.cells):
            raise FormRefused(
                f"Biểu {form.number}, dòng “{row.words}”: không khớp {broken}. Chưa lập báo cáo; "
                "xin chạy “motcua figures check”."
            )
    return Report(form, unit, first, last, min(last, as_at), rows)


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """What a column may count of a unit: its figures, and the money, papers and results beside them."""

    name: str
    figures: Figures
    served: Served

    def __getattr__(self, name: str) -> int:
        return int(getattr(self.served if name in BESIDE else self.figures, name))


def _by_unit(form: Form, unit: Unit, first: date, last: date, as_at: date) -> Iterable[Line]:
    below = Unit.objects.below(unit).in_bulk()
    known = {
        child.pk: row
        for child, row in by_child(unit, figures(first=first, last=last, as_at=as_at, path=unit.path), below)
    }
    asked = {name.lstrip("-") for column in form.columns for name in column.of}
    last = min(last, as_at)
    found = served_below(unit, below, first=first, last=last) if asked & BESIDE else {}
    beside = {key: row.served for key, row in found.items() if key}
    rows = [
        UnitCounts(below[key].name, known.get(key, NO_FIGURES), beside.get(key, NOTHING))
        for key in known.keys() | beside.keys()
    ]
    rows.sort(key=lambda row: collate(row.name))
    whole = UnitCounts("", total(row.figures for row in rows), added(row.served for row in rows))
    yield Line("", "Tổng số", form.cells(whole), is_sum=True)
    yield from _numbered(form, rows)


def by_child(
    unit: Unit, found: Iterable[Figures], below: Mapping[int, Unit] | None = None
) -> list[tuple[Unit, Figures]]:
    """Figures of one-stop desks added up by the unit directly below `unit` they belong to, in Vietnamese order.

    `below`: all units below it by key, for whoever asks more than once.
    """
    below = below or Unit.objects.below(unit).in_bulk()
    sums: dict[int, Figures] = {}
    for row in found:
        child = unit.branch(below[row.key])
        sums[child] = sums[child] + row if child in sums else row
    rows = [(below[child], row) for child, row in sums.items()]
    return sorted(rows, key=lambda each: collate(each[0].name))


def _by_field(form: Form, unit: Unit, first: date, last: date, as_at: date) -> Iterable[Line]:
    found = figures(
        first=first, last=last, as_at=as_at, path=unit.path, by="office" if form.by_level else "field"
    )
    found.sort(key=lambda row: collate(row.name))
    return _by_level(form, found) if form.by_level else _lines(form, found)


def _by_level(form: Form, found: Iterable[Figures]) -> Iterable[Line]:
    """Fields at each level: a case counts at the level of the authority that handles it, wherever it was received."""
    levels: dict[str, dict[str, Figures]] = {level: {} for level in LEVELS}
    for row in found:
        held = levels[LEVEL_OF_KIND.get(row.code, "other")]
        held[row.name] = held[row.name] + row if row.name in held else row
    sums = {level: total(held.values()) for level, held in levels.items() if held}
    yield Line("", "Tổng số", form.cells(total(sums.values())), is_sum=True)
    for roman, (level, whole) in zip(ROMAN, sums.items(), strict=False):
        yield Line(roman, f"TTHC {LEVELS[level]}", form.cells(whole), is_sum=True)
        yield from _numbered(form, levels[level].values())


def _lines(form: Form, rows: Sequence[Figures]) -> Iterable[Line]:
    yield Line("", "Tổng số", form.cells(total(rows)), is_sum=True)
    yield from _numbered(form, rows)


def _numbered(form: Form, rows: Iterable[Figures | UnitCounts]) -> Iterable[Line]:
    return (Line(str(n), row.name, form.cells(row)) for n, row in enumerate(rows, start=1))


def _by_cause(form: Form, unit: Unit, first: date, last: date, as_at: date) -> Iterable[Line]:
    found = causes(first=first, last=last, as_at=as_at, path=unit.path)
    yield Line("", "Tổng số", (sum(each.cases for each in found),), is_sum=True)
    fields: dict[str, list[Cause]] = {}
    for each in found:
        fields.setdefault(each.field, []).append(each)
    for n, name in enumerate(sorted(fields, key=collate), start=1):
        yield Line(str(n), name, (sum(each.cases for each in fields[name]),), is_sum=True)
        yield from (Line("", each.cause, (each.cases,)) for each in fields[name])


def _by_offer(form: Form, unit: Unit, first: date, last: date, as_at: date) -> Iterable[Line]:
    whole, rows = offered_in(unit, first=first, last=last, as_at=as_at)
    yield Line("", "Tổng số", form.cells(whole), is_sum=True)
    rows.sort(key=lambda row: collate(row[0].name))
    yield from (Line(str(n), each.name, form.cells(row)) for n, (each, row) in enumerate(rows, start=1))


_MAKERS = {"unit": _by_unit, "field": _by_field, "cause": _by_cause, "offer": _by_offer}
