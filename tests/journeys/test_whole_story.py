"""The whole story: a birth is registered at the counter, walks to officer, leader and clerk, and comes back to the parent.

Tâm follows it all the way on a telephone, with nothing but the QR code of the paper slip.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import State
from motcua.foundation.calendar import ZONE
from motcua.foundation.text import friendly_due
from tests.faces.counter_forms import CARD
from tests.journeys.browsing import faults, focused, picture, sign_in
from tests.people import Ward
from tests.rules.paper_reading import codes, unspaced, words
from tests.stories import fresh, waiting

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]


def scan(page: Page, text: str) -> None:
    """A scanner types and ends with Enter, once a field of the page waits for it."""
    page.locator("input:focus, textarea:focus").wait_for()
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def hands_on_keys_only(page: Page) -> None:
    """From here on a mouse would be noticed."""
    page.add_init_script("addEventListener('pointerdown', () => { document.title = 'MOUSE'; }, true)")


def slip_of(page: Page) -> bytes:
    """The slip as the printer would get it from the page that stands there."""
    address = page.get_by_role("link", name="In giấy hẹn, A5").get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    return answer.body()


def read_slip(slip: bytes, case: Case) -> str:
    """What Tâm's telephone reads from the paper: the address behind the QR code."""
    said = unspaced(words(slip))
    assert case.code in said and case.pin in said and "NguyễnThịNgưỡng" in said
    assert case.due_original is not None and f"{case.due_original.astimezone(ZONE):%d/%m/%Y}" in said
    found = {kind: text for kind, (text, _) in codes(slip).items()}
    assert case.code in found.values()  # the barcode
    return next(text for text in found.values() if text.startswith("http"))


