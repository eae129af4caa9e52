"""The index of an office from its own cases and from counts given by others; places among units that are alike."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.application.indices.actions import give_counts
from motcua.application.indices.queries import index_of, score_document, standings
from motcua.application.indices.rules import CountRow
from motcua.application.reports.rules import month_of
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import SYSTEM
from tests import stories
from tests.people import Ward
from tests.stories import Clock

MONTH = month_of(date(2026, 11, 1))
END = date(2026, 11, 30)


def given(unit: str, done: int, of: int) -> list[CountRow]:
    return [
        CountRow(unit, MONTH.first, "PUBLISH_ON_TIME", name, Decimal(n), "Cổng DVCQG")
        for name, n in (("done", done), ("of", of))
    ]


@pytest.fixture
def cases(ward: Ward, clock: Clock) -> Ward:
    """On 30/11: one finished early, one finished late, one open in time, all at An Bình; one early next door."""
    clock.at(3, 9)
    stories.finished(ward)
    late = stories.signed(ward)
    clock.at(26, 9)
    stories.issue_result(late, by=ward.again().van)
    clock.at(27, 9)
    stories.received(ward, stories.SINGLE)
    return ward


def test_progress_is_measured_and_what_others_count_is_taken_over(cases: Ward) -> None:
    give_counts(cases.city, by=SYSTEM, counts=given("H26.101", 3, 4))
    found = index_of(cases.ward, period=MONTH, as_at=END)
    assert found is not None
    line = found.line("PROGRESS")
    assert line.counts == {"done": 1, "running": 1, "of": 3}
    assert line.points == Decimal("13.333333333")
    assert (found.line("PUBLISH_ON_TIME").points, found.line("PUBLISH_ON_TIME").source) == (
        Decimal("4.5"),
        "Cổng DVCQG",
    )
    assert found.line("DOSSIER_SYNC").state == "missing"
    assert not found.complete and found.band is None


def test_a_score_says_all_that_is_needed_to_reckon_it_again(cases: Ward) -> None:
    found = index_of(cases.ward, period=MONTH, as_at=END)
    assert found is not None
    said = score_document(cases.ward, MONTH, found)
    progress = next(row for row in said["indicators"] if row["key"] == "PROGRESS")
    counts, most = progress["counts"], Decimal(progress["max"])
    again = most * Decimal(counts["done"] + counts["running"]) / Decimal(counts["of"])
    assert f"{again:.2f}" == progress["points"] == "13.33"
    assert said["total"] == f"{found.total:.2f}" and said["complete"] is False


def test_units_are_placed_by_points_and_the_change_of_place_is_told(cases: Ward) -> None:
    """An Bình earns 13,33 of indicator 5 and 4,50 of 1; the ward next door has only given counts."""
    give_counts(cases.city, by=SYSTEM, counts=[*given("H26.101", 3, 4), *given("H26.102", 4, 4)])
    rows = standings(cases.city, period=MONTH, as_at=END)
    assert [(row.unit.code, row.place) for row in rows] == [("H26.101", 1)]
    assert rows[0].gained is None  # nothing a month before
    assert rows[0].figures.received == 3


def test_there_was_no_index_before_2022(ward: Ward) -> None:
    month = month_of(date(2021, 5, 1))
    assert index_of(ward.city, period=month, as_at=END) is None
    assert standings(ward.city, period=month, as_at=END) == []


def test_a_commune_and_a_province_are_measured_by_what_holds_for_them(cases: Ward) -> None:
    def state(unit: Unit) -> str:
        found = index_of(unit, period=MONTH, as_at=END)
        assert found is not None
        return found.line("FULL_ONLINE").state

    assert state(cases.ward) == "not_applicable"
    assert state(cases.city) in ("scored", "empty")
