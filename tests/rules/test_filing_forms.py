"""Forms as data: the library's hold together, faulty ones are refused with the place, answers follow the rules."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.application.filing.rules import (
    Form,
    FormRefused,
    Question,
    asked,
    faults,
    kept,
    missing,
    read_form,
    rows_of,
    subject_of,
    variant_of,
)
from motcua.application.filing.rules.answers import validator
from motcua.application.filing.standing import library_forms, shared_files
from motcua.domain.catalogue.queries import LIBRARY
from motcua.domain.catalogue.rules import read_procedure
from motcua.foundation.text import nfc

TODAY = date(2026, 11, 20)
FORMS, WRONG = library_forms()
BY_CODE = {form.code: form for form in FORMS}
# Issue: forms for at least 25 procedures, among them these.
NAMED = {
    "1.001193": "khai sinh", "1.000894": "kết hôn", "1.000656": "khai tử", "1.004873": "tình trạng hôn nhân",
    "2.000815": "chứng thực", "1.001612": "hộ kinh doanh", "1.013225": "giấy phép xây dựng",
    "1.014230": "an toàn thực phẩm", "1.001776": "trợ cấp xã hội", "2.000635": "bản sao trích lục", "2.000986": "liên thông",
}  # fmt: skip


def test_every_form_of_the_library_can_be_used() -> None:
    assert WRONG == []
    assert len(FORMS) >= 25 and set(NAMED) <= set(BY_CODE)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_opens_from_home_or_says_why_not(form: Form) -> None:
    text = (LIBRARY / "procedures" / form.code / "procedure.toml").read_text("utf-8")
    facts = read_procedure(text, form.code)
    assert ("online" in facts.channels) is (form.counter_only == ("", ""))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_speaks_both_languages_in_composed_letters(form: Form) -> None:
    for topic in form.topics:
        words = [form.counter_only, topic.title, topic.intro, *(stop.say for stop in topic.stops)]
        for question in topic.questions:
            for each in (question, *question.items):
                words += [each.label, each.hint, *(text for _value, text in each.choices)]
        for vietnamese, english in words:
            assert bool(vietnamese) == bool(english)
            assert nfc(vietnamese) == vietnamese and "!" not in vietnamese + english


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_form_asks_little_on_a_page(form: Form) -> None:
    assert all(len(topic.questions) <= 12 for topic in form.topics)
    assert 2 <= len(form.topics) <= 10


# Refused with the place ----------------------------------------------------------------------------------

FAULTS: dict[str, tuple[Any, str]] = {
    "a condition on what is asked later": (
        lambda d: d["topics"][0]["questions"][0].update(when="answers.child_name == \"\""),
        "mục «bat-dau.relation.when»: điều kiện hỏi đến «answers.child_name», mà câu ấy không có hoặc được hỏi sau",
    ),
    "a condition that is no CEL": (
        lambda d: d["variants"][0].update(when="days.child_born_on >"),
        "mục «variants.qua-han.when»: điều kiện viết sai cú pháp CEL",
    ),
    "days of what is no date": (
        lambda d: d["variants"][0].update(when="days.child_name > 60"),
        "mà «child_name» không phải câu hỏi ngày",
    ),
    "a strange variable": (lambda d: d["variants"][0].update(when="case.fee > 0"), "dùng biến không có: «case»"),
    "a condition that is no yes or no": (
        lambda d: d["variants"][0].update(when="answers.copies"), "không cho kết quả đúng hay sai",
    ),
    "a paper nobody asks for": (lambda d: d["papers"].update(x={"form": True}), "thủ tục không có «x»"),
    "a case type that is not there": (lambda d: d["variants"][1].update({"is": "khong"}), "thủ tục không có «khong»"),
    "a reference to nothing": (
        lambda d: d["topics"].append({"$ref": "common.json#/topics/nobody"}), "không trỏ tới đâu cả",
    ),
    "a question asked twice": (
        lambda d: d["topics"][2]["questions"].append(d["topics"][0]["questions"][0]), "được hỏi hai lần",
    ),
    "a question without a shape": (
        lambda d: d["schema"]["properties"].pop("child_name"), "câu hỏi «child_name» chưa có trong schema.properties",
    ),
    "a choice without words": (
        lambda d: d["topics"][0]["questions"][0]["choices"].pop("father"), "lựa chọn «father» chưa có chữ",
    ),
    "a strange key": (lambda d: d.update(colour="red"), "có mục lạ: «colour»"),
    "one language only": (lambda d: d["topics"][0].update(title=["Bắt đầu"]), "mục «topics[0].title»"),
    "a subject of nothing": (lambda d: d.update(subject="{nobody}"), "«nobody» không phải câu hỏi nào"),
    "a place that is no address": (lambda d: d.update(place={"question": "relation"}), "phải là một câu hỏi địa chỉ"),
    "an address of the pages' own": (lambda d: d["topics"][0].update(key="xong"), "khóa của trang này đã dùng"),
    "a shape that is no schema": (
        lambda d: d["schema"]["properties"].update(copies={"type": "nothing"}), "không phải JSON Schema 2020-12 đúng",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_a_faulty_form_is_refused_with_its_place(what: str) -> None:
    from motcua.application.filing.standing import LIBRARY

    spoil, sentence = FAULTS[what]
    document = json.loads((LIBRARY / "procedures" / "1.001193" / "form.json").read_text("utf-8"))
    spoil(document)
    with pytest.raises(FormRefused) as refused:
        read(json.dumps(document))
    assert any(sentence in each for each in refused.value.sentences), refused.value.sentences
    assert all(
        each.startswith("1.001193/form.json") and each.endswith(".") for each in refused.value.sentences
    )


def test_what_is_no_json_is_refused_with_its_line() -> None:
    with pytest.raises(FormRefused, match=r"1\.001193/form\.json, dòng 2: sai cú pháp JSON"):
        read('{"subject": "x",\n nothing}')


def read(text: str) -> Form:
    whole = BY_CODE["1.001193"]
    components = {*whole.papers, "giay-chung-sinh", "giay-to-tuy-than"}
    return read_form(
        text, "1.001193", library=shared_files(), components=components, variants=["dung-han", "qua-han"]
    )


# Rules as tables -----------------------------------------------------------------------------------------

BIRTH = BY_CODE["1.001193"]


@pytest.mark.parametrize(
    ("born", "variant"),
    [("2026-11-20", "dung-han"), ("2026-09-21", "dung-han"), ("2026-09-20", "qua-han"), ("", "dung-han")],
)
def test_a_birth_is_late_after_sixty_days(born: str, variant: str) -> None:
    """Luật Hộ tịch 60/2014/QH13 Đ.15: 60 days from the birth."""
    assert variant_of(BIRTH, {"child_born_on": born}, today=TODAY, usual="dung-han") == variant


@pytest.mark.parametrize(("died", "variant"), [("2026-11-05", "dung-han"), ("2026-11-04", "qua-han")])
def test_a_death_is_late_after_fifteen_days(died: str, variant: str) -> None:
    """Luật Hộ tịch 60/2014/QH13 Đ.33: 15 days from the death."""
    assert variant_of(BY_CODE["1.000656"], {"died_on": died}, today=TODAY, usual="") == variant


@pytest.mark.parametrize(
    ("born", "poor", "stopped"),
    [
        ("1951-11-20", "no", False),
        ("1951-11-21", "no", True),
        ("1951-11-21", "near", False),
        ("1956-11-21", "poor", True),
    ],
)
def test_the_social_pension_is_for_the_old(born: str, poor: str, stopped: bool) -> None:
    """NĐ 176/2025/NĐ-CP: from 75, or from 70 in a poor or near-poor household."""
    answers = {"what": "new", "pension": False, "born_on": born, "poor": poor}
    assert bool(asked(BY_CODE["1.014027"], answers, today=TODAY).stops) is stopped


def test_hidden_questions_are_neither_asked_nor_kept() -> None:
    answers = {"father_known": False, "father_name": "Ai đó", "circumstance": "usual"}
    shown = {q.key for _topic, questions in asked(BIRTH, answers, today=TODAY).topics for q in questions}
    assert "father_known" in shown and "father_name" not in shown
    assert "father_name" not in kept(BIRTH, answers, today=TODAY)
    found = {**answers, "circumstance": "found"}
    assert not {"mother_name", "married"} & {
        q.key for _t, questions in asked(BIRTH, found, today=TODAY).topics for q in questions
    }


def test_what_hangs_on_a_hidden_answer_is_hidden_too() -> None:
    """The father's questions stay away when their topic is passed over, whatever was answered there before."""
    answers = {"circumstance": "found", "father_known": True, "father_name": "Ai đó"}
    assert not asked(BIRTH, answers, today=TODAY).facts.answers["father_known"]


