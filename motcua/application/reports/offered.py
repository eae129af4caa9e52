"""What offices offer and how it is used: procedures, their cases, what was filed online, digitised and paid (766, II.07a).

Procedures are counted once however many desks and versions have cases of them, so that a sum over units is no sum of
its rows. Which cases are digitised is known of those handled here; what came from another system is in neither count.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import terms_in_force
from motcua.domain.catalogue.rules import ProcedureFacts
from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import KINDS_AT_LEVEL, LEVEL_OF_KIND

from .counts import BEFORE
from .deltas import AS_AT
from .queries import Figures, figures, given

NOTHING = Figures(0, "", "")
ONLINE_LEVELS = ("toan_trinh", "mot_phan")
_FINISHED = ("early", "on_time", "late", "no_due")
_HERE = "c.history_id IS NULL"
_RECEIVED = f"{_HERE} AND t.received >= %(first)s AND t.place NOT IN {BEFORE}"
_SCANNED = """EXISTS (SELECT FROM cases_casefile f WHERE f.case_id = c.id AND f.paper <> '' AND f.added_at < %(end)s)"""
_FILED = """EXISTS (SELECT FROM cases_result r WHERE r.case_id = c.id AND r.file_id IS NOT NULL
    AND r.issued_at < %(end)s AND (r.withdrawn_at IS NULL OR r.withdrawn_at >= %(end)s))"""
_DIGITAL = f"""
SELECT t.unit_id, t.terms_id,
       count(*) FILTER (WHERE {_RECEIVED} AND {_SCANNED}), count(*) FILTER (WHERE {_RECEIVED} AND NOT {_SCANNED}),
       count(*) FILTER (WHERE {_HERE} AND t.place IN {_FINISHED} AND {_FILED}),
       count(*) FILTER (WHERE {_HERE} AND t.place IN {_FINISHED} AND NOT {_FILED})
  FROM ({AS_AT}) t JOIN cases_case c ON c.id = t.case_id GROUP BY 1, 2
"""
_PAID = """
SELECT DISTINCT c.received_unit_id, c.terms_id
  FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id JOIN offices_unit u ON u.id = c.received_unit_id
 WHERE e.name IN ('case.fee_collected', 'case.payment_confirmed') AND e.at >= %(start)s AND e.at < %(end)s
   AND starts_with(u.path, %(path)s) AND c.parent_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Use:
    """Cases of one terms of a procedure at one desk in a period."""

    unit: int
    procedure: int
    facts: ProcedureFacts
    figures: Figures
    digital: tuple[int, int, int, int]  # papers scanned, not scanned; results as files, not as files
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """What the columns of a form count: the procedures in force for some levels, and the uses made of them."""

    in_force: Sequence[ProcedureFacts]
    uses: Sequence[Use]

    def __getattr__(self, name: str) -> int:
        if name not in COUNTS_OFFERED:
            raise AttributeError(name)
        return COUNTS_OFFERED[name](self)


def offered_in(
    unit: Unit, *, first: date, last: date, as_at: date
) -> tuple[Offered, list[tuple[Unit, Offered]]]:
    """All below `unit`, and each unit directly below it with cases, in no order."""
    last = min(last, as_at)
    in_force = [version.facts for version in terms_in_force(on=last, limit=100_000)]
    below = {each.pk: each for each in Unit.objects.below(unit)}
    groups: dict[int, list[Use]] = {}
    for use in _uses(first, last, unit.path):
        groups.setdefault(unit.branch(below[use.unit]), []).append(use)
    rows = [(below[pk], Offered(_at(in_force, [below[pk]]), uses)) for pk, uses in groups.items()]
    return Offered(_at(in_force, below.values()), [use for _, row in rows for use in row.uses]), rows


def _uses(first: date, last: date, path: str) -> list[Use]:
    asked = given(first, last, path)
    rows = figures(first=first, last=last, as_at=last, by="terms", path=path)
    found = {tuple(row.key): row for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(_DIGITAL, asked)
        digital = {row[:2]: row[2:] for row in cursor.fetchall()}
        cursor.execute(_PAID, asked)
        paid = set(cursor.fetchall())
    versions = ProcedureVersion.objects.in_bulk({key[1] for key in {*found, *paid}})
    return [
        Use(
            key[0], versions[key[1]].procedure_id, versions[key[1]].facts, found.get(key, NOTHING),
            digital.get(key, (0, 0, 0, 0)), key in paid,
        )
        for key in {*found, *paid}
    ]  # fmt: skip


def _at(in_force: Iterable[ProcedureFacts], units: Iterable[Unit]) -> list[ProcedureFacts]:
    """The procedures of the levels of administration of some units; a unit of none has that of the office above it."""
    levels = {level_of(unit) for unit in units}
    return [facts for facts in in_force if not levels.isdisjoint(facts.levels)]


def level_of(unit: Unit) -> str:
    while unit.kind not in LEVEL_OF_KIND and unit.parent:
        unit = unit.parent
    return LEVEL_OF_KIND.get(unit.kind, "")


def is_fee_due(facts: ProcedureFacts) -> bool:
    """Whether the procedure, or one of its case types, costs a fee."""
    return bool(facts.fees) or any(variant.fees for variant in facts.variants)


# What a column may count ----------------------------------------------------------------------------------

Of = Callable[[ProcedureFacts], bool]
_KINDS: dict[str, Of] = {
    "": lambda facts: True,
    "_full": lambda facts: facts.online_level == ONLINE_LEVELS[0],
    "_part": lambda facts: facts.online_level == ONLINE_LEVELS[1],
    "_online": lambda facts: facts.online_level in ONLINE_LEVELS,
    "_with_fee": is_fee_due,
}


def _of_level(level: str, of: Of = _KINDS[""]) -> Of:
    return lambda facts: level in facts.levels and of(facts)


def _procedures(of: Of) -> Callable[[Offered], int]:
    return lambda offered: sum(of(facts) for facts in offered.in_force)


def _used(of: Of) -> Callable[[Offered], int]:
    return lambda offered: len(
        {use.procedure for use in offered.uses if use.figures.received and of(use.facts)}
    )


def _cases(of: Of, count: Callable[[Use], int]) -> Callable[[Offered], int]:
    return lambda offered: sum(count(use) for use in offered.uses if of(use.facts))


def _digital(place: int) -> Callable[[Offered], int]:
    return lambda offered: sum(use.digital[place] for use in offered.uses)


def _counts() -> dict[str, Callable[[Offered], int]]:
    found: dict[str, Callable[[Offered], int]] = {}
    for kind, of in _KINDS.items():
        found |= {
            f"procedures{kind}": _procedures(of),
            f"used{kind}": _used(of),
            f"received{kind}": _cases(of, lambda use: use.figures.received),
            f"filed_online{kind}": _cases(of, lambda use: use.figures.online),
        }
    for level in KINDS_AT_LEVEL:
        found |= {
            f"procedures_{level}": _procedures(_of_level(level)),
            f"at_desk_{level}": _procedures(_of_level(level, lambda facts: "direct" in facts.channels)),
            f"processes_{level}": _procedures(_of_level(level, lambda facts: bool(facts.steps))),
        }
    found["used_paid"] = lambda offered: len({use.procedure for use in offered.uses if use.is_paid})
    found["finished"] = _cases(_KINDS[""], lambda use: use.figures.finished + use.figures.no_due)
    for place, name in enumerate(("scanned", "unscanned", "results_filed", "results_unfiled")):
        found[name] = _digital(place)
    return found


COUNTS_OFFERED = _counts()
