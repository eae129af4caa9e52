"""How many people a survey asks, and how many in each field."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.application.reports.sample_rules import interval, sample_size, strata

FIELDS = st.dictionaries(st.text(min_size=1, max_size=6), st.integers(0, 20_000), max_size=12)


@pytest.mark.parametrize(
    ("transactions", "sample"),
    [(9158, 384), (0, 0), (1, 1), (2, 2), (100, 80), (400, 200), (3430, 359), (49_106, 397), (441_900, 400)],
)
def test_the_sample_follows_the_formula_rounded_up(transactions: int, sample: int) -> None:
    """n = N / (1 + N·e²), e = 5 %: of Mân Thái's 9.158 transactions 384."""
    assert sample_size(transactions) == sample


@given(FIELDS)
def test_the_fields_add_up_and_none_is_asked_more_than_it_has(fields: dict[str, int]) -> None:
    sample = sample_size(sum(fields.values()))
    parts = strata(fields, sample)
    assert sum(parts.values()) == sample and list(parts) == list(fields)
    assert all(0 <= parts[name] <= many for name, many in fields.items())
    used = [name for name, many in fields.items() if many]
    assert all(parts[name] for name in used) or sample < len(used)


def test_the_sample_is_in_proportion_and_the_largest_remainders_are_rounded_up() -> None:
    assert strata({"a": 600, "b": 300, "c": 100}, 100) == {"a": 60, "b": 30, "c": 10}
    assert strata({"a": 5, "b": 3, "c": 3}, 10) == {"a": 4, "b": 3, "c": 3}
    assert strata({"a": 995, "b": 5}, 20) == {"a": 19, "b": 1}


@given(st.integers(1, 500_000))
def test_the_list_suffices_for_the_interval(transactions: int) -> None:
    sample = sample_size(transactions)
    every = interval(transactions, sample)
    assert every and every >= 1 and every * sample <= transactions
    assert interval(0, 0) is None and interval(9158, 384) == Decimal("23.84")
