"""What is known of an office and of each unit directly below it in a period, in as many statements for one as for 600."""

from collections.abc import Mapping
from datetime import date

from motcua.application.reports.offered import levels_below
from motcua.application.reports.periodic import by_child
from motcua.application.reports.queries import NO_FIGURES, figures, total
from motcua.application.reports.rules import Period
from motcua.application.reports.served_months import NOTHING_BELOW, served_below
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.feedback.counting import NO_FEEDBACK, feedback_below, feedback_came
from motcua.domain.offices.models import Unit

from .measures import Known, Offer


def known_of(unit: Unit, below: Mapping[int, Unit], *, period: Period, as_at: date) -> dict[int, Known]:
    """By the key of the unit directly below; 0: of all together. `below`: all units below it by key."""
    last = min(period.last, as_at)
    rows = figures(first=period.first, last=period.last, as_at=as_at, path=unit.path)
    found = {0: total(rows)} | {child.pk: row for child, row in by_child(unit, rows, below)}
    beside = served_below(unit, below, first=period.first, last=last) if period.first <= last else {}
    heard = (
        feedback_below(unit, below, first=period.first, last=last, as_at=last)
        if feedback_came(by=last)
        else None
    )
    levels = {key: frozenset(held) for key, held in levels_below(unit, below).items()}
    offers = _offers(period.last)
    keys = dict.fromkeys([*found, *beside])
    at = {held: _at(offers, held) for held in {levels[key] for key in keys}}
    return {
        key: Known(
            found.get(key, NO_FIGURES),
            at[levels[key]],
            beside.get(key, NOTHING_BELOW),
            None if heard is None else heard.get(key, NO_FEEDBACK),
        )
        for key in keys
    }


def _offers(on: date) -> list[tuple[set[str], Offer]]:
    """Each procedure in force on a day: at which levels, and what it counts for."""
    rows = ProcedureVersion.objects.in_force(on).order_by("procedure", "-number").distinct("procedure")
    return [
        (set(levels.split(",")), Offer(1, int(online in ("toan_trinh", "mot_phan")), int(with_fee)))
        for levels, online, with_fee in rows.values_list(
            "procedure__levels", "procedure__online_level", "with_fee"
        )
    ]


def _at(offers: list[tuple[set[str], Offer]], levels: frozenset[str]) -> Offer:
    held = [offer for where, offer in offers if where & levels]
    return Offer(len(held), sum(each.online for each in held), sum(each.with_fee for each in held))
