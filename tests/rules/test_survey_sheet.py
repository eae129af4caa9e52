"""What surveys found as a sheet: what is read, what the source does not tell, and that every fault is named."""

from datetime import date

import pytest

from motcua.domain.surveys.sheet_rules import COLUMNS, SurveyLine, questions_alone, read_surveys
from motcua.foundation.text import SheetRefused

TODAY = date(2026, 11, 26)
HEAD = ",".join(COLUMNS) + "\n"
GOOD = "H26.101,2026-01-01,30/06/2026,paper,,400,12,3,20,300,55,UBND phường,Chọn máy theo lĩnh vực,Báo cáo 12/BC\n"


def lines(text: str) -> list[SurveyLine]:
    return read_surveys(text, file="x.csv", today=TODAY)


def test_a_line_is_read_with_its_days_written_either_way() -> None:
    [line] = lines(f"\ufeff{HEAD}{GOOD}\n")
    assert (line.first, line.last, line.way) == (date(2026, 1, 1), date(2026, 6, 30), "paper")
    assert (line.sent, line.refused, line.answered, line.pleased) == (400, 12, 378, 355)


def test_what_the_source_does_not_tell_is_not_nought() -> None:
    [line] = lines(HEAD + "H17.1,2016-01-01,2016-12-31,online,,,,0,,415,,UBND phường,,Báo\n")
    assert (line.sent, line.refused, line.neutral, line.very_satisfied) == (None, None, None, None)
    assert (line.answered, line.pleased, line.method) == (415, 415, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "x.csv, dòng 1: cần đúng các cột"),
        (HEAD.replace(",source", ""), "x.csv, dòng 1: cần đúng các cột"),
        (HEAD, "không có dòng số liệu nào"),
        (HEAD + GOOD + GOOD, "dòng 3: trùng số liệu với dòng 2"),
        (HEAD + GOOD.replace("2026-01-01", "2026-02-30"), "dòng 2: cột first: "),
        (HEAD + GOOD.replace("30/06/2026", "31/12/2026"), "cột last: Ngày 31/12/2026 chưa tới"),
        (HEAD + GOOD.replace("30/06/2026", "30/06/2025"), "ngày cuối (last) phải bằng hoặc sau"),
        (HEAD + GOOD.replace("paper", "fax"), "cột way: «fax» phải là online, direct, paper, phone"),
        (HEAD + GOOD.replace("300", "-3"), "cột satisfied: «-3» không phải số nguyên"),
        (HEAD + GOOD.replace("300", "3.0"), "cột satisfied: «3.0»"),
        (HEAD + GOOD.replace("300", "99999999999"), "cột satisfied"),
        (HEAD + GOOD.replace(",3,20,300,55,", ",,20,300,55,"), "cột dissatisfied không được để trống"),
        (HEAD + GOOD.replace(",3,20,300,55,", ",0,0,0,0,"), "không có phiếu trả lời nào"),
        (HEAD + GOOD.replace("400", "389"), "cộng lại là 390, nhiều hơn số phiếu phát ra (sent) 389"),
        (HEAD + GOOD.replace("UBND phường", ""), "cột asked_by không được để trống"),
        (HEAD + GOOD.replace("Báo cáo 12/BC", "a" * 201), "cột source: dài 201 ký tự"),
        (HEAD + GOOD.replace("400,", ""), "dòng 2: có 13 ô, cần 14"),
    ],
)
def test_a_fault_is_named_by_its_line(text: str, said: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        lines(text)
    assert said in str(refused.value)


def test_a_question_needs_the_line_of_its_survey_in_all() -> None:
    [whole] = lines(HEAD + GOOD)
    [asked] = lines(HEAD + GOOD.replace("paper,,", "paper,Chú ý lắng nghe,"))
    [elsewhere] = lines(HEAD + GOOD.replace("paper,,", "phone,Chú ý lắng nghe,"))
    assert questions_alone([whole, asked]) == []
    assert questions_alone([whole, elsewhere]) == questions_alone([asked]) == ["Chú ý lắng nghe"]
