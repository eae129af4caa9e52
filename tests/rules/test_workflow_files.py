"""A bad route is refused with a sentence that names the element; a good one survives being written."""

import pytest

from motcua.domain.workflow.rules import Route, RouteError, compile_route, to_bpmn
from tests.rules.workflow_samples import END, LIBRARY_FILES, START, bpmn, flows, task

LINE = START + task("a") + END
GOOD = bpmn(LINE + flows("s>a", "a>z"))
FORK = '<exclusiveGateway id="x" name="Duyệt?" default="f_x_z"/>'


def loop(condition: str) -> bytes:
    """a, then back to a while the condition holds."""
    return bpmn(LINE + FORK + flows("s>a", "a>x", f"x>a:{condition}", "x>z"))


NOT_A_FILE = [
    (b"", "Tệp quy trình trống"),
    (b"   \n ", "Tệp quy trình trống"),
    (b"%PDF-1.7 ...", "không phải XML đúng"),
    (b"<definitions>", "không phải XML đúng (dòng 1)"),
    (GOOD[:-30], "không phải XML đúng"),
    (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "không phải quy trình BPMN 2.0"),
    (GOOD + b" " * 600_000, "quá mức 512 KB"),
    ("<a>Thẩm tra</a>".encode("utf-16"), "bảng mã UTF-8"),
    ("<a>Đơn</a>".encode("cp1258"), "bảng mã UTF-8"),
    (bpmn(LINE, head="<!DOCTYPE definitions>"), "DOCTYPE"),
    (
        bpmn(LINE, head='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "DOCTYPE hoặc ENTITY",
    ),
    (b"<a>" * 5000 + b"</a>" * 5000, "không phải XML đúng"),
    (GOOD.replace(b"</process>", b"</process><process id='p2' name='Hai'/>"), "Tệp có 2 quy trình"),
    (GOOD.replace(b"<process", b"<category").replace(b"</process", b"</category"), "không có quy trình"),
]

REFUSED_ELEMENTS = [
    ('<scriptTask id="b" name="Tính phí"><script>x</script></scriptTask>', "«Tính phí» (b) chạy đoạn mã"),
    ('<serviceTask id="b" name="Gửi" camunda:expression="${x}"/>', "«Gửi» (b) gọi dịch vụ"),
    ('<businessRuleTask id="b" name="Tra bảng"/>', "«Tra bảng» (b) chạy bảng quy tắc"),
    ('<sendTask id="b" name="Báo"/>', "«Báo» (b) gửi thông điệp"),
    ('<receiveTask id="b" name="Chờ"/>', "«Chờ» (b) chờ thông điệp"),
    ('<subProcess id="b" name="Con"/>', "«Con» (b) là quy trình con"),
    ('<inclusiveGateway id="b"/>', "«b» là cổng OR"),
    ('<eventBasedGateway id="b"/>', "«b» là cổng chờ sự kiện"),
    ('<complexGateway id="b"/>', "«b» là cổng phức hợp"),
    ('<boundaryEvent id="b" attachedToRef="a"><timerEventDefinition/></boundaryEvent>', "«b» là sự kiện gắn"),
    ('<intermediateCatchEvent id="b" name="Chờ 3 ngày"/>', "«Chờ 3 ngày» (b) chờ sự kiện"),
    ('<startEvent id="b"><timerEventDefinition/></startEvent>', "«b» có hẹn giờ"),
    ('<endEvent id="b" name="Hủy"><terminateEventDefinition/></endEvent>', "«Hủy» (b) có sự kiện đặc biệt"),
    ('<adHocSubProcess id="b" name="Lạ"/>', "«Lạ» (b) thuộc loại quy trình này không dùng"),
    ('<camunda:thing id="b"/>', "«b» thuộc loại quy trình này không dùng"),
    (
        '<userTask id="b" name="Ký" motcua:hours="1"><multiInstanceLoopCharacteristics/></userTask>',
        "«Ký» (b) lặp nhiều lần",
    ),
    (
        '<userTask id="b" name="Ký" motcua:hours="1"><extensionElements><camunda:taskListener>'
        "<camunda:script>x</camunda:script></camunda:taskListener></extensionElements></userTask>",
        "«Ký» (b) có đoạn mã",
    ),
]

BAD_STEPS = [
    (bpmn(LINE + flows("s>a", "a>z"), lanes=""), "«Bước a» (a) không nằm trong làn nào"),
    (bpmn(START + task("a", hours="") + END + flows("s>a", "a>z")), "(a) chưa ghi số giờ"),
    (bpmn(START + task("a", hours="hai") + END + flows("s>a", "a>z")), "số giờ không đúng: «hai»"),
    (bpmn(START + task("a", hours="-1") + END + flows("s>a", "a>z")), "số giờ không đúng: «-1»"),
    (bpmn(START + task("a", hours="NaN") + END + flows("s>a", "a>z")), "số giờ không đúng: «NaN»"),
    (bpmn(START + task("a", hours="1e99") + END + flows("s>a", "a>z")), "số giờ không đúng"),
    (bpmn(START + task("a", does="dance") + END + flows("s>a", "a>z")), "thao tác không biết: «dance»"),
    (GOOD.replace(b'name="B\xc6\xb0\xe1\xbb\x9bc a"', b""), "Bước «a» chưa có tên"),
    (GOOD.replace(b'"officer"', b'"wizard"'), "«Chuyên môn» (l2) có vai trò không biết: «wizard»"),
    (GOOD.replace(b' motcua:role="officer"', b""), "«Chuyên môn» (l2) chưa ghi vai trò"),
    (GOOD.replace(b' motcua:unit="department"', b""), "«Chuyên môn» (l2) chưa ghi đơn vị"),
    (GOOD.replace(b'"department"', b'"partner:"'), "có đơn vị không biết: «partner:»"),
    (bpmn(LINE + '<callActivity id="b" name="Gọi"/>' + flows("s>a", "a>z")), "«Gọi» (b) chưa ghi quy trình"),
    (bpmn(LINE + task("a") + flows("s>a", "a>z")), "mỗi phần tử phải có một mã khác nhau"),
    (bpmn(LINE + flows("s>a", "a>q")), "«f_a_q» nối với phần tử không có trong quy trình: «q»"),
    (bpmn(START + task("a", "N" * 300) + END + flows("s>a", "a>z")), "mã hoặc tên quá dài"),
    (
        bpmn(START + "".join(task(f"t{n}") for n in range(201)) + END, lanes=""),
        "quá 200",
    ),
    (
        bpmn(LINE + flows("s>a", "a>z"), more="<collaboration><messageFlow id='m'/></collaboration>"),
        "Luồng thông điệp «m» không dùng được",
    ),
]

BAD_SHAPES = [
    (bpmn(task("a") + END + flows("a>z")), "chưa có sự kiện bắt đầu"),
    (bpmn(LINE + '<startEvent id="s2"/>' + flows("s>a", "a>z", "s2>a")), "có 2 sự kiện bắt đầu («s», «s2»)"),
    (bpmn(START + task("a") + flows("s>a")), "chưa có sự kiện kết thúc"),
    (bpmn(START + END + flows("s>z")), "chưa có bước nào do người làm"),
    (bpmn(LINE + task("b") + flows("s>a", "a>z", "a>b")), "Bước «Bước b» (b) là ngõ cụt"),
    (bpmn(LINE + task("b") + flows("s>a", "a>z", "b>z")), "«Bước b» (b) không thể đi tới được"),
    (bpmn(LINE + task("b") + flows("s>a", "a>b", "a>z", "b>z")), "«Bước a» (a) có 2 luồng đi ra"),
    (bpmn(LINE + flows("s>a", "a>z", "z>a")), "Có luồng đi ra từ sự kiện kết thúc «z»"),
    (bpmn(LINE + task("b") + flows("s>a", "a>b", "b>s")), "Có luồng đi vào sự kiện bắt đầu «s»"),
    (
        bpmn(
            LINE + task("b") + task("c") + FORK
            + flows("s>a", "a>x", "x>b:true", "x>z", "b>c", "c>b")
        ),
        "«Bước b» (b), «Bước c» (c) không có đường nào đi đến kết thúc: vòng lặp không có lối ra",
    ),
    (
        bpmn(
            LINE + FORK + '<exclusiveGateway id="y" default="f_y_x"/>'
            + flows("s>a", "a>x", "x>y:true", "x>z", "y>x", "y>z:true")
        ),
        "không có bước nào do người làm",
    ),
]  # fmt: skip

BAD_FORKS = [
    (loop("").replace(b' default="f_x_z"', b""), "Cổng rẽ nhánh «Duyệt?» (x) chưa có nhánh mặc định"),
    (loop(""), "Nhánh từ «Duyệt?» (x) đến «Bước a» (a) chưa có điều kiện"),
    (bpmn(LINE + FORK + flows("s>a", "a>x", "x>a:true", "x>z:true")), "Nhánh mặc định từ «Duyệt?» (x)"),
    (bpmn(LINE + flows("s>a", "a>z:true")), "có điều kiện nhưng không đi ra từ cổng rẽ nhánh"),
    (loop("answer.decision =="), "viết sai cú pháp CEL"),
    (loop("answer.desicion == 'return'"), "dùng biến không có: «answer.desicion»"),
    (loop("exec('rm')"), "dùng hàm không có: «exec»"),
    (
        loop("x").replace(b"<conditionExpression>", b"<conditionExpression language='python'>"),
        "viết bằng «python»; chỉ dùng được CEL",
    ),
]

PLUS = '<parallelGateway id="p"/>'
JOIN = '<parallelGateway id="q" name="Gộp"/>'
AB = START + END + task("a") + task("b")

BAD_PARALLELS = [
    (
        bpmn(AB + '<exclusiveGateway id="p" default="f_p_a"/>' + JOIN
             + flows("s>p", "p>a", "p>b:true", "a>q", "b>q", "q>z")),
        "Cổng gộp song song «Gộp» (q) có thể chờ mãi",
    ),
    (
        bpmn(AB + task("c") + PLUS + flows("s>p", "p>a", "p>b", "a>c", "b>c", "c>z")),
        "Hai nhánh song song cùng đi vào «Bước c» (c) mà chưa gộp lại",
    ),
    (
        bpmn(AB + task("c") + PLUS + JOIN
             + flows("s>c", "c>p", "p>a", "p>b", "a>q", "b>q", "q>p")),
        "không có đường nào đi đến kết thúc",
    ),
    (
        bpmn(AB + PLUS + JOIN + '<exclusiveGateway id="x" default="f_x_q"/>'
             + flows("s>p", "p>a", "p>b", "a>x", "x>q", "x>z:true", "b>q", "q>z")),
        "«Gộp» (q) có thể chờ mãi: nhánh từ «x» không chắc đi đến",
    ),
]  # fmt: skip


def problems_of(xml: bytes) -> list[str]:
    with pytest.raises(RouteError) as refused:
        compile_route(xml)
    return refused.value.problems


@pytest.mark.parametrize(("xml", "sentence"), NOT_A_FILE + BAD_STEPS + BAD_SHAPES + BAD_FORKS + BAD_PARALLELS)
def test_a_bad_file_is_refused_with_a_sentence(xml: bytes, sentence: str) -> None:
    found = problems_of(xml)
    assert any(sentence in problem for problem in found), found
    assert all(problem.endswith(".") for problem in found), found


@pytest.mark.parametrize(("element", "sentence"), REFUSED_ELEMENTS)
def test_an_element_the_walker_does_not_know_is_refused_by_name_and_once(element: str, sentence: str) -> None:
    found = problems_of(bpmn(LINE + element + flows("s>a", "a>b", "b>z")))
    assert len(found) == 1, found
    assert sentence in found[0]


def test_a_file_from_a_modeler_with_prefixes_notes_and_inner_lanes_is_read() -> None:
    inner = (
        '<lane id="o" motcua:unit="department"><childLaneSet id="c"><lane id="l2" name="Trong" '
        'motcua:role="officer"><flowNodeRef> a </flowNodeRef></lane></childLaneSet></lane>'
    )
    notes = (
        '<textAnnotation id="n"><text>ghi chú</text></textAnnotation><association id="as"/>'
        '<intermediateThrowEvent id="i" name="Đã nhận"/><!-- script --><dataObjectReference id="d"/>'
    )
    route = compile_route(bpmn(LINE + notes + flows("s>i", "i>a", "a>z"), lanes=inner, key="Process_1abc"))
    assert (route.nodes["a"].role, route.nodes["a"].unit) == ("officer", "department")


def test_names_are_kept_in_one_form_whatever_the_tool_wrote() -> None:
    decomposed = "Tha\u0302\u0309m&#10;tra"
    route = compile_route(bpmn(START + task("a", decomposed, hours="2,50") + END + flows("s>a", "a>z")))
    assert route.nodes["a"].name == "Thẩm tra"
    assert str(route.nodes["a"].hours) == "2.5"


def test_thirty_forks_in_a_row_are_checked_at_once() -> None:
    forks = "".join(
        f'<exclusiveGateway id="x{n}" default="f_x{n}_y{n}"/><exclusiveGateway id="y{n}"/>'
        f'<intermediateThrowEvent id="i{n}"/>'
        + flows(f"x{n}>y{n}", f"x{n}>i{n}:true", f"i{n}>y{n}", f"y{n}>" + (f"x{n + 1}" if n < 29 else "z"))
        for n in range(30)
    )
    assert compile_route(bpmn(LINE + forks + flows("s>a", "a>x0"))).key == "thu"


def test_a_route_with_too_many_parallel_branches_is_refused_and_not_tried_out() -> None:
    branches = [f"t{n}" for n in range(24)]
    lanes = '<lane id="l" name="L" motcua:role="officer" motcua:unit="department">{}</lane>'.format(
        "".join(f"<flowNodeRef>{one}</flowNodeRef>" for one in branches)
    )
    body = START + END + PLUS + JOIN + "".join(task(one) for one in branches) + flows("s>p", "q>z")
    body += "".join(flows(f"p>{one}", f"{one}>q") for one in branches)
    assert "quá nhiều nhánh song song" in problems_of(bpmn(body, lanes=lanes))[0]


@pytest.mark.parametrize("file", LIBRARY_FILES, ids=lambda file: file.stem)
def test_a_route_written_and_read_again_is_the_same_and_so_are_the_bytes(file) -> None:
    route = compile_route(file.read_bytes())
    written = to_bpmn(route)
    assert compile_route(written) == route
    assert to_bpmn(compile_route(written)) == written
    assert Route.from_json(route.to_json()) == route


@pytest.mark.parametrize("file", LIBRARY_FILES, ids=lambda file: file.stem)
def test_every_element_of_a_route_has_a_place_in_its_drawing(file) -> None:
    text = file.read_text()
    route = compile_route(text.encode())
    for drawn in [*route.nodes, *(lane.id for lane in route.lanes)]:
        assert f'bpmnElement="{drawn}"' in text
    assert text.count("<bpmndi:BPMNEdge ") == len(route.flows) == text.count("<bpmn:sequenceFlow ")
