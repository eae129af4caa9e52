"""A range of days as the sums of each terms that are kept, and the few days between them and it."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from motcua.application.reports.rules import cover, cover_until, odd_days

DAY = timedelta(days=1)
OLDEST = date(2020, 1, 1)


def days_of(pieces: list[tuple[str, date, date]]) -> Counter[date]:
    """Every day from the oldest on that is in a piece, as often as it is."""
    found: Counter[date] = Counter()
    for grain, start, last in pieces:
        at = max(start, OLDEST)
        while (
            at <= last
            or (at.year == last.year and grain == "y")
            or (grain in "mt" and begin(grain, at) == last)
        ):
            found[at] += 1
            at += DAY
    return found


def begin(grain: str, day: date) -> date:
    return day.replace(day=1 if grain == "m" else 1 + 10 * min((day.day - 1) // 10, 2))


@given(st.dates(OLDEST, date(2026, 12, 31)), st.integers(0, 900))
def test_a_range_is_whole_sums_and_at_most_five_odd_days_at_each_side(first: date, more: int) -> None:
    last = first + more * DAY
    start, end, odd = odd_days(first, last)
    before, inside = days_of(cover_until(start, "t")), days_of(cover(start, end - DAY, "t"))
    for a, b, many, is_inside in odd:
        assert (b - a).days < 5
        for n in range((b - a).days + 1):
            (inside if is_inside else before)[a + n * DAY] += many
    assert {day: n for day, n in inside.items() if n} == {first + n * DAY: 1 for n in range(more + 1)}
    assert {day: n for day, n in before.items() if n} == {
        OLDEST + n * DAY: 1 for n in range((first - OLDEST).days)
    }
