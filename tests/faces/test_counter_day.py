"""D8 and D2 without a browser: the day's numbers, the ledger, the picker; and the reasons behind D4."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from motcua.application.reports.day import day
from motcua.application.reports.queries import figures, total
from motcua.domain.cases.actions.intake import receive
from motcua.domain.cases.actions.processing import collect_fee, hand_over
from motcua.domain.cases.reason_rules import read_reasons, reasons_on
from motcua.foundation.actions import now
from tests.faces.counter_forms import signed_in, words
from tests.people import BIRTH, COPY, MARRIAGE, Ward, birth_terms, filing

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def desk(client: Client, ward: Ward, clock: Any) -> Client:
    return signed_in(client, ward.minh)


@pytest.fixture
def busy(clock: Any, case_in: Any, ward: Ward) -> None:
    """One of each place, and a fee."""
    for place in ("1", "2", "3", "4", "5", "5d", "7", "8", "9", "10"):
        case_in(place)
    paid = case_in("2", code=COPY, fee=16_000)
    collect_fee(paid, by=ward.minh, receipt="BL 1")


def test_the_day_says_what_the_board_says(busy: None, ward: Ward, clock: Any) -> None:
    found = day(on=FRIDAY, path=ward.desk.path, now=now())
    board = total(figures(first=FRIDAY, last=FRIDAY, as_at=FRIDAY, path=ward.desk.path))
    assert found.board == board and board.received == 8
    assert (found.handed_over, found.returned, found.refused, found.asked, found.withdrawn) == (6, 1, 1, 2, 1)
    assert (found.waiting_online, found.waiting_papers, found.to_hand_over) == (1, 2, 2)
    assert (found.ready, found.to_call, found.unpaid) == (1, 1, 0)


def test_what_happens_at_another_desk_is_not_of_this_day(busy: None, ward: Ward) -> None:
    before = day(on=FRIDAY, path=ward.desk.path, now=now())
    strange = receive(ward.other_desk, by=ward.quan, filing=filing(birth_terms(COPY), fee=2_000))
    collect_fee(strange, by=ward.quan, receipt="BL 9")
    hand_over(strange, by=ward.quan)
    assert day(on=FRIDAY, path=ward.desk.path, now=now()) == before
    assert day(on=FRIDAY, path=ward.other_desk.path, now=now()).collected == 2_000


def test_the_sum_of_the_day_is_the_sum_of_its_receipts(busy: None, desk: Client) -> None:
    page = words(desk.get("/quay/trong-ngay"))
    assert "Đã thu trong ngày 16.000 ₫" in page and "BL 1" in page and "Trần Quang Minh" in page


def test_another_day_is_shown_by_its_own_numbers(busy: None, desk: Client, clock: Any) -> None:
    clock.at(23, 8)
    page = words(desk.get("/quay/trong-ngay?ngay=20112026"))
    assert "Tại quầy ngày 20/11/2026" in page and "Đang chờ tại quầy" not in page and "16.000 ₫" in page
    assert "Tiếp nhận 0" in words(desk.get("/quay/trong-ngay"))


@pytest.mark.parametrize("typed", ["hôm qua", "31/02/2026", "99999999", "20/11/2099"])
def test_an_impossible_day_gets_a_sentence(desk: Client, typed: str) -> None:
    answer = desk.get("/quay/trong-ngay", {"ngay": typed})
    assert answer.status_code == 422 and "Tại quầy ngày 20/11/2026" in words(answer)


def test_the_cashier_sees_the_day_but_does_not_receive(client: Client, ward: Ward, clock: Any) -> None:
    signed_in(client, ward.khoa)
    assert client.get("/quay/trong-ngay").status_code == 200 and client.get("/quay/").status_code == 403


def test_the_ledger_of_a_period_is_a_paper_and_a_sheet(busy: None, desk: Client) -> None:
    period = {"tu": "01/11/2026", "den": "20/11/2026"}
    paper, sheet = desk.get("/quay/so-theo-doi.pdf", period), desk.get("/quay/so-theo-doi.xlsx", period)
    assert paper.content.startswith(b"%PDF")
    rows = list(load_workbook(io.BytesIO(sheet.content)).active.iter_rows(min_row=8, values_only=True))
    assert len(rows) == 8 and rows[0][0] == 1 and rows[0][4] == "Nguyễn Văn Tâm"
    assert sheet["Content-Disposition"] == 'attachment; filename="so-theo-doi-20261101-20261120.xlsx"'


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("20/11/2026", "01/11/2026", "Ngày cuối kỳ phải từ ngày đầu kỳ"),
        ("01/01/2020", "20/11/2026", "nhiều nhất 366 ngày"),
        ("x", "", "x"),
    ],
)
def test_a_wrong_period_gets_a_sentence(desk: Client, first: str, last: str, said: str) -> None:
    answer = desk.get("/quay/so-theo-doi.pdf", {"tu": first, "den": last})
    assert answer.status_code == 422 and said in words(answer)


FOUND = [
    ("ks", "Đăng ký khai sinh", "initials"),
    ("KHAI SINH", "Đăng ký khai sinh", "capitals"),
    ("1.001193", "Đăng ký khai sinh", "code"),
    ("1001193", "Đăng ký khai sinh", "code without its dot"),
    ("ket hon", "Đăng ký kết hôn", "no marks"),
    ("chung thuc ban sao", "Chứng thực bản sao từ bản chính", "no marks"),
]


@pytest.mark.parametrize(("typed", "first", "why"), FOUND)
def test_the_picker_puts_the_right_procedure_first(desk: Client, typed: str, first: str, why: str) -> None:
    answer = desk.get("/quay/tim-thu-tuc", {"q": typed}, headers={"Accept": "application/json"})
    assert answer.json()["results"][0]["label"] == first, why


def test_of_equally_good_ones_the_last_used_here_comes_first(desk: Client, case_in: Any) -> None:
    def first() -> str:
        found = desk.get("/quay/tim-thu-tuc?q=dang ky", headers={"Accept": "application/json"})
        return str(found.json()["results"][0]["value"])

    usual = first()
    other = BIRTH if usual == MARRIAGE else MARRIAGE
    case_in("2", code=other)
    assert first() == other != usual


def test_without_words_the_picker_shows_what_was_last_used_here(
    desk: Client, case_in: Any, clock: Any
) -> None:
    case_in("2", code=COPY)
    clock.wait(minutes=5)
    case_in("2", code=BIRTH)
    answer = desk.get("/quay/tim-thu-tuc", headers={"Accept": "application/json"}).json()["results"]
    assert [found["value"] for found in answer] == [BIRTH, COPY]
    clock.wait(minutes=5)
    case_in("2", code=COPY)
    answer = desk.get("/quay/tim-thu-tuc", headers={"Accept": "application/json"}).json()["results"]
    assert [found["value"] for found in answer] == [COPY, BIRTH]
    page = desk.get("/quay/tim-thu-tuc?q=khong-co-thu-tuc-nay")
    assert "Không tìm thấy thủ tục nào" in words(page)
    assert f"/quay/?thu-tuc={BIRTH}" in desk.get("/quay/tim-thu-tuc?q=ks").content.decode()


def test_reasons_are_dated_and_every_refusal_of_today_can_be_grounded() -> None:
    assert {r.basis for r in reasons_on(date(2020, 1, 1), "supplement")} == {
        "Nghị định 61/2018/NĐ-CP, Điều 17"
    }
    assert {r.key for r in reasons_on(FRIDAY, "refusal")} >= {"khong-thuoc-tham-quyen", "khong-bo-sung"}
    assert len({r.key for r in reasons_on(FRIDAY, "supplement")}) == len(reasons_on(FRIDAY, "supplement"))


@pytest.mark.parametrize(
    "row", ['key = "a"\nkind = "refusal"\ntext = "b"', 'key="a"\nkind="x"\ntext="b"\nbasis=""\nvalid_from=2020-01-01\nconfirmed=true']
)  # fmt: skip
def test_a_reason_that_lacks_something_is_named(row: str) -> None:
    with pytest.raises(ValueError, match="lý do thứ 1"):
        read_reasons(f"[[reasons]]\n{row}")