def test_the_subject_names_what_it_is_about() -> None:
    assert subject_of(BIRTH, {"child_name": "Nguyễn Minh An"}) == "Khai sinh cho Nguyễn Minh An"


def test_answers_are_read_as_people_say_them() -> None:
    answers = {
        "relation": "father", "child_born_on": "2026-11-03", "registered_before": False, "copies": 2,
        "residence": {"commune": "00367", "place": "Phường Thanh Xuân, Thành phố Hà Nội", "line": "Số 8"},
    }  # fmt: skip
    rows = {r["key"]: r["said"] for t in rows_of(BIRTH, answers, {}, today=TODAY) for r in t["rows"]}
    assert rows["relation"] == ["Cha", "Father"] and rows["child_born_on"][0] == "03/11/2026"
    assert rows["registered_before"] == ["Không", "No"] and rows["copies"][0] == "2"
    assert rows["residence"][0] == "Số 8, Phường Thanh Xuân, Thành phố Hà Nội"


# Properties ----------------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def fitting(question: Question) -> st.SearchStrategy[Any]:
    """An answer of the question's own shape."""
    if question.kind == "group":
        items = {item.key: fitting(item) for item in question.items}
        return st.lists(st.fixed_dictionaries(items), min_size=1, max_size=2)
    places = st.fixed_dictionaries(
        {"commune": st.just("00367"), "place": st.just("Phường Thanh Xuân"), "line": st.text(max_size=9)}
    )
    return {
        "choice": st.sampled_from([value for value, _text in question.choices] or [""]),
        "many": st.lists(st.sampled_from([v for v, _t in question.choices] or [""]), min_size=1, unique=True),
        "yes_no": st.booleans(),
        "date": st.dates(date(1930, 1, 1), TODAY + timedelta(days=90)).map(str),
        "integer": st.integers(
            question.schema.get("minimum", 1), min(question.schema.get("maximum", 99), 10**6)
        ),
        "money": st.integers(0, 10**12),
        "address": places,
        "identity": st.just("001090012345"),
        "phone": st.just("0912000123"),
        "email": st.just("tam@vidu.vn"),
    }.get(question.kind, st.just("0101234567"))


