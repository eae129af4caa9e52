"""Feedback counted in a period as at a day: the same as telling each piece's standing by hand, unit by unit."""

from collections import Counter
from dataclasses import asdict, fields
from datetime import date, timedelta

import pytest

from motcua.domain.feedback.actions import answer, decline, send, sort
from motcua.domain.feedback.counting import (
    NO_FEEDBACK,
    FeedbackCounts,
    added,
    feedback_below,
    feedback_counts,
)
from motcua.domain.feedback.models import Feedback
from motcua.domain.feedback.rules import standing
from motcua.domain.offices.models import Unit
from motcua.domain.people.actor import Citizen
from motcua.foundation.calendar import local
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
# Unit, kind, sent (month, day, hour), settled (month, day, hour) or not at all, and whether declined.
TOLD = [
    ("ward", "question", (10, 5, 9), (10, 9, 9), False),
    ("ward", "question", (10, 30, 9), (11, 3, 9), False),
    ("ward", "behaviour", (10, 31, 23), (11, 25, 9), False),
    ("desk", "rules", (11, 1, 0), (11, 30, 23), False),
    ("desk", "question", (11, 2, 9), (11, 9, 23), False),
    ("desk", "question", (11, 2, 10), (11, 10, 0), False),
    ("other_desk", "idea", (11, 3, 9), (11, 4, 9), True),
    ("other", "question", (11, 20, 9), None, False),
    ("city", "behaviour", (11, 23, 9), (12, 1, 0), False),
    ("ward", "question", (11, 23, 9), None, False),
    ("ward", "idea", (12, 1, 0), None, False),
]


@pytest.fixture
def told(ward: Ward, clock: Clock) -> Ward:
    for unit, kind, (month, day, hour), settled, declined in TOLD:
        clock.at(day, hour, month=month)
        made = send(getattr(ward, unit), by=Citizen(), kind=kind, text="Chờ lâu")
        if settled:
            clock.at(settled[1], settled[2], month=settled[0])
            by = {"city": ward.hoa}.get(unit) or (ward.son if unit.startswith("other") else ward.hoa)
            if unit == "city":
                continue
            if declined:
                decline(made, by=by, ground="elsewhere", answer="Xin gửi Sở Xây dựng.")
            else:
                answer(made, by=by, answer="Xin lỗi ông bà.")
    clock.at(15, 9, month=12)
    return ward


def by_hand(path: str, last: date) -> FeedbackCounts:
    found: Counter[str] = Counter()
    for each in Feedback.objects.filter(unit__path__startswith=path):
        came = local(each.sent_at).date()
        gone = local(each.settled_at).date() if each.settled_at else None
        if came > last or (gone and gone < FIRST):
            continue
        found["carried" if came < FIRST else "received"] += 1
        if came >= FIRST:
            found["on_rules"] += each.kind == "rules"
            found["on_conduct"] += each.kind == "behaviour"
        found[standing(each.state, each.due_on, each.settled_at, on=last)] += 1
    return FeedbackCounts(**found)


@pytest.mark.parametrize(
    "last", [LAST, *(FIRST + timedelta(days=n) for n in (0, 1, 2, 8, 9, 23, 26))], ids=str
)
def test_counts_are_what_telling_by_hand_gives(told: Ward, last: date) -> None:
    for unit in (told.city, told.ward, told.desk, told.other):
        rows = feedback_counts(first=FIRST, last=LAST, as_at=last, path=unit.path)
        counted = added(rows.values())
        assert counted == by_hand(unit.path, last)
        assert counted.carried + counted.received == counted.own + counted.declined
        below = Unit.objects.below(unit).in_bulk()
        parts = feedback_below(unit, below, first=FIRST, last=LAST, as_at=last)
        assert parts.pop(0) == counted == added(parts.values())


def test_november_is_told(told: Ward) -> None:
    below = Unit.objects.below(told.city).in_bulk()
    rows = feedback_below(told.city, below, first=FIRST, last=LAST, as_at=LAST)
    assert asdict(rows[0]) == {
        "carried": 2, "received": 7, "on_rules": 1, "on_conduct": 1, "in_time": 3, "late": 2, "declined": 1,
        "open": 3, "overdue": 0,
    }  # fmt: skip
    assert (rows[told.ward.pk].received, rows[told.other.pk].declined) == (4, 1)


def test_a_kind_corrected_after_a_month_leaves_the_month_as_it_was(told: Ward, clock: Clock) -> None:
    clock.at(16, 9, month=11)
    made = send(told.ward, by=Citizen(), kind="behaviour", text="Chờ lâu")
    clock.at(3, 9, month=12)

    def month(first: date, last: date) -> FeedbackCounts:
        return added(feedback_counts(first=first, last=last, as_at=last, path=told.city.path).values())

    november = month(FIRST, LAST)
    sort(made, by=told.hoa, kind="question")  # was due in November by that
    assert month(FIRST, LAST) == november and november.on_conduct == 2
    december = [month(date(2026, 12, 1), date(2026, 12, day)).overdue for day in (2, 3)]
    assert december[1] == december[0] + 1


def test_before_anything_there_is_nothing(ward: Ward) -> None:
    assert feedback_counts(first=FIRST, last=LAST, as_at=LAST, path="/") == {}
    assert feedback_counts(first=FIRST, last=LAST, as_at=FIRST - timedelta(days=1), path="/") == {}
    below = Unit.objects.below(ward.city).in_bulk()
    assert feedback_below(ward.city, below, first=FIRST, last=LAST, as_at=LAST) == {0: NO_FEEDBACK}
    assert len(fields(FeedbackCounts)) == 9
