"""The trackers of the 766 index and II.07a of 2020: procedures offered, used, filed online, digitised and paid."""

from datetime import date
from typing import Any

import pytest

from motcua.application.collecting.receiving import receive
from motcua.application.reports.form_rules import form
from motcua.application.reports.periodic import report
from motcua.domain.cases.actions.deciding import approve, issue_result
from motcua.domain.cases.actions.intake import Enclosed, accept
from motcua.domain.cases.actions.processing import attach, collect_fee, forward
from motcua.domain.cases.actions.returning import seal_result
from motcua.domain.documents.models import File
from motcua.domain.offices.models import Unit
from motcua.domain.payments.actions import adopt_account
from motcua.foundation.actions import SYSTEM
from tests import stories
from tests.actions.test_money import ACCOUNT, BANK, charge_of, credit
from tests.former_cases import loaded, row, written
from tests.people import LINKED, MARRIAGE, Ward
from tests.stories import Clock


@pytest.fixture
def cases(ward: Ward, clock: Clock) -> Ward:
    """November at An Bình: of a wholly online procedure one case filed online with a paper kept here before, one of which
    a paper and the result are files and the result is signed, and one without any; of a partly online one a case with a
    file for no paper, and its fee paid at the desk; of another a case whose fee a bank told of."""
    clock.at(3, 9)
    again = Enclosed(file=scan("e"), paper="to-khai", name="Tờ khai", consented_at=clock.now)
    accept(stories.case_at(ward, "1", files=(again,)), by=ward.minh)
    case = attach(stories.examined(ward), by=ward.lan, file=scan("a"), name="Tờ khai", paper="to-khai")
    case = forward(forward(case, by=ward.lan), by=ward.thao)
    case = issue_result(approve(case, by=ward.hoa), by=ward.van, file=scan("b"))
    seal_result(case, by=SYSTEM, result=case.results.get().pk, file=scan("d"))
    stories.finished(ward)
    married = attach(
        stories.received(ward, MARRIAGE, fee=30_000), by=ward.minh, file=scan("c"), name="Ảnh thẻ"
    )
    collect_fee(married, by=ward.minh, receipt="0000123")
    adopt_account(
        ward.ward,
        by=SYSTEM,
        bank=BANK,
        number=ACCOUNT,
        holder="UBND PHUONG AN BINH",
        valid_from=date(2026, 1, 1),
    )
    charge = charge_of(stories.received(ward, LINKED, fee=20_000))
    receive(credit(charge, paid_at=clock.now), told_by="call_back")
    clock.at(30, 9)
    return ward.again()


def scan(mark: str) -> File:
    return File.objects.get_or_create(
        sha256=mark * 64, defaults={"size": 9, "kind": "png", "kept_at": stories.moment(3)}
    )[0]


def told(key: str, unit: Unit, *, month: int = 11) -> dict[str, dict[str, Any]]:
    """The numbers of each row by the keys of their columns."""
    found = report(
        form(key), unit=unit, first=date(2026, month, 1), last=date(2026, month, 30), as_at=date(2026, 11, 30)
    )
    columns = [column.key for column in form(key).columns]
    return {line.words: dict(zip(columns, line.cells, strict=True)) for line in found.rows}


def test_what_is_digitised_is_counted_by_its_files_and_what_nobody_counts_is_empty(cases: Ward) -> None:
    row = {"received": 5, "scanned": 2, "unscanned": 3, "reused": 1, "reused_national": None, "finished": 2,
           "results_filed": 1, "results_unfiled": 1}  # fmt: skip
    assert told("766-digital", cases.city) == {"Tổng số": row, "Phường An Bình": row}


def test_cases_of_another_system_are_neither_digitised_nor_not(cases: Ward, tmp_path: Any) -> None:
    loaded(cases, written(tmp_path / "a.csv", [row(), row(code="H26.102.1-261102-0001", unit="H26.102.1")]))
    whole = told("766-digital", cases.city)["Tổng số"]
    assert (whole["received"], whole["scanned"], whole["unscanned"]) == (7, 2, 3)
    assert (whole["finished"], whole["results_filed"], whole["results_unfiled"]) == (4, 1, 1)


def test_online_procedures_are_counted_once_and_cases_by_the_level_of_their_terms(
    cases: Ward, tmp_path: Any
) -> None:
    loaded(cases, written(tmp_path / "a.csv", [row(code="H26.102.1-261102-0001", unit="H26.102.1")]))
    assert told("766-online", cases.city)["Tổng số"] == {
        "procedures": 8, "procedures_online": 7, "procedures_full": 4, "procedures_part": 3,
        "used_online": 3, "used_full": 1, "used_part": 2,
        "received_online": 6, "received_full": 4, "filed_online_full": 1, "received_part": 2, "filed_online_part": 0,
    }  # fmt: skip
    assert told("766-online", cases.city)["Phường Yên Hòa"]["used_full"] == 1


def test_paid_procedures_are_those_with_a_payment_in_the_period(cases: Ward) -> None:
    assert told("766-payment", cases.ward)["Tổng số"] == {
        "procedures_with_fee": 6, "used_with_fee": 2, "used_paid": 2, "used_paid_online": 1,
        "received_with_fee": 4, "paid_online": 1,
    }  # fmt: skip
    october = told("766-payment", cases.ward, month=10)["Tổng số"]
    assert (october["used_with_fee"], october["used_paid"], october["received_with_fee"]) == (0, 0, 0)


def test_07a_of_2020_counts_procedures_by_the_levels_they_are_done_at(cases: Ward) -> None:
    rows = told("07a-2020", cases.city)
    assert rows["Tổng số"] == {
        "procedures_province": 1, "procedures_district": 0, "procedures_commune": 8,
        "at_desk_province": 1, "at_desk_district": 0, "at_desk_commune": 8,
        "processes_province": 1, "processes_district": 0, "processes_commune": 8,
    }  # fmt: skip
    assert rows["Phường An Bình"]["procedures_commune"] == 8
