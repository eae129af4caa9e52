"""Which bytes of a file are asked for (RFC 9110 §14): what a download that broke off sends to go on."""

import io

import pytest

from motcua.foundation.files import NO_SUCH_PART, Part, part_asked_for

ASKED = [
    ("", None),
    ("bytes=0-", (0, 9)),
    ("bytes=4-", (4, 9)),  # curl -C -
    ("bytes=4-6", (4, 6)),
    ("bytes=4-400", (4, 9)),
    ("bytes=9-9", (9, 9)),
    ("bytes=-3", (7, 9)),
    ("bytes=-30", (0, 9)),
    ("bytes=10-", NO_SUCH_PART),
    ("bytes=-0", NO_SUCH_PART),
    ("bytes=6-4", None),  # no range at all: the whole is answered
    ("bytes=-", None),
    ("bytes=0-1,4-5", None),  # several parts: the whole, as the standard allows
    ("lines=0-1", None),
    ("bytes=٣-", None),
    ("bytes=99999999999999999999-", None),
]


@pytest.mark.parametrize(("header", "part"), ASKED)
def test_the_part_asked_for(header: str, part: tuple[int, int] | None) -> None:
    assert part_asked_for(header, 10) == part


def test_of_an_empty_file_there_is_no_part() -> None:
    assert part_asked_for("bytes=0-", 0) == NO_SUCH_PART


def test_a_part_read_in_pieces_is_those_bytes_and_no_more() -> None:
    part = Part(io.BufferedReader(io.BytesIO(b"0123456789")), 3, 7)  # type: ignore[arg-type]
    assert [part.read(2), part.read(2), part.read(2), part.read(2)] == [b"34", b"56", b"7", b""]
