"""`motcua due`: one request on the command line, or a stream of them as JSON lines."""

import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.faces.cli import due as command
from motcua.faces.cli import main as cli

THREE_DAYS = ["--received", "2026-11-20T09:30", "--allow", "3", "--unit", "working_day"]
MODULE = [sys.executable, "-m", "motcua.faces.cli.main"]


def run(capsys, *arguments):
    code = cli.main(list(arguments))
    written = capsys.readouterr()
    return code, written.out, written.err


def stream(text, lang="vi"):
    target = io.BytesIO()
    command._answer_stream(io.BytesIO(text.encode() if isinstance(text, str) else text), target, lang)
    return [json.loads(line) for line in target.getvalue().decode().splitlines()]


def test_the_due_date_and_its_sentence_are_printed(capsys):
    code, out, err = run(capsys, "due", *THREE_DAYS)
    assert (code, err) == (0, "")
    assert out == (
        "2026-11-26T09:30\n3 ngày làm việc tính từ ngày 23/11/2026, không kể thứ Bảy, Chủ nhật và ngày nghỉ 24/11 "
        "(Ngày Văn hóa Việt Nam); hẹn trả 09 giờ 30 phút thứ Năm, 26/11/2026.\n"
    )


ANSWERS = [
    (
        [
            "--received",
            "2026-11-20T14:59",
            "--allow",
            "1",
            "--unit",
            "working_day",
            "--start",
            "same_day_15h",
        ],
        "2026-11-20T17:30",
    ),
    (
        [
            "--received",
            "2026-11-20T15:20",
            "--allow",
            "1",
            "--unit",
            "working_day",
            "--start",
            "same_day_15h",
        ],
        "2026-11-23T17:30",
    ),
    (["--received", "2027-01-20T09:30", "--allow", "20", "--unit", "calendar_day"], "2027-02-11T09:30"),
    (["--received", "2026-11-20T02:30Z", "--allow", "3", "--unit", "working_day"], "2026-11-26T09:30"),
    (["--received", "2026-11-20T09:30:15", "--allow", "3", "--unit", "working_day"], "2026-11-26T09:30:15"),
    (["--received", "2026-11-20", "--allow", "3", "--unit", "working_day"], "2026-11-26T08:00"),
    (["--received", "2026-11-20T16:30", "--allow", "0.5", "--unit", "working_day"], "2026-11-23T11:00"),
    ([*THREE_DAYS, "--calendar", "vn-saturday-reception"], "2026-11-25T09:30"),
    ([*THREE_DAYS, "--pause", "2026-11-20T10:00/2026-11-23T10:00"], "2026-11-27T09:30"),
    (
        [*THREE_DAYS, "--pause", "2026-11-20T10:00/2026-11-23T10:00", "--resume", "restart"],
        "2026-11-27T10:00",
    ),
    (
        [
            *THREE_DAYS,
            "--pause",
            "2026-11-20T10:00/2026-11-20T11:00",
            "--pause",
            "2026-11-23T08:00/2026-11-23T09:00",
        ],
        "2026-11-26T11:30",
    ),
    ([*THREE_DAYS, "--pause", "2026-11-20T10:00/"], None),
]


@pytest.mark.parametrize(("arguments", "expected"), ANSWERS)
def test_one_request_is_answered_as_json(capsys, arguments, expected):
    code, out, err = run(capsys, "due", *arguments, "--json")
    answer = json.loads(out)
    assert (code, err, answer["due"]) == (0, "", expected)
    assert answer["reckoning"].endswith(".") and answer["received"] == arguments[1]


def test_an_open_pause_prints_only_that_the_clock_stands_still(capsys):
    code, out, _ = run(capsys, "due", *THREE_DAYS, "--pause", "2026-11-20T10:00/")
    assert code == 0 and out.startswith("Đang tạm dừng tính thời hạn từ 10 giờ 00 phút thứ Sáu, 20/11/2026")


def test_english_is_the_second_language(capsys):
    _, out, _ = run(capsys, "due", *THREE_DAYS, "--lang", "en")
    assert "due at 09:30 on Thursday, 26/11/2026." in out


