"""Minh's day at the counter in a real browser: keys only, one press one case, nothing lost, nothing for axe to find."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import State
from tests.faces.counter_forms import CARD
from tests.journeys.browsing import enter, faults, flaws, focused, picture
from tests.people import BIRTH, COPY, Ward
from tests.rules.paper_reading import codes, pages, unspaced, words
from tests.stories import case_at, fresh

pytestmark = pytest.mark.journey


class Keys:
    """Minh's hands: every key pressed is counted, the scanner's are not."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.pressed += 1

    def scan(self, text: str) -> None:
        """The scanner types and ends with Enter, once a field of the page waits for it."""
        self.page.locator("input:focus, textarea:focus").wait_for()
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")


def paper(page: Page, link: str) -> bytes:
    """The PDF behind a link of the page, as the signed-in browser would get it."""
    address = page.get_by_role("link", name=link).first.get_attribute("href") or page.locator(
        link
    ).get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    return answer.body()


def receive_birth(page: Page) -> str:
    """Scan, procedure, papers, Ctrl Enter; the code of the case."""
    keys = Keys(page)
    keys.scan(CARD)
    keys.press("k", "s", "Enter", "F9", "a", "Control+Enter")
    page.wait_for_url("**/xong*")
    return page.inner_text(".mc-code")


def test_a_birth_is_registered_with_keys_only_and_the_slip_opens(
    ward: Ward, page: Page, live_server: Any
) -> None:
    enter(page, "minh", "/quay/")
    keys = Keys(page)
    assert focused(page) == "quet"
    keys.press("F4")
    keys.scan(CARD)
    assert focused(page) == "id_procedure" and page.input_value("#id_full_name") == "Nguyễn Thị Ngưỡng"
    keys.press("k", "s", "Enter")
    page.wait_for_selector("#g-giay-chung-sinh")
    assert page.input_value("#id_procedure") == "Đăng ký khai sinh" and focused(page) == "id_variant"
    keys.press("F9")
    assert focused(page) == "g-to-khai"
    keys.press("a")
    expect(page.locator("[data-papers-count]")).to_have_text("✓ Đủ giấy tờ bắt buộc")
    picture(page, "quay-tiep-nhan")
    assert page.evaluate("document.documentElement.scrollHeight") <= 768
    form = page.locator(".mc-desk__form")
    assert form.evaluate("node => node.scrollHeight <= node.clientHeight"), "a simple case scrolls"
    keys.press("Control+Enter")
    page.wait_for_url("**/xong*")
    assert keys.pressed <= 12, keys.pressed
    assert focused(page) == "tiep-theo"
    picture(page, "quay-da-tiep-nhan")
    case = Case.objects.get()
    assert page.inner_text(".mc-code") == case.code and case.state == State.ACCEPTED
    slip = paper(page, "In giấy hẹn, A5")
    said = unspaced(words(slip))
    assert case.code in said and case.pin in said
    assert {text for text, _ in codes(slip).values()} == {
        case.code,
        f"{live_server.url}/tra-cuu/{case.secret}",
    }
    page.keyboard.press("Enter")  # the next applicant
    page.wait_for_url("**/quay/")
    assert focused(page) == "quet" and page.input_value("#id_full_name") == ""


def test_what_was_received_is_printed_at_once_and_only_once(ward: Ward, page: Page) -> None:
    page.add_init_script(
        "window.printed = 0; window.print = () => {"
        " document.documentElement.dataset.printed = ++window.printed; };"
    )
    enter(page, "minh", "/quay/")
    code = receive_birth(page)
    expect(page.locator("html")).to_have_attribute("data-printed", "1")
    assert page.url.endswith(f"{code}/xong")  # the address says nothing of printing any more
    sheet = page.pdf(prefer_css_page_size=True)
    assert code in {text for text, _ in codes(sheet).values()} and len(pages(sheet)) == 1
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.printed") == 0


def test_a_quick_hand_loses_no_key_while_the_server_thinks(ward: Ward, page: Page) -> None:
    enter(page, "minh", "/quay/")
    page.route("**/quay/", lambda route: (page.wait_for_timeout(400), route.continue_()) if route.request.headers.get("hx-request") else route.continue_())  # fmt: skip
    receive_birth(page)
    assert len(Case.objects.get().papers) == 3


