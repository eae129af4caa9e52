"""Periodic reports as files: columns, heads, identities, and files that are wrong."""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.application.reports.form_rules import FormRefused, Head, form, forms_of, heads, read_form
from motcua.application.reports.offered import COUNTS_OFFERED, Offered
from motcua.application.reports.periodic import UnitCounts
from motcua.application.reports.queries import Figures
from motcua.application.reports.served import BESIDE, Served

COUNTED = [form for form in forms_of().values() if form.rows in ("field", "unit")]
OFFERED = [form for form in forms_of().values() if form.rows == "offer"]
NUMBERS = [each.name for each in fields(Figures)[3:]]


def tied(counts: dict[str, int]) -> Figures:
    """Figures whose cases are each in one cell: what is open makes up for what has not ended."""
    part = {"late_told": "late", "no_boundary": "direct", "full_online": "online"}
    fitted = {name: min(n, counts[part[name]]) if name in part else n for name, n in counts.items()}
    found = Figures(1, "x", "X", **fitted)
    short = found.total - found.ended - (found.open - found.open_in_time)
    return Figures(
        1,
        "x",
        "X",
        **{**fitted, "open_in_time": max(short, 0), "carried": fitted["carried"] + max(-short, 0)},
    )


@pytest.mark.parametrize("form", COUNTED, ids=lambda form: form.key)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts=st.fixed_dictionaries({name: st.integers(0, 999) for name in NUMBERS}))
def test_every_form_ties_whatever_the_figures_and_in_every_reading(form, counts):
    figures = UnitCounts("X", tied(counts).tied(), Served(paid=counts["early"], paid_online=counts["late"]))
    for reading in ("", *(form.readings or {})):
        read = form.read_as(reading)
        assert read.untied(read.cells(figures)) is None


def test_an_identity_that_breaks_is_named_in_the_numbers_of_the_form():
    # 3 = 7 + 11 of II.06a
    figures = Figures(1, "x", "X", direct=3, early=1)
    assert form("06a").untied(form("06a").cells(figures)) == "3 = 7 + 11"


def test_the_columns_of_06a_are_the_forms():
    figures = Figures(
        1, "x", "X", carried=7, direct=2, online=5, postal=1, early=3, on_time=2, late=1, no_due=1, withdrawn=1,
        stopped=1, open_in_time=2, open_overdue=1, paused=2, paused_overdue=1,
    )  # fmt: skip
    #                                 3   4  5  6  7  8  9  10 11 12 13
    assert form("06a").cells(figures) == (15, 5, 3, 7, 9, 3, 5, 1, 6, 4, 2)
    # The printed head puts what waits for the applicant under “on time”.
    assert form("06a").read_as("printed").cells(figures) == (15, 5, 3, 7, 11, 3, 7, 1, 4, 2, 2)


def test_neighbours_share_the_heads_of_their_groups():
    found = heads([("A", "x"), ("A", "B", "y"), ("A", "B", "z"), ("C",)])
    assert found == [
        Head(0, 0, 1, 3, "A"), Head(0, 3, 3, 1, "C"), Head(1, 0, 2, 1, "x"), Head(1, 1, 1, 2, "B"),
        Head(2, 1, 1, 1, "y"), Head(2, 2, 1, 1, "z"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", forms_of().values(), ids=lambda form: form.key)
def test_the_head_of_every_form_covers_each_place_once(form):
    cells = heads([column.head for column in form.columns])
    depth = max(cell.row + cell.rows for cell in cells)
    covered = [
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert sorted(covered) == [(r, c) for r in range(depth) for c in range(len(form.columns))]


@pytest.mark.parametrize("form", COUNTED, ids=lambda form: form.key)
def test_every_column_counts_what_there_is(form):
    assert {name.lstrip("-") for column in form.columns for name in column.of} <= {*NUMBERS, *BESIDE}


@pytest.mark.parametrize("form", OFFERED, ids=lambda form: form.key)
def test_every_column_of_what_is_offered_counts_what_there_is_or_nothing(form):
    assert {name.lstrip("-") for column in form.columns for name in column.of} <= {*COUNTS_OFFERED}
    assert form.cells(Offered([], [])) == tuple(0 if column.of else None for column in form.columns)


TOML = (Path(__file__).parents[2] / "library/reports/06a.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rows = "field"', 'rows = "village"', "rows là “village”"),
        ('key = "06a"\n', "", "thiếu “key”"),
        ("ended = early + on_time + late", "ended = soon", "cột không có hoặc chưa có số liệu: soon"),
        ("open_in_time = [", "open_intime = [", "cách đọc “printed” nói đến cột không có: open_intime"),
        ('title = "', "title = ", "không đọc được TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_name(old, new, said):
    assert old in TOML
    with pytest.raises(FormRefused) as refused:
        read_form(TOML.replace(old, new), source="06a.toml")
    assert str(refused.value).startswith("06a.toml") and said in str(refused.value)


def test_an_unknown_form_or_reading_names_those_there_are():
    with pytest.raises(FormRefused, match="06a, 06b, 06g, 07a, 07a-2020, 766-digital"):
        form("99z")
    with pytest.raises(FormRefused, match="printed"):
        form("06a").read_as("other")
