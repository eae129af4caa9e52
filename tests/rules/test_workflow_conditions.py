"""Conditions at a fork can ask a few things about an answer and a case, and can do nothing else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.domain.workflow.rules import Context, condition_problem, samples
from motcua.domain.workflow.rules.conditions import holds

TRUE_FOR = [
    ('answer.decision == "return"', Context(decision="return"), Context(decision="approve")),
    ("answer.decision == 'return'", Context(decision="return"), Context()),
    ('answer.decision in ["return", "refuse"]', Context(decision="refuse"), Context(decision="approve")),
    ('answer.decision != "approve"', Context(), Context(decision="approve")),
    ("answer.amount > 500000", Context(amount=500_001), Context(amount=500_000)),
    ("answer.amount >= -1 && case.fee == 0", Context(), Context(fee=1)),
    ('case.channel == "online" || case.fee < 5', Context(channel="online", fee=9), Context(fee=9)),
    ('!(case.variant == "lan_dau")', Context(variant="cap_lai"), Context(variant="lan_dau")),
    ('case.variant.startsWith("nuoc_ngoai")', Context(variant="nuoc_ngoai_2"), Context(variant="trong")),
    ('case.variant.endsWith("_2")', Context(variant="cap_2"), Context(variant="cap_1")),
    ('answer.outcome.contains("thiếu")', Context(outcome="còn thiếu"), Context(outcome="đủ")),
    ("case.fee > 0 ? answer.amount == 1 : answer.amount == 2", Context(amount=2), Context(fee=1, amount=2)),
    ("answer.amount > 5", Context(amount=10**400), Context(amount=-(10**400))),
    ("true", Context(), None),
]

REFUSED = [
    ("", "đang để trống"),
    ("answer.decision ==", "cú pháp"),
    ("answer.decision = 'return'", "ký hiệu không dùng được"),
    ("answer.x == 1", "biến không có: «answer.x»"),
    ("decision == 'return'", "biến không có: «decision»"),
    ("answer == case", "biến không có: «answer»"),
    ("answer.decision.matches('(a+)+b')", "hàm không có: «matches»"),
    ("size(answer.decision) > 3", "hàm không có: «size»"),
    ("answer.amount.startsWith('1')", "hàm không có: «startsWith»"),
    ("__import__('os').system('id') == 0", "ký hiệu không dùng được: «.system"),
    ("__import__('os') == 0", "hàm không có: «__import__»"),
    ("[1,2].exists(x, x > 1)", "ký hiệu không dùng được"),
    ("[answer.amount].map(x, x)", "ký hiệu không dùng được"),
    ("answer['decision'] == 'a'", "biến không có: «answer»"),
    ("{'a': 1}.a == 1", "ký hiệu không dùng được"),
    ("answer.amount + 1 > 2", "ký hiệu không dùng được"),
    ("answer.amount -1 > 2", "phép tính"),
    ("answer.amount / 0 > 1", "ký hiệu không dùng được"),
    ("answer.amount > 1.5", "ký hiệu không dùng được"),
    ("answer.amount > 99999999999999999999", "số quá lớn"),
    ("answer.amount > '5'", "so sánh chữ với số"),
    ("answer.decision == 5", "so sánh chữ với số"),
    ("answer.decision == 'aprove'", 'so answer.decision với \'aprove\', chỉ có các giá trị "", "approve"'),
    ("'tra_lai' != answer.decision", "chỉ có các giá trị"),
    ("answer.decision in ['return', 'tra_lai']", "chỉ có các giá trị"),
    ("case.channel == 'web'", "chỉ có các giá trị"),
    ("answer.decision && true", "không tính được"),
    ("answer.amount", "không cho kết quả đúng hay sai"),
    ("answer.amount in 5", "không tính được"),
    ("'\\u0041' == answer.outcome", "ký hiệu không dùng được"),
    ("true // && false", "ký hiệu không dùng được"),
    ("(" * 300 + "true" + ")" * 300, "dài quá 500"),
    ("(" * 240 + "true" + ")" * 240, "cú pháp"),
]


@pytest.mark.parametrize(("condition", "yes", "no"), TRUE_FOR)
def test_a_condition_holds_for_what_it_says_and_not_for_the_rest(condition, yes, no) -> None:
    assert condition_problem(condition) is None
    assert holds(condition, yes)
    assert no is None or not holds(condition, no)


@pytest.mark.parametrize(("condition", "sentence"), REFUSED)
def test_a_condition_that_could_fail_or_do_harm_is_refused_with_the_reason(condition, sentence) -> None:
    found = condition_problem(condition)
    assert found is not None
    assert sentence in found


@given(st.text(alphabet="answer.decision case.fee==!<>&|()[]?:\"'0159 \\,-inlx", max_size=60))
def test_any_text_is_either_refused_or_answers_yes_or_no_whatever_the_case(condition: str) -> None:
    if condition_problem(condition) is None:
        for context in [Context(), Context("refuse", "x" * 500, 10**30, "a", "postal", -(10**30))]:
            assert holds(condition, context) in {True, False}


def test_samples_take_a_condition_both_ways() -> None:
    condition = 'answer.decision == "return" && answer.amount > 3'
    answers = {holds(condition, context) for context in samples(condition)}
    assert answers == {True, False}


def test_conditions_may_be_asked_by_many_threads_at_once() -> None:
    def ask(number: int) -> bool:
        return holds("answer.amount > 50", Context(amount=number))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(100))) == [number > 50 for number in range(100)]
