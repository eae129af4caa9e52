"""A widow's neighbour files at the post point, and the result comes by post; with and without JavaScript."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import State
from motcua.domain.delivery.models import Parcel
from motcua.domain.delivery.rules import NEXT_FOR_PEOPLE, Direction, ParcelState
from motcua.domain.mandates.models import Mandate
from motcua.domain.mandates.rules import PAPER
from motcua.foundation.actions import now
from motcua.foundation.gateways.carrier.contract import Word
from motcua.foundation.gateways.carrier.fake import FakeCarrier, tell
from tests.journeys.browsing import enter, sign_in
from tests.journeys.living import Story
from tests.journeys.officials import Officials
from tests.journeys.telephone import Telephone
from tests.parcels import post_worker
from tests.people import SINGLE, Ward
from tests.stories import fresh

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]
SECRET = "bi-mat-voi-buu-chinh"
S, SAID = ParcelState, NEXT_FOR_PEOPLE[Direction.OUT]
# Tâm, the neighbour, has Mai's written authority; the certificate goes to her own door.
ANSWERS = {
    "acting": "authorised", "again": "khong", "residence_0": "Số 10 ngõ 21", "residence_1": "thanh xuan, ha noi",
    "full_name": "Nguyễn Văn Tâm", "identity_number": "001090012345", "born_on_0": "12", "born_on_1": "8",
    "born_on_2": "1990", "sex": "nam", "phone": "0912 000 123", "email": "tam@vidu.vn", "subject_name": "Trần Thị Mai",
    "subject_number": "001158000077", "subject_born_on_0": "2", "subject_born_on_1": "9", "subject_born_on_2": "1958",
    "status": "widowed", "status_paper": "Trích lục khai tử số 31/2024 ngày 12/5/2024", "purpose": "property",
    "result_by": "post", "send_to_0": "Số 10 ngõ 21", "send_to_1": "thanh xuan, ha noi", "send_name": "Trần Thị Mai",
    "send_phone": "0912 000 777",
}  # fmt: skip
ON_PAPER = {
    "grantor_name": "Trần Thị Mai", "grantor_number": "001158000077", "full_name": "Nguyễn Văn Tâm",
    "number": "001090012345", "evidence_number": "123/2026, Phòng Công chứng số 1", "valid_from": "20/11/2026",
    "valid_to": "20/02/2027",
}  # fmt: skip


@pytest.fixture
def carrier(settings: Any, ward: Ward) -> Iterator[FakeCarrier]:
    with FakeCarrier(SECRET) as running:
        settings.CARRIER_URL, settings.CARRIER_SECRET = running.url, SECRET
        yield running


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_widows_neighbour_files_at_the_post_point_and_the_result_comes_by_post(
    ward: Ward, open_page: Opener, story: Story, carrier: FakeCarrier, live_server: Any, scripts: bool
) -> None:
    story.at(20, 14, 10)
    page = open_page(width=390, height=844, scripts=scripts)
    thuy = Telephone(page, ANSWERS, story, "buu-dien", scripts)
    case = files(thuy, ward)

    story.at(23, 8, 5)
    officials = Officials(open_page, scripts)
    officials.accept(case)
    for by in ("thao", "lan", "thao"):  # gives it out, examines it, checks it
        officials.examine(case, by=by)
    officials.sign_and_issue(case)
    story.work()
    assert "Bưu chính sẽ mang đến địa chỉ" in story.letter("Đã có kết quả").get_content()

    story.at(23, 15, 0)
    packs(open_page(scripts=scripts), case)
    story.work()  # the order goes to the carrier, its number comes back
    takes(thuy)
    story.work()

    tam = Telephone(open_page(width=390, height=844, scripts=scripts), {}, story, "buu-pham", scripts)
    follows(tam, case, live_server.url)
    assert fresh(case).state == State.RETURNED
    assert thuy.wrong == {} and tam.wrong == {}


def files(thuy: Telephone, ward: Ward) -> Case:
    """Thủy fills in what Tâm says, reads it back, and hands it in under her own account."""
    page = thuy.page
    post_worker(ward)
    sign_in(page, "thuy")
    page.goto("/quay/nop-ho")
    notes(thuy)
    thuy.look("nop-ho")
    page.locator(f"main a[href*='{SINGLE}']").first.click()
    page.wait_for_load_state()
    page.fill("#id_agent", ANSWERS["identity_number"])
    thuy.press("Bắt đầu")
    assert thuy.topics()[-1] == "nhan-ket-qua"
    thuy.hand_in_all()
    for said in (
        "Số 10 ngõ 21, Phường Thanh Xuân",
        "Nguyễn Văn Tâm nộp thay Trần Thị Mai theo giấy ủy quyền",
    ):
        expect(page.locator("main")).to_contain_text(said)
    page.check("input[name=truthful]")
    page.check("input[name=agreed]")
    page.check("input[name=helped]")
    thuy.look("kiem-tra")
    thuy.press("Nộp hồ sơ")
    page.wait_for_url("**/xong")
    thuy.story.work()
    case = Case.objects.get()
    event, parcel = case.events.order_by("n")[0], Parcel.objects.get()
    assert event.actor == post_worker(ward) and event.payload["helped"] is True
    assert (parcel.name, parcel.phone, parcel.direction) == ("Trần Thị Mai", "0912000777", Direction.OUT)
    assert (
        case.files.get(paper=PAPER).file == Mandate.objects.get().paper
    )  # photographed once, before the form
    return case


def notes(thuy: Telephone) -> None:
    """Mai's written authority is noted and photographed; the form then asks for it no more."""
    page = thuy.page
    thuy.press("Ghi giấy ủy quyền")
    for name, said in ON_PAPER.items():
        page.fill(f"#id_{name}", said)
    page.check("input[name=evidence][value=notarised]")
    thuy.look("uy-quyen")
    thuy.press("Ghi văn bản ủy quyền", exact=False)
    page.wait_for_url(f"**/{PAPER}")
    address = page.url
    thuy.send("giay uy quyen.jpg")
    thuy.story.work()
    page.goto(address)
    expect(page.locator(".mc-uploads img")).to_have_count(1)
    thuy.look("giay-uy-quyen")
    thuy.press("Lưu giấy ủy quyền", exact=False)
    expect(page.locator("main")).to_contain_text("Đang làm dở")


