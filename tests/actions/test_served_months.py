"""What units served, as kept by month and as counted when it is read: the same in every number, whatever happened since."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.application.reports.models import Pending, ServedMonth
from motcua.application.reports.rollup import check, fold, fold_all, keep_months, rebuild
from motcua.application.reports.rules import month_of
from motcua.application.reports.served import added, served
from motcua.application.reports.served_months import ServedBelow, served_below
from motcua.domain.cases.actions.deciding import approve, correct, issue_result
from motcua.domain.cases.actions.returning import seal_result
from motcua.domain.cases.models import Case, CaseFile, Result
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.documents.models import File
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.payments.models import Charge, Payment
from motcua.domain.surveys.models import Rating
from motcua.foundation.actions import SYSTEM
from motcua.foundation.database.rows import insert
from tests import stories
from tests.actions.test_offered import cases, scan  # noqa: F401
from tests.former_cases import loaded, row, written
from tests.histories import Life, Told, life, open_case, write
from tests.people import Ward
from tests.stories import Clock

NOVEMBER = month_of(date(2026, 11, 1))


def plainly(unit: Unit, below: Mapping[int, Unit], first: date, last: date) -> dict[int, ServedBelow]:
    """By the unit directly below, from what is counted by terms and never kept."""
    parts: dict[int, list[Any]] = defaultdict(list)
    for (desk, terms), counts in served(first=first, last=last, path=unit.path).items():
        version = ProcedureVersion.objects.get(pk=terms)
        for key in (0, unit.branch(below[desk])):
            parts[key].append((version, counts))
    return {
        key: ServedBelow(
            added(counts for _version, counts in rows),
            frozenset(v.procedure_id for v, counts in rows if v.with_fee and counts.received),
            frozenset(v.procedure_id for v, counts in rows if counts.paid_online),
        )
        for key, rows in parts.items()
    }


def same(ward: Ward, first: date, last: date) -> dict[int, ServedBelow]:
    below = Unit.objects.below(ward.city).in_bulk()
    found = served_below(ward.city, below, first=first, last=last)
    assert found == plainly(ward.city, below, first, last), (first, last)
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), many=st.integers(1, 30))
def test_kept_months_are_what_is_counted_directly_for_any_lives_and_days(
    ward: Ward, seed: int, many: int
) -> None:
    """Folded and kept at any moment of them; also what is built anew; with files, results, money, ratings, linked parts."""
    chance = Random(seed)
    told = [life(chance) for _ in range(many)]
    days = [event.day for one in told for event in one.told]
    with transaction.atomic():
        Pending.objects.all().delete()
        live(ward, told, chance)
        for _ in range(2):
            for day in chance.sample(days, min(6, len(days))):
                month = month_of(day)
                same(ward, month.first, month.last)
                same(ward, month.first, day)
                same(ward, day, day + timedelta(days=chance.randrange(70)))
            fold_all(wait=True)
            keep_months()
        assert ServedMonth.objects.exists() or many < 15
        assert check() == [] and rebuild() == 0
        transaction.set_rollback(True)


def live(ward: Ward, told: list[Life], chance: Random) -> None:
    """Let the lives happen in the order of time, a third of them parts of others, folding and keeping now and then."""
    lived: list[Case] = []
    terms = ProcedureVersion.objects.order_by("-with_fee", "pk")
    for n, one in enumerate(told):
        desk, authority = (ward.desk, ward.other_desk)[one.unit], (ward.city, ward.other)[one.authority]
        whole = lived[n - 1] if n % 3 == 2 and not lived[n - 1].parent_id else None
        desk = whole.received_unit if whole else desk
        lived.append(open_case(one, desk, authority, terms[one.terms * 5], part_of=whole))
    moments = sorted((event.at, n, k) for n, one in enumerate(told) for k, event in enumerate(one.told))
    for _, n, k in moments:
        write(lived[n], told[n].told[k])
        lay_beside(lived[n], told[n].told[k], chance)
        if chance.random() < 0.05:
            fold(most=7)
        if chance.random() < 0.05:
            keep_months()


def lay_beside(case: Case, told: Told, chance: Random) -> None:
    """What the act of an event leaves beside the case, at the same moment."""
    file = File.objects.get_or_create(
        sha256="a" * 64, defaults={"size": 1, "kind": "pdf", "kept_at": told.at}
    )[0]
    more = chance.random() < 0.5
    if told.name in ("registered", "received", "forwarded", "supplemented", "file_added") and more:
        paper, consented = chance.choice(["", "don", "don"]), chance.choice([None, told.at])
        CaseFile.objects.create(
            case=case, file=file, paper=paper, name="Đơn", added_at=told.at, consented_at=consented
        )
    if told.name == "finished":
        filed = {"file": file, "filed_at": told.at} if more else {}
        Result.objects.create(case=case, unit=case.received_unit, number="1", title="Kết quả", issued_by=Staff.objects.order_by("pk")[0],
                              issued_at=told.at, **filed)  # fmt: skip
    if told.name in ("called", "returned") and more:
        for result in case.results.filter(withdrawn_at=None, sealed_at=None):
            result.file, result.filed_at, result.sealed_at = file, result.filed_at or told.at, told.at
            result.save()
    if told.name == "reopened":
        case.results.filter(withdrawn_at=None).update(withdrawn_at=told.at)
    if told.name in ("received", "accepted", "payment_confirmed") and more:
        pay(case, told, chance)
    if told.name == "returned" and not case.parent_id:
        insert(Rating(case=case, unit=case.received_unit, score=chance.choice([1, 1, 3]), reason="tre_hen",
                      through="link", at=told.at))  # fmt: skip


def pay(case: Case, told: Told, chance: Random) -> None:
    key = hashlib.sha256(f"{case.pk} {told.at} {case.version}".encode()).hexdigest()[:25]
    charge = Charge.objects.create(
        unit=case.received_unit, reference=case.code, payment_key=key, about="Phí", payer_name="Nguyễn Văn Tâm", lines=[],
        total=1000, received=1000, kept=1000, state=3, asked_at=told.at, settled_at=told.at,
    )  # fmt: skip
    by_bank = chance.random() < 0.5
    Payment.objects.create(
        unit=charge.unit, charge=charge, means="transfer" if by_bank else "cash", transaction_id=key if by_bank else "",
        told_by="call_back" if by_bank else "desk", amount=1000, kept=1000, paid_at=told.at, noted_at=told.at,
        on=told.day, counted_on=told.day,
    )  # fmt: skip


# One thing at a time ----------------------------------------------------------------------------------------


@pytest.fixture
def kept(cases: Ward) -> Ward:  # noqa: F811
    fold_all(wait=True)
    assert keep_months() > 0
    return cases


def test_a_kept_month_is_read_without_its_cases_until_something_happens(kept: Ward, clock: Clock) -> None:
    found = same(kept, NOVEMBER.first, NOVEMBER.last)[0].served
    assert (found.received, found.results, found.sealed, found.paid_online) == (5, 2, 1, 1)
    ServedMonth.objects.update(scanned=77)
    below = Unit.objects.below(kept.city).in_bulk()
    days = {"first": NOVEMBER.first, "last": NOVEMBER.last}
    assert served_below(kept.city, below, **days)[0].served.scanned == 77
    stories.received(kept)
    assert served_below(kept.city, below, **days)[0].served.scanned == found.scanned
    fold_all(wait=True)
    assert same(kept, NOVEMBER.first, NOVEMBER.last)[0].served.received == 6


def test_what_was_filed_at_the_end_of_a_month_stays_so_when_it_is_signed_later(
    ward: Ward, clock: Clock
) -> None:
    """A result handed in as a file in November and signed in December is signed in neither month."""
    clock.at(30, 9)
    drafted = approve(stories.drafted(ward), by=ward.again().hoa)
    case = issue_result(drafted, by=ward.again().van, file=scan("b"))
    before = same(ward, NOVEMBER.first, NOVEMBER.last)[0].served
    assert (before.results, before.filed, before.sealed) == (1, 1, 0)
    clock.at(1, 9, month=12)
    seal_result(case, by=SYSTEM, result=case.results.get().pk, file=scan("d"))
    assert same(ward, NOVEMBER.first, NOVEMBER.last)[0].served == before


def test_rows_that_are_wrong_are_found_and_put_right(kept: Ward) -> None:
    ServedMonth.objects.filter(unit=kept.desk).update(paid=9)
    assert {(row[0], row[2], row[3]) for row in check()} == {
        ("kept", "m", NOVEMBER.first), ("fresh", "m", NOVEMBER.first)
    }  # fmt: skip
    assert rebuild() == 1 and check() == []
    same(kept, NOVEMBER.first, NOVEMBER.last)


def test_months_that_history_comes_into_are_counted_until_they_are_kept_again(
    kept: Ward, tmp_path: Any
) -> None:
    loaded(kept, written(tmp_path / "a.csv", [row(code="H26.102.1-261102-0001", unit="H26.102.1")]))
    assert not ServedMonth.objects.filter(month=NOVEMBER.first).exists()
    assert same(kept, NOVEMBER.first, NOVEMBER.last)[0].served.received == 6
    assert keep_months() == 1
    assert same(kept, NOVEMBER.first, NOVEMBER.last)[0].served.received == 6


def test_a_result_taken_back_is_taken_out_of_its_month(ward: Ward, clock: Clock) -> None:
    clock.at(3, 9)
    case = stories.finished(ward)
    fold_all(wait=True)
    assert keep_months() == 1 and same(ward, NOVEMBER.first, NOVEMBER.last)[0].served.results == 1
    clock.at(10, 9)
    correct(case, by=ward.again().hoa, reason="Sai năm sinh", to_node=case.walk.waiting_nodes[1].id)
    for _ in range(2):
        assert same(ward, NOVEMBER.first, NOVEMBER.last)[0].served.results == 0
        assert same(ward, NOVEMBER.first, date(2026, 11, 9))[0].served.results == 1
        fold_all(wait=True)


def test_a_kept_month_is_one_statement_and_one_more_where_something_happened(kept: Ward) -> None:
    below = Unit.objects.below(kept.city).in_bulk()
    for many in (1, 2):
        with CaptureQueriesContext(connection) as asked:
            served_below(kept.city, below, first=NOVEMBER.first, last=NOVEMBER.last)
        assert len(asked) == many
        stories.received(kept)
