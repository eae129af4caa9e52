"""A pile taken apart: what counts as blank, by pages that were drawn; what begins a paper; what was chosen."""

import io

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from motcua.application.scanning.rules import (
    DROPPED,
    GOES_ON,
    OTHER,
    UNCHOSEN,
    Leaf,
    faults,
    first_choices,
    is_blank,
    papers_of,
)
from motcua.foundation.files.remaking.joining import gathered
from motcua.foundation.files.remaking.sheets import written
from tests import strange_files as strange

A4 = (1131, 1600)
N, G, D = UNCHOSEN, GOES_ON, DROPPED


def sheet(paper: int = 255, *lines: tuple[str, int], grain: float = 0, size: int = 36) -> Image.Image:
    """A page as a scanner sees it: paper of a tone, lines of a tone, grain."""
    page = Image.new("L", A4, paper)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size)
    for row, (words, tone) in enumerate(lines):
        pen.text((150, 300 + 60 * row), words, fill=tone, font=font)
    if grain:
        noise = Image.effect_noise(A4, grain).point(
            lambda value: value - 128 + paper if value < 128 else paper
        )
        page = Image.blend(page, noise, 0.5)
    return page.convert("RGB")


def edged(page: Image.Image) -> Image.Image:
    """With the dark edge and the punch holes of a scan."""
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, 20, 1599), fill=(40, 40, 40))
    for height in (600, 1000):
        pen.ellipse((2, height, 32, height + 30), fill=(0, 0, 0))
    return page


def behind(page: Image.Image) -> Image.Image:
    """What is printed on the back shines through: mirrored, blurred, hardly darker than the paper."""
    back = sheet(255, *[("CONG HOA XA HOI CHU NGHIA VIET NAM", 235)] * 20).transpose(
        Image.Transpose.FLIP_LEFT_RIGHT
    )
    return Image.blend(page, back.filter(ImageFilter.GaussianBlur(2)), 0.5)


@pytest.mark.parametrize(
    ("page", "blank"),
    [
        (sheet(), True),
        (sheet(235), True),  # grey recycled paper
        (sheet(200), True),  # a coloured separator
        (sheet(250, grain=8), True),
        (edged(sheet(250)), True),
        (behind(sheet()), True),
        (sheet(255, ("7", 0)), True),  # nothing but the number of a page
        (sheet(255, ("Nguyen Van Tam, 12/08/1990", 0)), False),
        (sheet(250, ("Nguyen Van Tam, 12/08/1990", 0), grain=8), False),
        (sheet(255, ("Da nhan du, ky ten: Nguyen Van Tam", 190)), False),  # a pale stamp
        (sheet(245, ("Ghi chu bang but chi: bo sung sau", 205)), False),  # a pencil
        (sheet(200, ("Nguyen Van Tam, 12/08/1990", 90)), False),  # on coloured paper
        (edged(sheet(255, ("Nguyen Van Tam, 12/08/1990", 60))), False),
        (sheet(40, ("Am ban", 230)), True),  # white on black is none of our papers; it is shown, not lost
    ],
)  # fmt: skip
def test_a_blank_sheet_is_told_from_a_faint_one(page: Image.Image, blank: bool) -> None:
    share = written(page)
    assert is_blank(share) is blank, share


@pytest.mark.parametrize(
    ("blank", "begins", "chosen"),
    [
        ([False, False, False], [True, False, False], [N, G, G]),
        ([False, True, False, False], [True, False, False, False], [N, D, N, G]),
        ([True, False, True, True, False], [True, False, False, False, False], [D, N, D, D, N]),
        ([False, False], [True, True], [N, N]),  # two files
        ([False, False], [False, False], [N, G]),  # photos follow each other
        ([True], [True], [D]),
        ([], [], []),
    ],
)
def test_blank_sheets_and_new_files_part_papers(
    blank: list[bool], begins: list[bool], chosen: list[str]
) -> None:
    assert first_choices(blank, begins) == chosen


def leaves(*choices: str) -> list[Leaf]:
    return [Leaf(number, choice) for number, choice in enumerate(choices, start=1)]


@pytest.mark.parametrize(
    ("choices", "papers", "wrong"),
    [
        (["a", G, D, "b"], [("a", [1, 2]), ("b", [4])], []),
        (["a", D, G], [("a", [1, 3])], []),  # joined over a blank sheet
        (["a", "a"], [("a", [1]), ("a", [2])], []),  # two of the same kind
        ([OTHER, G], [(OTHER, [1, 2])], []),
        ([N, "b"], [("b", [2])], [1]),
        ([G, "b"], [("b", [2])], [1]),
        ([D, G], [], [2]),
        ([D, D], [], []),
    ],
)
def test_pages_become_papers_and_what_is_missing_is_named(
    choices: list[str], papers: list[tuple[str, list[int]]], wrong: list[int]
) -> None:
    found = papers_of(leaves(*choices))
    assert [(which, [leaf.number for leaf in row]) for which, row in found] == papers
    assert [number for number, _said in faults(leaves(*choices))] == wrong


def test_single_pages_are_bound_in_their_order_and_turned() -> None:
    one, two = io.BytesIO(strange.pdf(pages=3)), io.BytesIO(strange.pdf(pages=1))
    with pikepdf.open(gathered([(one, 2, 0), (two, 0, 90), (one, 0, 270)])) as made:
        assert [page.get("/Rotate", 0) for page in made.pages] == [0, 90, 270]
        words = [bytes(page.Contents.read_bytes()) for page in made.pages]
    assert [b"Trang 3" in words[0], b"Trang 1" in words[1], b"Trang 1" in words[2]] == [True] * 3
