"""Where a case of the past belongs: the desk, the procedure and its terms, who decides, by which calendar."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from motcua.domain.cases.actions.history import lies
from motcua.domain.cases.history_rules import HistoryRefused, Terms, moved_on
from motcua.domain.cases.models import Case, calendar_of
from motcua.domain.cases.models.copied import FACTS
from motcua.domain.cases.rules import Clock, PauseRow, accept_by, reckon
from motcua.domain.catalogue.models import Competence, Procedure, ProcedureVersion
from motcua.domain.catalogue.queries import competent, versions
from motcua.domain.catalogue.rules import NoSuchVariant, usual_variant
from motcua.domain.offices.models import Edition, Unit
from motcua.foundation.actions import ACTIONS
from motcua.foundation.calendar import Allowance, Calendar
from motcua.foundation.text import short_date

from .rules import Row


@dataclass(frozen=True)
class Place:
    """What many rows have in common: desk, terms, authority; `terms_held` is false where no terms were in force that day."""

    facts: dict[str, Any]
    desk_code: str
    field: str
    calendar: Calendar
    reception: Calendar
    allowance: Allowance | None
    markings: dict[int, dict[str, Any]]
    terms_held: bool

    def reckon(self, row: Row) -> Any:
        """How the dates of this row follow from its slip, or from the terms where the slip is silent."""
        due_at = row.told.due_at

        def by_slip(_received: Any, pauses: list[PauseRow], to: Any, at: Any) -> Clock:
            return moved_on(due_at, self.calendar, pauses, to, at)  # type: ignore[arg-type]

        def by_terms(received: Any, pauses: list[PauseRow], to: Any, at: Any) -> Clock:
            return reckon(
                received_at=received, allowance=self.allowance, days=self.calendar, pauses=pauses, extended_to=to,
                extended_at=at,
            )  # fmt: skip

        return by_slip if due_at else by_terms


class Places:
    """Places of rows, each found once for a time in which nothing in the office changed."""

    def __init__(self) -> None:
        self.edition = _edition()
        self.desks: dict[str, list[Unit]] = {}
        for unit in Unit.objects.one_stops().order_by("valid_from"):
            for code in {unit.code.upper(), unit.old_code.upper()} - {""}:
                self.desks.setdefault(code, []).append(unit)
        self.procedures = {p.code: p for p in Procedure.objects.select_related("field")}
        self.terms: dict[int, list[ProcedureVersion]] = {}
        for version in ProcedureVersion.objects.order_by("valid_from", "number").defer("document"):
            self.terms.setdefault(version.procedure_id, []).append(version)
        self.above: dict[int, tuple[str, ...]] = {}
        self.changes = _days_of_change()
        self.known: dict[tuple[Any, ...], Place] = {}

    def as_of_now(self) -> "Places":
        """These, or others where the office has changed since they were found."""
        return self if self.edition == _edition() else Places()

    def of(self, row: Row) -> Place:
        """The place of a row. Raises HistoryRefused for what the office does not know."""
        key = (
            row.unit,
            row.procedure,
            row.variant,
            row.told.channel,
            bisect_right(self.changes, row.began_on),
        )
        place = self.known.get(key)
        if place is None:
            place = self.known[key] = self._find(row)
        if row.field and row.field.casefold() != place.field.casefold():
            raise HistoryRefused(
                f"Lĩnh vực “{row.field[:60]}” không phải của thủ tục {row.procedure} (danh mục ghi “{place.field}”)."
            )
        if row.told.received_at and not row.told.due_at and not place.terms_held:
            raise HistoryRefused(
                f"Danh mục chưa có thời hạn của thủ tục {row.procedure} vào ngày {short_date(row.began_on)}; "
                "xin ghi ngày hẹn trả vào cột due_at."
            )
        if str(row.code.unit) not in self._agencies(place):
            raise HistoryRefused(f"Mã hồ sơ mang mã cơ quan {row.code.unit}, không phải của {row.unit}.")
        if row.told.submitted_at:
            row.told.accept_by = accept_by(row.told.submitted_at, place.reception)
        return place

    def _find(self, row: Row) -> Place:
        desk = self._desk(row)
        procedure = self.procedures.get(row.procedure)
        if procedure is None:
            raise HistoryRefused(f"Danh mục không có thủ tục “{row.procedure[:40]}”.")
        terms, held = self._terms(procedure, row.began_on)
        variant = row.variant or usual_variant(terms.facts)
        authority, department = competent(desk, procedure, asked=None, on=row.began_on)
        case = Case(
            procedure=procedure, terms=terms, variant=variant, received_unit=desk, authority=authority,
            department=department, channel=row.told.channel,
        )  # fmt: skip
        try:
            allowance = case.allowance()
        except NoSuchVariant as problem:
            raise HistoryRefused(str(problem)) from None
        return Place(
            facts={name: getattr(case, name) for name in FACTS}, desk_code=desk.code, field=procedure.field.name,
            calendar=case.calendar(), reception=_open_hours(desk), allowance=allowance, terms_held=held,
            markings={state: move.marking.to_json() for state, move in lies(case).items()},
        )  # fmt: skip

    def _desk(self, row: Row) -> Unit:
        found = self.desks.get(row.unit)
        if not found:
            raise HistoryRefused(f"Không có Bộ phận Một cửa nào mang mã “{row.unit[:40]}”.")
        for unit in found:
            if unit.valid_from <= row.began_on and (unit.valid_to is None or unit.valid_to >= row.began_on):
                return unit
        raise HistoryRefused(
            f"{found[0].name} ({row.unit}) chưa có hoặc không còn vào ngày {short_date(row.began_on)}."
        )

    def _terms(self, procedure: Procedure, on: date) -> tuple[ProcedureVersion, bool]:
        """The terms in force on a day; before the first known ones, those, which then say nothing of the time."""
        versions_known = self.terms.get(procedure.pk, [])
        if not versions_known:
            raise HistoryRefused(f"Thủ tục {procedure.code} chưa có phiên bản nào trong danh mục.")
        held = [v for v in versions_known if v.valid_from <= on and (v.valid_to is None or v.valid_to >= on)]
        chosen = held[-1] if held else versions_known[0]
        return versions([chosen.pk], edition=None)[chosen.pk], bool(held)

    def _agencies(self, place: Place) -> tuple[str, ...]:
        """Codes a case code of this desk may begin with: its own and those of the offices it belongs to."""
        desk_id = place.facts["received_unit_id"]
        if desk_id not in self.above:
            path = Unit.objects.values_list("path", flat=True).get(pk=desk_id)
            rows = Unit.objects.filter(pk__in=path.strip("/").split("/")).values_list("code", "old_code")
            self.above[desk_id] = tuple({code.upper() for pair in rows for code in pair if code})
        return self.above[desk_id]


def _open_hours(desk: Unit) -> Calendar:
    return desk.reception_calendar.working() if desk.reception_calendar else calendar_of(desk)


def _edition() -> UUID | None:
    return Edition.objects.values_list("mark", flat=True).first()


def _days_of_change() -> list[date]:
    """The days on which a unit, a procedure's terms or a competence begins or has ended."""
    days: set[date] = set()
    for model in (Unit, ProcedureVersion, Competence):
        for begins, ends in model._default_manager.values_list("valid_from", "valid_to").distinct():
            days.add(begins)
            if ends is not None:
                days.add(ends + timedelta(days=1))
    return sorted(days)


def terms_of_acts() -> dict[str, Terms]:
    """What the declarations say of states and clock, for the rule that walks through a telling."""
    return {name: Terms(act.label, act.when, act.then, act.clock, act.opens) for name, act in ACTIONS.items()}
