"""A slip of the finger, or more words than a procedure has, still find it; nonsense finds nothing."""

import pytest

from motcua.domain.catalogue.rules import search_entry
from motcua.domain.catalogue.rules.near import best_respelled, holds_enough, one_slip, respelled, share_held
from motcua.foundation.text import fold
from tests.rules.catalogue_samples import today

ENTRIES = [search_entry(facts) for facts in today().values()]
SLIPS = [
    # typed, meant
    ("khia sinh", "khai sinh"),
    ("kai sinh", "khai sinh"),
    ("ket hno", "ket hon"),
    ("chung thuwc", "chung thuc"),
    ("sang tne", "sang ten"),
    ("thuong trus", "thuong tru"),
    ("ho kinh doanhh", "ho kinh doanh"),
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_one_slip_in_a_word_is_understood(typed: str, meant: str) -> None:
    assert best_respelled(typed, ENTRIES) == meant


@pytest.mark.parametrize(
    "typed", ["khai sinh", "ket hon", "xe may", "zzz qqq", "", "1.001193", "k", "ho chieu"]
)
def test_what_is_known_or_nonsense_is_left_alone(typed: str) -> None:
    assert best_respelled(typed, ENTRIES) == ""


def test_a_long_line_does_not_take_long() -> None:
    assert respelled("khia " * 200, ENTRIES[:5]) is not None


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [("khia", "khai", True), ("khai", "khai", True), ("kai", "khai", True), ("khaii", "khai", True), ("khoi", "khai", True),
     ("kahi", "khai", True), ("kiah", "khai", False), ("sinh", "khai", False), ("a", "bc", False)],
)  # fmt: skip
def test_a_slip_is_one_letter_more_less_other_or_swapped(typed: str, meant: str, slip: bool) -> None:
    assert one_slip(typed, meant) is slip


def test_a_sentence_that_holds_most_of_the_words_is_enough() -> None:
    (birth,) = (entry for entry in ENTRIES if entry.code == "1.001193")
    assert holds_enough(*share_held(birth, fold("làm giấy khai sinh cho con trai")))
    assert not holds_enough(*share_held(birth, fold("giấy phép lái xe máy")))
