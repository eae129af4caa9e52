"""The procedures of the library are complete, true to one another, and written for people."""

import re
import unicodedata
from collections import Counter

import pytest

from motcua.domain.catalogue.rules import (
    for_variant,
    from_document,
    to_document,
    usual_variant,
    working_hours,
)
from motcua.domain.catalogue.rules.checks import path_hours
from motcua.domain.workflow.rules import compile_route, longest_hours, with_hours
from tests.rules.catalogue_samples import LIBRARY, library, today

ROUTES = LIBRARY.parent / "routes"

# Careful work by hand: what most people come for.
BY_HAND = [
    "1.001193",
    "1.000894",
    "1.000656",
    "1.004873",
    "2.000815",
    "2.000908",
    "1.001612",
    "1.013225",
    "1.014230",
]


def test_at_least_a_hundred_procedures_load_without_a_warning() -> None:
    assert len(today()) >= 100
    assert [str(warning) for facts in library().values() for warning in facts.warnings] == []


def test_every_folder_bears_the_code_of_its_procedure() -> None:
    assert {name.split("/")[0] for name in library()} == {folder.name for folder in LIBRARY.iterdir()}
    for name, facts in library().items():
        assert name.startswith(f"{facts.code}/"), name


def test_versions_of_one_procedure_do_not_overlap() -> None:
    for name, facts in library().items():
        if name.endswith("-until-2025-06-30.toml"):
            later = library()[f"{facts.code}/procedure.toml"]
            assert facts.valid_to is not None
            assert facts.valid_to < later.valid_from, name


def test_all_text_is_composed_unicode_and_bears_no_debris() -> None:
    debris = re.compile(r"…|\.\.\.|\s,|\(\s|\s\)|TT-BT[CP][A-ZĐ]\b|TT-BCA[A-ZĐ]\b|\bBTCN\b|\d{4}/20\d\d/QH")
    for path in LIBRARY.glob("*/procedure*.toml"):
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text), path
        assert not debris.search(text), (path, debris.search(text))


LAW = re.compile(r"\d+(\.\d+)?/\d{4}/(QH1\d|NĐ-CP|NQ-CP|QĐ-TTg|TT-[A-ZĐ]{3,8}|TTLT(-[A-Z]{3})+)")


@pytest.mark.parametrize("name", library())
def test_a_procedure_is_complete(name: str) -> None:
    facts = library()[name]
    assert facts.aliases, "people need a name they use themselves"
    assert all(LAW.fullmatch(number) for number in facts.legal_basis)
    assert len(set(facts.legal_basis)) == len(facts.legal_basis)
    assert facts.components
    assert any(not result.refusal for result in facts.results)
    assert facts.legacy_level == {"toan_trinh": 4, "mot_phan": 3, "khong_truc_tuyen": 2}[facts.online_level]
    assert {"valid_from", "legacy_level"} <= set(facts.unconfirmed)
    assert (facts.form_set == "tt01-2018") == (facts.valid_to is not None)
    assert all(
        paper.channels == () or set(paper.channels) <= set(facts.channels) for paper in facts.components
    )


@pytest.mark.parametrize("name", library())
def test_the_summary_is_short_plain_and_our_own(name: str) -> None:
    facts = library()[name]
    plain = facts.summary.lower()
    assert 40 <= len(facts.summary) <= 240
    assert 20 <= len(facts.summary_en) <= 240
    assert plain != facts.name.lower()
    assert facts.name.lower() not in plain
    assert facts.summary.endswith(".")
    assert all(len(sentence.split()) <= 30 for sentence in re.split(r"[.:] ", facts.summary)), (
        "grade-6 sentences"
    )
    assert facts.summary_en.isascii() or "đ" not in facts.summary_en


@pytest.mark.parametrize("name", library())
def test_every_case_fills_its_allowance_on_its_route(name: str) -> None:
    facts = library()[name]
    route = compile_route((ROUTES / f"{facts.route}.bpmn").read_bytes())
    for key in ["", *(variant.key for variant in facts.variants)]:
        case = for_variant(facts, key)
        hours = working_hours(case.allowed.legal)
        assert path_hours(case.steps) == hours, key
        assert longest_hours(with_hours(route, {step.node: step.hours for step in case.steps})) == hours, key
        assert {step.node for step in case.steps} == {node.id for node in route.waiting_nodes}, key


def test_a_document_comes_back_as_the_same_facts() -> None:
    for name, facts in library().items():
        assert from_document(to_document(facts)) == facts, name


def test_linked_procedures_name_procedures_of_the_library() -> None:
    linked = {code: facts.linked for code, facts in today().items() if facts.linked}
    assert set(linked) == {"2.000986", "2.001023"}
    for each in linked.values():
        assert all(child.procedure in today() for child in each.children if child.procedure)


def test_no_two_procedures_share_a_name_people_use() -> None:
    names = Counter(alias for facts in today().values() for alias in facts.aliases)
    titles = Counter(facts.short_name for facts in today().values())
    assert [name for name, count in (names + titles).items() if count > 1 and name not in titles] == []
    assert max(titles.values()) == 1


def test_the_district_lives_on_as_history_only() -> None:
    for facts in library().values():
        assert ("district" in facts.levels) <= (facts.valid_to is not None), facts.code


@pytest.mark.parametrize("code", BY_HAND)
def test_what_most_people_come_for_has_its_cases_and_papers(code: str) -> None:
    facts = today()[code]
    usual = for_variant(facts, usual_variant(facts))
    assert any(paper.required for paper in usual.components)
    assert len(facts.aliases) >= 6
    assert facts.life_event != "other" or facts.field == "Chứng thực"


def test_the_confirmed_table_of_copies_from_the_register_is_kept() -> None:
    # QĐ 663/QĐ-TTPVHCC 13/5/2026: tiếp nhận 02 giờ, thẩm định 03 giờ, ký 02 giờ, phát hành 01 giờ
    assert [step.hours for step in today()["2.000908"].steps] == [2, 3, 2, 1, 0]
    assert "steps" not in today()["2.000908"].unconfirmed
    assert today()["2.000908"].fees == ()


def test_the_three_times_of_an_exchanged_certificate_are_cases() -> None:
    # 1.012783: the portal's rows 15, 20 and 5 working days are cases, not channels
    spans = [
        for_variant(today()["1.012783"], each.key).allowed.legal.value
        for each in today()["1.012783"].variants
    ]
    assert sorted(spans) == [5, 15, 20]
