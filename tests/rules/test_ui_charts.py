"""Charts: what they refuse, and that the numbers said are the numbers given."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from motcua.foundation.ui.charts import Chart, ChartRefused, Series, bars, lines, small, spark, stacked

SVG = "{http://www.w3.org/2000/svg}"


def chart(**changes: Any) -> Chart:
    given = {
        "title": "Tỷ lệ đúng hạn",
        "unit": "%",
        "source": "Phường An Bình",
        "as_of": "22/11/2026",
        "labels": ["9/26", "10/26", "11/26"],
        "series": [Series("Đúng hạn", [94.1, None, 99.1])],
    }
    return Chart(**{**given, **changes})


def drawings(text: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f'<r xmlns="http://www.w3.org/2000/svg">{text}</r>'))


@pytest.mark.parametrize("missing", ["title", "unit", "source", "as_of"])
def test_a_chart_without_its_origin_is_not_drawn(missing: str) -> None:
    with pytest.raises(ChartRefused, match=missing):
        chart(**{missing: " "})


@pytest.mark.parametrize(
    "wrong",
    [
        {"labels": []},
        {"series": []},
        {"series": [Series("a", [1.0])]},
        {"series": [Series("a", [None, None, None])]},
        {"series": [Series(str(i), [1, 2, 3]) for i in range(5)]},
    ],
)
def test_a_chart_of_nothing_or_of_unequal_rows_is_not_drawn(wrong: dict[str, Any]) -> None:
    with pytest.raises(ChartRefused):
        chart(**wrong)


@pytest.mark.parametrize("draw", [bars, lines, stacked])
def test_every_chart_has_a_wide_and_a_narrow_drawing_with_title_and_finding(draw: Any) -> None:
    found = drawings(draw(chart(finding="Tăng 5 điểm & vượt đích.")))
    assert [svg.get("class") for svg in found] == ["wide", "narrow"]
    for svg in found:
        title, finding = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
        assert svg.get("role") == "img"
        assert title is not None and title.text == "Tỷ lệ đúng hạn"
        assert finding is not None and finding.text == "Tăng 5 điểm & vượt đích."
        assert svg.get("aria-labelledby") == f"{title.get('id')} {finding.get('id')}"
        assert "style" not in ElementTree.tostring(svg, encoding="unicode")


def test_ids_differ_between_the_two_drawings() -> None:
    ids = [node.get("id") for svg in drawings(lines(chart())) for node in svg.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) == 4


def test_names_are_escaped() -> None:
    assert "<b>" not in bars(chart(labels=["<b>x</b>", "b", "c"]))


def test_a_gap_breaks_the_line_and_is_a_dash_in_the_table() -> None:
    wide = drawings(lines(chart()))[0]
    path = next(node.get("d", "") for node in wide if node.get("class") == "line")
    assert path.count("M") == 2 and "L" not in path
    assert chart().rows == [("9/26", ["94,1"]), ("10/26", ["–"]), ("11/26", ["99,1"])]


@pytest.mark.parametrize(
    ("values", "target", "low", "expected"),
    [
        ([94.1, 96, 99.1], 98, 92, ["92%", "94%", "96%", "98%", "100%"]),
        ([0, 3, 7], None, None, ["0%", "2%", "4%", "6%", "8%"]),
        ([5, 5, 5], None, None, ["5%", "6%"]),
    ],
)
def test_the_axis_stands_on_round_numbers(
    values: list[float], target: float | None, low: float | None, expected: list[str]
) -> None:
    wide = drawings(lines(chart(series=[Series("a", values)], target=target, low=low)))[0]
    ticks = [node.text for node in wide if node.tag == f"{SVG}text" and node.get("text-anchor") == "end"]
    assert ticks == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 0, 1], ["0", "1"]),
        ([0, 1, 2], ["0", "1", "2"]),
        ([3, 3, 5], ["3", "4", "5"]),
        ([0, 4, 9], ["0", "5", "10"]),  # not by 2,5
        ([0, 40, 90], ["0", "25", "50", "75", "100"]),
        ([0.5, 1, 2], ["0,5", "1", "1,5", "2"]),  # days, not things that are counted
    ],
)
def test_what_is_counted_stands_on_whole_numbers(values: list[float], expected: list[str]) -> None:
    wide = drawings(lines(chart(unit="hồ sơ", series=[Series("a", values)])))[0]
    ticks = [node.text for node in wide if node.tag == f"{SVG}text" and node.get("text-anchor") == "end"]
    assert ticks == expected


def test_the_longest_bar_is_the_largest_value() -> None:
    wide = drawings(bars(chart(series=[Series("a", [10, 40, 20])])))[0]
    widths = [float(node.get("width", 0)) for node in wide if node.get("class") == "s1"]
    assert widths == [180.0, 720.0, 360.0]


def test_parts_of_a_stack_fill_the_bar_but_for_a_pixel_each() -> None:
    both = [Series("a", [1, 0, 2]), Series("b", [3, 0, 2])]
    wide = drawings(stacked(chart(series=both)))[0]
    widths = [float(node.get("width", 0)) for node in wide if node.get("class") in ("s1", "s2")]
    assert widths == [179.0, 539.0, 359.0, 359.0]


def test_a_spark_of_one_number_is_not_drawn() -> None:
    assert spark([1]) == ""
    assert 'aria-hidden="true"' in spark([1, None, 3], bad=True)


def test_small_charts_side_by_side_share_the_scale_they_are_given() -> None:
    few, many = (
        chart(unit="hồ sơ", labels=["9/26", "10/26"], series=[Series("a", row)], low=0, high=900, places=0)
        for row in ([1, 2], [400, 900])
    )
    ticks = [re.findall(r'text-anchor="end">([^<]+)<', small(each)) for each in (few, many)]
    assert ticks[0] == ticks[1] and ticks[0][-1] == "1.000" and ticks[0][0] == "0"
    assert small(few).count("<svg") == 1
