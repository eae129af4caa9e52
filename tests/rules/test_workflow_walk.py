"""A folder walks its route: one answer, the next nodes; back again where that is safe."""

import json

import pytest

from motcua.domain.workflow.rules import (
    CannotReturn,
    Context,
    Marking,
    NotHere,
    Route,
    advance,
    back,
    compile_route,
    drawn_return,
    earlier_nodes,
    send_back,
    start,
    waiting,
)
from tests.rules.workflow_samples import END, LIBRARY_FILES, START, bpmn, flows, library_route, task

RETURN = Context(decision="return")


def at(route: Route, *completed: str) -> Marking:
    """The marking after these nodes were completed one after another."""
    marking = start(route).marking
    for node_id in completed:
        marking = advance(route, marking, node_id).marking
    return marking


def test_reception_holds_the_folder_first_and_hands_it_back_last() -> None:
    route = library_route("five-steps")
    move, visited = start(route), []
    while not move.ended:
        (node,) = move.entered
        visited.append((node.id, node.role, node.does))
        move = advance(route, move.marking, node.id)
    assert visited == [
        ("tiep_nhan", "reception", "hand_over"),
        ("tham_tra", "officer", "forward"),
        ("ky_duyet", "leader", "approve"),
        ("phat_hanh", "clerk", "issue_result"),
        ("tra_ket_qua", "reception", "hand_back"),
    ]
    assert move.marking == Marking()
    assert move.passed == ("ket_thuc",)


def test_two_agencies_hold_the_folder_at_once_and_the_second_answer_moves_it_on() -> None:
    route = library_route("consult-two")
    marking = at(route, "tiep_nhan", "tham_tra")
    assert [node.unit for node in waiting(route, marking)] == ["partner:thue", "partner:vpdkdd"]
    first = advance(route, marking, "y_kien_dat_dai")
    assert first.entered == ()
    assert not first.ended
    assert first.marking.at == ("y_kien_thue",)
    second = advance(route, first.marking, "y_kien_thue")
    assert second.marking == Marking(("tong_hop",))


def test_the_order_of_the_two_answers_makes_no_difference() -> None:
    route = library_route("consult-two")
    one = at(route, "tiep_nhan", "tham_tra", "y_kien_thue", "y_kien_dat_dai")
    assert one == at(route, "tiep_nhan", "tham_tra", "y_kien_dat_dai", "y_kien_thue")


def test_a_linked_procedure_waits_for_its_child_cases() -> None:
    route = library_route("birth-linked")
    (birth,) = waiting(route, at(route, "tiep_nhan"))
    assert (birth.kind, birth.procedure, birth.called) == ("call", "1.001193", "five-steps")
    both = waiting(route, at(route, "tiep_nhan", "khai_sinh"))
    assert [node.procedure for node in both] == ["1.004222", "LT.BHYT"]
    done = at(route, "tiep_nhan", "khai_sinh", "the_bhyt", "thuong_tru")
    assert done.at == ("phat_hanh",)


def test_no_tax_is_asked_where_the_officer_finds_no_duty() -> None:
    route = library_route("land-tax")
    marking = at(route, "tiep_nhan", "phan_cong")
    assert advance(route, marking, "tham_tra").marking.at == ("chuyen_thue",)
    none = advance(route, marking, "tham_tra", Context(outcome="no_duty"))
    assert none.marking.at == ("chinh_ly",)


def test_a_node_completed_twice_is_refused_with_where_the_folder_is_now() -> None:
    route = library_route("five-steps")
    with pytest.raises(NotHere, match=r"không còn ở bước «Tiếp nhận.*hiện đang ở «Thẩm tra"):
        advance(route, at(route, "tiep_nhan"), "tiep_nhan")
    with pytest.raises(NotHere, match="«khong_co»"):
        advance(route, at(route, "tiep_nhan"), "khong_co")


def test_the_leaders_return_follows_the_flow_drawn_for_it() -> None:
    route = library_route("supplement-loop")
    marking = at(route, "tiep_nhan", "tham_tra")
    drawn = drawn_return(route, marking, "ky_duyet")
    assert drawn is not None
    assert drawn == advance(route, marking, "ky_duyet", RETURN) == back(route, marking, "ky_duyet")
    assert drawn.marking.at == ("tham_tra",)


def test_a_return_elsewhere_than_drawn_lays_the_folder_straight_back() -> None:
    route = library_route("supplement-loop")
    move = back(route, at(route, "tiep_nhan", "tham_tra"), "ky_duyet", "tiep_nhan")
    assert move.marking == Marking(("tiep_nhan",))
    assert [node.id for node in move.entered] == ["tiep_nhan"]


def test_without_a_drawn_return_the_folder_goes_to_the_step_before() -> None:
    route = library_route("five-steps")
    move = back(route, at(route, "tiep_nhan", "tham_tra"), "ky_duyet")
    assert move.marking.at == ("tham_tra",)
    with pytest.raises(CannotReturn, match="không có bước nào để trả lại"):
        back(route, at(route), "tiep_nhan")


