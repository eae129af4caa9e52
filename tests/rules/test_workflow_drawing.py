"""The still picture of a route: readable by eye and by ear, in both widths, on both grounds."""

import re
from dataclasses import replace
from itertools import combinations

import pytest
from lxml import etree

from motcua.domain.workflow.rules import Route, Step, compile_route, draw, route_from_steps
from motcua.domain.workflow.rules.svg import text_width, wrap
from tests.rules.workflow_samples import LIBRARY_FILES, library_route

SVG = "{http://www.w3.org/2000/svg}"
EVERY = pytest.mark.parametrize("file", LIBRARY_FILES, ids=lambda file: file.stem)
BOTH = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])


def picture(file, narrow: bool, **more) -> etree._Element:
    return etree.fromstring(draw(compile_route(file.read_bytes()), narrow=narrow, **more))


@EVERY
@BOTH
def test_a_picture_is_named_described_and_no_wider_than_its_place(file, narrow) -> None:
    root = picture(file, narrow)
    assert float(root.get("width")) <= (360 if narrow else 900)
    named, described = root.get("aria-labelledby").split()
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").get("id") == named
    assert root.find(f"{SVG}desc").get("id") == described
    route = compile_route(file.read_bytes())
    assert all(node.name in root.findtext(f"{SVG}desc") for node in route.waiting_nodes)


@EVERY
@BOTH
def test_a_picture_has_no_colour_script_or_style_of_its_own(file, narrow) -> None:
    text = draw(compile_route(file.read_bytes()), narrow=narrow)
    assert not re.search(r"style|<script|#[0-9a-f]{3}|rgb\(|url\(", text)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) == {"currentColor", "none"}


def side_by_side() -> Route:
    """Three steps at once in one lane, the third returning."""
    rows = [Step(f"b{n}", "Cho ý kiến " * n, "officer", "department", 1, beside=n > 1) for n in (1, 2, 3)]
    last = Step("ky", "Ký duyệt", "officer", "department", 1)
    return route_from_steps([last, *rows, replace(last, id="ky_lai", returns_to="ky")], "thu", "Thử")


@pytest.mark.parametrize("route", [*(library_route(file.stem) for file in LIBRARY_FILES), side_by_side()])
@BOTH
def test_no_two_steps_overlap_and_every_line_of_text_lies_inside(route, narrow) -> None:
    root = etree.fromstring(draw(route, narrow=narrow))
    boxes = [
        [float(rect.get(name)) for name in ("x", "y", "width", "height")]
        for rect in root.iter(f"{SVG}rect")
        if "mc-route-step" in rect.get("class")
    ]
    assert len(boxes) == len(route.waiting_nodes)
    for one, other in combinations(boxes, 2):
        apart_x = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
        apart_y = one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
        assert apart_x or apart_y
    for block in root.iter(f"{SVG}text"):
        size = float(block.get("font-size"))
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[block.get("text-anchor")]
        for line in block.iter(f"{SVG}tspan"):
            left = float(line.get("x")) - shift * text_width(line.text, size)
            assert left >= 0
            assert left + text_width(line.text, size) <= float(root.get("width"))
            assert float(line.get("y")) <= float(root.get("height"))


@BOTH
def test_the_steps_where_the_folder_is_now_stand_out(narrow) -> None:
    here = {"y_kien_thue", "y_kien_dat_dai"}
    text = draw(library_route("consult-two"), narrow=narrow, here=here)
    assert text.count("mc-route-here") == 2
    assert "mc-route-here" not in draw(library_route("consult-two"), narrow=narrow)


def test_the_description_reads_the_steps_out_and_names_the_returns() -> None:
    text = draw(library_route("supplement-loop"))
    assert "2. Thẩm tra hồ sơ, dự thảo kết quả (Chuyên viên thụ lý, 12 giờ)" in text
    assert "Từ bước 3 có thể trả lại bước 2." in text
    assert "Step 3 may return to step 2." in draw(library_route("supplement-loop"), lang="en")
    assert "trả lại" not in draw(library_route("consult-two")).split("</desc>")[0].split("Từ bước 6")[0]


def test_a_name_with_markup_in_it_stays_text() -> None:
    rows = [Step("a", '<script>alert("x")</script> & Co', "officer", "department", 1)]
    text = draw(route_from_steps(rows, "thu", "<b>Thử</b>"))
    assert "<script" not in text
    assert "<b>" not in text
    etree.fromstring(text)


def test_one_picture_is_the_same_bytes_each_time_and_the_two_widths_share_no_id() -> None:
    route = library_route("land-tax")
    wide, narrow = draw(route), draw(route, narrow=True)
    assert wide == draw(route)
    assert not set(re.findall(r'id="([^"]+)"', wide)) & set(re.findall(r'id="([^"]+)"', narrow))


def test_text_is_wrapped_to_its_width_and_an_endless_word_is_broken() -> None:
    lines = wrap("Thẩm định, xác minh, dự thảo kết quả", 90, 13)
    assert all(text_width(line, 13) <= 90 for line in lines)
    assert " ".join(lines) == "Thẩm định, xác minh, dự thảo kết quả"
    broken = wrap("W" * 40, 90, 13)
    assert "".join(broken) == "W" * 40
    assert all(text_width(line, 13) <= 90 for line in broken)