def test_a_missing_paper_stops_and_leads_to_the_request_for_it(ward: Ward, page: Page) -> None:
    enter(page, "minh", f"/quay/?thu-tuc={BIRTH}")
    keys = Keys(page)
    page.focus("#quet")
    keys.scan(CARD)
    keys.press("F9", "Space", "Control+Enter")
    expect(page.locator("[data-says]")).to_contain_text("Còn thiếu: Giấy chứng sinh; Thẻ căn cước")
    assert page.url.endswith(BIRTH) and not Case.objects.exists()
    page.keyboard.press("Alt+2")
    page.wait_for_url("**/yeu-cau-bo-sung")
    assert page.is_checked("input[value='Giấy chứng sinh']")
    picture(page, "quay-yeu-cau-bo-sung")
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mc-paper")).to_contain_text("Giấy chứng sinh")
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/xong*")
    case = Case.objects.get()
    assert case.state == State.AWAITING_SUPPLEMENT
    assert "Giấychứngsinh" in unspaced(words(paper(page, "In phiếu, A5")))


def test_one_may_go_back_from_the_request_with_everything_kept(ward: Ward, page: Page) -> None:
    enter(page, "minh", f"/quay/?thu-tuc={BIRTH}")
    page.fill("#id_full_name", "Phạm Văn Ổn")
    page.check("#g-to-khai")
    page.keyboard.press("Alt+3")
    page.wait_for_url("**/tu-choi")
    page.get_by_role("button", name="Quay lại hồ sơ").click()
    page.wait_for_url("**/quay/")
    assert page.input_value("#id_full_name") == "Phạm Văn Ổn" and page.is_checked("#g-to-khai")


def test_a_double_click_makes_one_case(ward: Ward, page: Page) -> None:
    enter(page, "minh", f"/quay/?thu-tuc={BIRTH}")
    page.fill("#id_full_name", "Phạm Văn Ổn")
    page.click("[data-tick-all]")
    page.get_by_role("button", name="Tiếp nhận và in").dblclick()
    page.wait_for_url("**/xong*")
    assert Case.objects.count() == 1


def test_while_the_server_is_away_nothing_typed_is_lost(ward: Ward, page: Page) -> None:
    enter(page, "minh", f"/quay/?thu-tuc={BIRTH}")
    page.fill("#id_full_name", "Phạm Văn Ổn")
    page.click("[data-tick-all]")
    page.route("**/con-may-chu", lambda route: route.fulfill(status=503))
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-says]")).to_contain_text("Máy chủ chưa trả lời")
    assert page.input_value("#id_full_name") == "Phạm Văn Ổn" and not Case.objects.exists()
    page.reload()  # the browser was closed and opened again
    expect(page.locator("#g-to-khai")).to_be_checked()
    assert page.input_value("#id_full_name") == "Phạm Văn Ổn"
    page.unroute("**/con-may-chu")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/xong*")
    assert Case.objects.count() == 1
    page.goto("/quay/")
    assert page.input_value("#id_full_name") == ""


def test_a_change_of_case_type_works_the_fees_and_the_day_out_again(ward: Ward, page: Page) -> None:
    enter(page, "minh", f"/quay/?thu-tuc={BIRTH}")
    assert page.locator("#muc\\.le-phi-ho-tich").count() == 0
    page.select_option("#id_variant", "qua-han")
    page.wait_for_selector("#muc\\.le-phi-ho-tich")
    page.fill("#muc\\.le-phi-ho-tich", "8000")
    page.keyboard.press("Tab")
    expect(page.locator(".mc-total")).to_contain_text("8.000")
    page.select_option("#mien", "ho-ngheo")
    expect(page.locator(".mc-total")).to_contain_text("0 ₫")
    page.fill("#id_number", "001090012345")
    page.select_option("#id_sex", "Nữ")
    expect(page.locator("#nhac")).to_contain_text("giới tính Nam")
    page.focus("#id_kind")
    page.select_option("#id_kind", "1")
    page.wait_for_selector("text=Mã số thuế")
    assert focused(page) == "id_kind"


