"""Signing in from a telephone, with and without scripts; by a passkey of the device; at a provider of identity."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.people.models import Account, Passkey
from tests.faces.citizens import sent_code
from tests.journeys.browsing import flaws, picture
from tests.journeys.conftest import Opener
from tests.people import Ward
from tests.provider import CLIENT, SECRET, running
from tests.stories import examined

pytestmark = pytest.mark.journey
TAM = "tam@vidu.vn"
TABS = ("ai-da-xem", "uy-quyen", "cach-dang-nhap", "du-lieu")


def sign_in_by_code(page: Page) -> None:
    page.goto("/tai-khoan")
    page.get_by_label("Thư điện tử hoặc số điện thoại").fill(TAM)
    page.get_by_role("button", name="Gửi mã cho tôi").click()
    page.wait_for_url("**/dang-nhap/ma")
    page.get_by_label("Mã 6 số").fill(sent_code(TAM))
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tài khoản của tôi")


def test_a_grandmother_signs_in_on_an_old_telephone_and_adds_her_case(ward: Ward, open_page: Opener) -> None:
    case = examined(ward)
    page = open_page(width=390, height=844, scripts=False)
    sign_in_by_code(page)
    page.get_by_role("link", name="Thêm hồ sơ bằng giấy hẹn").click()
    page.get_by_label("Mã hồ sơ").fill(case.code)
    page.get_by_label("Mã tra cứu 6 số").fill(case.pin)
    page.get_by_role("button", name="Thêm vào danh sách").click()
    page.get_by_role("link", name=case.procedure.short_name).click()
    expect(page.locator("main")).to_contain_text(case.code)
    page.goto("/tai-khoan/khoa")
    expect(page.get_by_text("đang tắt JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Tạo khóa")).to_be_hidden()
    page.goto("/tai-khoan")
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/tai-khoan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_the_account_pages_are_whole_on_a_telephone_and_in_the_dark(ward: Ward, page: Page) -> None:
    examined(ward)
    page.goto("/tai-khoan/dang-nhap")
    assert flaws(page) == []
    picture(page, "account-sign-in", whole=True)
    sign_in_by_code(page)
    for name in ("", *TABS, "ho-so/them", "khoa", "cach-dang-nhap/dia-chi"):
        page.goto(f"/tai-khoan/{name}".rstrip("/"))
        assert flaws(page) == [], name
        picture(page, f"account-{name.replace('/', '-') or 'mine'}", whole=True)


def with_device(page: Page) -> Any:
    """A device that knows its owner: what a finger on a telephone is."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    number = session.send("WebAuthn.addVirtualAuthenticator", {"options": device})["authenticatorId"]
    return session, number


def test_a_finger_opens_the_account_without_a_code(ward: Ward, open_page: Opener) -> None:
    page = open_page(width=390, height=844)
    session, number = with_device(page)
    sign_in_by_code(page)
    page.goto("/tai-khoan/khoa")
    page.get_by_label("Tên khóa").fill("Điện thoại của tôi")
    page.get_by_role("button", name="Tạo khóa").click()
    expect(page.get_by_text("Đã thêm khóa")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Điện thoại của tôi")
    page.goto("/tai-khoan")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(lambda address: "/tai-khoan" not in address)
    page.goto("/tai-khoan/dang-nhap?tiep=/tai-khoan/ai-da-xem")
    page.get_by_role("button", name="Đăng nhập bằng khóa của thiết bị").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ai đã xem dữ liệu của tôi")
    key = Passkey.objects.get()
    assert key.used_at is not None and key.account == Account.objects.get(email=TAM)
    page.goto("/tai-khoan/khoa")  # the same device, once more
    page.get_by_role("button", name="Tạo khóa").click()
    expect(page.locator("[data-passkey-said]")).to_have_text("Thiết bị này đã có khóa cho tài khoản.")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.goto("/tai-khoan")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(lambda address: "/tai-khoan" not in address)
    page.goto("/tai-khoan/dang-nhap")
    page.get_by_role("button", name="Đăng nhập bằng khóa của thiết bị").click()
    expect(page.locator("[data-passkey-said]")).to_contain_text("Chưa dùng khóa")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_identity_proved_elsewhere_shows_every_case_of_its_number(
    ward: Ward, open_page: Opener, live_server: Any, settings: Any, tmp_path: Path, scripts: bool
) -> None:
    case = examined(ward)
    with running(tmp_path, back=f"{live_server.url}/tai-khoan/dinh-danh/ve") as issuer:
        settings.IDENTITY_ISSUER, settings.IDENTITY_CLIENT, settings.IDENTITY_SECRET = issuer, CLIENT, SECRET
        page = open_page(width=390, height=844, scripts=scripts)
        page.goto("/tai-khoan")
        page.get_by_role("button", name="Đăng nhập bằng VNeID").or_(
            page.get_by_role("link", name="Đăng nhập bằng VNeID")
        ).click()
        page.get_by_label("Tên").fill("tam")
        page.get_by_role("button", name="Đồng ý").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tài khoản của tôi")
        expect(page.locator("main")).to_contain_text(case.code)
        expect(page.locator("main")).to_contain_text("danh tính đã được xác thực")
