"""How many people to ask of so many transactions, and how many in each field. Pure: no Django, no clock."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from math import ceil, floor

ERROR = Decimal("0.05")  # e of the formula: five in a hundred


def sample_size(transactions: int, error: Decimal = ERROR) -> int:
    """n = N / (1 + N·e²), whole people, never more than there are transactions."""
    return min(ceil(transactions / (1 + transactions * error * error)), transactions)


def interval(transactions: int, sample: int) -> Decimal | None:
    """k: every how many-eth transaction of the list is drawn, in hundredths, rounded down so that the list suffices."""
    return (Decimal(transactions) / sample).quantize(Decimal("0.01"), ROUND_DOWN) if sample else None


def strata(fields: Mapping[str, int], sample: int) -> dict[str, int]:
    """The sample by field, in proportion; what rounding leaves goes to the largest remainders, in the order given.

    A field with transactions is never left out: it lends from the one that has most.
    """
    whole = sum(fields.values())
    if not whole:
        return dict.fromkeys(fields, 0)
    exact = {name: Decimal(many) * sample / whole for name, many in fields.items()}
    found = {name: floor(part) for name, part in exact.items()}
    left = sample - sum(found.values())
    for name in sorted(exact, key=lambda each: found[each] - exact[each])[:left]:
        found[name] += 1
    for name in [each for each, many in fields.items() if many and not found[each]]:
        most = max(found, key=lambda each: found[each])
        if found[most] > 1:
            found[most], found[name] = found[most] - 1, 1
    return found
