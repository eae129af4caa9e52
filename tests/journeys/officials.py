"""The people of the ward at their screens, each act by the page on which it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from motcua.domain.cases.models import Case
from tests.journeys.browsing import enter


@dataclass
class Officials:
    """Who opens which page, with scripts or without; every act has a window and a session of its own."""

    open_page: Callable[..., Page]
    scripts: bool = True

    def accept(self, case: Case) -> None:
        """Minh looks at what came in the evening, accepts it, and hands it over."""
        page = self._window("minh", "/quay/ho-so")
        page.get_by_role("link", name=case.code).click()
        page.get_by_role("button", name="Tiếp nhận và in").click()
        page.wait_for_url("**/xong*")
        page.goto("/quay/chuyen-ho-so")
        page.get_by_role("button", name="Chuyển tất cả hồ sơ đã đánh dấu").click()
        expect(page.locator("main")).to_contain_text(f"{case.code}: Đã chuyển")

    def examine(self, case: Case, *, by: str, note: str = "Đủ điều kiện, trình ký.") -> None:
        page = self._window(by, f"/ho-so/{case.code}")
        page.fill("#id_note", note)
        page.get_by_role("button", name="Chuyển bước tiếp theo").click()
        page.wait_for_url("**/ban-lam-viec")

    def ask(self, case: Case, *, by: str, paper: str, reason: str) -> None:
        """Ask for one paper, look at the sheet, confirm."""
        page = self._window(by, f"/ho-so/{case.code}")
        page.get_by_role("link", name="Yêu cầu bổ sung hồ sơ").click()
        page.get_by_label(paper).check()
        page.fill("#id_reason", reason)
        page.get_by_role("button", name="Xem trước").click()
        page.get_by_role("button", name="Xác nhận: Yêu cầu bổ sung hồ sơ").click()
        page.wait_for_url(lambda address: "supplement" not in address)

    def take_the_answer(self, case: Case) -> None:
        """Minh looks at what was sent from home and lets the clock go on."""
        page = self._window("minh", "/quay/ho-so?loai=bo-sung")
        expect(page.locator("main")).to_contain_text("đã gửi bổ sung")
        page.goto(f"/quay/ho-so/{case.code}/da-bo-sung")
        expect(page.locator("main")).to_contain_text("Người nộp đã gửi qua mạng")
        page.get_by_role("button", name="Xác nhận đã bổ sung").click()
        page.wait_for_url(lambda address: "da-bo-sung" not in address)

    def sign_and_issue(self, case: Case) -> None:
        """Hoa signs on her telephone, Vân numbers the result."""
        hoa = self._window("hoa", "/ky-duyet", width=390, height=844)
        hoa.get_by_role("button", name=f"Ký duyệt {case.code}").click()
        hoa.get_by_role("button", name="Xác nhận: Ký duyệt").click()
        hoa.wait_for_url("**/ky-duyet")
        van = self._window("van", f"/ho-so/{case.code}")
        van.get_by_role("link", name="Phát hành kết quả…").or_(
            van.get_by_role("button", name="Phát hành kết quả…")
        ).click()
        van.get_by_role("button", name="Xác nhận: Phát hành kết quả").click()
        van.wait_for_url("**/ban-lam-viec")

    def send_letter(self, case: Case) -> None:
        """Minh has called and asked; only then the letter goes."""
        page = self._window("minh", f"/quay/tra-ket-qua/{case.code}")
        page.get_by_role("button", name="Gửi thư điện tử").click()
        expect(page.locator("main")).to_contain_text("Xin hỏi người nhận trước")
        page.get_by_label("Đã hỏi, người nhận đồng ý nhận thư").check()
        page.get_by_role("button", name="Gửi thư điện tử").click()
        expect(page.locator("main")).to_contain_text("Đã ghi nhận trao thư.")

    def _window(self, login: str, address: str, **size: int) -> Page:
        page = self.open_page(scripts=self.scripts, **size)
        enter(page, login, address)
        return page
