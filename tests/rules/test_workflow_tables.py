"""Routes from tables of steps, their hours, and the list of steps a citizen reads."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from motcua.domain.workflow.rules import (
    ROLES,
    RouteError,
    Step,
    bpmn_from_steps,
    check_hours,
    compile_route,
    longest_hours,
    problems,
    read_tables,
    role_label,
    route_from_steps,
    steps,
    unit_label,
    with_hours,
)
from tests.rules.workflow_samples import LIBRARY, LIBRARY_FILES, library_route

TABLES = read_tables((LIBRARY / "tables.toml").read_text())

PLAIN = [
    Step("tiep_nhan", "Tiếp nhận", "reception", "one_stop", Decimal(1), "hand_over"),
    Step("tham_tra", "Thẩm tra", "officer", "department", Decimal("2.5")),
    Step("phat_hanh", "Phát hành", "clerk", "authority", Decimal(1), "issue_result"),
    Step("tra_ket_qua", "Trả kết quả", "reception", "one_stop", Decimal(0), "hand_back"),
]

# Working hours of the procedures these routes are drawn for: (route, allowed, longest way).
ALLOWED = [
    ("certified-copy", 8, 8),  # 2.000908: one working day, 02 + 03 + 02 + 01 hours
    ("five-steps", 8, 8),  # 1.001193: one working day
    ("province-department", 24, 24),  # 1.004873: three working days
    ("birth-linked", 112, 72),  # 2.000986: twenty calendar days, about fourteen working days
    ("land-tax", 120, 120),  # 1.012783: fifteen working days
    ("consult-two", 80, 80),  # of two consulted agencies the slower one counts
]


@pytest.mark.parametrize("key", TABLES)
def test_the_drawn_file_beside_a_table_is_what_the_table_writes(key) -> None:
    name, about, rows = TABLES[key]
    written = bpmn_from_steps(rows, key, name, about)
    assert (LIBRARY / f"{key}.bpmn").read_bytes() == written


def test_every_route_of_the_library_has_its_table() -> None:
    assert {file.stem for file in LIBRARY_FILES} == set(TABLES)


@pytest.mark.parametrize("file", LIBRARY_FILES, ids=lambda file: file.stem)
def test_every_route_of_the_library_serves_a_one_stop_procedure(file) -> None:
    route = compile_route(file.read_bytes())
    assert route.key == file.stem
    assert problems(route) == []
    assert all((LIBRARY / f"{node.called}.bpmn").exists() for node in route.table if node.called)


@pytest.mark.parametrize(("key", "allowed", "longest"), ALLOWED)
def test_the_steps_fit_the_allowed_time(key, allowed, longest) -> None:
    route = library_route(key)
    assert longest_hours(route) == longest
    assert problems(route, Decimal(allowed)) == []


def test_steps_that_take_too_long_are_refused_with_the_sum() -> None:
    (sentence,) = check_hours(library_route("certified-copy"), 4)
    assert sentence == (
        "Tổng thời gian các bước là 8 giờ làm việc (2 + 3 + 2 + 1), vượt thời hạn giải quyết "
        "4 giờ làm việc là 4 giờ làm việc. Hãy giảm giờ của các bước."
    )


def test_a_loop_counts_once() -> None:
    assert longest_hours(library_route("supplement-loop")) == 4 + 12 + 6 + 2


def test_a_procedure_sets_its_own_hours_and_leaves_the_shared_route_alone() -> None:
    shared = library_route("five-steps")
    own = with_hours(shared, {"tham_tra": Decimal("12.5"), "ky_duyet": 4})
    assert (own.nodes["tham_tra"].hours, own.nodes["ky_duyet"].hours) == (Decimal("12.5"), 4)
    assert shared.nodes["tham_tra"].hours == 4
    assert own.flows == shared.flows


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"tham_dinh": 4}, "không có bước «tham_dinh»"),
        ({"bat_dau": 4}, "không có bước «bat_dau»"),
        ({"tham_tra": -1}, "«tham_tra» có số giờ không đúng: -1"),
        ({"tham_tra": float("nan")}, "số giờ không đúng"),
    ],
)
def test_hours_for_a_step_that_is_not_there_are_refused(hours, sentence) -> None:
    with pytest.raises(RouteError, match=sentence):
        with_hours(library_route("five-steps"), hours)


MISPLACED = [
    ([0, 1, 2], "chưa qua bước trả kết quả"),
    ([1, 2, 3], "«Thẩm tra» (tham_tra) phải đứng sau bước chuyển hồ sơ"),
    ([0, 2, 1, 3], "«Thẩm tra» (tham_tra) phải đứng sau bước chuyển hồ sơ (hand_over) và trước"),
    ([0, 1, 3], "«Trả kết quả» (tra_ket_qua) trả kết quả (hand_back) phải đứng ngay sau"),
    ([1, 0, 2, 3], "«Tiếp nhận» (tiep_nhan) chuyển hồ sơ (hand_over) phải là bước đầu tiên"),
]


@pytest.mark.parametrize(("order", "sentence"), MISPLACED)
def test_a_route_out_of_the_order_of_the_counter_is_named(order, sentence) -> None:
    found = problems(route_from_steps([PLAIN[at] for at in order], "thu", "Thử"))
    assert any(sentence in problem for problem in found), found


BAD_TABLES = [
    ([], "chưa có bước nào"),
    ([PLAIN[0], PLAIN[0]], "«tiep_nhan» bị trùng"),
    ([replace(PLAIN[0], id="Tiếp nhận")], "chỉ được gồm chữ thường không dấu"),
    ([replace(PLAIN[0], role="boss")], "vai trò không biết: «boss»"),
    ([replace(PLAIN[0], beside=True)], "không thể làm song song với bước trước"),
    ([PLAIN[0], replace(PLAIN[1], returns_to="phat_hanh")], "bước đó không đứng trước"),
    ([PLAIN[0], replace(PLAIN[1], only_if="answer.nothing")], "biến không có"),
    ([PLAIN[0], replace(PLAIN[1], beside=True, returns_to="tiep_nhan")], "song song «tham_tra» không thể"),
    (
        [PLAIN[0], PLAIN[1], replace(PLAIN[2], beside=True), replace(PLAIN[3], returns_to="tham_tra")],
        "có thể chờ mãi",
    ),
]


@pytest.mark.parametrize(("rows", "sentence"), BAD_TABLES)
def test_a_bad_table_is_refused_with_a_sentence(rows, sentence) -> None:
    with pytest.raises(RouteError) as refused:
        bpmn_from_steps(rows, "thu", "Thử")
    assert any(sentence in problem for problem in refused.value.problems), refused.value.problems


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("[[route", "viết sai TOML"),
        ('[[route]]\nkey="a"\nname="A"\nsteps=[{id="b", name="B"}]', "«b» thiếu cột: role, unit, hours"),
        ('[[route]]\nkey="a"\nname="A"\nsteps=[{id="b", cost=1}]', "«b» có cột không biết: cost"),
        ('[[route]]\nkey="a"\nsteps=[]', "thiếu name"),
        (
            '[[route]]\nkey="a"\nname="A"\nsteps=[{id="b",name="B",role="leader",unit="authority",hours="x"}]',
            "số giờ không đúng: x",
        ),
    ],
)
def test_a_bad_table_file_is_refused_with_a_sentence(toml, sentence) -> None:
    with pytest.raises(RouteError, match=sentence):
        read_tables(toml)


def test_rows_under_one_condition_are_skipped_together() -> None:
    extra = [
        replace(PLAIN[1], id="xin_y_kien", only_if='answer.outcome == "ask"'),
        replace(PLAIN[1], id="tong_hop", only_if='answer.outcome == "ask"'),
    ]
    route = route_from_steps([*PLAIN[:2], *extra, *PLAIN[2:]], "thu", "Thử")
    assert [node.id for node in route.table if node.kind == "exclusive"] == [
        "truoc_xin_y_kien",
        "gop_xin_y_kien",
    ]
    assert longest_hours(route) == Decimal("9.5")


def test_the_list_of_steps_says_who_does_what_and_how_long() -> None:
    lines = steps(library_route("consult-two"))
    assert [line.order for line in lines] == list(range(1, 9))
    assert [(line.node_id, line.role) for line in lines][:4] == [
        ("tiep_nhan", "Cán bộ Một cửa"),
        ("tham_tra", "Chuyên viên thụ lý"),
        ("y_kien_thue", "Cơ quan thuế"),
        ("y_kien_dat_dai", "Văn phòng đăng ký đất đai"),
    ]
    assert lines[2].hours == 24
    assert steps(library_route("five-steps"), "en")[0].role == "One-stop desk"


def test_every_role_and_unit_has_a_name_in_both_languages() -> None:
    assert all(role_label(role) != role != role_label(role, "en") for role in ROLES)
    assert unit_label("partner:kho_bac") == "Cơ quan phối hợp (kho_bac)"


def test_the_rules_of_routes_need_no_django() -> None:
    code = "import sys, motcua.domain.workflow.rules as r; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
