"""How a parcel stands whatever the order of telling, numbers of parcels, and what the post asks; QĐ 45/2016/QĐ-TTg."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.domain.delivery.rules import (
    NEXT_FOR_OFFICE,
    NEXT_FOR_PEOPLE,
    Direction,
    NumberRefused,
    ParcelState,
    check_digit,
    is_beyond,
    post_terms_on,
    read_number,
    standing,
)

S = ParcelState
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MOVES = st.lists(
    st.tuples(st.sampled_from(list(S)), st.integers(0, 500).map(lambda m: NOON + timedelta(minutes=m))),
    min_size=1,
    max_size=12,
)


def told(*words: tuple[ParcelState, int]) -> list[tuple[int, datetime]]:
    return [(state, NOON + timedelta(minutes=minutes)) for state, minutes in words]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ([(S.ASKED, 0)], S.ASKED),
        ([(S.ASKED, 0), (S.LABELLED, 0)], S.LABELLED),
        ([(S.LABELLED, 0), (S.CANCELLED, 5)], S.CANCELLED),
        ([(S.CANCELLED, 5), (S.HANDED_OVER, 3)], S.HANDED_OVER),  # the post has it, whatever was meant here
        ([(S.HANDED_OVER, 60), (S.ON_THE_WAY, 55)], S.ON_THE_WAY),  # two clocks differ: the way counts
        ([(S.FAILED, 90), (S.ON_THE_WAY, 120)], S.ON_THE_WAY),  # tried again
        ([(S.ON_THE_WAY, 80), (S.FAILED, 90)], S.FAILED),
        ([(S.DELIVERED, 100), (S.HANDED_OVER, 10), (S.ON_THE_WAY, 200)], S.DELIVERED),
        ([(S.LOST, 100), (S.CAME_BACK, 200)], S.CAME_BACK),  # found
        ([(S.CAME_BACK, 100), (S.LOST, 200)], S.LOST),  # said to be back, and is not
        ([(S.LOST, 100), (S.DELIVERED, 50)], S.DELIVERED),  # somebody has it
        ([(S.DELIVERED, 50), (S.NOT_DELIVERED, 90)], S.NOT_DELIVERED),  # nobody has it after all
        ([(S.DELIVERED, 50), (S.NOT_DELIVERED, 90), (S.DELIVERED, 95)], S.DELIVERED),  # now they have
        ([(S.DELIVERED, 50), (S.NOT_DELIVERED, 90), (S.ON_THE_WAY, 95)], S.ON_THE_WAY),
        ([(S.CAME_BACK, 40), (S.DELIVERED, 50), (S.NOT_DELIVERED, 90)], S.CAME_BACK),  # other words stay
    ],
)
def test_a_parcel_stands_as_the_furthest_word_says(words: list[tuple[ParcelState, int]], state: int) -> None:
    assert standing(told(*words)) == state
    assert standing(reversed(told(*words))) == state


@given(MOVES, st.randoms())
def test_neither_the_order_of_telling_nor_telling_twice_changes_anything(moves: list, random) -> None:
    shuffled = moves + moves
    random.shuffle(shuffled)
    assert standing(shuffled) == standing(moves)


def test_each_state_each_way_says_kindly_what_happens_next() -> None:
    for sentences in (NEXT_FOR_PEOPLE, NEXT_FOR_OFFICE):
        assert set(sentences) == set(Direction.LABELS)
        for way in sentences.values():
            assert set(way) == set(S)
            assert all(said[0].isupper() and said.endswith(".") and "!" not in said for said in way.values())


@pytest.mark.parametrize(
    ("serial", "digit"),
    [("47312482", "9"), ("12345678", "5"), ("00000000", "5"), ("00000005", "9"), ("00000008", "0")],
)
def test_the_check_digit_is_the_one_of_s10(serial: str, digit: str) -> None:
    """UPU S10: RR473124829GB is the example of the standard's own article."""
    assert check_digit(serial) == digit


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("ek123456785vn", "EK123456785VN"),
        (" EK 1234 5678 5 VN ", "EK123456785VN"),
        ("h26.101.1-261126-0012-b1", "H261011-261126-0012-B1"),
        ("2026-0001", "2026-0001"),
    ],
)
def test_numbers_are_read_as_scanned_or_typed(typed: str, number: str) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("EK123456784VN", "chữ số kiểm tra"),
        ("EK1", "6 đến 30"),
        ("", "6 đến 30"),
        ("ÊK123456785VN", "6 đến 30"),
    ],
)
def test_a_misread_number_is_refused_with_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(NumberRefused, match=said):
        read_number(typed)


@pytest.mark.parametrize(
    ("grams", "beyond", "fee"),
    [
        (None, False, 26_000), (100, False, 26_000), (101, False, 26_500), (100, True, 30_500), (2_000, True, 65_500),
        (2_001, False, 35_000), (2_500, False, 35_000), (2_501, True, 82_500),
    ],
)  # fmt: skip
def test_the_fee_follows_the_dated_table(grams: int | None, beyond: bool, fee: int) -> None:
    """The table of library/post.toml, which nobody has compared with a decree: confirmed = false."""
    terms = post_terms_on(date(2026, 11, 26))
    assert terms.fee(grams, beyond=beyond) == fee
    assert not terms.confirmed and terms.basis
    assert post_terms_on(date(2010, 1, 1)) == post_terms_on(date(2017, 1, 1))


@pytest.mark.parametrize(
    ("address", "beyond"),
    [
        ("Số 8 ngõ 21", False),
        ("Số 8, phường An Bình, thành phố Hà Nội", False),
        ("Số 8, phường An Bình, Hà Nội", False),
        ("Thôn 3, xã Thiệu Hóa, tỉnh Thanh Hóa", True),
        ("Thôn 3, xã Thiệu Hóa, Thanh Hoá", True),
        ("12 Lê Lợi, phường Bến Thành, TP. Hồ Chí Minh", True),
    ],
)
def test_another_province_is_told_by_the_end_of_the_address(address: str, beyond: bool) -> None:
    assert is_beyond(address, home="Thành phố Hà Nội") is beyond