FORM = st.sampled_from(FORMS)


@given(data=st.data(), form=FORM)
@settings(max_examples=150, deadline=None)
def test_no_answers_whatever_make_a_form_fail(data: st.DataObject, form: Form) -> None:
    questions = list(form.questions)
    answers = data.draw(st.dictionaries(st.sampled_from([q.key for q in questions]), ANYTHING, max_size=6))
    shown = asked(form, answers, today=TODAY)
    assert all(
        q.key in faults(form, answers, today=TODAY) for _t, qs in shown.topics for q in missing(qs, answers)
    )
    assert set(kept(form, answers, today=TODAY)) <= {q.key for _t, qs in shown.topics for q in qs}


@given(data=st.data(), form=FORM)
@settings(max_examples=60, deadline=None)
def test_a_form_filled_in_as_it_asks_can_be_filed(data: st.DataObject, form: Form) -> None:
    """Answering only what is asked, page by page, leaves nothing missing and nothing wrong."""
    answers: dict[str, Any] = {}
    for _round in range(len(form.topics) + 8):
        shown = asked(form, answers, today=TODAY)
        lacking = [q for _t, qs in shown.topics for q in missing(qs, answers)]
        if not lacking:
            break
        answers |= {q.key: data.draw(fitting(q)) for q in lacking}
    assert faults(form, answers, today=TODAY) == []
    assert validator(form).is_valid(kept(form, answers, today=TODAY))
    assert rows_of(form, answers, {}, today=TODAY)
