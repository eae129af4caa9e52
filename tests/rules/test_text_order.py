"""Vietnamese order: đ after d, tones after letters, people by given name."""

import random

import pytest

from motcua.foundation.text import collate, given_name, name_parts, sort_key

ORDINARY = ["An", "An Bình", "Anh", "Át", "Ăn", "Ân", "Ất", "ba", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Dũng",
            "Đức", "Phường 1", "Phường 2", "Phường 10", "Xã Ea H'Leo", "Yên"]  # fmt: skip
PEOPLE = ["An", "Bế Văn An", "Dương Thị An", "Đặng An", "NGUYỄN VĂN AN", "Nguyễn Việt An", "Lê Án", "Đặng Thị Ánh",
          "Trần Dũng", "Nguyễn Văn Đức", "Hoàng Yến"]  # fmt: skip


def test_ordinary_text_stands_in_vietnamese_order() -> None:
    mixed = random.Random(7).sample(ORDINARY, len(ORDINARY))
    assert sorted(mixed, key=collate) == ORDINARY


def test_people_stand_by_given_then_family_then_middle_name() -> None:
    mixed = random.Random(7).sample(PEOPLE, len(PEOPLE))
    assert sorted(mixed, key=sort_key) == PEOPLE


def test_capitals_do_not_move_a_person_in_a_list() -> None:
    assert sort_key("NGUYỄN VĂN AN") == sort_key("Nguyễn Văn An")


def test_keys_fit_their_column() -> None:
    assert len(sort_key("Nguyễn " * 28)) < 900


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Nguyễn Văn Đức", ("Nguyễn", "Văn", "Đức")),
        ("Nguyễn Thị Phương Thảo", ("Nguyễn", "Thị Phương", "Thảo")),
        ("Lê An", ("Lê", "", "An")),
        ("Puih", ("", "", "Puih")),
        ("", ("", "", "")),
    ],
)
def test_names_are_cut_by_place(full: str, parts: tuple[str, str, str]) -> None:
    assert name_parts(full) == parts
    assert given_name(full) == parts[2]


def test_offices_stand_in_the_order_of_their_whole_name_and_people_in_that_of_their_given_name():
    offices = ["Phường Thuận An", "Phường Ba Đình", "Phường Ô Chợ Dừa", "Phường Đông Anh"]
    assert sorted(offices, key=collate) == [
        "Phường Ba Đình", "Phường Đông Anh", "Phường Ô Chợ Dừa", "Phường Thuận An",
    ]  # fmt: skip
    assert sorted(offices, key=sort_key)[0] == "Phường Thuận An"
