"""A pile of ten pages at the counter: by the keyboard alone, without scripts, and nothing for axe to find."""

import io
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from motcua.application.filing.jobs import put_in
from motcua.application.filing.queries import papers_asked
from motcua.application.scanning.jobs import draw
from motcua.application.scanning.models import Scan
from motcua.domain.cases.models import Case
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING
from tests.journeys.browsing import enter, flaws, picture
from tests.people import BIRTH, Ward
from tests.piles import pile
from tests.stories import received

pytestmark = pytest.mark.journey
# Three papers of two, three and three pages, with a blank sheet between them.
TEN = {
    "name": "may-quet-0001.pdf",
    "mimeType": "application/pdf",
    "buffer": pile(*"abcdefghij", blank=(2, 6)),
}


@pytest.fixture
def case(ward: Ward, settings: Any, tmp_path: Any) -> Case:
    settings.FILES, settings.QUARANTINE, settings.CLAMAV = tmp_path / "files", tmp_path / "quarantine", ""
    return received(ward, BIRTH)


def drawn() -> None:
    """What the worker does."""
    for scan in Scan.objects.all():
        draw(scan.pk)


def papers(case: Case) -> list[tuple[str, int, list[int]]]:
    """(paper, pages, how each is turned) of the files of a case."""
    found = []
    for file in case.files.select_related("file").order_by("pk"):
        with pikepdf.open(io.BytesIO(file.file.read())) as made:
            turned = [int(page.get("/Rotate", 0)) for page in made.pages]
            found.append((file.paper, len(made.pages), turned))
    return found


def wanted(case: Case) -> list[str]:
    return [paper.key for paper in papers_asked(case.case_type, case.channel)][:3]


def test_ten_pages_are_filed_and_used_again_by_the_keyboard_alone(ward: Ward, case: Case, page: Page) -> None:
    page.on(
        "filechooser", lambda _chooser: None
    )  # from now on the browser asks us, and not a window of its own
    enter(page, "minh", f"/quay/ho-so/{case.code}")
    page.keyboard.press("F9")
    expect(page.locator("#tep")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([TEN])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#cac-trang")).to_contain_text("Đang kiểm tra và tách trang")
    drawn()
    selects = page.locator("select[name^='giay.']")
    expect(selects).to_have_count(10)
    assert [select.input_value() for select in selects.all()] == [
        "", "tiep", "bo", "", "tiep", "tiep", "bo", "", "tiep", "tiep",
    ]  # fmt: skip
    alts = [picture.get_attribute("alt") or "" for picture in page.locator(".mc-scanned img").all()]
    assert len(set(alts)) == 10 and alts[2].endswith("trắng")

    # Back to the field to choose files, and on from there: a number for each paper, nothing for what goes on.
    page.keyboard.press("F4")
    expect(page.locator("#tep")).to_be_focused()
    page.keyboard.press("Tab")
    numbers = {1: "1", 4: "2", 8: "3"}
    for place in range(1, 11):
        page.keyboard.press("Tab")
        expect(selects.nth(place - 1)).to_be_focused()
        if place in numbers:
            page.keyboard.press(numbers[place])
        page.keyboard.press("Tab")
        if place == 5:  # it lay on its side
            page.keyboard.press("ArrowDown")
    picture(page, "scan-ten-pages", whole=True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Đã lưu 3 giấy tờ vào hồ sơ")
    one, two, three = wanted(case)
    assert papers(case) == [(one, 2, [0, 0]), (two, 3, [0, 90, 0]), (three, 3, [0, 0, 0])]

    later = received(ward, BIRTH)
    used_again(page, later)
    chosen_for_a_paper(page, ward, later)


def used_again(page: Page, later: Case) -> None:
    """Next month the same father signs that the desk may use his papers again: four keys."""
    page.goto(f"/quay/ho-so/{later.code}")
    page.keyboard.press("Alt+5")
    expect(page.locator("#da-dong-y")).to_be_focused()
    expect(page.locator("main")).not_to_contain_text("bản quét")
    page.keyboard.press("Enter")
    expect(page.locator("[name=dung]").first).to_be_focused()
    page.keyboard.press("Space")
    picture(page, "kept-papers")
    assert flaws(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("Đã dùng lại 1 giấy tờ từ kho")
    assert later.files.get().consented_at


def chosen_for_a_paper(page: Page, ward: Ward, later: Case) -> None:
    """A file of one paper is added by choosing it: the second paper has the second key."""
    page.goto(f"/ho-so/{later.code}/file-added")
    expect(page.locator("form[data-put] input[type=file]").first).to_be_focused()
    page.keyboard.press("2")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([TEN])
    expect(page.locator("form[data-put] [data-checking]")).to_have_count(1)
    upload = Upload.objects.get(state=CHECKING)
    assert flaws(page) == []
    put_in(later.pk, ward.minh.pk, str(upload.holder), upload.component, upload.component, "Giấy", "khoa")
    expect(page.locator(f"#tt-{upload.component}")).to_contain_text("1 tệp trong hồ sơ")
    assert later.files.count() == 2


def test_without_scripts_the_same_forms_do(case: Case, open_page: Any) -> None:
    page: Page = open_page(scripts=False)
    enter(page, "minh", f"/quay/ho-so/{case.code}/quet")
    page.set_input_files("#tep", [TEN])
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#cac-trang")).to_contain_text("Đang kiểm tra và tách trang")
    drawn()
    selects = page.locator("select[name^='giay.']")
    expect(selects).to_have_count(10)
    page.get_by_role("button", name="Lưu vào hồ sơ").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Trang 1: chưa chọn giấy tờ")
    one, two, _three = wanted(case)
    selects.nth(0).select_option(one)
    selects.nth(3).select_option("tiep")  # merged with what was before the blank sheet
    selects.nth(7).select_option(two)
    selects.nth(9).select_option("bo")
    page.get_by_role("button", name="Lưu vào hồ sơ").click()
    expect(page.locator("main")).to_contain_text("Đã lưu 2 giấy tờ vào hồ sơ")
    assert [(paper, pages) for paper, pages, _turned in papers(case)] == [(one, 5), (two, 2)]


def test_the_page_has_nothing_for_axe_and_does_not_scroll_sideways(case: Case, page: Page) -> None:
    enter(page, "minh", f"/quay/ho-so/{case.code}/quet")
    wrong = [("empty", fault) for fault in flaws(page)]
    page.set_input_files("#tep", [TEN])
    page.get_by_role("button", name="Gửi").click()
    drawn()
    expect(page.locator("select[name^='giay.']")).to_have_count(10)
    page.locator("select[name^='xoay.']").nth(1).select_option("90")
    wrong += [("pages", fault) for fault in flaws(page)]
    page.get_by_role("button", name="Lưu vào hồ sơ").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    wrong += [("refused", fault) for fault in flaws(page)]
    picture(page, "scan", whole=True)
    assert wrong == []
