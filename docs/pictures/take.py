"""Takes the pictures of the guides from a running demo, in a real browser; run by bin/pictures.

The story of the README is told once more: a case is received, handed over and passed on, and each page is taken
when the story is there. Pictures get a palette, so that a clone stays small.
"""

import argparse
import io
import os
import shutil
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
PASSWORD = "motcua-demo"
CARD = "001090001234||Nguyễn Văn Tâm|12081990|Nam|Số 9 phố Giấy Dó, phường Thanh Xuân, Hà Nội|15072021"
BIRTH = "1.001193"
PHONE, DESK, WIDE = (390, 800), (1366, 768), (1280, 800)
MOST_BYTES = 200 * 1024
LAUNCH = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
          "--disable-sync", "--no-first-run"]  # fmt: skip


class Album:
    """Opens pages of the office at `url` and keeps pictures in `folder`."""

    def __init__(self, browser: Browser, url: str, folder: Path) -> None:
        self.browser, self.url, self.folder = browser, url, folder

    def window(self, size: tuple[int, int], *, theme: str = "light", login: str = "") -> Page:
        """A window of its own; phones are drawn at double density, as they are."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=2 if size == PHONE else 1,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.add_cookies([{"name": "giao_dien", "value": theme, "url": self.url}])
        page = context.new_page()
        if login:
            page.goto("/dang-nhap")
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(lambda address: "/dang-nhap" not in address)
        return page

    def take(self, page: Page, name: str, *, focus: bool = False) -> None:
        """Keep what is on the screen, without the ring of whatever has the keyboard unless it tells something."""
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        if not focus:
            page.evaluate("document.activeElement && document.activeElement.blur()")
        self.keep(Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))), name)

    def keep(self, picture: Image.Image, name: str) -> None:
        """Write a picture with as many colours as fit into the allowance."""
        path = self.folder / f"{name}.png"
        for colours in (256, 128, 64, 32, 16):
            few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
            if path.stat().st_size <= MOST_BYTES:
                break
        sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB, {colours} colours\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/pictures", description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="a running demo (%(default)s)")
    parser.add_argument("--out", type=Path, default=HERE, help="where the pictures go (docs/pictures)")
    parser.add_argument("--inbox", default="trang", help="whose inbox to show (%(default)s)")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("MOTCUA_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
        album = Album(browser, args.url.rstrip("/"), args.out)
        public_pages(album)
        from_home(album)
        code, link = at_the_counter(album)
        at_the_desks(album, code, args.inbox)
        page = album.window(PHONE)
        page.goto(link)
        album.take(page, "tracking-390")
        browser.close()
    return 0


def public_pages(album: Album) -> None:
    """What anybody sees: home, a procedure, the figures, and the figures in the dark."""
    page = album.window(PHONE)
    page.goto("/")
    album.take(page, "home-390")
    page.goto(f"/thu-tuc/{BIRTH}")
    album.take(page, "procedure-390")
    for name, theme in (("board-1280", "light"), ("board-dark-1280", "dark")):
        page = album.window(WIDE, theme=theme)
        page.goto("/cong-khai/")
        album.take(page, name)


def from_home(album: Album) -> None:
    """A form on a phone while a commune is typed; then the fee of a case that waits for it, as its owner sees it."""
    page = album.window(PHONE)
    page.goto(f"/thu-tuc/{BIRTH}/nop")
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Cha", exact=True).check()
    page.fill("input[name=residence_0]", "Số 9 phố Giấy Dó")
    page.locator("input[name=residence_1]").press_sequentially("thanh xuan", delay=40)
    page.locator("[data-communes] label").first.wait_for()
    page.get_by_text("Trẻ đã có giấy khai sinh chưa?").evaluate("question => question.scrollIntoView()")
    album.take(page, "filing-390", focus=True)
    signed_in_by_code(album, page, "nam@vidu.example")
    page.get_by_role("link", name="Giấy chứng nhận an toàn thực phẩm").first.click()
    page.get_by_role("link", name="Nộp phí, lệ phí").click()
    page.get_by_role("heading", name="Khoản thu 1").scroll_into_view_if_needed()
    page.mouse.wheel(0, 420)
    album.take(page, "paying-390")


def signed_in_by_code(album: Album, page: Page, address: str) -> None:
    """Sign in as somebody of the demonstration; the code lies in its mailbox."""
    page.goto("/tai-khoan")
    page.fill("input[name=address]", address)
    page.get_by_role("button", name="Gửi mã cho tôi").click()
    page.wait_for_url("**/ma")
    post = album.window(PHONE)
    post.goto(f"/hop-thu?den={address}")
    subject = post.get_by_role("heading", name="Mã đăng nhập").first.inner_text()
    page.fill("input[name=code]", subject.rpartition(" ")[2])
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("heading", name="Tài khoản của tôi").wait_for()


def at_the_counter(album: Album) -> tuple[str, str]:
    """Minh receives a birth by keyboard; returns the code of the case and the link of its slip."""
    page = album.window(DESK, login="minh")
    page.goto("/quay/")
    page.keyboard.press("F4")
    page.keyboard.insert_text(CARD)
    page.keyboard.press("Enter")
    page.locator("#id_procedure:focus").wait_for()
    page.keyboard.type("ks", delay=40)
    page.locator(".mc-options li").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("#ds-giay-to input[type=checkbox]").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("F9")
    page.keyboard.press("a")
    page.wait_for_timeout(500)
    album.take(page, "counter-1366", focus=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/xong")
    code, pin = page.url.split("/")[-2], page.locator("figure b").inner_text()
    slip = page.context.request.get(f"/quay/ho-so/{code}/giay/01.pdf?kho=A5").body()
    album.keep(pypdfium2.PdfDocument(slip)[0].render(scale=1.9).to_pil(), "slip")
    page.goto("/quay/chuyen-ho-so")
    page.keyboard.press("Control+Enter")
    page.get_by_role("status").first.wait_for()
    return code, tracking_link(album, code, pin)


def tracking_link(album: Album, code: str, pin: str) -> str:
    """The address of the slip, found as a person without a camera finds it."""
    page = album.window(PHONE)
    page.goto("/tra-cuu")
    page.fill("main input[name=code]", code)
    page.fill("main input[name=proof]", pin)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tra-cuu/*")
    return page.url


def at_the_desks(album: Album, code: str, whose: str) -> None:
    """Somebody's inbox; then Lan looks at the case and passes it on, so that the leader has it."""
    page = album.window(WIDE, login=whose)
    page.goto("/ban-lam-viec")
    album.take(page, "inbox-1280")
    page = album.window(WIDE, login="lan")
    page.goto(f"/ho-so/{code}")
    album.take(page, "case-1280")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: code not in address)


if __name__ == "__main__":
    raise SystemExit(main())
