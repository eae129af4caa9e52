"""Signing in with a code of one's telephone, and a session that is about to end, in a real browser."""

from base64 import b32decode
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from motcua.domain.people.models import Account
from motcua.domain.people.rules import second_step as rules
from motcua.foundation.actions import now
from tests.journeys.browsing import faults, picture, sign_in
from tests.people import PASSWORD, Ward

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]


def shown_by_the_app(spoken: str, *, later: int = 0) -> str:
    """What an authenticator app shows that was given the words of the page, so many half minutes from now."""
    secret = b32decode(spoken.replace(" ", ""))
    return rules.app_code(secret, rules.step_at(now()) + later)


def test_the_second_step_is_turned_on_and_asked_for_from_then_on(ward: Ward, open_page: Opener) -> None:
    page = open_page(width=390, height=844)
    sign_in(page, "lan")
    page.goto("/toi/xac-minh")
    spoken = page.locator("main b.mc-code").inner_text()
    assert faults(page) == []
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=code]", shown_by_the_app(spoken))
    page.get_by_role("button", name="Bật xác minh hai bước").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mã dự phòng")
    codes = page.locator("main li.mc-code").all_inner_texts()
    assert len(codes) == 10 and faults(page) == []
    page.context.clear_cookies(name="sessionid")

    page.goto("/dang-nhap")
    page.fill("input[name=login]", "lan")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhập mã xác minh")
    assert faults(page) == []
    page.goto("/ban-lam-viec")
    assert "/dang-nhap" in page.url, "the password alone opens nothing"
    page.goto("/dang-nhap/ma")
    page.fill("input[name=code]", "000 000")
    page.click("main button[type=submit]")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Mã chưa đúng hoặc đã dùng")
    picture(page, "ma-xac-minh-390")
    page.fill("input[name=code]", shown_by_the_app(spoken, later=1))
    page.click("main button[type=submit]")
    page.wait_for_url("**/ban-lam-viec")
    page.context.clear_cookies(name="sessionid")

    page.goto("/dang-nhap")
    page.fill("input[name=login]", "lan")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.fill("input[name=code]", codes[0])  # the telephone is lost
    page.click("main button[type=submit]")
    page.wait_for_url("**/ban-lam-viec")


def session_ends(login: str) -> int:
    """When the last session of this person ends, as the database knows it."""
    account = Account.objects.get(login=login)
    found = [s.get_decoded() for s in Session.objects.all()]
    return max(int(each["until"]) for each in found if each.get("_auth_user_id") == str(account.pk))


def test_two_minutes_before_its_end_a_session_can_be_made_longer(
    ward: Ward, open_page: Opener, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 300
    page = open_page()
    page.clock.install()  # the page's own minutes pass when told to; the server's do not
    sign_in(page, "lan")
    dialog, before = page.get_by_role("dialog", name="Phiên làm việc sắp hết"), session_ends("lan")
    page.clock.run_for(170_000)
    expect(dialog).to_have_count(0)
    page.clock.run_for(20_000)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Còn 2 phút")
    picture(page, "phien-sap-het")
    dialog.get_by_role("button", name="Làm tiếp").click()
    expect(dialog).to_have_count(0)
    assert session_ends("lan") >= before + settings.SESSION_LONGER - 300
    page.clock.run_for(600_000)
    expect(dialog).to_have_count(0)
    page.goto("/ban-lam-viec")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/dang-nhap" not in page.url


def test_a_session_nobody_makes_longer_ends_and_says_that_what_was_typed_is_kept(
    ward: Ward, open_page: Opener, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 300
    page = open_page(width=390, height=844)
    page.clock.install()
    sign_in(page, "lan")
    page.clock.run_for(310_000)
    dialog = page.get_by_role("dialog", name="Phiên làm việc sắp hết")
    expect(dialog).to_contain_text("Nội dung đang nhập vẫn được giữ trong tab này")
