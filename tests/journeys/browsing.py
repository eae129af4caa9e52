"""What every journey does in its browser: sign in, look for faults with axe, keep a picture."""

import os
import shutil
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.people import PASSWORD

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules whose answer may be another one in the dark
LIGHTS: dict[Any, list[str]] = {"light": TAGS, "dark": COLOURS}
AXE = Axe().axe_script
# Only what is wrong crosses over to Python: all that is right of a page is a hundred times as long.
LOOK = "async (rules) => (await axe.run({runOnly: rules, resultTypes: ['violations']})).violations"
SCREEN = "/quay/man-hinh-khach"
LAUNCH = {
    "executable_path": os.environ.get("MOTCUA_CHROMIUM") or shutil.which("chromium"),
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"],
}  # fmt: skip


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """Sign in as one of the cast by the form; the page then shows where they land."""
    page.goto("/dang-nhap")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/dang-nhap" not in address)


def enter(page: Page, login: str, address: str = "") -> None:
    """Open an address as one of the cast, else the page they land on; for all that begins after the signing in."""
    page.request.get("/dang-nhap")
    token = next(kept["value"] for kept in page.context.cookies() if kept.get("name") == "csrftoken")
    form = {"login": login, "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = page.request.post("/dang-nhap", form=form, max_redirects=0)
    assert answer.status == 302, login
    page.goto(address or answer.headers["location"])


def faults(page: Page, rules: list[str] = TAGS) -> list[tuple[str, str]]:
    """What axe finds wrong on the page as it stands: rule and element; the list should be empty."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = page.evaluate(LOOK, rules)
    return [(fault["id"], node["html"][:160]) for fault in found for node in fault["nodes"]]


def faults_in_both_lights(page: Page) -> list[tuple[str, ...]]:
    """What axe finds by day and by night on one load of the page: in the dark only colours are others."""
    assert not page.locator("html[data-theme]").count(), "the page has to go by what the machine prefers"
    found: list[tuple[str, ...]] = []
    for light, rules in LIGHTS.items():
        page.emulate_media(color_scheme=light)
        found += [(light, *fault) for fault in faults(page, rules)]
    page.emulate_media(color_scheme="light")
    return found


def flaws(
    page: Page, *, widths: tuple[int, ...] = (1280, 390), narrowest: int = 390
) -> list[tuple[str, ...]]:
    """What is wrong with the page at these widths: faults in both lights, and whether it scrolls sideways.

    One load shows all of it, since only the style sheet knows of widths; afterwards the page is as wide as it was.
    """
    found: list[tuple[str, ...]] = []
    before = page.viewport_size
    for width in (*widths, narrowest):
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((f"{width}", "sideways", page.url))
        if width in widths:
            found += [(f"{width}", *fault) for fault in faults_in_both_lights(page)]
    if before:
        page.set_viewport_size(before)
    return found


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep the page as NAME.png for eyes, where MOTCUA_PICTURES names a folder; without eyes it costs time."""
    if folder := os.environ.get("MOTCUA_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)


def focused(page: Page) -> str:
    """The id, or else the words, of what has the keyboard."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def pair(officer: Page, tablet: Page) -> None:
    """The tablet becomes the screen of the officer who has signed in; it then greets."""
    officer.goto("/quay/man-hinh")
    officer.get_by_role("button", name="Lấy mã ghép").click()
    code = officer.locator("section .mc-big").inner_text()
    tablet.goto(SCREEN)
    tablet.get_by_label("Mã ghép").fill(code)
    tablet.get_by_role("button", name="Ghép").click()
    expect(tablet.get_by_role("heading", name="Xin chào")).to_be_visible()
