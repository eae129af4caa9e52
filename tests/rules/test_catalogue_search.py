"""Procedures are found the way people and officers type."""

import pytest

from motcua.domain.catalogue.rules import find, search_entry, search_text
from motcua.foundation.text import fold
from tests.rules.catalogue_samples import today

ENTRIES = [search_entry(facts) for facts in today().values()]

FIRST = [
    # what is typed, the procedure wanted first
    ("ks", "1.001193"),
    ("khai sinh", "1.001193"),
    ("giay khai sinh", "1.001193"),
    ("KHAI SINH", "1.001193"),
    ("đăng ký khai sinh", "1.001193"),
    ("1.001193", "1.001193"),
    ("1001193", "1.001193"),
    ("dkks", "1.001193"),
    ("kết hôn", "1.000894"),
    ("dkkh", "1.000894"),
    ("khai tử", "1.000656"),
    ("sao y", "2.000815"),
    ("chung thuc", "2.000815"),
    ("sổ gốc", "2.000908"),
    ("hkd", "1.001612"),
    ("ho kinh doanh", "1.001612"),
    ("doc than", "1.004873"),
    ("xntthn", "1.004873"),
    ("xin phép xây nhà", "1.013225"),
    ("gpxd", "1.013225"),
    ("vsattp", "1.014230"),
    ("tro cap xa hoi", "1.001776"),
    ("sổ đỏ", "1.013978"),
    ("sang tên", "1.013831"),
    ("nhap ho khau", "1.004222"),
    ("lltp", "3.000333"),
    ("tach thua", "1.012784"),
    ("hộ nghèo", "1.011607"),
    ("lien thong khai sinh", "2.000986"),
    ("dkgh", "1.004837"),  # only its initials: Đăng ký giám hộ
]


@pytest.mark.parametrize(("typed", "code"), FIRST)
def test_the_usual_words_find_the_usual_procedure_first(typed: str, code: str) -> None:
    assert find(ENTRIES, typed)[0].code == code


def test_a_marriage_with_a_foreigner_is_among_the_first_three() -> None:
    assert "2.000806" in [entry.code for entry in find(ENTRIES, "dang ky ket hon nuoc ngoai")[:3]]


def test_words_in_any_order_and_half_typed_are_enough() -> None:
    assert find(ENTRIES, "nhân hôn trạng xác")[0].code == "1.004873"
    assert find(ENTRIES, "chung thuc di ch")[0].code == "2.001019"


def test_nothing_is_found_for_nothing() -> None:
    assert find(ENTRIES, "  ") == []
    assert find(ENTRIES, "zzz qqq") == []


def test_the_stored_text_is_folded_and_holds_what_people_type() -> None:
    for facts in today().values():
        text = search_text(facts)
        assert text == fold(text), facts.code
        for name in (facts.short_name, facts.code, facts.field, *facts.aliases):
            assert fold(name) in text
