"""What a citizen does in a browser: finds a procedure, takes the list along, follows a case; nothing for axe to find."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import stories
from tests.journeys.browsing import faults, flaws, focused, picture
from tests.people import LINKED, Ward, adopt_more

pytestmark = pytest.mark.journey

Opener = Callable[..., Page]
MORE = ("2.000806", "1.001022", "1.000656", "1.001612", "1.000689")
PAGES = {
    "trang-dau": "/",
    "tim-thu-tuc": "/thu-tuc?q=khai+sinh",
    "khong-tim-thay": "/thu-tuc?q=xe+may",
    "loc": "/thu-tuc?cap=commune",
    "thu-tuc": "/thu-tuc/1.001193?truong-hop=qua-han",
    "danh-muc": "/thu-tuc/1.001193/giay-to",
    "tra-cuu": "/tra-cuu",
    "co-quan": "/co-quan",
    "phan-anh": "/phan-anh",
    "tro-giup": "/tro-giup",
    "tiep-can": "/kha-nang-tiep-can",
    "rieng-tu": "/quyen-rieng-tu",
    "cong-khai": "/cong-khai/?ky=2026",
    "ky-sai": "/cong-khai/?tu=31/2/2026",
    "khong-co": "/khong-co",
    "khong-mo-duoc": "/tra-cuu/" + "a" * 26,
    "english": "/en/thu-tuc/1.001193",
}


@pytest.fixture
def cases(ward: Ward) -> dict[str, Any]:
    """The ward with more procedures and a case of each kind that a page shows differently."""
    adopt_more(ward, *MORE)
    with stories.Clock() as clock:
        clock.at(18, 9)
        found = {place: stories.case_at(ward, place) for place in ("4", "5", "9", "10", "8")}
        found["linked"] = stories.hand_over(stories.received(ward, LINKED), by=ward.minh)
    return found


def test_no_page_has_anything_for_axe_or_scrolls_sideways(cases: dict[str, Any], page: Page) -> None:
    wrong: dict[str, Any] = {}
    followed = {f"ho-so-{place}": f"/tra-cuu/{case.secret}" for place, case in cases.items()}
    for name, address in {**PAGES, **followed}.items():
        page.goto(address)
        for details in page.locator("main details:not([open]) > summary").all():
            details.click()
        if found := flaws(page, narrowest=320):
            wrong[name] = found
        picture(page, f"portal-{name}", whole=True)
    assert wrong == {}


def test_the_first_screen_of_a_phone_shows_search_and_tracking(ward: Ward, open_page: Opener) -> None:
    page = open_page(width=390, height=844)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/", wait_until="networkidle")
    for part in ("#tim", ".mc-follow .govuk-button"):
        box = page.locator(part).bounding_box()
        assert box and box["y"] + box["height"] <= 844, part
    assert len(asked) <= 8, asked


def test_a_citizen_finds_a_procedure_while_typing(cases: dict[str, Any], open_page: Opener) -> None:
    page = open_page(width=390, height=844)
    page.goto("/")
    page.locator("#tim").press_sequentially("khia sinh", delay=20)
    expect(page.locator("#goi-y li").first).to_contain_text("Đăng ký khai sinh")
    assert focused(page) == "tim"
    page.keyboard.press("Enter")
    page.wait_for_url("**/thu-tuc?q=khia+sinh")
    page.locator("#tim").fill("ket hon")
    expect(page.locator(".mc-found h2").first).to_have_text("Đăng ký kết hôn")
    expect(page.locator("[role=status]")).to_contain_text("“ket hon”")
    assert "q=ket" in page.url
    page.locator(".mc-found h2 a").first.click()
    expect(page.locator("h1")).to_have_text("Đăng ký kết hôn")


def test_everything_works_without_scripts(cases: dict[str, Any], open_page: Opener) -> None:
    page = open_page(width=390, height=844, scripts=False)
    page.goto("/")
    page.fill("#tim", "giay khai sinh")
    page.locator(".mc-search button").click()
    page.locator(".mc-found h2 a").first.click()
    page.locator("label[for=th-qua-han]").click()
    page.get_by_role("button", name="Xem trường hợp này").click()
    assert "truong-hop=qua-han" in page.url and "HĐND cấp tỉnh" in page.inner_text(".mc-answer")
    page.get_by_role("link", name="In danh mục giấy tờ").click()
    assert page.is_visible("text=Ctrl P") and not page.is_visible("[data-print]")
    case = cases["4"]
    page.goto("/")
    page.fill("#tra_code", case.code.lower())
    page.fill("#tra_proof", case.pin)
    page.get_by_role("button", name="Xem hồ sơ đến đâu").click()
    expect(page.locator("h2").first).to_have_text("Đang xử lý")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h2").first).to_have_text("In progress")

    # Whoever was not satisfied is offered an answer: a form that knows the office only.
    page.goto(f"/danh-gia/{cases['10'].secret}")
    page.get_by_role("button", name="Không hài lòng").click()
    page.locator("input[name=reason]").first.check()
    page.get_by_role("button", name="Không hài lòng").click()
    page.get_by_role("link", name="Gửi phản ánh, kiến nghị để được trả lời").click()
    assert cases["10"].code not in page.inner_text("main")
    page.get_by_label("Về cách làm việc").check()
    page.get_by_role("button", name="Gửi phản ánh, kiến nghị").click()
    assert page.title().startswith("Lỗi:")
    page.fill("#id_text", "Chờ hai giờ không ai gọi.")
    page.get_by_role("button", name="Gửi phản ánh, kiến nghị").click()
    expect(page.locator("#ma")).to_contain_text("PAKN-")
    page.get_by_role("button", name="Xem phản ánh này").click()
    expect(page.locator("main")).to_contain_text("Chờ trả lời, còn 15 ngày làm việc")


def test_a_wrong_code_is_explained_where_the_eye_and_the_keyboard_are(
    cases: dict[str, Any], open_page: Opener
) -> None:
    page = open_page(width=390, height=844)
    page.goto("/tra-cuu")
    page.get_by_role("button", name="Xem hồ sơ đến đâu").click()
    assert page.title().startswith("Lỗi:")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert faults(page) == []
    page.locator(".govuk-error-summary a").first.click()
    assert focused(page) == "id_code"
    page.fill("#id_code", cases["4"].code)
    page.fill("#id_proof", "999999")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("Không có hồ sơ nào khớp")
    assert page.input_value("#id_code") == cases["4"].code
    assert faults(page) == []


@pytest.mark.parametrize("code", ["1.001193", "2.000806", "1.013978"])
def test_the_list_of_papers_fits_one_sheet(ward: Ward, open_page: Opener, code: str) -> None:
    adopt_more(ward, "2.000806", "1.013978")
    page = open_page()
    page.goto(f"/thu-tuc/{code}/giay-to")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_figures_of_a_range_are_asked_for_by_form(cases: dict[str, Any], open_page: Opener) -> None:
    page = open_page(width=390, height=844)
    page.goto("/cong-khai/")
    page.fill("#tu", "1/11/2026")
    page.fill("#den", "30112026")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator("h1")).to_contain_text("từ 01/11/2026 đến 30/11/2026")
    expect(page.locator("#ky")).to_have_value("2026-11-01..2026-11-30")
    expect(page.locator("#tu")).to_have_value("")  # so that a month chosen next holds
    page.locator("figure summary").click()
    assert page.is_visible("figure table")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.startswith("so-lieu-2026-11-01")
