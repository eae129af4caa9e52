"""The board: figures that tie, boundaries that fall on one side, files that equal the table."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from motcua.application.reports.queries import Figures, figures, total
from motcua.domain.cases.actions.deciding import correct, issue_result, stop
from motcua.domain.cases.actions.returning import hand_back, withdraw
from motcua.domain.cases.models import Case
from motcua.faces.board.sheets import safe_cell
from motcua.foundation.calendar import ZONE
from tests import stories
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.people import Ward
from tests.stories import BASIS, Clock

OCTOBER, NOVEMBER = (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 11, 1), date(2026, 11, 30))
EACH = [
    "carried",
    "received",
    "early",
    "on_time",
    "late",
    "ended_otherwise",
    "open_in_time",
    "open_overdue",
    "paused",
    "paused_overdue",
    "to_accept",
    "to_accept_late",
]


def of(period: tuple[date, date], at: datetime) -> Figures:
    return total(figures(first=period[0], last=period[1], as_at=at.astimezone(ZONE).date()))


def counts(row: Figures) -> dict[str, int]:
    return {name: getattr(row, name) for name in EACH if getattr(row, name)}


def ties(row: Figures) -> bool:
    return row.carried + row.received == row.finished + row.ended_otherwise + row.open


def finish(ward: Ward, case: Case) -> Case:
    return issue_result(case, by=ward.again().van)


@pytest.fixture
def story(ward: Ward, clock: Clock) -> Callable[[], None]:
    """October and November: early, on time, late, withdrawn, stopped, waiting, overdue, in time."""

    def tell() -> None:
        clock.at(1, 9, month=10)
        early = stories.signed(ward)
        on_time, late, overdue = stories.signed(ward), stories.signed(ward), stories.examined(ward)
        clock.at(2, 9, month=10)
        finish(ward, early)
        clock.at(6, 9, month=10)  # three working days after the first
        finish(ward, on_time)
        clock.at(8, 9, month=10)
        hand_back(finish(ward, late), by=ward.again().minh, receiver_name="Nguyễn Văn Tâm")
        withdrawn, stopped = stories.examined(ward), stories.examined(ward)
        withdraw(withdrawn, by=ward.again().minh, reason="Đổi ý", proof=withdrawn.pin)
        stop(stopped, by=ward.again().hoa, reason="Không đủ điều kiện", legal_basis=BASIS)
        stories.asked(ward)
        clock.at(30, 16, month=10)
        stories.examined(ward)
        assert overdue.due_at
        clock.at(20, 9, 30)
        stories.examined(ward)

    return tell


def test_every_case_is_counted_once_and_the_sums_tie(story: Any, clock: Clock) -> None:
    story()
    october, november = of(OCTOBER, clock.now), of(NOVEMBER, clock.now)
    assert counts(october) == {"received": 8, "early": 1, "on_time": 1, "late": 1, "ended_otherwise": 2, "open_in_time": 1,
                               "open_overdue": 1, "paused": 1}  # fmt: skip
    assert counts(november) == {
        "carried": 3,
        "received": 1,
        "open_in_time": 1,
        "open_overdue": 2,
        "paused": 1,
    }
    assert ties(october) and ties(november) and november.carried == october.open
    whole = of((OCTOBER[0], NOVEMBER[1]), clock.now)
    assert ties(whole) and whole.received == october.received + november.received


def test_what_is_published_of_a_month_does_not_change_afterwards(
    story: Any, ward: Ward, clock: Clock
) -> None:
    story()
    october = of(OCTOBER, clock.now)
    for case in Case.objects.whole().filter(state=4):
        stop(case, by=ward.again().hoa, reason="Không đủ điều kiện", legal_basis=BASIS)
    late = Case.objects.whole().get(outcome="on_time")
    correct(late, by=ward.again().hoa, reason="Sai năm sinh", to_node=late.walk.waiting_nodes[1].id)
    assert of(OCTOBER, clock.now) == october
    assert ties(of(NOVEMBER, clock.now))


@pytest.mark.parametrize(
    ("hour", "minute", "second", "month"), [(23, 59, 59, 10), (0, 0, 0, 11)], ids=["last second", "midnight"]
)
def test_a_case_received_on_the_boundary_belongs_to_one_month(
    ward: Ward, clock: Clock, hour: int, minute: int, second: int, month: int
) -> None:
    day = 31 if month == 10 else 1
    clock.at(day, hour, minute, month=month)
    clock.wait(seconds=second)
    stories.received(ward)
    now = clock.at(20)
    received = [of(OCTOBER, now).received, of(NOVEMBER, now).received]
    assert received == ([1, 0] if month == 10 else [0, 1])


def test_a_case_finished_on_the_boundary_is_finished_in_one_month(ward: Ward, clock: Clock) -> None:
    clock.at(29, 9, month=10)
    case = stories.signed(ward)
    clock._set(datetime(2026, 11, 1, tzinfo=ZONE))
    finish(ward, case)
    now = clock.at(20)
    assert (of(OCTOBER, now).finished, of(NOVEMBER, now).finished) == (0, 1)
    assert of(OCTOBER, now).open == 1 and of(NOVEMBER, now).carried == 1


def test_a_case_due_today_is_not_overdue_until_tomorrow(ward: Ward, clock: Clock) -> None:
    clock.at(16, 9)
    case = stories.examined(ward)
    assert case.due_at
    due = case.due_at.astimezone(ZONE)
    day = (due.date(), due.date())
    assert of(day, due.replace(hour=23)).open_overdue == 0
    assert of(day, due + timedelta(days=1)).open_overdue == 0  # the day that has ended stays as it was
    assert of((day[0], day[1] + timedelta(days=1)), due + timedelta(days=1)).open_overdue == 1


def cells(tree: Any) -> list[list[str]]:
    return [[words_of(cell) for cell in row] for row in tree.xpath('//div[@class="mc-board"]//tr')]


def test_the_page_the_file_and_the_document_say_the_same(client: Client, story: Any) -> None:
    story()
    table = cells(page_of(client.get("/cong-khai/?ky=2026-10")))
    answer = client.get("/cong-khai/so-lieu.csv?ky=2026-10")
    raw = answer.content
    assert raw.startswith(b"\xef\xbb\xbf") and "so-lieu-2026-10.csv" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row[1:] for row in rows] == table
    document = client.get("/cong-khai/so-lieu.json?ky=2026-10").json()
    assert [str(document["total"][name]) for name in EACH] == table[-1][1:-1]
    assert document["units"][0]["on_time_share"] == pytest.approx(2 / 3) and table[-1][-1] == "66,67%"
    assert document["period"] == {"key": "2026-10", "first": "2026-10-01", "last": "2026-10-31"}


def test_the_finding_is_one_plain_sentence(client: Client, story: Any) -> None:
    story()
    said = words_of(page_of(client.get("/cong-khai/?ky=2026-10")).xpath('//p[@class="mc-lede"]')[0])
    assert (
        said
        == "Trong tháng 10/2026, 66,67% hồ sơ xong được trả trước hoặc đúng hạn. Còn 1 hồ sơ đang quá hạn."
    )


def test_a_period_without_results_has_a_dash_and_no_chart(client: Client, ward: Ward, clock: Clock) -> None:
    stories.received(ward)
    tree = page_of(client.get("/cong-khai/"))
    assert cells(tree)[-1][-1] == "–" and "100" not in cells(tree)[-1][-1]
    assert not tree.xpath("//figure") and "chưa có hồ sơ nào xong" in words_of(tree)
    assert client.get("/cong-khai/so-lieu.json").json()["total"]["on_time_share"] is None


@pytest.mark.parametrize(
    "key", ["2026-10", "2026-q4", "2026", "2026-10-01..2026-10-09", "&tu=1/10/2026&den=09102026"]
)
def test_any_period_can_be_asked_for_by_address(client: Client, story: Any, key: str) -> None:
    story()
    tree = page_of(client.get(f"/cong-khai/?ky={key}"))
    assert "66,67%" in words_of(tree)
    (link,) = tree.xpath('//a[text()="CSV"]/@href')
    assert "66,67%" in client.get(link).content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "ky=2026-13",
        "ky=x",
        "ky=khoang",
        "tu=31/02/2026&den=1/3/2026",
        "tu=2/3/2026&den=1/3/2026",
    ],
)
def test_what_is_no_period_gets_a_sentence_and_keeps_what_was_typed(
    client: Client, ward: Ward, asked: str
) -> None:
    response = client.get(f"/cong-khai/?{asked}")
    tree = page_of(response)
    assert response.status_code == 422 and words_of(tree.xpath('//div[@role="alert"]//li')[0]).endswith(".")
    if "tu=" in asked:
        assert tree.xpath('//input[@name="tu"]/@value')[0] in asked
    assert client.get(f"/cong-khai/so-lieu.csv?{asked}").status_code == 422
    assert client.get(f"/cong-khai/so-lieu.json?{asked}").status_code == 422


def test_every_column_is_defined_and_the_source_and_time_are_told(
    client: Client, story: Any, clock: Clock
) -> None:
    story()
    tree = page_of(client.get("/cong-khai/?ky=2026-10"))
    defined = [words_of(term) for term in tree.xpath('//dl[contains(@class, "mc-dates--wide")]//dt')]
    assert [words_of(cell) for cell in tree.xpath('//div[@class="mc-board"]//thead//th')][1:] == defined
    assert "Số liệu lúc 09:30 20/11/2026" in words_of(tree) and "Nguồn" in words_of(tree)


def test_the_board_speaks_english(client: Client, story: Any) -> None:
    story()
    tree = page_of(client.get("/en/cong-khai/?ky=2026-10"))
    assert "66.67%" in words_of(tree) and left_in_vietnamese(tree) == []


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@sum", "\tx"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("Phường An Bình") == "Phường An Bình"
