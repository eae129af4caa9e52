"""What holds for one case of a procedure: time, papers, steps, money; and which version holds on a day."""

from dataclasses import replace
from datetime import date

import pytest

from motcua.domain.catalogue.rules import (
    NoSuchVariant,
    ProcedureFacts,
    Span,
    allowed_words,
    effective,
    fee_total,
    fees_words,
    for_variant,
    papers_for,
    span_words,
    usual_variant,
    working_hours,
)
from tests.rules.catalogue_samples import facts, today


def test_a_case_adds_to_what_all_cases_share() -> None:
    case = for_variant(facts(), "can-xac-minh")
    assert case.allowed.legal == Span(6, "working_day")
    assert [paper.name for paper in case.components] == [
        "Tờ khai có xác nhận",
        "Văn bản ủy quyền",
        "Giấy xác minh",
    ]
    assert [fee.key for fee in case.fees] == ["le-phi"]


def test_a_case_leaves_out_what_it_says() -> None:
    assert for_variant(facts(), "dung-han").fees == ()
    assert for_variant(facts()).fees != ()


def test_the_longest_step_takes_the_difference_of_another_allowance() -> None:
    assert [step.hours for step in for_variant(facts(), "can-xac-minh").steps] == [4, 40, 4]


def test_steps_shrink_in_proportion_when_the_longest_cannot_take_it() -> None:
    short = facts("{ value = 6, unit", "{ value = 1, unit")
    hours = [step.hours for step in for_variant(short, "can-xac-minh").steps]
    assert sum(hours) == 8
    assert min(hours) > 0


def test_an_unknown_case_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NoSuchVariant, match="dung-han, can-xac-minh"):
        for_variant(facts(), "khac")
    assert usual_variant(facts()) == "dung-han"
    assert usual_variant(today()["1.000894"]) == ""


def test_papers_differ_by_channel() -> None:
    assert [paper.key for paper in papers_for(facts().components, "online")] == ["uy-quyen"]
    assert [paper.key for paper in papers_for(facts().components, "direct")] == ["to-khai", "uy-quyen"]


SPANS = [
    (Span(3, "working_day"), 24),
    (Span(20, "calendar_day"), 112),  # five days of seven: 14 working days
    (Span(30, "calendar_day"), 168),
    (Span(6, "working_hour"), 6),
    (Span(1, "month"), 176),
    (Span(1, "hour"), None),  # a clock hour does not follow the sessions
]


@pytest.mark.parametrize(("span", "hours"), SPANS)
def test_an_allowance_has_its_working_hours(span: Span, hours: int | None) -> None:
    assert working_hours(span) == hours


def on(facts: ProcedureFacts, first: str, last: str | None) -> ProcedureFacts:
    return replace(facts, valid_from=date.fromisoformat(first), valid_to=last and date.fromisoformat(last))


def test_the_version_of_a_day_is_the_latest_in_force() -> None:
    old, new = on(facts(), "2016-01-01", "2025-06-30"), on(facts(), "2025-07-01", None)
    change = on(facts(), "2026-01-01", None)
    days = [
        ("2015-12-31", None),
        ("2016-01-01", old),
        ("2025-06-30", old),
        ("2025-07-01", new),
        ("2026-02-01", change),
    ]
    for day, expected in days:
        assert effective([new, old, change], date.fromisoformat(day)) is expected, day


