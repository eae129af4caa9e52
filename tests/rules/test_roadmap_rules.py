"""The roadmap of online levels: read from a sheet, its sums and shares; spec §1.5, §14.3 (241 = 20 + 115 + 106)."""

from decimal import Decimal
from pathlib import Path

import pytest

from motcua.domain.catalogue.rules import (
    Planned,
    RoadmapRefused,
    levels,
    read_roadmap,
    total_for,
    untied,
)

DEMO = Path(__file__).resolve().parents[2] / "demo" / "thanh-xuan-2016" / "lo-trinh.csv"
HEAD = "nam,loai,ma_thu_tuc,ten,muc_cu,muc_moi,so_thu_tuc,ty_le_neu,ghi_chu,nguon\n"


def test_thanh_xuan_2016_is_as_the_article_states_it() -> None:
    lines = read_roadmap(DEMO.read_text("utf-8"))
    assert untied(lines) == []
    assert [(each.year, each.level, each.plan, each.fact) for each in levels(lines)] == [
        (2016, "4", 2, None), (2016, "3", 62, None), (2020, "4", 20, None), (2020, "3", 115, None), (2020, "2", 106, None),
    ]  # fmt: skip
    assert total_for(lines, 2016) == total_for(lines, 2020) == 241 == 20 + 115 + 106
    target = next(each for each in levels(lines) if (each.year, each.level) == (2016, "3"))
    assert target.stated_percent == 25
    assert Decimal(241) * 25 / 100 == Decimal("60.25"), "the article's 62 is kept, and the difference said"


def test_levels_that_do_not_add_up_are_said() -> None:
    lines = [Planned(2020, "total", 241), Planned(2020, "plan", 240, legacy_level=3)]
    assert untied(lines) == ["Năm 2020: các mức cộng lại là 240, không bằng tổng 241 đã nêu."]


def test_single_procedures_and_groups_are_summed_and_the_unknown_is_not_nought() -> None:
    rows = "2024,ke-hoach,1.001193,Khai sinh,4,toan-trinh,,,,\n2024,ke-hoach,,Khác,3,mot-phan,5,,,\n2024,thuc-te,1.001193,,4,toan-trinh,,,,\n"
    found = levels(read_roadmap("\ufeff" + HEAD + rows))
    assert [(each.scale, each.level, each.plan, each.fact) for each in found] == [
        ("legacy", "4", 1, 1), ("legacy", "3", 5, None), ("online", "full", 1, 1), ("online", "partial", 5, None),
    ]  # fmt: skip
    assert total_for([], 2024) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nam,loai\n2016,tong\n", "Tệp thiếu cột"),
        (HEAD, "không có dòng nào"),
        (HEAD + "2016,khac,,,3,,1,,,\n", "Dòng 2: loại “khac”"),
        (HEAD + "16,ke-hoach,,,3,,1,,,\n", "Dòng 2: năm “16”"),
        (HEAD + "2016,ke-hoach,,,5,,1,,,\n", "Dòng 2: mức cũ “5”"),
        (HEAD + "2016,ke-hoach,,,,het,1,,,\n", "Dòng 2: mức mới “het”"),
        (HEAD + "2016,ke-hoach,,,,,1,,,\n", "Dòng 2: dòng tổng không có mức"),
        (HEAD + "2016,tong,,,3,,241,,,\n", "Dòng 2: dòng tổng không có mức"),
        (HEAD + "2016,ke-hoach,1.001193,,3,,2,,,\n", "số thủ tục phải là 1"),
        (HEAD + "2016,ke-hoach,,,3,,nhiều,,,\n", "Dòng 2: số thủ tục “nhiều”"),
        (HEAD + "2016,ke-hoach,,,3,,1,250,,\n", "Dòng 2: tỷ lệ “250”"),
        (
            HEAD + "2016,ke-hoach,1.1,,3,,1,,,\n2016,ke-hoach,1.1,,4,,1,,,\n",
            "Dòng 3: thủ tục 1.1 đã có ở dòng 2",
        ),
    ],
)
def test_a_wrong_sheet_is_refused_by_its_line(text: str, sentence: str) -> None:
    with pytest.raises(RoadmapRefused, match=sentence):
        read_roadmap(text)
