"""The roadmap on its public page, in its file and on the command line; kept by an act, with what was before."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from motcua.domain.catalogue.actions import set_roadmap
from motcua.domain.catalogue.models import RoadmapLine
from motcua.domain.catalogue.queries import roadmap_lines, roadmap_units
from motcua.domain.catalogue.rules import read_roadmap
from motcua.faces.cli.main import main
from motcua.foundation.actions import SYSTEM, Refused
from tests.faces.public_pages import page_of, words_of
from tests.people import Ward
from tests.rules.test_roadmap_rules import DEMO

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(ward: Ward) -> Ward:
    set_roadmap(ward.ward, by=SYSTEM, lines=read_roadmap(DEMO.read_text("utf-8")), source="lo-trinh.csv")
    return ward


def test_the_page_shows_plan_against_fact_and_the_identity(client: Client, planned: Ward) -> None:
    tree = page_of(client.get("/cong-khai/lo-trinh"))
    rows = [
        [words_of(cell) for cell in row] for row in tree.xpath('//section[@aria-labelledby="bang"]//tbody/tr')
    ]
    assert rows[0][:4] == ["2016: Mức độ 4", "2", "chưa có số liệu", "0,83%"]
    assert rows[1][:4] == ["2016: Mức độ 3", "62", "chưa có số liệu", "25,73%"]
    assert "25% của 241 là 60,25" in rows[1][4]
    assert "241 = 20 + 115 + 106 thủ tục" in words_of(tree)
    assert "25.73%" in words_of(page_of(client.get("/en/cong-khai/lo-trinh")))


def test_the_file_has_the_rows_of_the_page(client: Client, planned: Ward) -> None:
    rows = (
        client.get(f"/cong-khai/lo-trinh.csv?don-vi={planned.ward.code}")
        .content.decode("utf-8-sig")
        .splitlines()
    )
    assert len(rows) == 6 and rows[2].startswith('2016,Mức độ 3,62,,"25,73%",')


def test_an_office_without_a_roadmap_says_so(client: Client, ward: Ward) -> None:
    assert "Chưa có cơ quan nào công khai lộ trình" in words_of(
        page_of(client.get("/cong-khai/lo-trinh?don-vi=x"))
    )
    assert len(client.get("/cong-khai/lo-trinh.csv").content.decode("utf-8-sig").splitlines()) == 1


def test_the_command_imports_once_more_and_shows_the_same_numbers(planned: Ward, capsys: Any) -> None:
    assert main(["roadmap", "import", str(DEMO), "--unit", planned.ward.code]) == 0
    assert RoadmapLine.objects.count() == 12 and len(roadmap_lines(planned.ward)[0]) == 6
    assert roadmap_units() == [planned.ward]
    capsys.readouterr()
    assert main(["roadmap", "show", "--unit", planned.ward.code, "--year", "2016", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["level"], row["plan"], row["fact"], row["of"], row["plan_percent"]) for row in told["rows"]] == [
        ("4", 2, None, 241, 0.83), ("3", 62, None, 241, 25.73),
    ]  # fmt: skip
    assert main(["roadmap", "show", "--unit", planned.ward.code]) == 0
    assert "2020  legacy 3: kế hoạch 115, thực tế ?, trên tổng 241" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"nam\n", "thiếu cột"), ("nam,năm\n".encode("utf-16"), "không phải UTF-8"), (None, "Không đọc được")],
)
def test_a_file_that_cannot_be_read_is_said_and_nothing_is_kept(
    ward: Ward, tmp_path: Path, capsys: Any, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "lo-trinh.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["roadmap", "import", str(path), "--unit", ward.ward.code]) == 1
    assert sentence in capsys.readouterr().err and not RoadmapLine.objects.exists()
    assert main(["roadmap", "show", "--unit", "H99.1"]) == 1


def test_sums_that_do_not_tie_are_refused_whole(ward: Ward) -> None:
    lines = read_roadmap(DEMO.read_text("utf-8").replace(",,115,", ",,114,"))
    with pytest.raises(Refused, match="các mức cộng lại là 240"):
        set_roadmap(ward.ward, by=ward.an, lines=lines, source="x")
    assert not RoadmapLine.objects.exists()