BAD = [
    ([], "received"),
    (["--received", "2026-11-20T09:30", "--allow", "3"], "unit"),
    (["--received", "2026-02-30T09:30", "--allow", "3", "--unit", "hour"], "2026-02-30"),
    (["--received", "hôm nay", "--allow", "3", "--unit", "hour"], "hôm nay"),
    (["--received", "2150-01-01T09:30", "--allow", "3", "--unit", "hour"], "2099"),
    (["--received", "2026-11-20T09:30", "--allow", "0", "--unit", "hour"], "lớn hơn 0"),
    (["--received", "2026-11-20T09:30", "--allow", "-3", "--unit", "hour"], "lớn hơn 0"),
    (["--received", "2026-11-20T09:30", "--allow", "ba", "--unit", "hour"], "ba"),
    (["--received", "2026-11-20T09:30", "--allow", "999999999", "--unit", "hour"], "10 năm"),
    (["--received", "2026-11-20T09:30", "--allow", "3", "--unit", "tuần"], "working_day"),
    ([*THREE_DAYS, "--start", "now"], "next_day"),
    ([*THREE_DAYS, "--calendar", "../vn-standard"], "vn-standard"),
    ([*THREE_DAYS, "--calendar", ""], "vn-standard"),
    ([*THREE_DAYS, "--pause", "2026-11-20T10:00"], "gạch chéo"),
    ([*THREE_DAYS, "--pause", "2026-11-19T10:00/"], "trước khi tiếp nhận"),
    ([*THREE_DAYS, "--pause", "2026-11-21T10:00/2026-11-20T10:00"], "trước khi bắt đầu"),
]


@pytest.mark.parametrize(("arguments", "told"), BAD)
def test_bad_input_gets_a_sentence_and_exit_code_two(capsys, arguments, told):
    code, out, err = run(capsys, "due", *arguments)
    assert (code, out) == (2, "") and told in err and err.startswith("motcua due: ")
    code, out, err = run(capsys, "due", *arguments, "--json")
    assert (code, err) == (2, "") and told in json.loads(out)["error"]


def test_each_line_is_answered_and_a_bad_one_stops_nothing():
    lines = [
        {"id": "a", "received": "2026-11-20T09:30", "allow": 3, "unit": "working_day"},
        {"id": "b", "received": "2026-02-30T09:30", "allow": 3, "unit": "working_day"},
        {
            "id": "c",
            "received": "2026-11-20T15:20",
            "allow": 1,
            "unit": "working_day",
            "start": "same_day_15h",
        },
        {"id": "d", "received": "2026-11-20T09:30", "allow": True, "unit": "working_day"},
        {
            "id": "e",
            "received": "2026-11-20T09:30",
            "allow": 3,
            "unit": "working_day",
            "pauses": [["2026-11-20T10:00", None]],
        },
        {"id": "f", "received": "2026-11-20T09:30", "allow": 3, "unit": {}},
        {"id": "g", "received": "2026-11-20T09:30", "allow": 3, "unit": "working_day", "pauses": "x"},
        {
            "id": "h",
            "received": "2026-11-20T09:30",
            "allow": 3,
            "unit": "working_day",
            "pauses": [["2026-11-20T10:00", "2026-11-23T10:00"]],
        },
        {
            "id": "i",
            "received": "2026-11-20T09:30",
            "allow": 3,
            "unit": "working_day",
            "calendar": "/etc/passwd",
        },
    ]
    answers = stream("\n".join(map(json.dumps, lines)))
    assert [answer["id"] for answer in answers] == [line["id"] for line in lines]
    assert [answer.get("due", "error") for answer in answers] == [
        "2026-11-26T09:30",
        "error",
        "2026-11-23T17:30",
        "error",
        None,
        "error",
        "error",
        "2026-11-27T09:30",
        "error",
    ]
    for asked, answer in zip(lines, answers, strict=True):
        assert {key: answer[key] for key in asked} == asked
        assert set(answer) - set(asked) in ({"due", "reckoning"}, {"error"})


@pytest.mark.parametrize(
    "line", ["nonsense", "[1]", "7", "null", '"x"', "{", "{}", '{"received": NaN}', "[" * 100_000]
)
def test_a_line_that_is_no_request_gets_an_error(line):
    (answer,) = stream(line + "\n\n  \n")
    assert set(answer) - {"received"} == {"error"}


