"""Periodic reports on the page and as files: the same numbers, within one's reach, refused with a sentence."""

import io
import json
import zipfile
from typing import Any

import pytest

from motcua.application.reports.form_rules import forms_of
from tests import stories
from tests.faces.desk_pages import signed_in, words
from tests.people import Ward
from tests.stories import Clock

ASKED = "?bieu=06a&don-vi=H26.101&ky=2026-11"


@pytest.fixture
def hoa(ward: Ward, clock: Clock) -> Any:
    clock.at(3, 9)
    stories.finished(ward)
    stories.signed(ward)
    clock.at(30, 9)
    return signed_in(ward.again().hoa)


def test_page_workbook_and_json_say_the_same(hoa: Any) -> None:
    said = words(hoa.get(f"/bao-cao/{ASKED}"))
    assert "Tổng số 2 0 2 0 1 1 0 0 1 0 1" in said
    rows = json.loads(hoa.get(f"/bao-cao/tep/json{ASKED}").content)["rows"]
    assert [value for key, value in rows[0].items() if key not in ("number", "name", "sum")] == [
        2,
        0,
        2,
        0,
        1,
        1,
        0,
        0,
        1,
        0,
        1,
    ]
    book = zipfile.ZipFile(io.BytesIO(hoa.get(f"/bao-cao/tep/xlsx{ASKED}").content))
    assert "II.06a" in book.read("xl/sharedStrings.xml").decode()
    assert hoa.get(f"/bao-cao/tep/pdf{ASKED}").content.startswith(b"%PDF")


@pytest.mark.parametrize("form", forms_of())
def test_every_form_can_be_read_and_taken(hoa: Any, form: str) -> None:
    assert hoa.get(f"/bao-cao/?bieu={form}&ky=2026-11").status_code == 200
    assert hoa.get(f"/bao-cao/tep/pdf?bieu={form}&ky=2026-11").content.startswith(b"%PDF")
    assert hoa.get(f"/bao-cao/tep/xlsx?bieu={form}&ky=2026-11").content.startswith(b"PK")


def test_what_nobody_counts_is_said_to_be_missing_and_never_0(hoa: Any) -> None:
    asked = "?bieu=766-digital&ky=2026-11"
    assert "chưa có số liệu" in words(hoa.get(f"/bao-cao/{asked}"))
    assert json.loads(hoa.get(f"/bao-cao/tep/json{asked}").content)["rows"][0]["reused_national"] is None
    book = zipfile.ZipFile(io.BytesIO(hoa.get(f"/bao-cao/tep/xlsx{asked}").content))
    assert "chưa có số liệu" in book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?bieu=99z", "Không có biểu “99z”"),
        ("?don-vi=H26.102", "Không có đơn vị này trong phần mình phụ trách"),
        ("?don-vi=H26", "Không có đơn vị này trong phần mình phụ trách"),
        ("?tu=31/02/2026&den=01/03/2026", "không có"),
        ("?ky=2027-05", "chưa có số liệu"),
        ("?cach-doc=abc", "không có cách đọc “abc”"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(hoa: Any, asked: str, said: str) -> None:
    for path in ("/bao-cao/", "/bao-cao/tep/pdf"):
        answer = hoa.get(f"{path}{asked}")
        assert answer.status_code == 422 and said in words(answer), path