MONEY = [
    # code, case, exemptions, quantity, channel, đồng: source
    ("2.000815", "", (), {"page": 1}, "direct", 2000),  # TT 226/2016/TT-BTC: 2.000 đồng/trang
    ("2.000815", "", (), {"page": 2}, "direct", 4000),
    ("2.000815", "", (), {"page": 5}, "direct", 7000),  # from the third page 1.000 đồng
    ("2.000815", "", (), {"page": 5, "copy": 3}, "direct", 21000),
    ("2.000815", "", (), {"page": 500}, "direct", 200000),  # at most 200.000 đồng a copy
    ("2.000815", "", (), {"page": 500, "copy": 2}, "direct", 400000),
    ("1.001193", "dung-han", (), {}, "direct", 0),  # free when registered in time
    ("1.001193", "dung-han", (), {"extra_copy": 2}, "direct", 16000),  # 8.000 đồng/bản sao trích lục
    ("2.000635", "", (), {"copy": 4}, "online", 32000),
    ("1.004222", "nha-cua-minh", (), {}, "direct", 20000),  # TT 75/2022/TT-BTC
    ("1.004222", "nha-cua-minh", (), {}, "online", 10000),
    ("1.004194", "ca-nhan-ho", (), {}, "online", 7000),
    ("3.000333", "phieu-so-1", (), {}, "direct", 200000),  # TT 244/2016/TT-BTC
    ("3.000333", "phieu-so-1", ("sinh-vien",), {}, "direct", 100000),
    ("3.000333", "phieu-so-1", ("sinh-vien", "khac"), {"extra_copy": 2}, "direct", 110000),
    ("1.014230", "duoi-200-suat", (), {}, "direct", 700000),
    ("1.014230", "tu-200-suat", (), {}, "direct", 1000000),
    ("1.012783", "co-do-dac", (), {}, "direct", 0),  # set by the province: nothing is known yet
]


@pytest.mark.parametrize(("code", "case", "exempt", "quantity", "channel", "owed"), MONEY)
def test_a_case_costs_what_its_circular_says(code, case, exempt, quantity, channel, owed) -> None:  # type: ignore[no-untyped-def]
    assert fee_total(today()[code], case, exempt, quantity, channel=channel).total == owed


def test_a_charge_the_province_sets_is_named_until_it_is_entered() -> None:
    late = today()["1.001193"]
    assert [fee.key for fee in fee_total(late, "qua-han").unset] == ["le-phi-ho-tich"]
    entered = fee_total(late, "qua-han", local={"le-phi-ho-tich": 15000})
    assert (entered.total, entered.unset) == (15000, ())
    assert fee_total(late, "qua-han", ["ho-ngheo"], local={"le-phi-ho-tich": 15000}).total == 0


def test_a_line_tells_when_it_is_collected_and_what_was_taken_off() -> None:
    total = fee_total(today()["3.000333"], "phieu-so-1", ["sinh-vien"], {"extra_copy": 1})
    first = total.lines[0]
    assert (first.before, first.percent_off, first.amount, first.basis) == (
        200000,
        50,
        100000,
        "244/2016/TT-BTC",
    )
    assert (total.due_at(1), total.due_at(4)) == (105000, 0)


def test_a_negative_quantity_is_refused() -> None:
    with pytest.raises(ValueError, match="không được là số âm"):
        fee_total(facts(), quantity={"copy": -1})


def test_time_and_money_read_as_people_say_them() -> None:
    same_day, copies = today()["1.001193"].allowed, today()["2.000815"].fees
    assert allowed_words(same_day).startswith("Trong ngày làm việc; hồ sơ nhận sau 15 giờ")
    assert allowed_words(same_day, "en") == "The same working day; the next one if received after 15:00"
    assert span_words(Span(3, "working_day")) == "3 ngày làm việc"
    assert span_words(Span(20, "calendar_day")) == "20 ngày"
    assert span_words(Span(1, "month"), "en") == "1 month"
    assert fees_words(copies) == [
        "Phí chứng thực bản sao: 2.000 đồng/trang, từ trang 3: 1.000 đồng, tối đa 200.000 đồng/bản"
    ]
    assert fees_words(()) == ["Không thu phí, lệ phí"]
    assert fees_words(today()["1.012783"].fees)[0].endswith("do HĐND cấp tỉnh quy định")
    assert "trực tuyến 10.000 đồng" in fees_words(today()["1.004222"].fees)[0]
    no_day = replace(same_day, fixed_date=False)
    assert allowed_words(no_day) == "Không có ngày hẹn trả cụ thể theo quy định"
