"""What the index measures by itself: the same numbers as the trackers and the cases, and missing where it cannot."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.application.indices.actions import give_counts
from motcua.application.indices.parts import by_procedure, losing
from motcua.application.indices.queries import index_of, score_document, standings
from motcua.application.indices.rules import CountRow, Line
from motcua.application.reports.form_rules import form
from motcua.application.reports.offered import is_fee_due
from motcua.application.reports.periodic import report
from motcua.domain.cases.actions.returning import hand_back
from motcua.domain.cases.models import Case
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.feedback.actions import answer, decline, send
from motcua.domain.offices.models import Unit
from motcua.domain.people.actor import Citizen
from motcua.domain.surveys.actions import rate
from motcua.foundation.actions import SYSTEM
from tests import stories
from tests.actions.test_index import END, MONTH
from tests.actions.test_index import cases as late_and_open  # noqa: F401
from tests.actions.test_offered import cases, told  # noqa: F401
from tests.former_cases import loaded, row, written
from tests.histories import Life, Told, open_case, write
from tests.people import Ward, unit
from tests.stories import Clock


def line(of: Unit, key: str) -> Line:
    found = index_of(of, period=MONTH, as_at=END)
    assert found is not None
    return found.line(key)


def test_payment_is_counted_as_in_its_tracker(cases: Ward) -> None:  # noqa: F811
    for of in (cases.ward, cases.city):
        tracker = told("766-payment", of)["Tổng số"]
        assert line(of, "ONLINE_PAYMENT").counts == {
            "paid": tracker["paid_online"], "owing": 2, "payable": tracker["used_paid_online"],
            "used": tracker["used_with_fee"], "with_fee": tracker["procedures_with_fee"],
        }  # fmt: skip
    assert line(cases.ward, "ONLINE_PAYMENT").counts["paid"] == 1  # type: ignore[index]


def test_07a_says_who_paid_and_how(cases: Ward) -> None:  # noqa: F811
    for row_ in told("07a", cases.city).values():
        assert [row_[key] for key in ("paid", "paid_online", "paid_direct")] == [2, 1, 1]


def test_signed_results_and_digitised_papers_are_counted_as_in_their_tracker(cases: Ward) -> None:  # noqa: F811
    tracker = told("766-digital", cases.ward)["Tổng số"]
    assert line(cases.ward, "ORIGINAL_RESULT_AVAILABLE").counts == {"done": 1, "of": tracker["finished"]}
    digitised = line(cases.ward, "SO_HOA_GIAY_TO_GIAI_QUYET")
    assert digitised.counts == {"done": tracker["scanned"], "of": tracker["received"]}
    assert digitised.estimated and "đồng bộ" in digitised.lacks


def test_procedures_offered_are_those_of_the_level_as_in_the_tracker(cases: Ward) -> None:  # noqa: F811
    for of in (cases.ward, cases.city):
        tracker = told("766-online", of)["Tổng số"]
        counts = {"done": tracker["procedures_online"], "of": tracker["procedures"]}
        assert line(of, "PROCEDURES_ONLINE").counts == counts


def test_terms_with_a_fee_are_those_whose_document_says_so(ward: Ward) -> None:
    versions = list(ProcedureVersion.objects.all())
    assert {version.with_fee for version in versions} == {True, False}
    assert all(version.with_fee == is_fee_due(version.facts) for version in versions)


def test_dissatisfied_or_late_is_taken_away_once(late_and_open: Ward, clock: Clock) -> None:  # noqa: F811
    """Of three cases one is late and rated badly, one early and rated badly, one open in time."""
    for case in Case.objects.filter(state=9):
        case = hand_back(case, by=late_and_open.again().minh, receiver_name="Nguyễn Văn Tâm")
        rate(case, by=Citizen(slip=case.code), score=1, reason="tre_hen", answers={})
    found = line(late_and_open.ward, "DOSSIER_RECEIVING_SATISFACTION")
    assert found.counts == {"done": 1, "of": 3} and found.estimated and "phản ánh" in found.lacks
    assert line(late_and_open.other, "DOSSIER_RECEIVING_SATISFACTION").counts == {"done": 0, "of": 0}


def test_what_others_counted_is_believed_before_what_is_only_near(late_and_open: Ward) -> None:  # noqa: F811
    rows = [
        CountRow("H26.101", MONTH.first, "DOSSIER_RECEIVING_SATISFACTION", name, Decimal(n), "Cổng DVCQG")
        for name, n in (("done", 8), ("of", 9))
    ]
    give_counts(late_and_open.ward, by=SYSTEM, counts=rows)
    found = line(late_and_open.ward, "DOSSIER_RECEIVING_SATISFACTION")
    assert found.counts == {"done": 8, "of": 9} and not found.estimated and not found.lacks


def test_months_of_another_system_have_neither_money_nor_results_nor_files(ward: Ward, tmp_path: Any) -> None:
    loaded(ward, written(tmp_path / "a.csv", [row()]))
    for key in ("ONLINE_PAYMENT", "ORIGINAL_RESULT_AVAILABLE", "SO_HOA_GIAY_TO_GIAI_QUYET"):
        assert line(ward.ward, key).state == "missing", key


@pytest.mark.parametrize(
    ("key", "done", "of"),
    [
        ("PROGRESS", ("done", "running"), "of"),
        ("FULL_ONLINE", ("done",), "of"),
        ("RECEIVED_ONLINE", ("done",), "of"),
        ("ONLINE_PAYMENT", ("paid",), "owing"),
        ("ORIGINAL_RESULT_AVAILABLE", ("done",), "of"),
        ("SO_HOA_GIAY_TO_GIAI_QUYET", ("done",), "of"),
        ("DOSSIER_RECEIVING_SATISFACTION", ("done",), "of"),
    ],
)
def test_an_indicator_is_the_sum_of_its_procedures_and_what_it_lost_is_so_many_cases(
    cases: Ward, late_and_open: Ward, key: str, done: tuple[str, ...], of: str,  # noqa: F811
) -> None:  # fmt: skip
    whole = line(cases.city, key)
    counts, measure = whole.counts or {}, whole.indicator.measure
    parts = by_procedure(cases.city, measure, period=MONTH, as_at=END)
    for name in (*done, of):
        assert sum(part.counts[name] for part in parts) == (
            0 if key == "DOSSIER_RECEIVING_SATISFACTION" else counts[name]
        )
    cost = losing(cases.city, measure, period=MONTH, as_at=END)
    lost = counts[of] - sum(counts[name] for name in done)
    assert cost is None if key == "RECEIVED_ONLINE" else len(cost or ()) == lost > 0, (cost, counts)


def test_every_missing_indicator_says_why(ward: Ward) -> None:
    found = index_of(ward.city, period=MONTH, as_at=END)
    assert found is not None
    missing = [line for group in found.groups for line in group.lines if line.state == "missing"]
    assert {line.indicator.number for line in missing} == {
        1,
        2,
        3,
        4,
        8,
        13,
        14,
        15,
        16,
        17,
        18,
        19,
        20,
        21,
        22,
    }
    assert all(line.lacks for line in missing)
    said = score_document(ward.city, MONTH, found)
    assert next(row for row in said["indicators"] if row["number"] == 4)["lacks"].startswith("Chưa kết nối")


def test_a_score_costs_as_many_statements_for_many_units_as_for_one(cases: Ward) -> None:  # noqa: F811
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            standings(cases.city, period=MONTH, as_at=END)
            report(form("07a"), unit=cases.city, first=MONTH.first, last=END, as_at=END)
            report(form("766-payment"), unit=cases.city, first=MONTH.first, last=END, as_at=END)
        return len(asked)

    before, at, terms = statements(), stories.moment(5), ProcedureVersion.objects.order_by("pk")[0]
    for n in range(5):
        ward = unit(cases.city, f"H26.20{n}", f"Phường Thứ {n}", "phuong")
        desk = unit(
            ward, f"H26.20{n}.1", f"Trung tâm Phục vụ hành chính công phường Thứ {n}", "trung_tam_pvhcc"
        )
        write(open_case(Life(0, 0, 0, 1), desk, ward, terms), Told("received", at, 2, received=at, due=at))
    assert statements() == before and len(standings(cases.city, period=MONTH, as_at=END)) == 6


def test_feedback_is_counted_once_somebody_has_sent_some(ward: Ward, clock: Clock) -> None:
    keys = ("PETITIONS_ON_RULES", "PETITIONS_ON_CONDUCT", "PETITION_PROCESSING_ON_TIME", "PETITION_HANDLING_SATISFACTION")  # fmt: skip
    assert [line(ward.city, key).state for key in keys] == ["missing"] * 4
    clock.at(2)
    send(ward.desk, by=Citizen(), kind="question", text="Mấy giờ mở cửa?")  # overdue at the end of the month
    said, other = (send(ward.ward, by=Citizen(), kind="behaviour", text="Chờ lâu") for _ in range(2))
    clock.at(4)
    answer(said, by=ward.hoa, answer="Xin lỗi ông.")
    decline(other, by=ward.hoa, ground="elsewhere", answer="Xin gửi Sở Xây dựng.")
    clock.at(20)
    send(ward.other_desk, by=Citizen(), kind="rules", text="Sao phải nộp bản sao?")
    rules, conduct, in_time, answers = (line(ward.city, key) for key in keys)
    assert (rules.counts, conduct.counts) == ({"done": 1}, {"done": 2})
    assert (in_time.counts, in_time.points) == ({"done": 2, "of": 3}, Decimal("4.00"))
    assert (answers.counts, answers.points) == ({"done": 1, "of": 1}, Decimal("6.00"))
    assert in_time.estimated and "gửi qua hệ thống này" in in_time.lacks
    assert line(ward.other, "PETITION_PROCESSING_ON_TIME").counts == {"done": 1, "of": 1}
    assert by_procedure(ward.city, in_time.indicator.measure, period=MONTH, as_at=END) == []
