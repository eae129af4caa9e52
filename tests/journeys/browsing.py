"""What every journey does in its browser: sign in, look for faults with axe, keep a picture."""

import os
import shutil
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.people import PASSWORD

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"
SCREEN = "/quay/man-hinh-khach"
LAUNCH = {
    "executable_path": os.environ.get("MOTCUA_CHROMIUM") or shutil.which("chromium"),
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"],
}  # fmt: skip


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """Sign in as one of the cast; the page then shows where they land."""
    page.goto("/dang-nhap")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/dang-nhap" not in address)


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds wrong on the page as it stands: rule and element; the list should be empty."""
    found: list[dict[str, Any]] = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    return [(fault["id"], node["html"][:160]) for fault in found for node in fault["nodes"]]


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep the page as var/screenshots/NAME.png, for eyes."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


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
