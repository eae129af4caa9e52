"""The page of surveys: how many to ask of the cases of a period, and what surveys of them found."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from motcua.domain.surveys.actions import give_surveys
from motcua.domain.surveys.sheet_rules import COLUMNS, read_surveys
from motcua.foundation.actions import SYSTEM
from tests import stories
from tests.faces.public_pages import page_of, words_of
from tests.people import Ward
from tests.stories import Clock

WARD, CITY = "H26.101", "H26"


@pytest.fixture
def october(ward: Ward, clock: Clock) -> None:
    """Nine cases received in October."""
    clock.at(1, 9, month=10)
    for _ in range(9):
        stories.received(ward)


def rows_of(part: Any, at: int = 0) -> list[list[str]]:
    return [
        [words_of(cell) for cell in row.xpath("./th|./td")]
        for row in part.xpath(".//table")[at].xpath(".//tr")
    ]


def test_the_survey_page_says_that_few_rated_and_how_many_to_ask(client: Client, october: None) -> None:
    tree = page_of(client.get(f"/cong-khai/khao-sat?don-vi={WARD}&ky=2026-10"))
    assert "Kỳ này có 0 lượt đánh giá" in words_of(tree.xpath("//section[@aria-labelledby='danh-gia']")[0])
    assert rows_of(tree)[-1] == ["Tổng số", "9", "9", "1"]
    assert "n = 9 / (1 + 9 × 0,0025) = 8,8" in words_of(tree)


def test_what_a_survey_found_stands_beside_the_sample_it_needed(
    client: Client, ward: Ward, october: None
) -> None:
    """The counts of a survey of nine cases by two ways, one of which told more than the other."""
    sheet_of = "H26.101,2026-10-01,2026-10-31,{},{},{},{},{},{},{},{},UBND phường,{},Báo cáo 12/BC\n".format
    lines = read_surveys(
        ",".join(COLUMNS) + "\n"
        + sheet_of("online", "", "", "", 0, "", 415, "", "")
        + sheet_of("direct", "", 130, 3, 2, 10, 80, 20, "Chọn máy")
        + sheet_of("direct", "Chú ý lắng nghe", "", "", 12, "", 88, "", "")
        + sheet_of("direct", "Đủ ghế ngồi", "", "", 1, "", 3, "", ""),
        file="x", today=date(2026, 11, 30),
    )  # fmt: skip
    give_surveys(ward.ward, by=SYSTEM, lines=lines)
    page = page_of(client.get(f"/cong-khai/khao-sat?don-vi={CITY}&ky=2026-10"))
    [part] = page.xpath("//section[@aria-labelledby='cuoc-1']")
    assert rows_of(part)[1:] == [
        ["Trực tuyến", "–", "–", "415", "0 (0,00%)", "–", "415 (100,00%)", "–"],
        ["Trực tiếp", "130", "3", "112 (86,15%)", "2 (1,79%)", "10 (8,93%)", "80 (71,43%)", "20 (17,86%)"],
        ["Tổng số", "–", "–", "527", "2 (0,38%)", "–", "495 (93,93%)", "–"],
    ]
    assert rows_of(part, 1)[1:] == [
        ["Chú ý lắng nghe", "88,00%", "100"]
    ]  # four answers on the chairs are too few
    words = words_of(part)
    assert "97,72%" in words and "trong 527 phiếu trả lời" in words and "cỡ mẫu của 9 hồ sơ" in words
    assert "Nguồn không nêu cách chọn" in words and "ít hơn cỡ mẫu" not in words
    assert "Khảo sát tháng" not in words_of(page_of(client.get("/cong-khai/khao-sat?ky=2026-09")))


def test_of_a_survey_with_few_answers_only_their_number_is_told(client: Client, ward: Ward) -> None:
    line = "H26.101,2026-10-01,2026-10-31,{},,,,1,,{},,UBND phường,,Báo cáo 12/BC\n".format
    for several, told in (
        ([("paper", 3)], "4 phiếu trả lời; dưới 5"),
        ([("paper", 3), ("phone", 60)], "Tổng số"),
    ):
        text = ",".join(COLUMNS) + "\n" + "".join(line(*each) for each in several)
        lines = read_surveys(text, file="x", today=date(2026, 11, 30))
        give_surveys(ward.ward, by=SYSTEM, lines=lines)
        words = words_of(page_of(client.get("/cong-khai/khao-sat?ky=2026-10")))
        assert told in words and "Phiếu giấy" not in words, several
