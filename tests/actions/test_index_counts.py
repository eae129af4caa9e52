"""Counts of an index from other systems: who may give them, all or none, and that the newest stands."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from motcua.application.indices.actions import give_counts
from motcua.application.indices.models import GivenCount
from motcua.application.indices.rules import CountRow
from motcua.foundation.actions import SYSTEM, Forbidden, Refused
from tests.actions.table import CAST
from tests.people import Ward, person

pytestmark = pytest.mark.usefixtures("clock")

# Who keeps the figures of an office (spec §2.2 ptc_control: reports, publication; the leader answers for them).
MAY = {"ward": "hoa yen", "desk": "hoa yen", "other": "son"}


def row(**changed: object) -> CountRow:
    whole = CountRow("H26.101", date(2025, 8, 1), "PUBLISH_ON_TIME", "done", Decimal(48), "Cổng DVCQG")
    return replace(whole, **changed)  # type: ignore[arg-type]


def test_who_may_give_counts(ward: Ward) -> None:
    yen = person(ward.ward, "yen", "Tô Hải Yến", "ptc_control", "Cán bộ kiểm soát thủ tục")
    ward = ward.again()
    cast = {**{who: getattr(ward, who) for who in CAST}, "yen": yen}
    for where, expected in MAY.items():
        place = getattr(ward, where)
        assert {who for who, by in cast.items() if give_counts.permits(by, place)} == set(expected.split())
        assert give_counts.permits(SYSTEM, place)
    with pytest.raises(Forbidden):
        give_counts(ward.ward, by=ward.minh, counts=[row()])


def test_a_later_number_takes_over_and_the_event_keeps_what_was_given(ward: Ward) -> None:
    give_counts(ward.ward, by=ward.hoa, counts=[row(), row(name="of", value=Decimal(50))])
    give_counts(ward.ward, by=SYSTEM, counts=[row(value=Decimal(49), source="Đính chính")])
    kept = {c.name: (c.value, c.source) for c in GivenCount.objects.all()}
    assert kept == {"done": (Decimal(49), "Đính chính"), "of": (Decimal(50), "Cổng DVCQG")}
    given = [e.payload["counts"] for e in ward.ward.events.filter(name="index.counts_given").order_by("n")]
    assert [[c[3:5] for c in counts] for counts in given] == [
        [["done", "48"], ["of", "50"]],
        [["done", "49"]],
    ]


@pytest.mark.parametrize(
    ("strange", "said"),
    [
        ([], "Không có số liệu"),
        ([row(), row(unit="H26.102")], "H26.102"),  # of another ward
        ([row(), row(unit="H99")], "H99"),
    ],
)
def test_counts_that_cannot_be_placed_are_refused_whole(
    ward: Ward, strange: list[CountRow], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        give_counts(ward.ward, by=ward.hoa, counts=strange)
    assert not GivenCount.objects.exists()
