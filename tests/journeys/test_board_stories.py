"""The public figures in a browser: nothing for axe to find, nothing sideways, no script, and a way from page to page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.cases.actions.deciding import issue_result
from tests import stories
from tests.journeys.browsing import flaws, picture
from tests.people import Ward

pytestmark = pytest.mark.journey

Opener = Callable[..., Page]
PAGES = {
    "don-vi": "/cong-khai/don-vi/H26.101",
    "qua-han": "/cong-khai/qua-han",
    "cham": "/cong-khai/qua-han?danh-sach=tiep-nhan",
    "thu-tuc": "/cong-khai/thu-tuc?ky=2026",
    "chi-so": "/cong-khai/chi-so?don-vi=H26&ky=2026-11",
    "khao-sat": "/cong-khai/khao-sat?ky=2026",
    "so-sanh": "/cong-khai/so-sanh?don-vi=H26.101&don-vi=H26&thang=6&ky=2026-11",
    "chon-so-sanh": "/cong-khai/so-sanh",
    "lo-trinh": "/cong-khai/lo-trinh",
    "so-lieu": "/cong-khai/?ky=2026",
    "sai-don-vi": "/cong-khai/qua-han?don-vi=H99",
    "sai-ky": "/cong-khai/thu-tuc?tu=31/2/2026",
    "mot-don-vi": "/cong-khai/so-sanh?don-vi=H26.101",
    "english": "/en/cong-khai/chi-so?don-vi=H26&ky=2026-11",
}


@pytest.fixture
def figures(ward: Ward) -> Ward:
    """Cases of September to November: finished on time and late, overdue, paused, waiting for acceptance."""
    with stories.Clock() as clock:
        clock.at(21, 9, month=9)
        late = [stories.signed(ward) for _ in range(2)]
        for _ in range(5):
            stories.finished(ward)
        clock.at(12, 9, month=10)
        for case in late:
            issue_result(case, by=ward.again().van)
        for place in ("4", "4k", "5", "1", "8", "9", "10"):
            stories.case_at(ward.again(), place)
        clock.at(16, 9)
        stories.finished(ward.again())
    return ward


def test_no_board_page_has_anything_for_axe_or_scrolls_sideways(figures: Ward, page: Page) -> None:
    wrong = {}
    for name, address in PAGES.items():
        page.goto(address)
        for details in page.locator("main details:not([open]) > summary").all():
            details.click()
        if found := flaws(page, narrowest=320):
            wrong[name] = found
        picture(page, f"board-{name}", whole=True)
    assert wrong == {}


def test_from_the_figures_to_the_late_cases_of_a_unit_without_scripts(
    figures: Ward, open_page: Opener
) -> None:
    page = open_page(width=390, height=844, scripts=False)
    page.goto("/cong-khai/")
    page.get_by_role("navigation", name="Số liệu công khai").get_by_role("link", name="Chỉ số").click()
    page.get_by_label("Đơn vị", exact=True).select_option("H26")
    page.get_by_role("button", name="Xem").click()
    page.get_by_role("link", name="Phường An Bình", exact=True).click()
    assert "don-vi=H26.101" in page.url
    page.get_by_role("link", name="Hồ sơ đang quá hạn").click()
    expect(page.locator(".mc-lede")).to_contain_text("hồ sơ đang quá hạn")
    page.get_by_label("Lĩnh vực", exact=True).select_option(index=1)
    page.get_by_role("button", name="Xem").click()
    assert "linh-vuc=" in page.url and page.locator("main tbody tr").count() > 0
    page.get_by_role("link", name="Phường An Bình", exact=True).click()
    expect(page.locator("h1")).to_have_text("Phường An Bình")
