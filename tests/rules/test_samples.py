"""Drawings of papers: the library's data is whole, and a drawing is small and marked as what it is."""

import io

import pytest
from PIL import Image

from motcua.domain.catalogue.queries import LIBRARY
from motcua.domain.documents.rules.samples import FOLDER, drawing, read_samples, sample_for, samples

TOML = (FOLDER / "samples.toml").read_text("utf-8")


@pytest.mark.parametrize("key", samples())
def test_a_drawing_is_one_small_picture(key: str) -> None:
    picture = drawing(key)
    assert picture.startswith(b"\x89PNG") and len(picture) <= 30 * 1024
    assert 600 <= Image.open(io.BytesIO(picture)).width <= 700


def test_every_component_a_sample_names_is_asked_for_by_some_procedure() -> None:
    asked = "\n".join(path.read_text("utf-8") for path in (LIBRARY / "procedures").rglob("procedure*.toml"))
    named = [component for sample in samples().values() for component in sample.components]
    assert len(named) == len(set(named)), "one drawing for one paper"
    assert [component for component in named if f'key = "{component}"' not in asked] == []


def test_a_component_nobody_drew_has_no_sample() -> None:
    assert (
        sample_for("giay-chung-sinh") is samples()["giay-chung-sinh"] and sample_for("phi-tham-dinh") is None
    )


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ('["Giới tính của con", "Nữ", 2]', '["Giới tính của con", "Nữ", 9]', "không khớp nhau"),
        ('shape = "card"', 'shape = "cuộn"', "sheet hoặc card"),
        ('heading = "Căn cước"\n', "", "heading"),
        ('heading = "Căn cước"', 'tieu_de = "Căn cước"', "tieu_de"),
    ],
)
def test_a_sample_that_is_not_whole_is_refused(was: str, becomes: str, sentence: str) -> None:
    assert was in TOML
    with pytest.raises((ValueError, TypeError), match=sentence):
        read_samples(TOML.replace(was, becomes, 1))
