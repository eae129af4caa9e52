"""A shop owner pays by VietQR, is asked once for a missing paper, answers it, and gets a signed licence."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import MoneyState, State
from motcua.domain.catalogue.actions import set_competence
from motcua.domain.payments.actions import adopt_account
from motcua.domain.payments.models import Charge, Payment
from motcua.faces.portal import paying
from motcua.foundation.actions import SYSTEM
from tests.journeys.bank import ACCOUNT, BANK, Bank
from tests.journeys.living import Story
from tests.journeys.officials import Officials
from tests.journeys.telephone import Telephone
from tests.people import Ward, adopt_more, person
from tests.rules.paper_reading import pdfsig, words
from tests.stories import fresh

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]
FOOD = "1.014230"
HEALTH = "Giấy xác nhận đủ sức khỏe của chủ cơ sở và người trực tiếp chế biến"
ANSWERS = {
    "meals": "80", "street": "khong", "business_name": "Hộ kinh doanh Phở Bà Năm", "tax_code": "0109876543",
    "business_address_0": "Số 12 ngõ 5", "business_address_1": "thanh xuan, ha noi", "full_name": "Trần Thị Năm",
    "identity_number": "001175004321", "born_on_0": "5", "born_on_1": "3", "born_on_2": "1975", "phone": "0912 000 456",
    "email": "nam@vidu.vn", "residence_0": "Số 12 ngõ 5", "residence_1": "thanh xuan, ha noi", "dishes": "Quán phở",
    "floor": "40", "workers": "2", "water": "piped", "cooks.0.name": "Trần Thị Năm", "cooks.0.number": "001175004321",
    "cooks.0.health_on_0": "2", "cooks.0.health_on_1": "3", "cooks.0.health_on_2": "2026", "result_by": "online",
}  # fmt: skip


@pytest.fixture
def shops(ward: Ward, story: Story) -> Ward:
    """The ward gives licences to eateries: Yến examines them, and the ward has an account."""
    adopt_more(ward, FOOD)
    field = "An toàn thực phẩm"
    set_competence(ward.ward, by=SYSTEM, department=ward.land, field=field, valid_from=date(2026, 1, 1))
    person(ward.land, "yen", "Đặng Ngọc Yến", "officer", "Công chức kinh tế")
    adopt_account(
        ward.ward, by=SYSTEM, bank=BANK, number=ACCOUNT, holder="UBND PHUONG AN BINH", valid_from=date(2026, 1, 1),
        tax_code="0109876543",
    )  # fmt: skip
    return ward


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_shop_owner_pays_is_asked_once_and_gets_a_signed_licence(
    shops: Ward,
    story: Story,
    open_page: Opener,
    live_server: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    scripts: bool,
) -> None:
    monkeypatch.setattr(paying, "REFRESH_SECONDS", 2)
    monkeypatch.setattr(paying, "POLL_SECONDS", 1)
    story.at(17, 19, 40)
    page = open_page(width=390, height=844, scripts=scripts)
    owner = Telephone(page, ANSWERS, story, "quan-pho", scripts)
    case = files(owner)
    pays(owner, case, Bank(live_server.url))

    story.at(18, 8, 5)
    officials = Officials(open_page, scripts)
    officials.accept(case)
    officials.ask(case, by="yen", paper=HEALTH, reason="Giấy của người phụ bếp đã hết hạn.")
    story.work()
    answers(owner, case)
    story.at(19, 9, 15)
    officials.take_the_answer(case)
    officials.examine(case, by="yen")
    officials.sign_and_issue(case)
    story.work()
    licence = receives(owner, tmp_path)
    checks(owner, licence)

    # The bank repeats itself once more, days later: nothing is paid twice.
    assert Bank(live_server.url).tells(Charge.objects.get(), 700_000).said["status"] == "known"
    case = fresh(case)
    assert (case.state, case.money_state, case.supplement_rounds) == (State.RETURNED, MoneyState.PAID, 1)
    assert Payment.objects.count() == 1 and owner.wrong == {}


def files(owner: Telephone) -> Case:
    owner.page.goto(f"/thu-tuc/{FOOD}")
    expect(owner.page.locator("main")).to_contain_text("700.000")  # what she will be asked for
    owner.press("Nộp trực tuyến")
    owner.press("Bắt đầu")
    owner.topics()
    owner.hand_in_all()
    owner.submit()
    owner.story.work()
    return Case.objects.get()


def pays(owner: Telephone, case: Case, bank: Bank) -> None:
    """The VietQR on the page of the filing; the bank says it twice, and the page says it is paid by itself."""
    page = owner.page
    owner.press("Nộp phí, lệ phí 700.000", exact=False)
    expect(page.locator("main")).to_contain_text("Đang chờ ngân hàng báo.")
    owner.look("nop-phi")
    charge = Charge.objects.get()
    assert charge.payment_key in page.inner_text("main") and charge.total == 700_000
    assert [bank.tells(charge, 700_000).said["status"] for _ in range(2)] == ["paid", "known"]
    expect(page.locator("main")).to_contain_text("Đã nộp đủ 700.000 đồng")
    owner.look("da-nop-phi")
    assert fresh(case).money_state == MoneyState.PAID


def answers(owner: Telephone, case: Case) -> None:
    """The letter leads to what is missing, why, until when; only that is asked, and it is sent from the telephone."""
    page = owner.page
    page.goto(owner.story.link("bổ sung"))
    expect(page.locator("main")).to_contain_text("Tạm dừng, chờ ông/bà bổ sung")
    owner.press("Gửi giấy tờ qua mạng")
    for said in ("lần đầu", HEALTH, "Giấy của người phụ bếp đã hết hạn."):
        expect(page.locator("main")).to_contain_text(said)
    owner.look("bo-sung")
    owner.press("Chụp hoặc chọn tệp", exact=False)
    owner.send("suc khoe.jpg")
    owner.story.work()
    page.goto(page.url)
    expect(page.locator(".mc-uploads img")).to_have_count(1)
    owner.press("Xong giấy tờ này")
    owner.press("Gửi cho cơ quan")
    expect(page.locator("main")).to_contain_text("Ông/bà đã gửi giấy tờ bổ sung")
    assert fresh(case).state == State.AWAITING_SUPPLEMENT  # until the desk has looked


def receives(owner: Telephone, folder: Path) -> Path:
    page = owner.page
    page.goto(owner.story.link("đã ký số"))
    owner.look("theo-doi")
    owner.press("Xem và tải kết quả", exact=False)
    owner.look("ket-qua")
    licence = owner.download("Tải tệp kết quả", folder)
    assert "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm" in words(licence.read_bytes())
    assert "Signature is Valid" in pdfsig(licence.read_bytes(), folder)
    return licence


def checks(owner: Telephone, licence: Path) -> None:
    """Whoever gets the file can look whether it is whole; a changed one is found out."""
    page = owner.page
    owner.press("trang kiểm tra chữ ký")
    for content, said in (
        (licence.read_bytes(), "Chữ ký hợp lệ, tệp không bị sửa từ lúc ký"),
        (changed(licence.read_bytes()), "Tệp đã bị sửa sau khi ký"),
    ):
        page.set_input_files(
            "main input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        owner.press("Kiểm tra", exact=False)
        expect(page.locator("main")).to_contain_text(said)
    owner.look("kiem-tra-chu-ky")


def changed(pdf: bytes) -> bytes:
    """The same file with one digit of the page's size another."""
    place = pdf.index(b"/MediaBox")
    return pdf[: place + 12] + b"9" + pdf[place + 13 :]