def test_bytes_that_are_no_text_get_an_error_and_the_next_line_its_answer():
    good = json.dumps({"received": "2026-11-20T09:30", "allow": 3, "unit": "working_day"}).encode()
    answers = stream(b"\xff\xfe{}\n" + b"\xef\xbb\xbf" + good + b"\r\n" + good)
    assert ["error" in answer for answer in answers] == [True, False, False]


def test_what_else_a_line_holds_comes_back_letter_for_letter():
    line = '{"received":"2026-11-20T09:30","allow":3.0,"unit":"working_day", "note": "\\ud800 Đỗ", "n": 1e2, "n": 12345678901234567890.10}'
    target = io.BytesIO()
    command._answer_stream(io.BytesIO(line.encode()), target, "vi")
    assert (
        target.getvalue().decode().startswith(line[:-1] + ', "due": "2026-11-26T09:30", "reckoning": "3 ngày')
    )


def test_an_answer_of_an_earlier_run_is_replaced():
    first = {"received": "2026-11-20T09:30", "allow": 3, "unit": "working_day", "due": "x", "error": "y"}
    (answer,) = stream(json.dumps(first))
    assert answer["due"] == "2026-11-26T09:30" and "error" not in answer


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
good_or_anything = {
    "received": anything | some.just("2026-11-20T09:30"),
    "allow": anything | some.integers(1, 9),
    "unit": anything | some.just("working_day"),
    "start": anything | some.just("next_day"),
    "calendar": anything | some.just("vn-standard"),
    "pauses": anything | some.just([["2026-11-20T10:00", None]]),
    "resume": anything | some.none(),
}


@settings(max_examples=400, deadline=None, derandomize=True)
@given(some.fixed_dictionaries({}, optional=good_or_anything))
def test_whatever_is_asked_is_answered_or_refused_with_a_sentence(asked):
    (answer,) = stream(json.dumps(asked))
    assert ("due" in answer) != ("error" in answer)
    assert (answer.get("reckoning") or answer["error"]).rstrip().endswith((".", "}"))


def test_a_stream_is_answered_line_by_line_as_it_comes():
    line = json.dumps({"received": "2026-11-20T09:30", "allow": 3, "unit": "working_day"}).encode() + b"\n"
    with subprocess.Popen(
        [*MODULE, "due", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as asked:
        for _ in range(3):
            asked.stdin.write(line)
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["due"] == "2026-11-26T09:30"
        asked.stdin.close()
        assert asked.wait() == 0


def test_vietnamese_comes_out_whole_in_a_locale_without_it():
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*MODULE, "due", *THREE_DAYS], capture_output=True, env=plain, check=True)
    assert "hẹn trả 09 giờ 30 phút" in done.stdout.decode("utf-8")


def test_the_command_does_not_wake_django():
    code = (
        "import sys; from motcua.faces.cli.main import main; "
        f"main({['due', *THREE_DAYS]!r}); "
        "sys.exit('django' in sys.modules or 'lxml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_an_unknown_command_is_answered_with_the_nearest(capsys):
    code, out, err = run(capsys, "dew")
    assert code == 2 and not out and "“due”" in err


def test_the_overview_names_every_command_without_importing_it(capsys):
    code, out, _ = run(capsys, "--help")
    assert code == 0 and "Tính ngày hẹn trả" in out
    assert run(capsys)[0] == 2


def test_wrong_arguments_are_told_in_vietnamese(capsys):
    code, _, err = run(capsys, "due", "--bao-gio")
    assert code == 2 and "tham số không đúng" in err


def test_a_module_that_needs_django_is_known_without_importing_it(tmp_path):
    module = tmp_path / "office.py"
    module.write_text(
        '"""Says so."""\n\nneeds_django = True\n\n\ndef register(s): ...\n\n\ndef run(a): ...\n'
    )
    assert cli._summary(module) == cli.Summary("Says so.", is_command=True, needs_django=True)
    module.write_text('"""A part of a command."""\n\nneeds_django = False\n')
    assert cli._summary(module) == cli.Summary("A part of a command.", is_command=False, needs_django=False)