def test_the_whole_way_without_scripts(ward: Ward, open_page: Callable[..., Page]) -> None:
    page = open_page(scripts=False)
    enter(page, "minh", "/quay/")
    page.fill("#id_number", CARD)
    page.fill("#id_procedure", "ks")
    page.get_by_role("button", name="Tìm", exact=True).click()
    assert page.input_value("#id_full_name") == "Nguyễn Thị Ngưỡng"
    page.get_by_role("button", name="Đăng ký khai sinh").click()
    picture(page, "quay-khong-script", whole=True)
    page.get_by_role("button", name="Tiếp nhận và in").click()
    assert "Còn thiếu giấy tờ bắt buộc" in page.inner_text(".govuk-error-summary")
    page.get_by_role("button", name="Đủ cả").click()
    page.select_option("#id_variant", "qua-han")
    page.get_by_role("button", name="Cập nhật").click()
    page.fill("#muc\\.le-phi-ho-tich", "8000")
    page.get_by_role("button", name="Tiếp nhận và in").click()
    page.wait_for_url("**/xong*")
    case = Case.objects.get()
    assert (case.variant, case.fee, len(case.papers)) == ("qua-han", 8000, 3)


def test_a_result_goes_out_with_two_scans_and_one_key(ward: Ward, page: Page, live_server: Any) -> None:
    case = case_at(ward, "9", name="Nguyễn Thị Ngưỡng")
    other = case_at(ward, "9", name="Phạm Văn Ổn")
    enter(page, "minh", "/quay/tra-ket-qua")
    keys = Keys(page)
    assert focused(page) == "quet"
    keys.scan(f"{live_server.url}/tra-cuu/{case.secret}")
    page.wait_for_url(f"**/tra-ket-qua/{case.code}")
    assert focused(page) == "quet" and faults(page) == []
    keys.scan(CARD.replace("001190012345", case.identity_number))
    picture(page, "quay-tra-ket-qua")
    keys.press("Enter")  # the scan has led to the button
    page.wait_for_url("**/tra-ket-qua")
    assert keys.pressed == 1 and fresh(case).state == State.RETURNED
    assert "Đã trả kết quả" in page.inner_text("main")
    keys.scan(other.code)
    page.wait_for_url(f"**/tra-ket-qua/{other.code}")
    keys.scan(CARD)  # somebody else's
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    assert "không phải của chủ hồ sơ" in page.inner_text("main") and faults(page) == []


PAGES = {
    "tiep-nhan": "/quay/",
    "tiep-nhan-da-chon": f"/quay/?thu-tuc={COPY}",
    "tim": "/quay/tim-thu-tuc?q=ks",
    "ho-so": "/quay/ho-so",
    "cho-bo-sung": "/quay/ho-so?loai=bo-sung",
    "chuyen": "/quay/chuyen-ho-so",
    "tra": "/quay/tra-ket-qua",
    "trong-ngay": "/quay/trong-ngay",
    "ngay-sai": "/quay/trong-ngay?ngay=32",
    "mot-ho-so": "/quay/ho-so/{filed}",
    "tiep-nhan-truc-tuyen": "/quay/ho-so/{filed}/tiep-nhan",
    "tu-choi": "/quay/ho-so/{filed}/tu-choi",
    "da-bo-sung": "/quay/ho-so/{asked}/da-bo-sung",
    "rut": "/quay/ho-so/{asked}/rut",
    "xong": "/quay/ho-so/{asked}/xong",
    "tra-mot": "/quay/tra-ket-qua/{ready}",
}


def test_no_page_has_a_fault_or_scrolls_sideways(ward: Ward, page: Page) -> None:
    places = {
        name: case_at(ward, place).code for name, place in (("filed", "1"), ("asked", "5"), ("ready", "9"))
    }
    case_at(ward, "2")
    enter(page, "minh")
    for name, address in PAGES.items():
        page.goto(address.format(**places))
        assert flaws(page, widths=(1366, 390)) == [], name
    page.goto("/quay/")
    page.focus("#id_full_name")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".govuk-error-summary")
    picture(page, "quay-loi")
    assert flaws(page, widths=(1366, 390)) == [], "with errors"
