"""The catalogue in a real browser: nothing for axe to find, no sideways scroll, keys that work."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from motcua.foundation.ui.site import Link, Site
from tests.journeys.browsing import flaws, focused
from tests.journeys.ui_server import serve

pytestmark = pytest.mark.journey

CARD = "001190012345|012345678|Nguyễn Thị Ngưỡng|12081990|Nữ|Số 8 ngõ 21, phường An Bình|01022022|more"
BARE = "001190012345||NGUYEN THI NGUONG|12081990|Nu|So 8 ngo 21|01022022"


@pytest.fixture
def site(settings) -> Iterator[str]:  # type: ignore[no-untyped-def]
    settings.UI_SITE = Site(
        name="Phường An Bình",
        hotline="1900 1234",
        notice="Minh họa",
        official="Có đuôi .gov.vn",
        links=(Link("A", "/"),),
    )
    server, address = serve()
    yield address
    server.shutdown()


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{site}/kitchen_desk")
    yield page
    page.close()


@pytest.mark.parametrize("name", ["kitchen", "kitchen_desk", "kitchen_case"])
def test_a_page_has_nothing_for_axe_and_never_scrolls_sideways(
    browser: Browser, site: str, name: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{site}/{name}")
    assert flaws(page, widths=(1366, 390), narrowest=320) == []
    assert said == []
    context.close()


PAINTED = """() => ["body", "a", ".mc-bar", "button"].map((part) => getComputedStyle(document.querySelector(part)))
  .map((style) => `${style.color} on ${style.backgroundColor}`)"""


@pytest.mark.parametrize(("chosen", "machine"), [("dark", "light"), ("light", "dark")])
def test_a_chosen_theme_is_painted_as_the_machine_that_prefers_it_does(
    browser: Browser, site: str, chosen: Any, machine: Any
) -> None:
    painted = []
    for prefers, cookie in ((machine, chosen), (chosen, "auto"), (machine, "auto")):
        page = browser.new_page(color_scheme=prefers)
        page.context.add_cookies([{"name": "giao_dien", "value": cookie, "url": site}])
        page.goto(f"{site}/kitchen_case")
        painted.append(page.evaluate(PAINTED))
        page.close()
    assert painted[0] == painted[1] != painted[2]


def test_the_counter_takes_a_simple_case_by_keys_without_scrolling(desk: Page) -> None:
    desk.keyboard.press("F4")
    desk.keyboard.type(CARD)
    desk.keyboard.press("Enter")
    assert desk.input_value("#ten") == "Nguyễn Thị Ngưỡng"
    assert (desk.input_value("#ns"), desk.input_value("#gt")) == ("12/08/1990", "Nữ")
    assert focused(desk) == "thu-tuc"
    desk.keyboard.type("ks")
    desk.keyboard.press("Enter")  # before the list has come: the first is taken when it is there
    expect(desk.locator("[data-picker-value]")).to_have_value("1.001193")
    assert focused(desk) == "truong-hop"
    desk.keyboard.press("F9")
    for _paper in range(2):
        desk.keyboard.press("Space")
        desk.keyboard.press("ArrowDown")
    assert desk.inner_text("[data-papers-count]") == "▲ Còn thiếu 1"
    desk.keyboard.press("Control+Enter")
    assert "Còn thiếu: Giấy chứng nhận kết hôn" in desk.inner_text("[data-says]")
    assert focused(desk) == "g3" and desk.url.endswith("/kitchen_desk")
    desk.keyboard.press("Space")
    form = desk.locator(".mc-desk__form")
    assert form.evaluate("node => node.scrollHeight <= node.clientHeight")
    assert desk.evaluate("document.documentElement.scrollHeight") <= 768
    with desk.expect_request(lambda request: request.method == "POST") as sent:
        desk.keyboard.press("Control+Enter")
    assert "act=accept" in str(sent.value.post_data)


def test_a_scan_that_lost_its_marks_is_not_trusted(desk: Page) -> None:
    desk.keyboard.press("F4")
    desk.keyboard.type(BARE)
    desk.keyboard.press("Enter")
    assert desk.inner_text('[data-source-of="ten"]') == "▲ chưa đối chiếu"
    assert desk.inner_text('[data-source-of="so"]') == "✓ từ mã QR"
    assert desk.input_value("[data-scan-open]") == "ten,diachi"
    assert "tắt bộ gõ" in desk.inner_text("[data-says]")
    desk.keyboard.press("F4")
    desk.keyboard.type("8934563138165")
    desk.keyboard.press("Enter")
    assert "không phải mã thẻ căn cước" in desk.inner_text("[data-says]")


def test_what_was_typed_outlives_the_page(desk: Page) -> None:
    desk.clock.install()
    desk.reload()
    desk.fill("#ten", "Phạm Văn Ổn")
    desk.check("#g2")
    desk.clock.run_for(400)  # the draft is written a moment after the last key
    desk.reload()
    assert desk.input_value("#ten") == "Phạm Văn Ổn" and desk.is_checked("#g2")
    desk.get_by_role("button", name="Bỏ và nhập mới").click()
    assert desk.input_value("#ten") == "" and not desk.is_checked("#g2")
    desk.reload()
    assert desk.input_value("#ten") == ""


def test_one_press_is_one_request(desk: Page) -> None:
    sent: list[str] = []

    def count(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)  # the page stays

    desk.route(lambda url: "kitchen_desk" in url, count)
    with desk.expect_request(lambda request: request.method == "POST"):
        desk.keyboard.press("Alt+2")
        desk.keyboard.press("Alt+2")
    desk.wait_for_timeout(100)
    assert sent == ["POST"]


def test_keys_move_in_the_inbox_and_letters_can_be_switched_off(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(f"{site}/kitchen_case")
    page.keyboard.press("j")
    assert focused(page) != "H17.29.84-261122-0002"  # no list has focus yet
    page.focus("tbody a")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+X")
    assert page.locator("tbody input:checked").count() == 3
    page.keyboard.press("o")
    page.wait_for_url("**/ban-lam-viec/4")
    page.go_back()
    assert focused(page) == "H17.29.84-261122-0004"
    page.keyboard.press("Shift+Slash")
    page.locator("dialog input").uncheck()
    page.keyboard.press("Escape")
    page.focus("tbody a")
    page.keyboard.press("j")
    assert focused(page) == "H17.29.84-261122-0001"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "H17.29.84-261122-0002"
    context.close()


def test_keys_while_a_word_is_being_composed_are_left_alone(desk: Page) -> None:
    desk.focus("#ten")
    desk.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {code: 'F4', isComposing: true, bubbles: true}))"
    )
    assert focused(desk) == "ten"


def test_the_palette_finds_commands_and_cases(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    desk.keyboard.type("goi so")
    desk.wait_for_selector('dialog [role="option"]:first-child:has-text("Đăng ký khai sinh")')
    assert desk.locator('dialog [role="option"]').last.inner_text().startswith("Gọi số tiếp")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/kitchen_case")


def test_a_page_without_scripts_shows_what_it_needs(browser: Browser, site: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/kitchen_desk")
    assert page.is_visible("[data-picker-go]") and not page.is_visible("[data-keys-help]")
    page.close()
