"""The shell command for routes: check, draw, make."""

import pytest

from motcua.faces.cli.main import main
from tests.rules.workflow_samples import END, LIBRARY, START, bpmn, flows, task


def test_a_good_route_is_listed_step_by_step(capsys) -> None:
    assert main(["route", "check", str(LIBRARY / "certified-copy.bpmn"), "--hours", "8"]) == 0
    told = capsys.readouterr().out
    assert "dùng được, đường dài nhất 8 giờ làm việc" in told
    assert "2. Thẩm định, đối chiếu sổ gốc, dự thảo bản sao – Chuyên viên thụ lý – 3 giờ làm việc" in told


def test_every_bad_route_is_told_with_its_faults_and_the_code_is_one(tmp_path, capsys) -> None:
    bad = tmp_path / "hong.bpmn"
    bad.write_bytes(b"%PDF")
    assert main(["route", "check", str(bad), str(LIBRARY / "five-steps.bpmn"), "--hours", "4"]) == 1
    told = capsys.readouterr().err
    assert "hong.bpmn: không dùng được" in told
    assert "không phải XML đúng" in told
    assert "vượt thời hạn giải quyết 4 giờ làm việc" in told


BAD_ROUTES = {
    "a dead end": (START + task("a") + task("b") + END + flows("s>a", "a>z", "a>b"), "Bước «Bước b» (b) là ngõ cụt"),
    "a script": (
        START + '<scriptTask id="a" name="Tính phí"><script>import os</script></scriptTask>' + END + flows("s>a", "a>z"),
        "«Tính phí» (a) chạy đoạn mã",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_ROUTES)
@pytest.mark.parametrize("command", [["check"], ["draw"]])
def test_a_route_that_cannot_be_walked_is_refused_by_the_name_of_its_step(
    kind, command, tmp_path, capsys
) -> None:
    body, sentence = BAD_ROUTES[kind]
    (tmp_path / "hong.bpmn").write_bytes(bpmn(body))
    assert main(["route", *command, str(tmp_path / "hong.bpmn")]) == 1
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""


TABLES = {
    "a missing field": (b'[[route]]\nkey = "moi"\n', "Bảng quy trình «moi» thiếu name, steps."),
    "no TOML": (b"x = [", "viết sai TOML"),
    "another encoding": ('[[route]]\nkey = "mới"'.encode("utf-16"), "Không phải chữ UTF-8"),
    "nothing": (b"", "chưa có bảng [[route]] nào"),
    "one table, not a list": (b'[route]\nkey = "moi"\n', "chưa có bảng [[route]] nào"),
    "a key that is a path": (b'[[route]]\nkey = "../moi"\nname = "x"\nsteps = []\n', "key là chữ thường"),
    "a number for a name": (b'[[route]]\nkey = "moi"\nname = 5\nsteps = []\n', "name và about là chữ"),
    "no list of steps": (b'[[route]]\nkey = "moi"\nname = "x"\nsteps = 5\n', "steps phải là danh sách"),
    "no steps": (b'[[route]]\nkey = "moi"\nname = "x"\nsteps = []\n', ""),
    "a step that is a word": (
        b'[[route]]\nkey = "moi"\nname = "x"\nsteps = ["a"]\n',
        "steps phải là danh sách",
    ),
    "a number for a role": (
        b'[[route]]\nkey = "moi"\nname = "x"\nsteps = [{ id = "a", name = "A", role = 1, unit = "x", hours = 1 }]\n',
        "cột role phải là chữ",
    ),
    "a step that lacks its unit": (
        b'[[route]]\nkey = "moi"\nname = "x"\nsteps = [{ id = "a", name = "A", role = "officer", hours = 1 }]\n',
        "thiếu cột: unit",
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_that_is_not_whole_makes_no_file(kind, tmp_path, capsys) -> None:
    content, sentence = TABLES[kind]
    (tmp_path / "bang.toml").write_bytes(content)
    assert main(["route", "make", str(tmp_path / "bang.toml"), str(tmp_path / "moi")]) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "moi").exists()


def test_a_picture_goes_to_the_screen_or_to_a_file(tmp_path, capsys) -> None:
    file = str(LIBRARY / "five-steps.bpmn")
    assert main(["route", "draw", file]) == 0
    assert capsys.readouterr().out.startswith("<svg")
    assert main(["route", "draw", file, "--narrow", "--out", str(tmp_path / "a.svg")]) == 0
    assert 'width="340"' in (tmp_path / "a.svg").read_text()


def test_tables_become_the_files_of_the_library(tmp_path) -> None:
    assert main(["route", "make", str(LIBRARY / "tables.toml"), str(tmp_path / "new")]) == 0
    for file in LIBRARY.glob("*.bpmn"):
        assert (tmp_path / "new" / file.name).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("action", [["draw", "x.bpmn"], ["check", "x.bpmn"], ["make", "x.toml", "y"]])
def test_a_missing_file_is_told_in_a_sentence(action, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["route", *action]) == 1
    assert "Không đọc hoặc ghi được" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