def packs(page: Page, case: Case) -> None:
    """Minh makes the label at the counter."""
    enter(page, "minh", "/quay/buu-chinh")
    page.get_by_role("link", name=Parcel.objects.get().number).click()
    page.get_by_role("button", name="Lập phiếu gửi").click()
    expect(page.locator("h1 + p, main")).to_contain_text(["Đã có phiếu gửi"])


def takes(thuy: Telephone) -> None:
    """Thủy comes for the post, scans the label, and sees whose parcel it is, not what is in it."""
    page, parcel = thuy.page, Parcel.objects.get()
    assert parcel.waybill.startswith("BC26")
    enter(page, "thuy", "/quay/buu-chinh")  # another day
    expect(page.locator("main")).to_contain_text("Trần Thị Mai")
    expect(page.locator("main")).not_to_contain_text("hôn nhân")
    thuy.look("cho-giao")
    page.fill("#so", parcel.waybill)
    thuy.press("Bưu chính đã nhận")
    expect(page.locator("main")).to_contain_text(f"Bưu chính đã nhận {parcel.waybill}")
    thuy.look("da-nhan")


def follows(tam: Telephone, case: Case, office: str) -> None:
    """The letter leads to the page, which says each move as the carrier tells it."""
    page, waybill = tam.page, Parcel.objects.get().waybill
    page.goto(tam.story.link("Bưu chính đã nhận"))
    expect(page.locator("main")).to_contain_text(waybill)
    expect(page.locator("main")).to_contain_text(SAID[S.HANDED_OVER])
    tam.look("da-gui")
    told = [
        (24, "in_transit", {"place": "Bưu cục Thanh Xuân"}, S.ON_THE_WAY),
        (25, "failed", {"reason": "Gọi chuông không có người"}, S.FAILED),
        (26, "delivered", {"receiver": "Trần Thị Mai", "relation": "chính chủ"}, S.DELIVERED),
    ]
    for day, kind, more, state in told:
        tam.story.at(day, 10, 30)
        word = Word(f"e{day}", waybill, kind, now(), **more)
        assert [tell(word, address=office, secret=SECRET, at=now())[1]["status"] for _ in range(2)] == [
            "taken",
            "known",
        ]
        page.reload()
        expect(page.locator("main")).to_contain_text(SAID[state])
        for words in (more.get("place"), more.get("reason"), more.get("relation")):
            expect(page.locator("main")).to_contain_text(words or "")
        tam.look(kind)
    expect(page.locator("main")).not_to_contain_text("Trần Thị Mai")  # a name is on nobody's page
    tam.story.work()
    assert "cho Trần Thị Mai" in tam.story.letter("đã giao kết quả").get_content()
    expect(page.get_by_role("button", name="Đánh giá việc phục vụ")).to_be_visible()
    assert fresh(case).returned_at is not None
