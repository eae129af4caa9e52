"""What a mandate covers, and how long it may last."""

from datetime import date

import pytest

from motcua.domain.mandates.rules import covers, last_day, mandate_limits_on, read_mandate_limits

FROM, TO = date(2026, 11, 1), date(2027, 1, 31)
# Bộ luật Dân sự 2015 Đ.563: theo thỏa thuận; Đ.569: đơn phương chấm dứt bất cứ lúc nào.
TABLE = [
    ((), "1.001193", date(2026, 11, 1), False, True),
    ((), "1.001193", date(2027, 1, 31), False, True),
    ((), "1.001193", date(2026, 10, 31), False, False),
    ((), "1.001193", date(2027, 2, 1), False, False),
    ((), "1.001193", date(2026, 11, 20), True, False),
    (("1.001193",), "1.001193", date(2026, 11, 20), False, True),
    (("1.001193",), "2.000815", date(2026, 11, 20), False, False),
    (("1.001193", "2.000815"), "2.000815", date(2026, 11, 20), False, True),
    (("1.001193",), "1.001193", date(2026, 11, 20), True, False),
]


@pytest.mark.parametrize(("procedures", "asked", "on", "revoked", "holds"), TABLE)
def test_what_a_mandate_covers(
    procedures: tuple[str, ...], asked: str, on: date, revoked: bool, holds: bool
) -> None:
    assert covers(procedures, asked, begins=FROM, ends=TO, on=on, revoked=revoked) is holds


@pytest.mark.parametrize(
    ("begins", "years", "last"),
    [
        (date(2026, 11, 20), 1, date(2027, 11, 20)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
    ],
)
def test_the_last_day_of_a_time_in_years(begins: date, years: int, last: date) -> None:
    assert last_day(begins, years) == last


def test_the_limits_are_dated_and_unconfirmed() -> None:
    rows = read_mandate_limits(
        '[[limits]]\nvalid_from=2030-01-01\nbasis="b"\nconfirmed=true\nlongest_years=2\nin_person=[]\n'
        '[[limits]]\nvalid_from=2017-01-01\nbasis="a"\nconfirmed=false\nlongest_years=1\nin_person=["1.000894"]\n'
    )
    assert [row.longest_years for row in rows] == [1, 2]
    assert not mandate_limits_on(date(2026, 11, 20)).confirmed
    assert mandate_limits_on(date(1990, 1, 1)) == mandate_limits_on(date(2017, 1, 1))
