"""What a case costs, line by line, in đồng."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .facts import Exemption, Fee, ProcedureFacts
from .variants import for_variant

UNLESS_ASKED = "extra_copy"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One charge of a case: `before` without reduction, `amount` what is owed."""

    key: str
    name: str
    kind: str
    quantity: int
    before: int
    percent_off: int
    amount: int
    basis: str
    collect_at: int


@dataclass(frozen=True, slots=True)
class FeeTotal:
    """All charges of a case. `unset` names those whose amount the province has not been entered for."""

    total: int
    lines: tuple[FeeLine, ...]
    unset: tuple[Fee, ...]

    def due_at(self, moment: int) -> int:
        """What is collected at one moment: 1 reception, 2 supplement, 4 return."""
        return sum(line.amount for line in self.lines if line.collect_at == moment)


def fee_total(
    facts: ProcedureFacts,
    variant: str = "",
    exemptions: Collection[str] = (),
    quantity: Mapping[str, int] | None = None,
    *,
    channel: str = "direct",
    local: Mapping[str, int] | None = None,
) -> FeeTotal:
    """The charges of one case, after the best reduction among the exemptions shown.

    `quantity` counts by unit of charge (page, copy, person, place, extra_copy): one each unless said, no
    extra copies unless said. `local` gives amounts that the province sets, by fee key.
    """
    counts = quantity or {}
    if any(count < 0 for count in counts.values()):
        raise ValueError("Số lượng tính phí không được là số âm.")
    lines, unset = [], []
    for fee in for_variant(facts, variant).fees:
        amount = _unit_amount(fee, channel, local or {})
        if fee.per == UNLESS_ASKED and not counts.get(UNLESS_ASKED):
            continue
        if amount is None:
            unset.append(fee)
        else:
            lines.append(_line(fee, amount, counts, exemptions))
    return FeeTotal(sum(line.amount for line in lines), tuple(lines), tuple(unset))


def _unit_amount(fee: Fee, channel: str, local: Mapping[str, int]) -> int | None:
    if fee.key in local:
        return local[fee.key]
    return dict(fee.by_channel).get(channel, fee.amount)


def _line(fee: Fee, amount: int, counts: Mapping[str, int], exemptions: Collection[str]) -> FeeLine:
    quantity = counts.get(fee.per, 1)
    before = _paged(fee, amount, counts) if fee.per == "page" else amount * quantity
    off = max((each.percent for each in _shown(fee, exemptions)), default=0)
    owed = (before * (100 - off) + 50) // 100
    return FeeLine(fee.key, fee.name, fee.kind, quantity, before, off, owed, fee.basis, fee.collect_at)


def _paged(fee: Fee, amount: int, counts: Mapping[str, int]) -> int:
    """Pages by tier, no copy above the cap, times the copies."""
    starts = [1, *(tier.start for tier in fee.tiers), counts.get("page", 1) + 1]
    amounts = [amount, *(tier.amount for tier in fee.tiers)]
    spans = zip(starts, starts[1:], amounts, strict=False)
    one_copy = sum(max(0, min(after, starts[-1]) - start) * each for start, after, each in spans)
    return (one_copy if fee.cap is None else min(one_copy, fee.cap)) * counts.get("copy", 1)


def _shown(fee: Fee, exemptions: Collection[str]) -> list[Exemption]:
    return [each for each in fee.exemptions if each.key in exemptions]
