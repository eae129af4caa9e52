"""The shell command for routes: check, draw, make."""

import pytest

from motcua.faces.cli.main import main
from tests.rules.workflow_samples import LIBRARY


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
