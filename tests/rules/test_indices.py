"""The service index: the worked example, what is missing, what cannot be divided, and folders that are wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.application.indices.rules import (
    IndexRefused,
    changes,
    index_on,
    indices_of,
    points_words,
    ranked,
    read_index,
    score,
)

TOML = Path(__file__).parents[2] / "library/indices/766/index.toml"
INDEX = read_index(TOML.read_text("utf-8"), source="766/index.toml")

# A province in one month, as worked out by hand (QĐ 766/QĐ-TTg): indicator → counts, points.
PROVINCE = {
    "PUBLISH_ON_TIME": ({"done": 48, "of": 50}, "5.76"),
    "PUBLIC_UPDATE_ON_TIME": ({"done": 190, "of": 200}, "3.80"),
    "PUBLIC_CONTENT_FULL": ({"done": 600, "of": 640}, "1.875"),
    "DOSSIER_SYNC": ({"done": 9400, "of": 10000}, "5.64"),
    "PROGRESS": ({"done": 8910, "running": 960, "of": 10000}, "19.74"),
    "FULL_ONLINE": ({"done": 7200, "of": 8000}, "10.80"),
    "ONLINE_PAYMENT": ({"paid": 3000, "owing": 5000, "payable": 40, "used": 70, "with_fee": 100}, "6.35"),
    "ORIGINAL_RESULT_AVAILABLE": ({"done": 8100, "of": 9000}, "5.4"),
    "SO_HOA_GIAY_TO_GIAI_QUYET": ({"done": 9200, "of": 10000}, "3.68"),
    "ELECTRONIC_CERTIFIED_COPY": ({"done": 60, "of": 60}, "2"),
    "REUSED_DIGITIZED_DATA": ({"done": 64, "of": 100}, "1.6"),
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": ({"done": 50, "of": 100}, "2"),
    "CITIZEN_DATA_CONNECTED_DOSSIER": ({"done": 70, "of": 100}, "1.4"),
    "CITIZEN_DATA_CONNECTED_FORMALITY": ({"done": 80, "of": 100}, "1.6"),
    "PETITION_PROCESSING_ON_TIME": ({"done": 38, "of": 40}, "5.70"),
    "PETITION_HANDLING_SATISFACTION": ({"done": 36, "of": 40}, "5.40"),
    "DOSSIER_RECEIVING_SATISFACTION": ({"done": 8550, "of": 9500}, "6.00"),
}
COUNTS = {key: counts for key, (counts, _points) in PROVINCE.items()}


@pytest.mark.parametrize(("key", "counts", "points"), [(k, *v) for k, v in PROVINCE.items()])
def test_an_indicator_earns_what_was_worked_out_by_hand(key, counts, points):
    assert score(INDEX, {key: counts}, scope="province").line(key).points == Decimal(points)


def test_the_worked_example_of_a_province_gives_88_75_and_is_good():
    found = score(INDEX, COUNTS, scope="province")
    groups = {each.group.key: each.points for each in found.groups}
    assert groups == {
        "publicity": Decimal("17.075"), "progress": Decimal("19.74"), "online": Decimal("17.15"),
        "digital": Decimal("17.68"), "satisfaction": Decimal("17.10"),
    }  # fmt: skip
    assert found.total == Decimal("88.745")
    assert points_words(found.printed) == "88,75"
    assert found.complete and found.band and found.band.name == "Tốt"
    assert found.estimated  # 6 and 15


def test_the_index_has_24_indicators_and_100_points_in_five_groups():
    assert sorted(each.number for each in INDEX.indicators) == list(range(1, 25))
    assert [int(group.max) for group in INDEX.groups] == [18, 20, 22, 22, 18]
    assert INDEX.max == 100


def test_what_is_missing_is_missing_and_never_nought():
    found = score(INDEX, {**COUNTS, "PROGRESS": None}, scope="province")
    assert found.line("PROGRESS").state == "missing" and found.line("PROGRESS").points is None
    assert found.total == Decimal("88.745") - Decimal("19.74")
    assert not found.complete and found.of == 80 and found.band is None
    nothing = score(INDEX, {}, scope="province")
    assert nothing.total is None and points_words(nothing.printed) == "–"


def test_counts_that_lack_one_number_are_missing():
    found = score(INDEX, {"PROGRESS": {"done": 3, "of": 4}}, scope="province")
    assert found.line("PROGRESS").state == "missing"


@pytest.mark.parametrize("key", ["PUBLISH_ON_TIME", "PROGRESS"])
def test_dividing_by_zero_names_the_indicator_and_earns_nothing(key):
    counts = dict.fromkeys(INDEX.indicator(key).inputs, 0)
    line = score(INDEX, {key: counts}, scope="province").line(key)
    assert line.state == "empty" and line.points is None
    assert line.problem.startswith(f"Chỉ số {line.indicator.number} ({key})")


@pytest.mark.parametrize(
    ("key", "counts", "points"),
    [
        ("PETITION_PROCESSING_ON_TIME", {"done": 0, "of": 0}, "6"),  # 6 if no feedback
        ("PETITION_HANDLING_SATISFACTION", {"done": 0, "of": 0}, "6"),
        ("DOSSIER_RECEIVING_SATISFACTION", {"done": 0, "of": 0}, "0"),  # 0 if none
        ("DOSSIER_RECEIVING_SATISFACTION", {"done": 95, "of": 100}, "6"),  # full at 90 %
        ("REUSED_DIGITIZED_DATA", {"done": 80, "of": 100}, "2"),  # full at 80 %
        ("ONLINE_PAYMENT", {"paid": 0, "owing": 0, "payable": 0, "used": 0, "with_fee": 0}, "0"),  # 0/0 = 0
        ("ONLINE_PAYMENT", {"paid": 9, "owing": 9, "payable": 9, "used": 9, "with_fee": 9}, "10"),  # capped
        ("PUBLISH_ON_TIME", {"done": 9, "of": 3}, "6"),  # never more than the maximum
    ],
)
def test_the_edges_of_the_formulas(key, counts, points):
    assert score(INDEX, {key: counts}, scope="province").line(key).points == Decimal(points)


def test_a_commune_is_given_the_maximum_where_an_indicator_is_not_of_its_level():
    found = score(INDEX, {}, scope="commune")
    given_full = {
        line.indicator.number: line.points
        for group in found.groups
        for line in group.lines
        if line.state == "not_applicable"
    }
    assert given_full == {6: 12, 8: None, 9: None, 16: 2, 17: 2}


def test_units_with_equal_points_share_a_place_and_the_next_is_skipped():
    totals = {
        "a": Decimal("90.001"),
        "b": Decimal("88.75"),
        "c": Decimal("88.7451"),
        "d": None,
        "e": Decimal(5),
    }
    assert ranked(totals) == {"a": 1, "b": 2, "c": 2, "d": None, "e": 4}
    assert changes({"a": 18, "b": 3}, {"a": 24}) == {"a": 6, "b": None}


@given(
    st.dictionaries(st.sampled_from([i.key for i in INDEX.indicators]), st.integers(0, 10**7), max_size=24)
)
def test_any_counts_earn_between_nought_and_the_maximum(whole):
    counts = {
        key: {name: most * (7 + at) // 9 for at, name in enumerate(INDEX.indicator(key).inputs)}
        for key, most in whole.items()
    }
    found = score(INDEX, counts, scope="province")
    for group in found.groups:
        for line in group.lines:
            assert line.points is None or 0 <= line.points <= line.indicator.max
    assert found.total is None or 0 <= found.total <= found.of <= 100


def test_the_index_of_a_day_is_the_one_in_force():
    assert index_on(date(2022, 7, 31)) is None
    assert index_on(date(2022, 8, 1)).key == "766-2022"
    assert all(index.key for index in indices_of())


GOOD = """key = "x"
name = "X"
basis = "QĐ 1"
valid_from = 2030-01-01
[[groups]]
key = "g"
name = "G"
max = 10
[[indicators]]
number = 1
key = "A"
group = "g"
name = "A"
max = 10
formula = "max * done / of"
inputs = { done = "d", of = "o" }
"""


def test_another_index_is_another_folder_and_no_code(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x/index.toml").write_text(GOOD, "utf-8")
    (index,) = indices_of(tmp_path)
    assert score(index, {"A": {"done": 1, "of": 4}}, scope="commune").total == Decimal("2.5")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('formula = "max * done / of"', 'formula = "max * done / off"', "dòng 15: công thức của chỉ số 1 dùng tên không có: off"),
        ('formula = "max * done / of"', "formula = \"'a' + 'b'\"", "dòng 15: công thức của chỉ số 1 có ký hiệu"),
        ('formula = "max * done / of"', 'formula = "size(done)"', "dòng 15"),
        ('formula = "max * done / of"', 'formula = "max *"', "dòng 15: công thức của chỉ số 1 viết sai"),
        ('formula = "max * done / of"', 'formula = "done > of"', "không cho ra một số"),
        ('formula = "max * done / of"\n', "", "phải có cả"),
        ("max = 10\nformula", "max = 9\nformula", "dòng 8: nhóm “G” có 10 điểm, nhưng các chỉ số cộng lại được 9"),
        ('group = "g"', 'group = "h"', "dòng 12: chỉ số 1 thuộc nhóm không có: “h”"),
        ("number = 1\n", "", "chỉ số thứ 1 thiếu “number”"),
        ('basis = "QĐ 1"\n', "", "thiếu “basis”"),
        ("name = ", "name ", "không đọc được TOML"),
        ('name = "A"', 'name = "A"\nscope = ["village"]', "phạm vi lạ: village"),
    ],
)  # fmt: skip
def test_a_folder_that_is_wrong_is_refused_by_line(old, new, said):
    assert GOOD.count(old)
    with pytest.raises(IndexRefused) as refused:
        read_index(GOOD.replace(old, new), source="x/index.toml")
    assert said in str(refused.value) and str(refused.value).startswith("x/index.toml")
