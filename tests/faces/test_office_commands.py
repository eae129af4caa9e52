"""Commands of the office: the catalogue is imported after a look, papers and tokens come from the shell."""

import json
import re
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from pypdf import PdfReader

from motcua.domain.cases.models import CaseEvent
from motcua.domain.catalogue import queries
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.catalogue.queries import LIBRARY, terms_of
from motcua.domain.offices.models import Token, Unit
from motcua.domain.offices.queries import staff_of_token
from motcua.faces.cli.main import main
from motcua.foundation.actions import now
from tests.faces.public_pages import VIETNAMESE
from tests.people import BIRTH, SINGLE, Ward
from tests.stories import moment, received

pytestmark = pytest.mark.usefixtures("clock")


def written(path: Path, rows: list[dict[str, object]]) -> str:
    path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return str(path)


def test_an_import_shows_what_changes_before_it_changes_anything(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        tmp_path / "moi.json", [{"code": BIRTH, "summary": "Ghi tên trẻ mới sinh vào sổ hộ tịch."}]
    )
    before = terms_of(BIRTH, on=moment(20).date())
    assert main(["catalogue", "import", file]) == 0
    said = capsys.readouterr().out
    assert "→ Ghi tên trẻ mới sinh vào sổ hộ tịch." in said
    assert "Chưa áp dụng gì" in said
    assert terms_of(BIRTH, on=moment(20).date()) == before
    assert main(["catalogue", "import", file, "--apply"]) == 0
    after = terms_of(BIRTH, on=moment(20).date())
    assert after is not None
    assert after.facts.summary == "Ghi tên trẻ mới sinh vào sổ hộ tịch."
    capsys.readouterr()
    assert main(["catalogue", "import", file, "--apply"]) == 0
    assert "0 thay đổi" in capsys.readouterr().out


def test_a_version_for_later_is_compared_with_itself_when_it_is_imported_again(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path / "sau.json", [{"code": BIRTH, "valid_from": "2027-03-01", "number_of_sets": 2}])
    assert main(["catalogue", "import", file, "--apply"]) == 0
    capsys.readouterr()
    assert main(["catalogue", "import", file, "--apply"]) == 0
    assert "0 thay đổi" in capsys.readouterr().out


