"""A father registers a birth in the evening from his phone, and the desk accepts it in the morning; with and without JavaScript."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from motcua.application.filing.models import Draft
from motcua.domain.cases.actions.intake import accept
from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import Paper, State
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING
from tests import strange_files as strange
from tests.faces.filing_pages import FATHER
from tests.journeys.browsing import faults, picture
from tests.people import Ward

pytestmark = pytest.mark.journey

Opener = Callable[..., Page]


def fill_in(page: Page) -> None:
    """Answer what the page asks, as a person would: typing, touching radio buttons."""
    for field in page.locator("main form input[type=text], main form input[type=email]").all():
        name = field.get_attribute("name") or ""
        if name in FATHER:
            field.fill(FATHER[name])
    for name in dict.fromkeys(
        page.locator("main form input[type=radio]").evaluate_all("all => all.map(e => e.name)")
    ):
        if name in FATHER:
            page.check(f"input[name='{name}'][value='{FATHER[name]}']")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Lưu và tiếp tục").last.click()
    page.wait_for_load_state()


def look(page: Page, name: str, wrong: dict[str, object], *, shown: bool) -> None:
    if shown and (found := faults(page)):
        wrong[name] = found
    if shown and page.evaluate("document.documentElement.scrollWidth") > 390:
        wrong[f"{name} sideways"] = page.url
    picture(page, f"nop-{name}-390", whole=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_father_registers_a_birth_from_his_phone(ward: Ward, open_page: Opener, scripts: bool) -> None:
    page, wrong = open_page(width=390, height=844, scripts=scripts), dict[str, object]()
    page.goto("/thu-tuc/1.001193")
    page.get_by_role("link", name="Nộp trực tuyến").click()
    look(page, "bat-dau", wrong, shown=scripts)
    page.get_by_role("button", name="Bắt đầu").click()
    go_on(page)  # nothing answered yet
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.title().startswith("Lỗi:")
    if scripts:
        expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "loi", wrong, shown=scripts)
    topics = ("dieu-kien", "nguoi-yeu-cau", "tre-em", "me", "cha", "cha-them", "ban-sao", "nhan-ket-qua")
    for name in topics:
        if name == "me":  # another evening, another device: the link is enough
            page.goto(f"/nop/{Draft.objects.get().secret}")
        fill_in(page)
        look(page, name, wrong, shown=scripts)
        go_on(page)
    papers(page, wrong, scripts)
    check_and_submit(page, wrong, scripts)
    assert wrong == {}
    case = Case.objects.get()
    expect(page.locator("main")).to_contain_text(case.code)
    page.reload()
    expect(page.locator("main")).to_contain_text(case.code)
    kept = tuple(Paper(**row) for row in case.papers)
    accept(case, by=ward.minh, papers=kept)
    page.get_by_role("link", name="Theo dõi hồ sơ này").or_(
        page.get_by_role("button", name="Theo dõi hồ sơ này")
    ).click()
    expect(page.locator("main")).to_contain_text("Hẹn trả kết quả")
    assert Case.objects.get().state == State.ACCEPTED


def papers(page: Page, wrong: dict[str, object], scripts: bool) -> None:
    """Hand in the two papers; the worker's look is done here."""
    look(page, "giay-to", wrong, shown=scripts)
    draft = Draft.objects.get()
    for key in ("giay-chung-sinh", "giay-to-tuy-than"):
        address = f"/nop/{draft.secret}/giay-to/{key}"
        sent = {"name": "anh.pdf", "mimeType": "application/pdf", "buffer": strange.pdf()}
        if scripts:
            page.goto(address)
            page.set_input_files("#id_tep", sent)
            expect(page.locator("[data-uploads] li")).to_have_count(1)
        else:
            page.goto(address)
            page.set_input_files("#id_tep", sent)
            page.get_by_role("button", name="Gửi tệp đã chọn").click()
        for upload in Upload.objects.filter(state=CHECKING):
            check(upload.pk)
    page.goto(f"/nop/{draft.secret}/giay-to")
    go_on(page)


def check_and_submit(page: Page, wrong: dict[str, object], scripts: bool) -> None:
    expect(page.locator("h1")).to_have_text("Kiểm tra và nộp")
    look(page, "kiem-tra", wrong, shown=scripts)
    page.get_by_role("link", name="Sửa Họ, chữ đệm, tên của trẻ").click()
    page.fill("input[name=child_name]", "Nguyễn Hoài An")
    go_on(page)
    expect(page.locator("main")).to_contain_text("Nguyễn Hoài An")
    page.check("input[name=truthful]")
    page.check("input[name=agreed]")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url("**/xong")
    look(page, "xong", wrong, shown=scripts)
    assert Client().get(page.url.replace(page.url.split("/nop")[0], "")).status_code == 200
