"""What offices offer and how it is used: procedures, their cases, what was filed online, digitised and paid (766, II.07a).

Procedures are counted once however many desks and versions have cases of them, so that a sum over units is no sum of
its rows. Which cases are digitised is known of those handled here; what came from another system is in neither count.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import terms_in_force
from motcua.domain.catalogue.rules import ProcedureFacts
from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import KINDS_AT_LEVEL, LEVEL_OF_KIND

from .queries import NO_FIGURES, Figures, figures
from .served import NOTHING, Served, served

ONLINE_LEVELS = ("toan_trinh", "mot_phan")


@dataclass(frozen=True, slots=True)
class Use:
    """Cases of one terms of a procedure at one desk in a period."""

    unit: int
    procedure: int
    facts: ProcedureFacts
    figures: Figures
    served: Served


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
    levels = levels_below(unit, below)
    groups: dict[int, list[Use]] = {}
    for use in _uses(first, last, unit.path):
        groups.setdefault(unit.branch(below[use.unit]), []).append(use)
    rows = [(below[pk], Offered(_at(in_force, levels[pk]), uses)) for pk, uses in groups.items()]
    return Offered(_at(in_force, levels[0]), [use for _, row in rows for use in row.uses]), rows


def _uses(first: date, last: date, path: str) -> list[Use]:
    rows = figures(first=first, last=last, as_at=last, by="terms", path=path)
    found = {tuple(row.key): row for row in rows}
    beside = served(first=first, last=last, path=path)
    versions = ProcedureVersion.objects.in_bulk({key[1] for key in {*found, *beside}})
    return [
        Use(
            key[0], versions[key[1]].procedure_id, versions[key[1]].facts, found.get(key, NO_FIGURES),
            beside.get(key, NOTHING),
        )
        for key in {*found, *beside}
    ]  # fmt: skip


def levels_below(unit: Unit, below: Mapping[int, Unit]) -> dict[int, set[str]]:
    """The levels of administration of the units in each branch directly below `unit`, by its key; 0: of all together.

    A branch of desks alone has the level of the office above them.
    """
    found: dict[int, set[str]] = {0: set()}
    for each in below.values():
        level = LEVEL_OF_KIND.get(each.kind)
        for key in (0, unit.branch(each)):
            found.setdefault(key, set()).update({level} if level else ())
    above = unit
    while above.kind not in LEVEL_OF_KIND and above.parent:
        above = above.parent
    own = {LEVEL_OF_KIND.get(above.kind, "")}
    return {key: levels or own for key, levels in found.items()}


def _at(in_force: Iterable[ProcedureFacts], levels: set[str]) -> list[ProcedureFacts]:
    """The procedures of some levels of administration."""
    return [facts for facts in in_force if not levels.isdisjoint(facts.levels)]


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


def _procedures_with(count: str) -> Callable[[Offered], int]:
    return lambda offered: len({use.procedure for use in offered.uses if getattr(use.served, count)})


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
    found["used_paid"] = _procedures_with("paid")
    found["used_paid_online"] = _procedures_with("paid_online")
    found["finished"] = _cases(_KINDS[""], lambda use: use.figures.finished + use.figures.no_due)
    for name in ("scanned", "unscanned", "reused", "results", "filed", "sealed", "paid", "paid_online"):
        found[name] = _cases(_KINDS[""], lambda use, name=name: getattr(use.served, name))  # type: ignore[misc]
    return found


COUNTS_OFFERED = _counts()