def test_a_bad_row_is_named_and_nothing_is_half_imported(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[dict[str, object]] = [{"code": BIRTH, "summary": "Mới."}, {"code": "1.00x"}]
    before = terms_of(BIRTH, on=moment(20).date())
    assert main(["catalogue", "import", written(tmp_path / "hong.json", rows), "--apply"]) == 1
    said = capsys.readouterr().err
    assert "hong.json, dòng" in said
    assert "mục «code»" in said
    assert terms_of(BIRTH, on=moment(20).date()) == before


BAD_FILES = {
    "a bad row of a sheet": ("hong.csv", "code,name\n1.001193,Tên mới\n1.00x,Sai mã\n", "hong.csv, dòng 3, mục «code»"),
    "no such day": ("hong.csv", "code,valid_from\n1.001193,31/02/2026\n", "dòng 2, mục «valid_from»"),
    "no number": ("hong.csv", "code,legal_value\n1.001193,hai\n", "dòng 2, mục «legal_value»"),
    "cut short": ("hong.json", '[{"code": "1.001193", "name"', "dòng 1"),
    "an unknown kind of file": ("hong.xlsx", "PK", "Hãy dùng json hoặc csv"),
    "nothing": ("hong.json", "", "Tệp trống"),
    "bytes that are no text": ("hong.csv", "\x00\x01\x02", ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_named_by_line_and_field_and_changes_nothing(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    name, text, sentence = BAD_FILES[kind]
    (tmp_path / name).write_text(text, "utf-8")
    before = list(ProcedureVersion.objects.order_by("id").values_list("id", "digest"))
    assert main(["catalogue", "import", str(tmp_path / name), "--apply"]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert VIETNAMESE.search(said)
    assert list(ProcedureVersion.objects.order_by("id").values_list("id", "digest")) == before


def test_a_route_that_is_not_there_stops_the_whole_import(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[dict[str, object]] = [
        {"code": BIRTH, "summary": "Mới."},
        {"code": SINGLE, "route": "khong-co"},
    ]
    assert main(["catalogue", "import", written(tmp_path / "moi.json", rows), "--apply"]) == 1
    assert "dùng quy trình “khong-co” chưa có" in capsys.readouterr().err
    terms = terms_of(BIRTH, on=moment(20).date())
    assert terms is not None
    assert terms.facts.summary != "Mới."


def test_a_procedure_of_the_library_with_a_missing_field_is_named_by_its_file(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (LIBRARY / "procedures" / BIRTH / "procedure.toml").read_text("utf-8")
    (tmp_path / BIRTH).mkdir()
    (tmp_path / BIRTH / "procedure.toml").write_text(re.sub(r"(?m)^name = .*$", "", whole), "utf-8")
    read = partial(queries.library_procedures, tmp_path)
    monkeypatch.setattr(queries, "library_procedures", read)
    founding = ["found", "--territory", "00004", "--agency-code", "H98.1"]
    for command in (["catalogue", "diff"], founding):
        assert main(command) == 1
        said = capsys.readouterr().err
        assert f"{BIRTH}/procedure.toml" in said
        assert "Thiếu mục «name»" in said
    assert not Unit.objects.filter(code="H98.1").exists()


@pytest.mark.parametrize("more", [[], ["--unit", "H99"]])
def test_a_file_or_a_unit_that_is_not_there_is_told(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    file = (
        written(tmp_path / "moi.json", [{"code": BIRTH, "summary": "Mới."}])
        if more
        else str(tmp_path / "a.json")
    )
    assert main(["catalogue", "import", file, "--apply", *more]) == 1
    assert ("xem lại --unit" if more else "Xin xem lại tên và thư mục") in capsys.readouterr().err


def test_a_sheet_in_an_old_encoding_is_read_and_said_so(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cu.csv").write_bytes(f"code,short_name\n{BIRTH},Đăng ký khai sinh trẻ em\n".encode("utf-16"))
    assert main(["catalogue", "import", str(tmp_path / "cu.csv")]) == 0
    said = capsys.readouterr().out
    assert "bảng mã utf-16" in said
    assert "→ Đăng ký khai sinh trẻ em" in said


PAPERS = {
    "no such case": (["paper", "H26.101.1-261120-9999", "--form", "01"], 1, "Không có hồ sơ H26.101.1-261120-9999"),
    "no such form": (["paper", "{case}", "--form", "99"], 1, "99"),
    "a form it has no reason for": (["paper", "{case}", "--form", "05"], 1, ""),
    "a ledger of no unit": (["paper", "H99", "--form", "07", "--from", "2026-11-01"], 1, "Không có đơn vị mã H99"),
    "no such day": (["paper", "H26", "--form", "07", "--from", "2026-02-31"], 2, "tham số không đúng"),
    "no form": (["paper", "{case}"], 2, "tham số không đúng"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_that_cannot_be_printed_is_told_and_nothing_is_written(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    arguments, code, sentence = PAPERS[kind]
    case, out = received(ward).code, tmp_path / "a.pdf"
    assert main([*(each.replace("{case}", case) for each in arguments), "--out", str(out)]) == code
    told = capsys.readouterr()
    assert sentence in told.err
    assert VIETNAMESE.search(told.err)
    assert told.out == ""
    assert not out.exists()


def test_a_place_that_cannot_be_written_to_is_told(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "khong-co" / "a.pdf"
    assert main(["paper", received(ward).code, "--form", "01", "--out", str(out)]) == 1
    assert "Không ghi được" in capsys.readouterr().err


def test_a_paper_is_printed_from_the_shell(
    ward: Ward, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = received(ward)
    out = tmp_path / "giay-hen.pdf"
    assert main(["paper", case.code, "--form", "01", "--out", str(out), "--size", "A5"]) == 0
    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert case.code in text
    assert case.pin in text
    assert main(["paper", case.code, "--form", "05", "--out", str(out)]) == 1
    assert main(["paper", "H26-000000-0001", "--form", "01", "--out", str(out)]) == 1
    assert "Không có hồ sơ" in capsys.readouterr().err


def test_the_ledger_of_a_period_is_printed_from_the_shell(ward: Ward, tmp_path: Path) -> None:
    case = received(ward)
    out = tmp_path / "so.xlsx"
    told = ["--form", "07", "--from", "2026-11-01", "--to", "2026-11-30", "--out", str(out)]
    assert main(["paper", ward.desk.code, *told]) == 0
    cells = [str(cell.value) for row in openpyxl.load_workbook(out).active.rows for cell in row]
    assert case.code in cells


def test_the_record_of_a_case_is_shown_and_verified(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    case = received(ward)
    assert main(["case", case.code]) == 0
    assert "Tiếp nhận hồ sơ" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_caseevent DISABLE TRIGGER keep")
        CaseEvent.objects.filter(case=case).update(note="sửa lén")
        cursor.execute("ALTER TABLE cases_caseevent ENABLE TRIGGER keep")
    assert main(["case", case.code, "--verify"]) == 3
    assert "bị sửa từ dòng 1" in capsys.readouterr().err


def test_a_token_is_shown_once_and_can_be_taken_back(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "create", "--login", "minh", "--name", "cổng tỉnh"]) == 0
    secret = capsys.readouterr().out.strip()
    kept = Token.objects.get(name="cổng tỉnh")
    assert secret.encode() not in bytes(kept.hash)
    assert main(["token", "create", "--login", "khong-co", "--name", "x"]) == 1
    assert main(["token", "revoke", str(kept.pk)]) == 0
    assert staff_of_token(bytes(kept.hash), at=now()) is None
    assert main(["token", "revoke", str(kept.pk)]) == 1
    assert main(["token", "create", "--login", "minh", "--name", "x", "--days", "0"]) == 1
    capsys.readouterr()
    assert main(["token", "list"]) == 0
    assert "đã thu hồi" in capsys.readouterr().out