class Telephone:
    """Tâm's telephone: opened by the slip's QR once, looked at again after every move."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.seen = page, address, ""

    def shows(self, state: str, *more: str) -> None:
        """The page has moved on to `state`, says the other words too, and names nobody."""
        self.page.goto(self.address)
        now = self.page.inner_text("main")
        assert now != self.seen, "nothing moved"
        self.seen = now
        for said in (state, *more):
            assert said in now, f"{said!r} is not in {now!r}"
        for name in ("Trần Quang Minh", "Nguyễn Thị Lan", "Lê Thị Hoa", "Phạm Thu Vân", "Nguyễn Thị Ngưỡng"):
            assert name not in now


def examined_by_lan(open_page: Opener, case: Case, tam: Telephone) -> Page:
    # Lan finds it in her inbox, reads it, and passes it on with a note.
    lan = open_page()
    sign_in(lan, "lan")
    hands_on_keys_only(lan)
    lan.reload()
    press(lan, "j")
    assert focused(lan) == case.code
    press(lan, "o")
    lan.wait_for_url(f"**/ho-so/{case.code}*")
    assert "Giấy chứng sinh" in lan.inner_text("main")
    lan.locator("#id_note").focus()
    lan.keyboard.type("Đủ điều kiện, trình ký.")
    press(lan, "Control+Enter")
    lan.wait_for_url("**/ban-lam-viec")
    expect(lan.locator(".mc-notice--good")).to_contain_text(f"Chuyển bước tiếp theo: {case.code}")
    assert lan.title() != "MOUSE" and waiting(case) == [("ky_duyet", "")]
    tam.shows("Đang xử lý", "Thẩm tra hồ sơ, dự thảo kết quả")
    return lan


def signed_and_sealed(open_page: Opener, case: Case, tam: Telephone, ward: Ward) -> None:
    # Hoa signs on her telephone in two taps.
    hoa = open_page(width=390, height=844)
    sign_in(hoa, "hoa")
    hoa.goto("/ky-duyet")
    assert "Đủ điều kiện, trình ký." in hoa.inner_text("main")
    hoa.get_by_role("button", name=f"Ký duyệt {case.code}").click()
    hoa.get_by_role("button", name="Xác nhận: Ký duyệt").click()
    hoa.wait_for_url("**/ky-duyet")
    tam.shows("Đang xử lý", "Lãnh đạo đã ký duyệt")

    # Vân numbers and seals the result; Tâm is told at once.
    van = open_page()
    sign_in(van, "van")
    press(van, "j", "o")
    van.wait_for_url(f"**/ho-so/{case.code}*")
    press(van, "Control+Enter")
    van.wait_for_url("**/finished*")
    assert "Kết thúc tính thời hạn" in van.inner_text("main")
    press(van, "Control+Enter")
    van.wait_for_url("**/ban-lam-viec")
    result = case.results.get()
    assert result.number.endswith("/KQ") and result.signed_by == ward.hoa
    tam.shows("Đã xử lý xong", "Xin mang giấy hẹn và giấy tờ tùy thân đến nhận kết quả")


def given_back(minh: Page, case: Case, tam: Telephone) -> None:
    # Minh gives it back: the slip's QR, the card, one key.
    minh.goto("/quay/tra-ket-qua")
    scan(minh, tam.address)
    minh.wait_for_url(f"**/tra-ket-qua/{case.code}")
    scan(minh, CARD)
    press(minh, "Enter")
    minh.wait_for_url("**/tra-ket-qua")
    assert minh.title() != "MOUSE" and fresh(case).state == State.RETURNED
    tam.shows("Đã trả kết quả")
    picture(tam.page, "tra-cuu-xong", whole=True)


def test_a_birth_is_registered_from_the_counter_to_the_result(
    ward: Ward, open_page: Opener, live_server: Any
) -> None:
    began = datetime.now(ZONE)

    # Minh receives, by keyboard only, and prints the slip.
    minh = open_page()
    sign_in(minh, "minh")
    hands_on_keys_only(minh)
    minh.goto("/quay/")
    scan(minh, CARD)
    press(minh, "k", "s", "Enter")
    minh.wait_for_selector("#g-giay-chung-sinh")
    press(minh, "F9", "a", "Control+Enter")
    minh.wait_for_url("**/xong*")
    case = Case.objects.get()
    assert case.state == State.ACCEPTED and case.received_at is not None and case.received_at >= began

    # The slip is read as paper: text, code, PIN, QR.
    slip = slip_of(minh)
    tam = Telephone(open_page(width=390, height=844), read_slip(slip, case))
    assert tam.address == f"{live_server.url}/tra-cuu/{case.secret}"
    tam.shows("Được tiếp nhận", friendly_due(case.due_original))  # type: ignore[arg-type]
    assert faults(tam.page) == []

    # He hands the folder over, still by keys.
    press(minh, "Control+k")
    minh.keyboard.type("chuyen ho so")
    press(minh, "Enter")
    minh.wait_for_url("**/chuyen-ho-so")
    press(minh, "Control+Enter")
    expect(minh.locator("main")).to_contain_text(f"{case.code}: Đã chuyển Phòng Tư pháp – Hộ tịch.")
    assert minh.title() != "MOUSE"
    tam.shows("Đang xử lý", "Phòng Tư pháp – Hộ tịch")

    lan = examined_by_lan(open_page, case, tam)
    signed_and_sealed(open_page, case, tam, ward)
    given_back(minh, case, tam)

    # The whole way stands in the case's own history, act by act.
    lan.goto(f"/ho-so/{case.code}")
    story = [item.inner_text() for item in lan.locator(".mc-timeline b:first-child").all()]
    assert story == ["Trả kết quả", "Phát hành kết quả", "Ký duyệt", "Chuyển bước tiếp theo", "Chuyển xử lý",
                     "Tiếp nhận hồ sơ"]  # fmt: skip
    assert faults(lan) == []


def test_the_same_story_without_scripts(ward: Ward, open_page: Opener, live_server: Any) -> None:
    minh = open_page(scripts=False)
    sign_in(minh, "minh")
    minh.goto("/quay/")
    minh.fill("#id_number", CARD)
    minh.fill("#id_procedure", "ks")
    minh.get_by_role("button", name="Tìm", exact=True).click()
    minh.get_by_role("button", name="Đăng ký khai sinh").click()
    minh.get_by_role("button", name="Đủ cả").click()
    minh.get_by_role("button", name="Tiếp nhận và in").click()
    minh.wait_for_url("**/xong*")
    case = Case.objects.get()
    tam = Telephone(open_page(width=390, height=844, scripts=False), read_slip(slip_of(minh), case))
    tam.shows("Được tiếp nhận")

    minh.goto("/quay/chuyen-ho-so")
    minh.get_by_role("button", name="Chuyển tất cả hồ sơ đã đánh dấu").click()
    tam.shows("Đang xử lý", "Phòng Tư pháp – Hộ tịch")

    lan = open_page(scripts=False)
    sign_in(lan, "lan")
    lan.get_by_role("link", name=case.code).click()
    lan.fill("#id_note", "Đủ điều kiện.")
    lan.get_by_role("button", name="Chuyển bước tiếp theo").click()
    tam.shows("Đang xử lý", "Thẩm tra hồ sơ, dự thảo kết quả")

    hoa = open_page(width=390, height=844, scripts=False)
    sign_in(hoa, "hoa")
    hoa.goto("/ky-duyet")
    hoa.get_by_role("button", name=f"Ký duyệt {case.code}").click()
    hoa.get_by_role("button", name="Xác nhận: Ký duyệt").click()
    tam.shows("Lãnh đạo đã ký duyệt")

    van = open_page(scripts=False)
    sign_in(van, "van")
    van.get_by_role("link", name=case.code).click()
    van.get_by_role("button", name="Phát hành kết quả…").click()
    van.get_by_role("button", name="Xác nhận: Phát hành kết quả").click()
    tam.shows("Đã xử lý xong")

    minh.goto("/quay/tra-ket-qua")
    minh.fill("#quet", case.code)
    minh.get_by_role("button", name="Tìm").first.click()
    minh.wait_for_url(f"**/tra-ket-qua/{case.code}")
    minh.get_by_role("button", name="Trả kết quả").first.click()
    minh.wait_for_url("**/tra-ket-qua")
    assert fresh(case).state == State.RETURNED
    tam.shows("Đã trả kết quả")
