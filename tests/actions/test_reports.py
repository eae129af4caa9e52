"""Periodic reports from real cases: each number follows from the figures, rows tie, causes are those of the apology."""

from datetime import date

import pytest

from motcua.application.reports.form_rules import FormRefused, form
from motcua.application.reports.models import Figure
from motcua.application.reports.periodic import Report, report
from motcua.application.reports.printing import document, printable
from motcua.application.reports.queries import Untied
from motcua.application.reports.rollup import fold_all
from motcua.domain.cases.actions.apologising import apologise
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import fault_causes, late_causes
from motcua.domain.catalogue.models import Field, Procedure, ProcedureVersion
from motcua.domain.offices.models import Unit
from tests import stories
from tests.histories import Life, Told, open_case, write
from tests.people import SINGLE, Ward
from tests.stories import Clock

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def cases(ward: Ward, clock: Clock) -> Ward:
    """On 30/11 at An Bình: one early, one late without an apology, one overdue with an apology."""
    clock.at(3, 9)
    stories.finished(ward)
    late, told = stories.signed(ward), stories.signed(ward)
    stories.extended(ward, told)
    clock.at(26, 9)
    stories.issue_result(late, by=ward.again().van)
    return ward


def made(key: str, unit: Unit, reading: str = "") -> Report:
    return report(form(key).read_as(reading), unit=unit, first=FIRST, last=LAST, as_at=LAST)


def cells(found: Report) -> dict[str, tuple[int, ...]]:
    return {row.words: row.cells for row in found.rows}


def test_06a_has_a_row_for_each_level_and_field_and_their_sum(cases: Ward) -> None:
    found = made("06a", cases.ward)
    numbers = (3, 0, 3, 0, 2, 1, 0, 1, 1, 0, 1)
    assert cells(found) == {"Tổng số": numbers, "TTHC cấp xã": numbers, "Hộ tịch": numbers}
    assert [row.number for row in found.rows] == ["", "I", "1"]


def test_a_case_counts_at_the_level_of_the_authority_that_handles_it(ward: Ward) -> None:
    terms = ProcedureVersion.objects.get(procedure__code=SINGLE)
    received = Told("received", stories.moment(3), 2, received=stories.moment(3), due=stories.moment(30))
    for authority in (ward.city, ward.ward, ward.justice, ward.tax):  # a department belongs to its ward
        write(open_case(Life(0, 0, 0, 1), ward.desk, authority, terms), received)
    for reporting in (ward.city, ward.ward):
        sums = {row.words: row.cells[0] for row in made("06a", reporting).rows if row.is_sum}
        assert sums == {"Tổng số": 4, "TTHC cấp tỉnh": 1, "TTHC cấp xã": 2, "TTHC của cơ quan khác": 1}


def test_06b_has_a_row_for_each_unit_below(cases: Ward) -> None:
    assert list(cells(made("06b", cases.city))) == ["Tổng số", "Phường An Bình"]


def test_06g_counts_late_cases_by_the_cause_their_apology_gave(cases: Ward) -> None:
    found = cells(made("06g", cases.ward))
    said = next(cause for cause in found if cause in late_causes())
    assert found == {"Tổng số": (2,), "Hộ tịch": (2,), said: (1,), "Chưa nêu nguyên nhân": (1,)}


def test_06g_hears_late_apologies_without_a_new_date(cases: Ward, clock: Clock) -> None:
    clock.at(27, 9)
    late = Case.objects.get(outcome="late")
    apologise(stories.apology_drafted(cases, late, cause=late_causes()[0], more_days=0), by=cases.hoa)
    found = cells(made("06g", cases.ward))
    assert found == {"Tổng số": (2,), "Hộ tịch": (2,), late_causes()[0]: (1,), stories.LATE_CAUSE: (1,)}


def test_06g_hears_no_apology_for_another_fault(cases: Ward) -> None:
    late = Case.objects.get(outcome="late")
    before = cells(made("06g", cases.ward))
    apologise(stories.apology_drafted(cases, late, cause=fault_causes()[0], more_days=0), by=cases.hoa)
    assert cells(made("06g", cases.ward)) == before


def test_an_apology_after_the_period_changes_none_of_its_causes(cases: Ward, clock: Clock) -> None:
    before = cells(made("06g", cases.ward))
    clock.at(1, 9, month=12)
    late = Case.objects.get(outcome="late")
    apologise(stories.apology_drafted(cases, late, cause=late_causes()[0], more_days=0), by=cases.hoa)
    assert cells(made("06g", cases.ward)) == before


@pytest.mark.parametrize("key", ["06a", "06g"])
def test_a_procedure_that_moves_to_another_field_leaves_past_cases_in_theirs(cases: Ward, key: str) -> None:
    before = cells(made(key, cases.ward))
    Procedure.objects.update(field=Field.objects.exclude(name="Hộ tịch")[0])
    assert cells(made(key, cases.ward)) == before and "Hộ tịch" in before


def test_07a_tells_late_results_with_an_apology_from_those_without(cases: Ward) -> None:
    row = dict(
        zip((c.key for c in form("07a").columns), cells(made("07a", cases.ward))["Tổng số"], strict=True)
    )
    assert (row["late"], row["late_told"], row["late_untold"], row["open_overdue"]) == (1, 0, 1, 1)


def test_a_report_of_a_past_period_is_the_same_whatever_happens_later(cases: Ward, clock: Clock) -> None:
    before = made("06a", cases.ward).rows
    clock.at(2, 9, month=12)
    stories.received(cases.again(), SINGLE)
    assert made("06a", cases.ward).rows == before


def test_a_table_that_does_not_tie_is_refused(cases: Ward) -> None:
    fold_all(wait=True)
    Figure.objects.exclude(terms=None).update(early=7)
    with pytest.raises(Untied, match="không khớp"):
        made("06a", cases.ward)


def test_the_same_numbers_are_said_to_machines_and_printed(cases: Ward) -> None:
    found = made("06a", cases.ward)
    said = document(found)["rows"]
    printed = printable(found, on=LAST).lines
    keys = [column.key for column in found.form.columns]
    assert [tuple(row[key] for key in keys) for row in said] == [line.cells for line in printed]


@pytest.mark.parametrize(
    ("first", "last", "as_at", "said"),
    [
        (LAST, FIRST, LAST, "Ngày cuối phải bằng hoặc sau ngày đầu"),
        (FIRST, LAST, date(2026, 10, 31), "chưa có số liệu đến ngày 31/10/2026"),
    ],
)
def test_a_period_that_is_none_is_refused(
    ward: Ward, first: date, last: date, as_at: date, said: str
) -> None:
    with pytest.raises(FormRefused, match=said):
        report(form("06a"), unit=ward.ward, first=first, last=last, as_at=as_at)
