"""Which units a publication names: with the most overdue cases, ties with the last included, and with the fewest."""

from typing import Any

import pytest

from motcua.application.disclosure.rules import as_few, named_fewest, named_most


def units(overdue: str, received: str = "") -> list[dict[str, Any]]:
    """Units a, b, c … with so many overdue cases each; received 5 each unless said otherwise."""
    return [
        {"name": name, "figures": {"open_overdue": int(late), "paused_overdue": 0, "carried": 0, "direct": int(got),
                                   "online": 0, "postal": 0}}
        for name, late, got in zip("abcdefgh", overdue, received or "5" * len(overdue), strict=False)
    ]  # fmt: skip


def names(found: list[Any]) -> str:
    return "".join(unit["name"] for unit in found)


@pytest.mark.parametrize(
    ("overdue", "received", "most", "fewest"),
    [
        ("0123", "", "dc", "ab"),
        ("3221", "", "abc", "d"),  # as many as the last named is named too
        ("20", "", "a", "b"),
        ("21", "", "ab", ""),  # nobody stands in both lists
        ("000", "195", "", "bc"),  # nobody is overdue: equals by their work
        ("001", "053", "c", "b"),  # who handled nothing is not praised for it
    ],
)
def test_units_are_named_by_their_overdue_cases(overdue: str, received: str, most: str, fewest: str) -> None:
    told = units(overdue, received)
    assert names(named_most(told, 2)) == most
    assert names(named_fewest(told, 2)) == fewest


def test_units_that_are_as_few_are_counted_where_they_are_not_named() -> None:
    told = units("30000211", "")
    assert (names(named_fewest(told, 2)), as_few(told, 2)) == ("bc", 2)
    assert as_few(told, 6) == as_few(units("30", ""), 2) == as_few([], 2) == 0
