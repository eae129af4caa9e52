"""Commands of the office: the catalogue is imported after a look, papers and tokens come from the shell."""

import json
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from pypdf import PdfReader

from motcua.domain.cases.models import CaseEvent
from motcua.domain.catalogue.queries import terms_of
from motcua.domain.offices.models import Token
from motcua.domain.offices.queries import staff_of_token
from motcua.faces.cli.main import main
from motcua.foundation.actions import now
from tests.people import BIRTH, Ward
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
