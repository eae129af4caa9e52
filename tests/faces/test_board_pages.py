"""The pages behind the figures: every number on them is the one the figures give for the same unit and day."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.test import Client

from motcua.application.disclosure.actions import freeze, publish, sign
from motcua.application.indices.queries import index_of
from motcua.application.indices.rules import points_words
from motcua.application.indices.rules.formula import result
from motcua.application.reports.durations import durations
from motcua.application.reports.queries import figures, total
from motcua.application.reports.rules import month_of, share_words
from motcua.domain.cases.actions.deciding import approve, issue_result, stop
from motcua.domain.cases.actions.intake import receive
from motcua.domain.cases.actions.processing import confirm_supplement, request_supplement
from motcua.domain.cases.models import Case
from motcua.domain.offices.actions import take_over
from motcua.domain.offices.models import Unit
from motcua.faces.board.compare import MEASURES
from motcua.faces.kept import forget_answers
from motcua.foundation.actions import SYSTEM
from motcua.foundation.calendar import ZONE
from motcua.foundation.text import sort_key
from tests import stories
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.people import BIRTH, SINGLE, Ward, birth_terms, filing, unit
from tests.stories import BASIS, Clock

LIGHT = 25 * 1024  # page and stylesheets, compressed, without fonts
WARD, OTHER, CITY = "H26.101", "H26.102", "H26"
PAGES = {
    "unit": f"/cong-khai/don-vi/{WARD}",
    "overdue": "/cong-khai/qua-han",
    "procedures": "/cong-khai/thu-tuc?ky=2026",
    "index": f"/cong-khai/chi-so?don-vi={WARD}&ky=2026-10",
    "survey": "/cong-khai/khao-sat?ky=2026",
    "compare": f"/cong-khai/so-sanh?don-vi={WARD}&don-vi={OTHER}&thang=6",
}


@pytest.fixture
def story(ward: Ward, clock: Clock) -> Callable[[], datetime]:
    """October: four on time, two late (one asked for papers before), one stopped, one overdue, one paused while overdue."""

    def tell() -> datetime:
        clock.at(1, 9, month=10)
        done, asked = [stories.signed(ward) for _ in range(5)], stories.drafted(ward)
        stopped, paused = stories.examined(ward), stories.drafted(ward)
        stories.examined(ward)
        clock.at(2, 9, month=10)
        asked = papers_asked(ward, asked)
        stop(stopped, by=ward.again().hoa, reason="Không đủ điều kiện", legal_basis=BASIS)
        for case in done[:4]:
            issue_result(case, by=ward.again().van)
        clock.at(12, 9, month=10)
        issue_result(done[4], by=ward.again().van)
        papers_asked(ward, paused)
        asked = confirm_supplement(asked, by=ward.again().minh)
        clock.at(20, 9, month=10)
        issue_result(approve(asked, by=ward.again().hoa), by=ward.again().van)
        return clock.at(20, 9, 30)

    return tell


def papers_asked(ward: Ward, case: Case) -> Case:
    return request_supplement(case, by=ward.again().hoa, missing=[stories.paper_of(case)], reason="Chưa ký")


def table(tree: Any, at: int = 0) -> list[list[str]]:
    found = tree.xpath("//main//table")[at]
    return [[words_of(cell) for cell in row.xpath("./th|./td")] for row in found.xpath(".//tr")]


def sheet(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def now_of(unit: Unit, at: datetime) -> Any:
    day = at.astimezone(ZONE).date()
    return total(figures(first=day, last=day, as_at=day, path=unit.path))


def test_the_overdue_list_has_as_many_cases_as_the_figures_say(
    client: Client, ward: Ward, story: Any
) -> None:
    at = story()
    row = now_of(ward.ward, at)
    late = row.open_overdue + row.paused_overdue
    assert row.open_overdue and row.paused_overdue
    tree = page_of(client.get(f"/cong-khai/qua-han?don-vi={WARD}"))
    rows = table(tree)
    assert len(rows) - 1 == late
    assert words_of(tree.xpath('//p[@class="mc-lede"]')[0]).startswith(f"{late} hồ sơ đang quá hạn")
    lines = sheet(client.get(f"/cong-khai/qua-han.csv?don-vi={WARD}"))
    assert [line[1] for line in lines[1:]] == [row[0] for row in rows[1:]]
    assert [line[8] for line in lines[1:]] == [row[4].split()[0] for row in rows[1:]]
    assert {line[9] for line in lines[1:]} == {"có", "không"}


def test_both_lists_are_filtered_by_unit_and_field(
    client: Client, ward: Ward, story: Any, clock: Clock
) -> None:
    story()
    stories.case_at(ward, "1")
    clock.at(25, 9)
    (field,) = {line[3] for line in sheet(client.get("/cong-khai/qua-han.csv"))[1:]}
    assert len(sheet(client.get("/cong-khai/qua-han.csv", {"linh-vuc": field}))) == 4
    for nothing in ({"don-vi": OTHER}, {"linh-vuc": "Đất đai"}):
        assert len(sheet(client.get("/cong-khai/qua-han.csv", nothing))) == 1
        assert "Không có hồ sơ nào đang quá hạn" in words_of(
            page_of(client.get("/cong-khai/qua-han", nothing))
        )
    slow = page_of(client.get("/cong-khai/qua-han?danh-sach=tiep-nhan"))
    assert len(table(slow)) == 2 == 1 + now_of(ward.ward, clock.now).to_accept_late
    assert [line[0] for line in sheet(client.get("/cong-khai/qua-han.csv"))[1:]].count("chậm tiếp nhận") == 1


def test_a_procedure_shows_its_figures_days_and_shares(client: Client, ward: Ward, story: Any) -> None:
    story()
    period = month_of(date(2026, 10, 1))
    row = total(figures(first=period.first, last=period.last, as_at=period.last, path=ward.ward.path))
    (days,) = durations(first=period.first, last=period.last, as_at=period.last, path=ward.ward.path)
    tree = page_of(client.get(f"/cong-khai/thu-tuc?don-vi={WARD}&ky=2026-10"))
    (cells,) = table(tree)[1:]
    assert (row.finished, row.early + row.on_time, row.stopped) == (6, 4, 1)
    assert cells[1:3] == ["6", share_words(4, 6)] and cells[-2:] == [share_words(1, 6), share_words(1, 7)]
    shown = [days.net_median, days.net_90, days.gross_median, days.gross_90]
    assert cells[3:7] == [f"{each:g}".replace(".", ",") for each in shown]
    assert days.net_90 and days.gross_90 and days.net_90 < days.gross_90
    (line,) = sheet(client.get(f"/cong-khai/thu-tuc.csv?don-vi={WARD}&ky=2026-10"))[1:]
    assert line[1:] == cells


def test_what_rests_on_fewer_than_five_cases_is_not_told(client: Client, ward: Ward, clock: Clock) -> None:
    for _ in range(4):
        stories.finished(ward)
    (cells,) = table(page_of(client.get("/cong-khai/thu-tuc?ky=2026-11")))[1:]
    assert set(cells[1:]) == {"dưới 5"}
    stories.finished(ward)
    forget_answers()  # a slow machine would give the answer of before
    (cells,) = table(page_of(client.get("/cong-khai/thu-tuc?ky=2026-11")))[1:]
    assert cells[1:3] == ["5", "100,00%"]


@pytest.mark.parametrize("key", ["ten", "xong", "dung-han", "cham-nhat", "bo-sung"])
def test_procedures_are_sorted_by_the_column_asked_for(
    client: Client, ward: Ward, story: Any, key: str
) -> None:
    story()
    stories.received(ward, BIRTH)
    tree = page_of(client.get(f"/cong-khai/thu-tuc?ky=2026&xep={key}"))
    (sorted_by,) = tree.xpath("//th[@aria-sort]")
    assert sorted_by.xpath("./a/@href")[0].endswith(f"xep={key}")
    names = [row[0] for row in table(tree)[1:]]
    assert len(names) == 2 and (
        names == sorted(names, key=sort_key) if key == "ten" else names[-1].startswith("Đăng ký khai sinh")
    )


def test_every_score_can_be_reckoned_again_from_what_the_page_shows(
    client: Client, ward: Ward, story: Any
) -> None:
    story()
    period = month_of(date(2026, 10, 1))
    score = index_of(ward.ward, period=period, as_at=period.last)
    assert score
    line = score.line("PROGRESS")
    tree = page_of(client.get(PAGES["index"]))
    (row,) = [row for at in range(5) for row in table(tree, at) if row[0].startswith("5. ")]
    counts = {
        code.text: int(code.getnext().text) for code in tree.xpath('//th[starts-with(., "5. ")]/..//li/code')
    }
    assert counts == line.counts and row[2] == line.indicator.formula
    again = float(line.indicator.max or 0) * (counts["done"] + counts["running"]) / counts["of"]
    assert row[3] == f"{points_words(Decimal(again))}/20"
    document = client.get(f"/cong-khai/chi-so.json?don-vi={WARD}&ky=2026-10").json()
    assert document["total"] == points_words(score.total, "en") and len(document["indicators"]) == 24
    for found in document["indicators"]:
        if found["state"] == "scored":
            numbers = {**found["counts"], **found["params"], "max": float(found["max"])}
            assert points_words(Decimal(result(found["formula"], numbers)), "en") == found["points"]
    missing = [
        each["number"] for each in document["indicators"] if each["state"] == "missing" and each["max"]
    ]
    assert words_of(tree).count("chưa có số liệu") >= len(missing) > 0


def test_the_indicator_of_progress_is_followed_to_units_procedures_and_for_staff_to_cases(
    client: Client, ward: Ward, story: Any
) -> None:
    story()
    tree = page_of(client.get(f"/cong-khai/chi-so?don-vi={CITY}&ky=2026-10"))
    units, procedures = table(tree, 5), table(tree, 6)
    assert units[1][0].endswith("Phường An Bình") and units[1][1:5] == procedures[1][1:5]
    others = tree.xpath('//section[@aria-labelledby="theo-den"]/p/a[contains(@href, "theo=")]')
    assert [link.text.partition(".")[0] for link in others] == ["6", "7", "9", "10", "11", "12", "23"]
    assert units[1][1:5] == ["4", "0", "8", "50,00%"]
    assert "Hồ sơ làm mất điểm" not in words_of(tree)
    client.force_login(ward.again().hoa.account)
    response = client.get(f"/cong-khai/chi-so?don-vi={CITY}&ky=2026-10")
    losing = page_of(response).xpath('//h3[.="Hồ sơ làm mất điểm"]/following-sibling::ul/li/a')
    late = Case.objects.filter(outcome="late").values_list("code", flat=True)
    assert len(losing) == 4 and {*late} < {link.text for link in losing}
    assert response["Cache-Control"] == "no-store"
    client.force_login(ward.again().son.account)  # leads the other ward
    response = client.get(f"/cong-khai/chi-so?don-vi={CITY}&ky=2026-10")
    assert page_of(response).xpath('//h3[.="Hồ sơ làm mất điểm"]/following-sibling::ul/li') == []


def test_an_indicator_of_results_is_followed_to_those_that_were_not_signed(
    client: Client, ward: Ward, story: Any
) -> None:
    story()
    address = f"/cong-khai/chi-so?don-vi={CITY}&ky=2026-10&theo=ORIGINAL_RESULT_AVAILABLE"
    tree = page_of(client.get(address))
    units, procedures = table(tree, 5), table(tree, 6)
    assert units[0][1:4] == procedures[0][1:] == ["done", "of", "Tỷ lệ"]
    assert units[1][1:5] == ["0", "6", "0,00%", "0,00"] and procedures[1][1:] == ["0", "6", "0,00%"]
    assert units[1][0].endswith("Phường An Bình") and "Hồ sơ làm mất điểm" not in words_of(tree)
    client.force_login(ward.again().hoa.account)
    words = words_of(page_of(client.get(address)))
    assert "Có kết quả chưa ký số: 6 hồ sơ" in words
    assert "dưới 5" in words_of(page_of(client.get(f"/cong-khai/chi-so?don-vi={CITY}&ky=2026-11")))
    for key in ("DOSSIER_RECEIVING_SATISFACTION", "PROCEDURES_ONLINE"):  # not by procedure
        page = page_of(client.get(address.replace("ORIGINAL_RESULT_AVAILABLE", key)))
        assert "Theo đơn vị" in words_of(page) and "Theo thủ tục" not in words_of(page), key
    assert "Chỉ số 5:" in words_of(page_of(client.get(address.replace("ORIGINAL", "NO"))))


def test_a_period_that_is_not_offered_stays_chosen(client: Client, ward: Ward) -> None:
    for path, key in (("khao-sat?", "2016"), ("thu-tuc?", "2016-q2"), ("?", "2016-05"), (f"so-sanh?don-vi={WARD}&", "2016-05"),
                      (f"chi-so?don-vi={WARD}&", "2016-05")):  # fmt: skip
        tree = page_of(client.get(f"/cong-khai/{path}ky={key}"))
        assert tree.xpath('//select[@name="ky"]/option[@selected]/@value') == [key]


def test_units_side_by_side_show_their_own_figures_on_one_scale(
    client: Client, ward: Ward, story: Any
) -> None:
    story()
    address = f"/cong-khai/so-sanh?don-vi={WARD}&don-vi={CITY}&thang=3&ky=2026-11"
    tree = page_of(client.get(address))
    lines = sheet(client.get(tree.xpath('//a[text()="CSV"]/@href')[0]))[1:]
    assert [line[:2] for line in lines] == [
        [f"2026-{m:02d}", code] for code in (WARD, CITY) for m in (9, 10, 11)
    ]
    october = total(
        figures(
            first=date(2026, 10, 1), last=date(2026, 10, 31), as_at=date(2026, 10, 31), path=ward.ward.path
        )
    )
    assert lines[1][3:] == [measure.said(october) for measure in MEASURES] == ["66,67%", "2", "9"]
    for at, _measure in enumerate(MEASURES):
        assert [row[1] for row in table(tree, at)[1:]] == [line[3 + at] for line in lines[:3]]
    scales = [
        [text.text for text in svg.xpath('.//*[@text-anchor="end"]')]
        for svg in tree.xpath('//*[@id="so-2"]/..//*[local-name()="svg"]')
    ]
    assert len(scales) == 2 and scales[0] == scales[1]
    assert [option.get("value") for option in tree.xpath('//select[@name="don-vi"]/option[@selected]')][
        :2
    ] == [WARD, CITY]


@pytest.mark.parametrize(
    "asked",
    [
        f"so-sanh?don-vi={WARD}",
        f"so-sanh?don-vi={WARD}&don-vi=H99",
        f"so-sanh?don-vi={WARD}&don-vi={OTHER}&thang=37",
        f"so-sanh?don-vi={WARD}&don-vi={OTHER}&ky=2026-13",
        "so-sanh?"
        + "&".join(f"don-vi={code}" for code in (WARD, OTHER, CITY, "H26.111", "H26.112", "H26.113")),
        "qua-han?don-vi=H99",
        "thu-tuc?don-vi=H99",
        "thu-tuc?tu=31/2/2026",
        "khao-sat?ky=x",
        "chi-so?don-vi=%00",
        "chi-so?ky=2026",
        "chi-so.json?ky=2026-q1",
        "qua-han.csv?don-vi=H99",
        "thu-tuc.csv?ky=x",
        f"so-sanh.csv?don-vi={WARD}",
    ],
)
def test_what_cannot_be_read_gets_a_sentence(client: Client, ward: Ward, asked: str) -> None:
    response = client.get(f"/cong-khai/{asked}")
    assert response.status_code == 422
    if "html" in response["Content-Type"]:
        tree = page_of(response)
        assert words_of(tree.xpath('//div[@role="alert"]//li')[0]).endswith(".")
        (link,) = tree.xpath('//div[@role="alert"]//a/@href')
        assert tree.xpath(f'//*[@id="{link[1:]}"]')


def test_a_unit_shows_its_month_its_year_by_months_and_its_years(
    client: Client, ward: Ward, story: Any
) -> None:
    story()
    tree = page_of(client.get(f"/cong-khai/don-vi/{WARD}"))
    months, years = (table(tree, at) for at in (0, 1))
    assert len(months) == 13 and months[-1][0] == "tháng 11/2026"
    assert months[-2] == ["tháng 10/2026", "0", "9", "6", "2", "66,67%", "2"]
    assert years[1:] == [["năm 2026", "0", "9", "6", "2", "66,67%", "2"]]
    assert words_of(tree.xpath("//h1")[0]) == ward.ward.name and "024.1022" in words_of(tree)
    assert "Thứ Hai" in words_of(tree)
    assert client.get("/cong-khai/don-vi/H99").status_code == 404


def test_the_place_in_the_index_is_told_by_month(client: Client, ward: Ward, story: Any) -> None:
    story()
    receive(ward.other_desk, by=ward.again().quan, filing=filing(birth_terms(SINGLE), authority=ward.other))
    tree = page_of(client.get(f"/cong-khai/don-vi/{WARD}"))
    places = tree.xpath('//*[@id="thu-bac"]/..//tbody/tr')
    assert [words_of(cell) for cell in places[0].xpath("./*")][:2] == ["tháng 11/2026", "2/2"]


def test_a_merged_unit_keeps_its_history_and_leads_to_who_took_over(
    client: Client, ward: Ward, story: Any
) -> None:
    story()
    old = unit(ward.city, "H26.Q9", "Quận Cầu Giấy", "quan")
    Unit.objects.filter(pk=old.pk).update(valid_from=date(2010, 1, 1), valid_to=date(2025, 6, 30))
    take_over(ward.ward, by=SYSTEM, predecessor=old, on=date(2025, 7, 1))
    after = page_of(client.get(f"/cong-khai/don-vi/{WARD}"))
    (link,) = after.xpath('//*[@id="truoc-day"]/..//a')
    assert link.get("href") == "/cong-khai/don-vi/H26.Q9" and "30/06/2025" in link.text
    before = page_of(client.get(link.get("href")))
    assert "đến 30/06/2025" in words_of(before) and "tháng 6/2025" in words_of(before.xpath("//h2")[0])
    assert before.xpath('//main//a[@href="/cong-khai/don-vi/H26.101"]')
    Unit.objects.filter(pk=ward.desk.pk).update(path=f"{old.path}{ward.desk.pk}/")  # its cases of old
    years = page_of(client.get("/cong-khai/don-vi/H26.Q9")).xpath('//*[@id="cac-nam"]/..//tbody/tr')
    assert [words_of(cell) for cell in years[0].xpath("./*")][:3] == ["năm 2026", "0", "9"]


def test_the_months_made_public_are_on_the_page_of_the_unit(
    client: Client, ward: Ward, story: Any, clock: Clock
) -> None:
    story()
    hoa = ward.again().hoa
    frozen = freeze(ward.ward, by=hoa, month=date(2026, 10, 1))
    signed = sign(frozen, by=hoa, publish_at=clock.now + timedelta(hours=1))
    assert not page_of(client.get(f"/cong-khai/don-vi/{WARD}")).xpath('//*[@id="cong-bo"]')
    publish(signed, by=hoa)
    (link,) = page_of(client.get(f"/cong-khai/don-vi/{WARD}")).xpath('//*[@id="cong-bo"]/..//li/a')
    assert link.get("href") == f"/cong-khai/thang/{WARD}/2026-10"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_speaks_english_and_is_light(client: Client, ward: Ward, story: Any, name: str) -> None:
    story()
    response = client.get(f"/en{PAGES[name]}")
    tree = page_of(response)
    assert response.status_code == 200 and left_in_vietnamese(tree) == []
    linked = tree.xpath('//link[@rel="stylesheet"]/@href') + tree.xpath("//script/@src")
    assert not tree.xpath("//script") and len(linked) == 2
    parts = [
        response.content,
        *(Path(str(find(link.removeprefix(settings.STATIC_URL)))).read_bytes() for link in linked),
    ]
    assert sum(len(brotli.compress(part)) for part in parts) <= LIGHT


def test_every_page_is_reached_from_the_first(client: Client, ward: Ward, story: Any) -> None:
    story()
    menu = page_of(client.get("/cong-khai/")).xpath('//nav[@aria-label="Số liệu công khai"]//a/@href')
    for path in ("qua-han", "thu-tuc", "chi-so", "khao-sat", "so-sanh", "lo-trinh"):
        assert f"/cong-khai/{path}" in menu
        tree = page_of(client.get(f"/cong-khai/{path}"))
        assert tree.xpath('//nav[@aria-label="Số liệu công khai"]//a[@aria-current="page"]/@href') == [
            f"/cong-khai/{path}"
        ]
