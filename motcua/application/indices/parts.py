"""What lies behind one indicator of an office: the counts of each procedure, and the cases that cost it points."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from motcua.application.reports.behind import behind
from motcua.application.reports.queries import NO_FIGURES, figures
from motcua.application.reports.rules import Period
from motcua.application.reports.served import Served, added, served
from motcua.application.reports.served_months import ServedBelow
from motcua.application.reports.unserved import unserved
from motcua.domain.catalogue.models import Procedure, ProcedureVersion
from motcua.domain.offices.models import Unit

from .measures import MEASURES, Known, Offer
from .rules import Counts

# Of the first, procedures are what is counted; by procedure the second could lead to whoever rated.
NOT_BY_PROCEDURE = frozenset({"procedures_online", "satisfaction"})
# Feedback is about an office; it names no procedure.
NOT_BY_PROCEDURE |= {"feedback_on_rules", "feedback_on_conduct", "feedback_in_time", "feedback_answers"}


@dataclass(frozen=True, slots=True)
class ProcedurePart:
    """One procedure and its counts of an indicator."""

    code: str
    name: str
    counts: Counts


def by_procedure(unit: Unit, measure: str, *, period: Period, as_at: date) -> list[ProcedurePart]:
    """The counts of a measure by procedure, of cases received in the unit and below it; those that are unknown left out."""
    last = min(period.last, as_at)
    if measure in NOT_BY_PROCEDURE or last < period.first:
        return []
    rows = figures(first=period.first, last=period.last, as_at=as_at, by="procedure", path=unit.path)
    kept = {row.key: row for row in rows}
    beside = _served(period.first, last, unit.path)
    found = []
    for procedure in Procedure.objects.filter(pk__in={*kept, *beside}):
        several, with_fee = beside.get(procedure.pk, ([], False))
        of = added(several) if several else Served()
        known = Known(
            kept.get(procedure.pk, NO_FIGURES), Offer(1, 0, int(with_fee)),
            ServedBelow(
                of, frozenset({procedure.pk} if with_fee and of.received else ()),
                frozenset({procedure.pk} if of.paid_online else ()),
            ),
        )  # fmt: skip
        counts = MEASURES[measure](known)
        if counts is not None:
            found.append(ProcedurePart(procedure.code, procedure.short_name, counts))
    return found


def _served(first: date, last: date, path: str) -> dict[int, tuple[list[Served], bool]]:
    """What served.py counts of each procedure, and whether one of its terms with cases costs a fee."""
    rows = served(first=first, last=last, path=path)
    versions = ProcedureVersion.objects.filter(pk__in={terms for _desk, terms in rows})
    of = {
        pk: (procedure, fee) for pk, procedure, fee in versions.values_list("pk", "procedure_id", "with_fee")
    }
    parts: dict[int, list[Served]] = defaultdict(list)
    fees: set[int] = set()
    for (_desk, terms), row in rows.items():
        procedure, with_fee = of[terms]
        parts[procedure].append(row)
        fees |= {procedure} if with_fee else set()
    return {procedure: (several, procedure in fees) for procedure, several in parts.items()}


def losing(unit: Unit, measure: str, *, period: Period, as_at: date) -> set[int] | None:
    """The keys of the cases that cost points in a measure; None where no case does."""
    last = min(period.last, as_at)
    if measure not in _LOSING or last < period.first:
        return None
    return _LOSING[measure](period.first, last, unit.path)


def _counted(*counts: str) -> Callable[[date, date, str], set[int]]:
    """The cases behind the first count that are not behind the others."""

    def cases(first: date, last: date, path: str) -> set[int]:
        own, *others = (
            {each.case_id for each in behind(count, first=first, last=last, as_at=last, path=path)}
            for count in counts
        )
        return own.difference(*others)

    return cases


def _unserved(what: str) -> Callable[[date, date, str], set[int]]:
    return lambda first, last, path: unserved(what, first=first, last=last, path=path)


# Of satisfaction only what is late: whoever rated is never led to.
_LOSING = {
    "progress": _counted("late_or_overdue"),
    "full_online": _counted("full_offered", "full_online"),
    "payment": _unserved("paid_otherwise"),
    "results": _unserved("unsealed"),
    "digitised": _unserved("unscanned"),
    "satisfaction": _counted("late_or_overdue"),
}
