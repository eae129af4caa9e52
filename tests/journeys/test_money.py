"""Money in a browser: a shop owner pays from a phone while the bank repeats itself; the counter sees it come."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.cases.actions.money import take_fee
from motcua.domain.cases.actions.returning import withdraw
from motcua.domain.cases.models import Case
from motcua.domain.payments.actions import adopt_account
from motcua.domain.payments.models import Charge, Payment, Receipt
from motcua.domain.payments.rules import ChargeLine
from motcua.faces.portal import paying
from motcua.foundation.actions import SYSTEM
from tests.journeys.bank import ACCOUNT, BANK, Bank
from tests.journeys.browsing import enter, flaws, pair, picture
from tests.people import Ward
from tests.rules.paper_reading import codes
from tests.stories import fresh, received

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]


@pytest.fixture
def bank(live_server: Any) -> Bank:
    return Bank(live_server.url)


@pytest.fixture
def case(ward: Ward) -> Case:
    """A case that owes a published fee, in a ward with an account."""
    adopt_account(
        ward.ward, by=SYSTEM, bank=BANK, number=ACCOUNT, holder="UBND PHUONG AN BINH", valid_from=date(2026, 1, 1),
        tax_code="0109876543",
    )  # fmt: skip
    line = ChargeLine(
        "Lệ phí hộ tịch", 15_000, 15_000, key="le-phi-ho-tich", basis="Nghị quyết của HĐND cấp tỉnh"
    )
    return received(ward, fee=15_000, charges=(line,))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_fee_is_paid_from_a_phone_while_the_bank_says_it_twice_and_late(
    case: Case, ward: Ward, open_page: Opener, bank: Bank, monkeypatch: pytest.MonkeyPatch, scripts: bool
) -> None:
    monkeypatch.setattr(paying, "REFRESH_SECONDS", 2)
    monkeypatch.setattr(paying, "POLL_SECONDS", 1)
    phone = open_page(width=390, height=844, scripts=scripts)
    phone.goto(f"/tra-cuu/{case.secret}")
    phone.get_by_role("link", name="Nộp phí, lệ phí").click()
    expect(phone.get_by_role("heading", name="Nộp phí, lệ phí")).to_be_visible()
    expect(phone.locator("main")).to_contain_text("Còn phải nộp 15.000 đồng")
    charge = Charge.objects.get()

    # What her bank's app reads from the screen is what the office asks for.
    with phone.expect_download() as kept:
        phone.get_by_role("link", name="Lưu ảnh mã QR").click()
    assert kept.value.suggested_filename == f"vietqr-{charge.payment_key}.png"
    picture(phone, f"pay-390-{'js' if scripts else 'nojs'}", whole=True)

    # A part first; the page says what is missing, and nobody pressed anything.
    assert bank.tells(charge, 5_000).said["status"] == "partly_paid"
    expect(phone.locator("main")).to_contain_text("còn thiếu 10.000 đồng")
    told = [bank.tells(charge, 10_000, 2).said["status"] for _ in range(2)]
    assert told == ["paid", "known"]
    expect(phone.locator("main")).to_contain_text("Đã nộp đủ 15.000 đồng")
    expect(phone.locator("main")).to_contain_text("Không còn khoản nào phải nộp")
    assert Payment.objects.count() == 2

    # Going back and forth pays nothing again, and the receipts can be kept.
    phone.go_back()
    phone.go_forward()
    assert Payment.objects.count() == 2
    links = phone.get_by_role("link", name="Biên lai")
    expect(links).to_have_count(2)
    paper = phone.request.get(str(links.first.get_attribute("href")))
    assert paper.ok and case.secret in next(text for text, _ in codes(paper.body()).values())

    # The case is withdrawn; what comes now is told to be owed back.
    withdraw(fresh(case), by=ward.minh, reason="Đổi ý", proof=case.pin)
    assert bank.tells(charge, 1_000, 3).said["status"] == "overpaid"
    phone.reload()
    expect(phone.locator("main")).to_contain_text("thừa 1.000 đồng")
    assert sum(r.amount for r in Receipt.objects.all()) == 15_000


@pytest.mark.parametrize("scripts", [True, False])
def test_a_call_back_that_comes_twice_and_late_is_kept_once_and_owed_back(
    case: Case, ward: Ward, open_page: Opener, bank: Bank, scripts: bool
) -> None:
    phone = open_page(width=390, height=844, scripts=scripts)
    phone.goto(f"/thanh-toan/{case.secret}")
    expect(phone.locator("main")).to_contain_text("Đang chờ ngân hàng báo.")
    charge = Charge.objects.get()

    # She has paid, the bank is silent; she thinks better of it and takes the case back.
    withdraw(fresh(case), by=ward.minh, reason="Đổi ý", proof=case.pin)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Khoản thu này đã khép lại, ông/bà không phải nộp nữa.")

    # The bank wakes up, and tells of the one transfer twice at the same moment; the next day once more.
    with ThreadPoolExecutor(2) as twice:
        told = [answer.said["status"] for answer in twice.map(lambda n: bank.tells(charge, 15_000), range(2))]
    assert sorted(told) == ["known", "paid_late"]
    assert bank.tells(charge, 15_000).said["status"] == "known"
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Nộp sau khi khép lại, chờ hoàn")
    expect(phone.locator("main")).to_contain_text("Cơ quan sẽ hoàn lại 15.000 đồng")
    assert Payment.objects.get().amount == 15_000 and Receipt.objects.count() == 0


def test_the_counter_and_its_customer_see_the_transfer_come(
    case: Case, ward: Ward, open_page: Opener, bank: Bank
) -> None:
    counter = open_page()
    enter(counter, "minh", f"/quay/ho-so/{case.code}")
    counter.keyboard.press("F10")
    counter.wait_for_url("**/quay/thu-tien/*")
    screen = open_page(width=1024, height=768)
    pair(counter, screen)
    counter.goto(f"/quay/thu-tien/{case.code}")
    counter.keyboard.press("Alt+9")
    expect(screen.locator("#man-hinh")).to_contain_text("15.000")
    expect(counter.locator("#man-hinh-khach")).to_contain_text("đang hiện hồ sơ này")
    picture(screen, "pay-screen")
    picture(counter, "pay-counter", whole=True)
    assert bank.tells(Charge.objects.get(), 15_000).status == 200
    expect(screen.locator("#man-hinh")).to_contain_text("Đã nhận đủ tiền")
    expect(counter.locator("main")).to_contain_text("Đã nộp đủ 15.000 đồng")
    counter.goto("/quay/thu-tien/trong-ngay")
    expect(counter.locator("main")).to_contain_text("Tiền thu khớp tổng biên lai")


def test_no_page_of_money_has_anything_for_axe_or_scrolls_sideways(
    case: Case, ward: Ward, page: Page, bank: Bank
) -> None:
    paid = take_fee(received(ward, fee=9_000), by=ward.khoa, amount=9_000)
    over = received(ward, fee=9_000)
    bank.tells(Charge.objects.get(reference=over.code), 12_000, 7)
    bank.tells(Charge.objects.get(reference=over.code), 4_000, 8, content="nop tien")
    enter(page, "khoa")
    addresses = [
        *(f"/thanh-toan/{each.secret}" for each in (case, paid, over)), f"/en/thanh-toan/{case.secret}",
        "/quay/thu-tien", "/quay/thu-tien/trong-ngay", "/quay/thu-tien/chua-ro", "/quay/thu-tien/sao-ke",
        *(f"/quay/thu-tien/{each.code}" for each in (case, paid, over)),
    ]  # fmt: skip
    wrong: dict[str, Any] = {}
    for address in addresses:
        page.goto(address)
        for details in page.locator("main details").all():
            details.evaluate("part => { part.open = true; }")
        if found := flaws(page):
            wrong[address] = found
        name = address.strip("/").replace("/", "-").replace(case.secret, "case").replace(over.secret, "over")
        picture(page, f"money-{name}", whole=True)
    assert wrong == {}
