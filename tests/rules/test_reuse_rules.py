"""Which kept papers may stand for which component (Nghị định 118/2025: what was handed in once is not asked again)."""

import tomllib
from datetime import date

import pytest

from motcua.domain.cases.reuse_rules import LIBRARY, kinds_for, read_kinds

TODAY = date(2026, 11, 26)
ROW = '[[kinds]]\nkey = "a"\nname = "A"\nbasis = "NĐ"\nvalid_from = 2025-07-01\nconfirmed = false\n'


def test_declarations_are_never_used_again() -> None:
    assert kinds_for(["to-khai", "don-de-nghi", "mau-dien-tu", "van-ban-uy-quyen"], TODAY) == {}


def test_a_component_is_served_by_the_kinds_that_name_it() -> None:
    found = kinds_for(["to-khai", "giay-chung-sinh", "giay-to-doi-chieu"], TODAY)
    assert {key: [kind.key for kind in kinds] for key, kinds in found.items()} == {
        "giay-chung-sinh": ["chung-sinh"], "giay-to-doi-chieu": ["khai-sinh", "khuyet-tat"],
    }  # fmt: skip
    assert kinds_for(["giay-chung-sinh"], date(2025, 6, 30)) == {}


@pytest.mark.parametrize(
    ("issued_on", "on", "good"),
    [
        (date(2026, 5, 26), date(2026, 11, 25), True),  # Nghị định 123/2015, Điều 23: six months
        (date(2026, 5, 26), date(2026, 11, 26), False),
        (date(2026, 8, 31), date(2027, 2, 27), True),  # the end of a shorter month
        (date(2026, 8, 31), date(2027, 2, 28), False),
    ],
)
def test_a_confirmation_of_marital_status_serves_for_six_months(
    issued_on: date, on: date, good: bool
) -> None:
    (kind,) = kinds_for(["tinh-trang-hon-nhan"], on)["tinh-trang-hon-nhan"]
    assert kind.is_good(issued_on, on) is good


def test_every_kind_names_components_and_procedures_of_the_library() -> None:
    facts = {
        path.parent.name: tomllib.loads(path.read_text("utf-8"))
        for path in (LIBRARY / "procedures").glob("*/procedure.toml")
    }
    keys = {
        paper["key"]
        for each in facts.values()
        for part in (each, *each.get("variants", ()))
        for paper in part.get("components", ())
    }
    for kind in read_kinds((LIBRARY / "reuse.toml").read_text("utf-8")):
        assert set(kind.components) <= keys and set(kind.results) <= set(facts), kind.key


@pytest.mark.parametrize("row", [ROW, ROW + 'components = ["x"]\nmonths = -1\n', ROW + "wrong = 1\n"])
def test_a_row_that_says_nothing_is_refused_by_its_number(row: str) -> None:
    with pytest.raises(ValueError, match="thứ 1"):
        read_kinds(row)
