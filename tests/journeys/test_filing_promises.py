"""C4, C5 and C9 as they were promised, one by one at 390 px: errors lead to their fields, the way back loses nothing,
a wrong commune is explained, communes are touched in a list, and the last page is copied, kept and printed."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Unit
from tests.faces.filing_pages import FATHER, go_through
from tests.journeys.browsing import flaws, focused, picture
from tests.journeys.living import Story
from tests.journeys.telephone import NEXT, Telephone
from tests.people import Ward
from tests.rules.paper_reading import codes, pages, unspaced, words

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]


@pytest.fixture
def here(ward: Ward) -> Ward:
    """The ward is Thanh Xuân on the map."""
    Unit.objects.filter(pk=ward.ward.pk).update(territory_code="00367")
    return ward


def test_the_first_pages_keep_what_they_promise(here: Ward, story: Story, open_page: Opener) -> None:
    page = open_page(width=390, height=844)
    phone = Telephone(page, FATHER, story, "loi-hua")
    page.goto("/thu-tuc/1.001193/nop")
    phone.press("Bắt đầu")
    first = page.url
    errors_lead_to_their_fields(phone)

    # Communes are listed below the field while it is typed in, and one is touched.
    phone.answers = {key: said for key, said in FATHER.items() if not key.startswith("residence")}
    phone.fill_in()
    page.fill("input[name=residence_0]", "Số 8 ngõ 21")
    place = page.locator("input[name=residence_1]")
    place.fill("")
    with page.expect_request(lambda asked: "/dia-ban" in asked.url) as looked:
        place.press_sequentially("phu xuan", delay=20)
    # Nothing else of the form stands in an address that servers write down.
    assert set(parse_qs(urlsplit(looked.value.url).query)) == {"ten", "residence_1"}
    listed = page.locator("[data-communes] label")
    expect(listed).to_have_count(3)
    phone.look("noi-gan-giong")
    listed.filter(has_text="Huế").click()
    phone.press(NEXT)

    # It is not this ward: said at once, with where to go; nothing is lost, and it can be put right.
    expect(page.get_by_role("alert")).to_contain_text("Phường Phú Xuân, Thành phố Huế")
    expect(page.locator("main")).to_contain_text("Những gì đã khai vẫn còn.")
    phone.look("noi-khac")
    assert page.input_value("input[name=child_born_on_2]") == "2026"
    page.locator("input[name=residence_1]").fill("thanh xuan, ha n")
    expect(page.locator("[data-communes] input:checked")).to_have_count(1)
    phone.press(NEXT)
    page.wait_for_url("**/nguoi-yeu-cau")

    # The browser's own way back shows what was answered; so does the link on another telephone.
    phone.answers = FATHER
    phone.fill_in()
    phone.press(NEXT)
    page.go_back()
    expect(page.locator("input[name=full_name]")).to_have_value("Nguyễn Văn Tâm")
    other = open_page(width=390, height=844)
    other.goto(first)
    expect(other.locator("input[name=residence_1]")).to_have_value("Phường Thanh Xuân, Thành phố Hà Nội")
    expect(other.locator("main")).to_contain_text("Bản nháp đã lưu lúc 09:3")
    assert phone.wrong == {}


def errors_lead_to_their_fields(phone: Telephone) -> None:
    """Pressed with nothing answered: the summary has the keyboard, each line of it goes to a field of the page."""
    page = phone.page
    phone.press(NEXT)
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Lỗi:")
    links = summary.get_by_role("link")
    expect(links).to_have_count(5)
    for link in links.all():
        target = str(link.get_attribute("href")).partition("#")[2]
        expect(page.locator(f"[id='{target}']")).to_have_count(1)
    links.last.click()
    assert focused(page).startswith("id_circumstance")


def test_the_last_page_is_copied_kept_and_printed(
    ward: Ward, story: Story, open_page: Opener, settings: Any
) -> None:
    done = go_through(Client(), {**FATHER, "copies": "0"})
    case = Case.objects.get()
    page = open_page(width=390, height=844)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(done)
    page.get_by_role("button", name="Chép mã").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == case.code
    assert flaws(page) == []
    picture(page, "xong-390", whole=True)

    link = page.get_by_role("link", name="Thêm ngày trả lời vào lịch").get_attribute("href")
    assert "BEGIN:VEVENT" in page.request.get(str(link)).text()

    # On paper: the code, the PIN, the day; the QR is large enough; nothing that can only be pressed.
    page.emulate_media(media="print")
    for pressed in ("Theo dõi hồ sơ này", "Thêm ngày trả lời vào lịch"):
        expect(page.get_by_text(pressed, exact=True)).to_be_hidden()
    paper = page.pdf(format="A4")
    said = unspaced(words(paper))
    assert len(pages(paper)) == 1 and case.code in said and case.pin in said and "23/11/2026" in said
    ((text, width),) = codes(paper).values()
    assert text == f"{settings.PUBLIC_URL}/tra-cuu/{case.secret}" and width >= 24