def test_one_of_two_consulted_agencies_has_no_drawn_return() -> None:
    route = library_route("consult-two")
    marking = at(route, "tiep_nhan", "tham_tra")
    assert drawn_return(route, marking, "y_kien_thue") is None
    with pytest.raises(CannotReturn, match="không có bước nào để trả lại"):
        back(route, marking, "y_kien_thue")


def test_a_loop_does_not_make_a_later_step_an_earlier_one() -> None:
    route = library_route("supplement-loop")
    marking = at(route, "tiep_nhan")
    assert [node.id for node in earlier_nodes(route, "tham_tra")] == ["tiep_nhan"]
    with pytest.raises(CannotReturn, match="không đứng trước"):
        send_back(route, marking, "tham_tra", "ky_duyet")


RETURNS_ACROSS_BRANCHES = [
    # from, to, completed before, allowed
    ("y_kien_thue", "tham_tra", ("tiep_nhan", "tham_tra"), False),
    ("y_kien_thue", "y_kien_dat_dai", ("tiep_nhan", "tham_tra"), False),
    ("tong_hop", "y_kien_thue", ("tiep_nhan", "tham_tra", "y_kien_thue", "y_kien_dat_dai"), False),
    ("tong_hop", "tham_tra", ("tiep_nhan", "tham_tra", "y_kien_thue", "y_kien_dat_dai"), True),
]


@pytest.mark.parametrize(("node_id", "to", "completed", "allowed"), RETURNS_ACROSS_BRANCHES)
def test_a_return_never_leaves_half_of_a_parallel_consultation_behind(
    node_id, to, completed, allowed
) -> None:
    route = library_route("consult-two")
    marking = at(route, *completed)
    if not allowed:
        with pytest.raises(CannotReturn, match="song song"):
            send_back(route, marking, node_id, to)
        return
    move = send_back(route, marking, node_id, to)
    assert advance(route, move.marking, to).marking.at == ("y_kien_thue", "y_kien_dat_dai")


def test_a_step_that_was_skipped_cannot_be_returned_to() -> None:
    route = library_route("land-tax")
    marking = Marking(("chinh_ly",))
    been = {"tiep_nhan", "phan_cong", "tham_tra"}
    with pytest.raises(CannotReturn, match="Hồ sơ chưa qua bước «Xác định"):
        send_back(route, marking, "chinh_ly", "xac_dinh_nghia_vu", visited=been)
    assert send_back(route, marking, "chinh_ly", "tham_tra", visited=been).marking.at == ("tham_tra",)
    with pytest.raises(CannotReturn, match="không có bước «khac»"):
        send_back(route, marking, "chinh_ly", "khac")


def test_a_second_round_of_consultation_waits_for_every_answer_again() -> None:
    gateways = '<parallelGateway id="p"/><parallelGateway id="q"/><exclusiveGateway id="x" default="f_x_z"/>'
    again = "x>m:answer.decision == 'return'"
    ways = flows("s>m", "m>p", "p>a", "p>b", "a>q", "b>q", "q>c", "c>x", again, "x>z")
    body = START + END + gateways + '<exclusiveGateway id="m"/>' + task("a") + task("b") + task("c")
    route = compile_route(bpmn(body + ways))
    marking = at(route, "b", "a")
    assert marking.at == ("c",)
    marking = advance(route, marking, "c", RETURN).marking
    assert set(marking.at) == {"a", "b"}
    marking = advance(route, marking, "b").marking
    assert marking.at == ("a",)
    assert advance(route, marking, "a").marking.at == ("c",)


def test_a_branch_that_ends_by_itself_does_not_end_the_folder() -> None:
    body = START + END + '<endEvent id="z2"/><parallelGateway id="p"/>' + task("a") + task("b")
    route = compile_route(bpmn(body + flows("s>p", "p>a", "p>b", "a>z", "b>z2")))
    move = advance(route, start(route).marking, "a")
    assert not move.ended
    assert advance(route, move.marking, "b").ended


@pytest.mark.parametrize("file", LIBRARY_FILES, ids=lambda file: file.stem)
def test_a_marking_is_a_few_bytes_and_survives_being_kept(file) -> None:
    route = compile_route(file.read_bytes())
    pending, seen = [start(route).marking], set()
    while pending:
        marking = pending.pop()
        if marking in seen:
            continue
        seen.add(marking)
        kept = json.dumps(marking.to_json())
        assert len(kept) < 200
        assert Marking.from_json(json.loads(kept)) == marking
        pending += [
            advance(route, marking, one, context).marking
            for one in marking.at
            for context in (Context(), RETURN)
        ]
    assert Marking() in seen


def test_a_kept_route_is_small_and_walks_as_before() -> None:
    route = library_route("province-department")
    kept = json.dumps(route.to_json(), ensure_ascii=False)
    assert len(kept.encode()) < 2500
    assert all(row[-1] for row in [*route.to_json()["nodes"], *route.to_json()["flows"]])
    again = Route.from_json(json.loads(kept))
    assert again == route
    assert start(again) == start(route)
