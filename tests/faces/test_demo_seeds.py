"""The years newspapers wrote about: their figures come out of the plans, of the files, and of the reports."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.test import Client

from demo import seeds
from demo.offices import Builder, build, build_past
from demo.years import HEAD, Telling, Years
from motcua.application.reports.behind import fresh_figures
from motcua.application.reports.queries import figures
from motcua.domain.catalogue.queries import library_procedures
from motcua.domain.offices.models import Unit
from motcua.faces.cli.main import main
from motcua.foundation.text import percent, thousands
from tests.faces.desk_pages import words

DISTRICT, HALF = "000.01.23.H26", seeds.HALF_OF_2016


def quiet(*_: object) -> None:
    """Nobody watches."""


def shares(told: list[Years]) -> tuple[int, int, str]:
    """(in time, results, the share as printed) of plans whose open cases are finished in time afterwards."""
    in_time = sum(each.in_time for each in told)
    results = in_time + sum(each.late for each in told)
    return in_time, results, percent(in_time / results)


def test_hoang_mai_prints_both_percentages_of_its_newspaper() -> None:
    before, half = seeds._hoang_mai()
    in_time, late = half.in_time + before.open, half.late
    assert (in_time, percent(in_time / (in_time + late))) == (94_006, "99,9%")
    whole = before.in_time + in_time
    assert (whole, whole + before.late + late, percent(whole / (whole + before.late + late))) == (
        440_005,
        441_900,
        "99,57%",
    )


def test_man_thai_is_never_late() -> None:
    assert shares(seeds._man_thai()) == (9_158, 9_158, "100%")


def told(years: Years) -> list[dict[str, str]]:
    rows = Telling(years, library_procedures(), Random(1)).rows()
    return [dict(zip(HEAD, row, strict=True)) for row in rows]


def test_a_file_tells_of_exactly_so_many_cases_on_days_when_the_desk_is_open() -> None:
    years = Years("000.01.24.H26", date(2016, 1, 1), date(2016, 12, 31), in_time=900, late=40, open=30, withdrawn=20,
                  saturdays=True, supplements=0.2, procedures=seeds.OF_BOTH)  # fmt: skip
    rows = told(years)
    assert len(rows) == len({row["code"] for row in rows}) == years.received == 990
    ends = Counter(
        "withdrawn"
        if row["withdrawn_at"]
        else "open"
        if row["finished_at"][:10] > "2016-12-31"
        else "late"
        if row["finished_at"][:10] > row["due_at"][:10] and not row["supplements"]
        else "in_time"
        for row in rows
    )
    assert ends == {"in_time": 900, "late": 40, "open": 30, "withdrawn": 20}
    weekdays = Counter(date.fromisoformat(row["received_at"][:10]).weekday() for row in rows)
    assert weekdays[5] and not weekdays[6]
    holidays = {"2016-01-01", "2016-02-08", "2016-04-18", "2016-09-02"}
    assert not holidays & {row["received_at"][:10] for row in rows}


def test_the_same_seed_writes_the_same_file() -> None:
    years = Years("000.01.24.H26", *HALF, in_time=50, procedures=seeds.OF_BOTH)
    assert told(years) == told(years)


@pytest.fixture
def past(db: None) -> None:
    build_past(Builder())


def test_thanh_xuan_of_2016_is_in_the_reports_as_in_its_newspaper(past: None, tmp_path: Path) -> None:
    """The quận at full size, the 49.106 of its wards as one of a hundred; all of it: benchmarks/history.py."""
    seed = seeds.SEEDS["thanh-xuan-2016"]
    whole = seed.years

    def smaller() -> list[Years]:
        district, *wards = whole()
        assert sum(ward.received for ward in wards) == 49_106 and len(wards) == 11
        return [district, *(ward.part(100) for ward in wards)]

    patched = {**seeds.SEEDS, "thanh-xuan-2016": seeds.Seed(seed.about, seed.found, smaller)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeds, "SEEDS", patched)
        brought = seeds.plant("thanh-xuan-2016", tmp_path, quiet)
    assert (brought.refusals, brought.load.refused) == (None, 0)
    rows = {row.code: row for row in figures(first=HALF[0], last=HALF[1], as_at=HALF[1])}
    district = rows.pop(DISTRICT)
    assert (district.received, district.early + district.on_time, district.late, district.open) == (
        3_430,
        3_338,
        0,
        92,
    )
    assert district.open_in_time == 92 and percent(district.on_time_share or 0) == "100%"
    page = words(Client().get("/cong-khai/?tu=01/01/2016&den=28/06/2016"))
    assert "Trong thời gian từ 01/01/2016 đến 28/06/2016, 100,00% hồ sơ xong được trả trước" in page
    assert "Quận Thanh Xuân 3.338" in page  # 943 early and 2.395 on the day
    assert "Quận Thanh Xuân 0 3.430 943 2.395 0 0 92 0 0 0 0 0 100,00%" in page
    assert len(rows) == 11 and all(row.on_time_share == 1 and row.open == 0 for row in rows.values())
    assert list(rows.values()) == [
        r for r in fresh_figures(first=HALF[0], last=HALF[1], as_at=HALF[1]) if r.code != DISTRICT
    ]


@pytest.mark.parametrize(
    ("name", "part"), [("hoang-mai-2016-2018", 400), ("man-thai-2016", 20), ("thieu-hoa-2018", 20)]
)
def test_a_seed_is_loaded_as_it_was_planned(past: None, tmp_path: Path, name: str, part: int) -> None:
    planned = [years.part(part) for years in seeds.SEEDS[name].years()]
    brought = seeds.plant(name, tmp_path, quiet, part=part)
    assert (brought.load.loaded, brought.load.refused) == (sum(years.received for years in planned), 0)
    last = planned[-1].last
    [row] = figures(first=planned[0].first, last=last, as_at=last)
    carried_on = sum(years.open for years in planned[:-1])
    assert row.early + row.on_time == sum(years.in_time for years in planned) + carried_on
    assert (row.late, row.open, row.withdrawn) == (
        sum(years.late for years in planned),
        planned[-1].open,
        sum(years.withdrawn for years in planned),
    )


@pytest.mark.parametrize(
    ("name", "page", "said"),
    [
        (
            "man-thai-2016",
            "khao-sat?ky=2016",
            "Trực tuyến – – 415 0 (0,00%) – 415 (100,00%) – Trực tiếp – – 102 0 (0,00%) – 102 (100,00%) –"
            " Tổng số – – 517 0 (0,00%) – 517 (100,00%) –",
        ),
        ("thieu-hoa-2018", "khao-sat?ky=2018", "250 0 (0,00%) – 210 (84,00%) 40 (16,00%)"),
        ("thanh-xuan-2016", "lo-trinh", "241 = 20 + 115 + 106 thủ tục"),
    ],
)
def test_what_a_newspaper_says_beside_cases_stands_on_its_page(
    past: None, name: str, page: str, said: str
) -> None:
    unit = Unit.objects.get(code=seeds.PAST_OF[name])
    for _ in range(2):
        seeds._tell_beside(name, unit)
        assert said in words(Client().get(f"/cong-khai/{page}"))
    assert unit.events.filter(name__in=("survey.given", "catalogue.roadmap_set")).count() == 1


def test_the_126_communes_of_ha_noi_stand_on_the_public_page_with_the_figures_planned(
    no_office: None, tmp_path: Path
) -> None:
    """One case of sixty; whole, it is 118.404."""
    build(Builder())
    brought = seeds.plant("ha-noi-126", tmp_path, quiet, part=60)
    planned = {years.desk: years.part(60) for years in seeds.SEEDS["ha-noi-126"].years()}
    assert (len(planned), sum(years.received for years in seeds.SEEDS["ha-noi-126"].years())) == (
        126,
        118_404,
    )
    first, last = seeds.TWELVE_MONTHS
    rows = {row.code: row for row in figures(first=first, last=last, as_at=last)}
    for desk, years in planned.items():
        row = rows[desk]
        assert (row.received, row.early + row.on_time, row.late, row.open, row.withdrawn) == (
            years.received, years.in_time, years.late, years.open, years.withdrawn,
        ), desk  # fmt: skip
    page = words(Client().get(f"/cong-khai/?tu={first:%d/%m/%Y}&den={last:%d/%m/%Y}"))
    assert f"Mới nhận {thousands(brought.load.loaded)}" in page
    in_order = ("Phường Ba Đình", "Phường Phú Diễn", "Phường Thanh Xuân", "Xã An Khánh", "Xã Ô Diên")
    assert sorted(in_order, key=page.rindex) == list(
        in_order
    )  # by the whole name, not by its last word as people


def test_a_seed_without_its_offices_says_what_to_do(
    no_office: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "seed", "ha-noi-126"]) == 1
    assert "bin/demo" in capsys.readouterr().err


def test_the_seeds_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "seed", "--list"]) == 0
    assert "thanh-xuan-2016" in capsys.readouterr().out
    assert main(["demo", "seed", "khong-co"]) == 2
    assert "Không có dữ liệu mẫu “khong-co”" in capsys.readouterr().err


def test_a_file_of_a_seed_is_what_an_office_may_bring(tmp_path: Path, past: None) -> None:
    path = seeds.write("man-thai-2016", tmp_path, quiet, part=100)
    with path.open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == HEAD


def test_cases_that_waited_for_papers_are_in_time_also_when_they_came_on_a_saturday(
    past: None, tmp_path: Path
) -> None:
    seed = seeds.SEEDS["hoang-mai-2016-2018"]
    desk = Years("000.01.24.H26", date(2016, 1, 1), date(2016, 3, 31), in_time=300, saturdays=True, supplements=1.0,
                 procedures=(("1.001612", 1), ("1.004873", 1)))  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        told_only = seeds.Seed(seed.about, seed.found, lambda: [desk])
        patch.setattr(seeds, "SEEDS", {**seeds.SEEDS, "hoang-mai-2016-2018": told_only})
        brought = seeds.plant("hoang-mai-2016-2018", tmp_path, quiet)
    [row] = figures(first=desk.first, last=desk.last, as_at=desk.last)
    assert (brought.load.loaded, row.early + row.on_time, row.late) == (300, 300, 0)
