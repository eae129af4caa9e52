"""A month made public: who may, in which state, that figures stay frozen, and that a correction keeps what it corrects."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.application.disclosure.actions import drop, freeze, publish, sign, word
from motcua.application.disclosure.composing import compose
from motcua.application.disclosure.jobs import publish_due
from motcua.application.disclosure.models import DROPPED, FROZEN, PUBLISHED, SIGNED, Publication
from motcua.application.disclosure.rules import digest
from motcua.application.reports.models import Figure
from motcua.application.reports.rollup import fold_all
from motcua.application.reports.rules import month_of
from motcua.foundation.actions import SYSTEM, Action, Forbidden, Refused, WrongState, now
from tests import stories
from tests.actions.table import CAST
from tests.people import Ward, person
from tests.stories import Clock

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def yen(ward: Ward):
    return person(ward.ward, "yen", "Tô Hải Yến", "ptc_control", "Cán bộ kiểm soát thủ tục")


@pytest.fixture
def december(ward: Ward, clock: Clock, yen) -> Ward:
    """On 2/12/2026: in November one case finished early, one late, one is overdue."""
    clock.at(3, 9)
    stories.finished(ward)
    late = stories.signed(ward)
    stories.signed(ward)
    clock.at(26, 9)
    stories.issue_result(late, by=ward.again().van)
    clock.at(2, 9, month=12)
    return ward.again()


def frozen(ward: Ward) -> Publication:
    return freeze(ward.ward, by=ward.hoa, month=NOVEMBER)


def signed(ward: Ward, hours: int = 1) -> Publication:
    return sign(frozen(ward), by=ward.hoa, publish_at=stories.now() + timedelta(hours=hours))


def public(ward: Ward) -> Publication:
    return publish(signed(ward), by=ward.hoa)


# Who of the cast may; the house itself freezes and publishes too (spec §2.2: ptc_control keeps the figures and
# publishes them, the leader signs).
MAY = {freeze: "hoa yen", word: "hoa yen", sign: "hoa", publish: "hoa", drop: "hoa yen"}


def test_who_may(december: Ward, yen) -> None:
    cast = {**{who: getattr(december, who) for who in CAST}, "yen": yen}
    places = {freeze: december.ward, publish: signed(december)}
    drop(places[publish], by=december.hoa, why="thử")
    draft = frozen(december)
    for action, expected in MAY.items():
        place = places.get(action, draft)
        assert {who for who, by in cast.items() if action.is_for(by, place)} == set(expected.split()), (
            action.name
        )
    assert {action for action in MAY if action.is_for(SYSTEM, places.get(action, draft))} == {freeze, publish}
    with pytest.raises(Forbidden):
        sign(draft, by=yen, publish_at=stories.now())


STATES = {
    FROZEN: {word, sign, drop},
    SIGNED: {publish, drop},
    PUBLISHED: set(),
    DROPPED: set(),
}
GIVEN = {word: {"finding": "Câu khác."}, sign: {"publish_at": None}, publish: {}, drop: {"why": "nhầm kỳ"}}


def in_state(ward: Ward, state: int) -> Publication:
    if state == DROPPED:
        return drop(frozen(ward), by=ward.hoa, why="nhầm kỳ")
    return {FROZEN: frozen, SIGNED: signed, PUBLISHED: public}[state](ward)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", GIVEN, ids=lambda action: action.name)
def test_what_may_be_done_in_which_state(december: Ward, state: int, action: Action) -> None:
    publication = in_state(december, state)
    given = {name: value or stories.now() for name, value in GIVEN[action].items()}
    if action in STATES[state]:
        assert action(publication, by=december.hoa, **given).revision == publication.revision + 1
    else:
        with pytest.raises(WrongState):
            action(publication, by=december.hoa, **given)


def test_figures_are_frozen_as_they_were_at_the_end_of_the_month(december: Ward, clock: Clock) -> None:
    before = frozen(december)
    counts = before.document["figures"]
    assert (counts["early"], counts["late"], counts["open_overdue"]) == (1, 1, 1)
    assert before.digest == digest(before.document)
    assert before.finding == (
        "Trong tháng 11/2026, 50,00% hồ sơ được trả trước hoặc đúng hạn. "
        "Còn 1 hồ sơ đang quá hạn; 1 hồ sơ chưa có thư xin lỗi."
    )
    drop(before, by=december.hoa, why="chốt lại")
    clock.at(9, 9, month=12)
    stories.finished(december.again())
    after = frozen(december.again())
    moved = {"reckoned_at"}
    assert {k: v for k, v in after.document.items() if k not in moved} == {
        k: v for k, v in before.document.items() if k not in moved
    }


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (date(2026, 12, 1), "Tháng 12/2026 chưa kết thúc; chốt được số liệu từ ngày 01/01/2027"),
        (date(2027, 3, 1), "chưa kết thúc"),
    ],
)
def test_a_month_that_has_not_ended_is_refused(december: Ward, month: date, said: str) -> None:
    with pytest.raises(Refused, match=said):
        freeze(december.ward, by=december.hoa, month=month)
    assert not Publication.objects.exists()


def test_figures_that_do_not_tie_are_not_frozen(december: Ward) -> None:
    fold_all(wait=True)
    Figure.objects.filter(terms=None).update(early=9)
    with pytest.raises(Refused, match="không khớp"):
        frozen(december)
    assert not Publication.objects.exists()


def test_points_of_other_points_are_no_change(december: Ward) -> None:
    """November has counts that October lacks; September and October have the same."""
    november, october = (
        compose(december.ward, period=month_of(date(2026, n, 1)), at=now()) for n in (11, 10)
    )
    assert november["index_before"] is None
    assert october["index_before"] == october["index"]["total"] is not None


def test_there_is_one_draft_of_a_month_at_a_time(december: Ward) -> None:
    frozen(december)
    with pytest.raises(Refused, match="đang có bản chốt chưa công bố"):
        frozen(december)


def test_a_correction_is_a_new_edition_with_a_reason_and_keeps_the_old_one(december: Ward) -> None:
    first = public(december)
    with pytest.raises(Refused, match="ghi lý do đính chính"):
        frozen(december)
    second = freeze(december.ward, by=december.hoa, month=NOVEMBER, reason="Nhập thiếu một hồ sơ")
    assert (second.edition, second.reason) == (2, "Nhập thiếu một hồ sơ")
    kept = Publication.objects.get(pk=first.pk)
    assert (kept.state, kept.digest, kept.document) == (PUBLISHED, first.digest, first.document)


def test_what_is_signed_becomes_public_by_itself_at_its_hour(december: Ward, clock: Clock) -> None:
    waiting = signed(december, hours=2)
    publish_due(0)
    waiting.refresh_from_db()
    assert waiting.state == SIGNED
    with pytest.raises(Refused, match="Chưa đến giờ"):
        publish(waiting, by=SYSTEM)
    clock.at(2, 11, month=12)
    for _ in range(2):
        publish_due(0)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.published_at) == (PUBLISHED, stories.moment(2, 11, month=12))
    assert december.ward.events.filter(name="publication.published").count() == 1


@pytest.mark.parametrize(("finding", "said"), [("  ", "viết câu nhận định"), ("x" * 401, "dài 401 ký tự")])
def test_a_finding_says_something_and_not_too_much(december: Ward, finding: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        word(frozen(december), by=december.hoa, finding=finding)


def test_a_publication_far_in_the_future_or_in_the_past_and_a_drop_without_a_reason_are_refused(
    december: Ward,
) -> None:
    draft = frozen(december)
    with pytest.raises(Refused, match="xa quá một tháng"):
        sign(draft, by=december.hoa, publish_at=datetime(2027, 6, 1, tzinfo=stories.ZONE))
    with pytest.raises(Refused, match="đã qua"):
        sign(draft, by=december.hoa, publish_at=stories.now() - timedelta(days=1))
    with pytest.raises(Refused, match="vì sao"):
        drop(draft, by=december.hoa, why=" ")


CHANGES = [
    "document = '{}'",
    "digest = 'x'",
    "finding = 'Tốt hơn.'",
    "month = '2026-10-01'",
    "state = 1",
    "published_at = now()",
    "signed_title = 'x'",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_change_what_is_public(december: Ward, change: str) -> None:
    public(december)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE disclosure_publication SET {change}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosure_publication")


def test_the_database_itself_refuses_to_change_frozen_figures(december: Ward) -> None:
    frozen(december)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_publication SET document = '{}'")
