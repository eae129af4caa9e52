"""A periodic report filled in: rows of a form from the figures of a period, tied before anybody sees them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.domain.catalogue.models import Procedure
from motcua.domain.documents.rules.report import Line
from motcua.domain.offices.models import Unit
from motcua.foundation.text import sort_key

from .causes import Cause, causes
from .form_rules import Form, FormRefused
from .queries import Figures, figures, total

LEVELS = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}
LEVEL_OF_KIND = {
    **dict.fromkeys(("tinh", "thanh_pho_tw", "so"), "province"),
    **dict.fromkeys(("quan", "huyen", "thi_xa", "thanh_pho_thuoc_tinh"), "district"),
    **dict.fromkeys(("xa", "phuong", "thi_tran", "dac_khu"), "commune"),
}
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


def _by_unit(form: Form, unit: Unit, first: date, last: date, as_at: date) -> Iterable[Line]:
    found = figures(first=first, last=last, as_at=as_at, path=unit.path)
    return _lines(form, [(child.name, row) for child, row in by_child(unit, found)])


def by_child(unit: Unit, found: Iterable[Figures]) -> list[tuple[Unit, Figures]]:
    """Figures of one-stop desks added up by the unit directly below `unit` they belong to, in Vietnamese order."""
    below = {each.pk: each for each in Unit.objects.below(unit)}
    depth = unit.path.count("/")
    sums: dict[int, Figures] = {}
    for row in found:
        path = below[row.key].path.strip("/").split("/")
        child = int(path[depth - 1]) if len(path) >= depth else unit.pk
        sums[child] = sums[child] + row if child in sums else row
    rows = [(below[child], row) for child, row in sums.items()]
    return sorted(rows, key=lambda each: sort_key(each[0].name))


def _by_field(form: Form, unit: Unit, first: date, last: date, as_at: date) -> Iterable[Line]:
    found = figures(
        first=first, last=last, as_at=as_at, path=unit.path, by="procedure" if form.by_level else "field"
    )
    if not form.by_level:
        return _lines(form, [(row.name, row) for row in found])
    return _lines_by_level(form, _levels(found, LEVEL_OF_KIND.get(_territory(unit).kind, "")))


def _levels(found: Sequence[Figures], own: str) -> dict[str, dict[str, Figures]]:
    """Figures by level and field; a procedure of several levels counts at the reporting unit's own."""
    procedures = Procedure.objects.select_related("field").in_bulk([row.key for row in found])
    sums: dict[str, dict[str, Figures]] = {level: {} for level in (*LEVELS, "other")}
    for row in found:
        procedure = procedures[row.key]
        levels = procedure.levels.split(",")
        level = own if own in levels else next((each for each in LEVELS if each in levels), "other")
        held = sums[level]
        name = procedure.field.name
        held[name] = held[name] + row if name in held else row
    return {
        level: dict(sorted(held.items(), key=lambda each: sort_key(each[0])))
        for level, held in sums.items()
        if held
    }


def _lines_by_level(form: Form, levels: Mapping[str, Mapping[str, Figures]]) -> Iterable[Line]:
    yield Line(
        "",
        "Tổng số",
        form.cells(total(row for held in levels.values() for row in held.values())),
        is_sum=True,
    )
    for at, (level, held) in enumerate(levels.items()):
        words = f"TTHC {LEVELS.get(level, 'của cơ quan khác')}"
        yield Line(ROMAN[at], words, form.cells(total(held.values())), is_sum=True)
        yield from (
            Line(str(n), name, form.cells(row)) for n, (name, row) in enumerate(held.items(), start=1)
        )


def _lines(form: Form, rows: Sequence[tuple[str, Figures]]) -> Iterable[Line]:
    yield Line("", "Tổng số", form.cells(total(row for _name, row in rows)), is_sum=True)
    yield from (Line(str(n), name, form.cells(row)) for n, (name, row) in enumerate(rows, start=1))


def _by_cause(form: Form, unit: Unit, first: date, last: date, as_at: date) -> Iterable[Line]:
    found = causes(first=first, last=last, as_at=as_at, path=unit.path)
    yield Line("", "Tổng số", (sum(each.cases for each in found),), is_sum=True)
    fields: dict[str, list[Cause]] = {}
    for each in found:
        fields.setdefault(each.field, []).append(each)
    for n, name in enumerate(sorted(fields, key=sort_key), start=1):
        yield Line(str(n), name, (sum(each.cases for each in fields[name]),), is_sum=True)
        yield from (Line("", each.cause, (each.cases,)) for each in fields[name])


_MAKERS = {"unit": _by_unit, "field": _by_field, "cause": _by_cause}


def _territory(unit: Unit) -> Unit:
    """The authority a unit belongs to: itself, or the nearest above it that is one."""
    while unit.kind not in LEVEL_OF_KIND and unit.parent:
        unit = unit.parent
    return unit
