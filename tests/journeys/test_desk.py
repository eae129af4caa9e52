"""Officers and leaders at their desks in a real browser: by keys, by thumb, without scripts; nothing for axe to find."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.cases.actions.processing import confirm_supplement, take
from motcua.domain.cases.models import Case
from motcua.domain.catalogue.actions import set_roadmap
from motcua.domain.catalogue.rules import read_roadmap
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING
from motcua.domain.offices.models import Posting
from motcua.foundation.actions import SYSTEM
from tests import stories
from tests.journeys.browsing import enter, faults, flaws, focused, picture
from tests.people import BIRTH, LINKED, SINGLE, Ward

pytestmark = pytest.mark.journey
ROADMAP = Path(__file__).resolve().parents[2] / "demo" / "thanh-xuan-2016" / "lo-trinh.csv"
Opener = Callable[..., Page]


@pytest.fixture
def week(ward: Ward) -> Iterator[stories.Clock]:
    """Tuesday to Thursday of this week, for what happened before the browser is opened."""
    with stories.Clock() as clock:
        clock.at(17, 9)
        yield clock


def births(ward: Ward, count: int) -> list[Case]:
    return [stories.examined(ward, BIRTH) for _number in range(count)]


def row(page: Page, case: Case) -> Any:
    return page.locator(f"tr[data-row='{case.code}']")


def test_the_inbox_is_worked_by_keys_alone_and_keeps_its_place(
    ward: Ward, week: stories.Clock, page: Page
) -> None:
    cases = births(ward, 5)
    enter(page, "lan", "/ban-lam-viec?tab=new")
    page.keyboard.press("j")  # from anywhere on the page to the first row
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == cases[1].code
    picture(page, "ban-lam-viec")
    page.keyboard.press("?")
    assert "Chuyển bước tiếp theo" in page.locator("[data-keys-lines]").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.wait_for_url(f"**/ho-so/{cases[1].code}?ve=*")
    page.keyboard.press("u")
    page.wait_for_url("**/ban-lam-viec?tab=new")
    assert focused(page) == cases[1].code  # back at the same row of the same list
    page.keyboard.press("e")  # passes on the row that has focus; nothing was ticked
    expect(page.locator(".mc-notice--good")).to_contain_text(f"Đã chuyển bước tiếp theo: {cases[1].code}")
    assert page.url.endswith("?tab=new") and focused(page) == cases[2].code  # the next one took its place
    assert stories.waiting(cases[1]) == [("ky_duyet", "")]
    page.keyboard.press("Control+z")
    expect(page.locator(".mc-notice--good")).to_contain_text("Đã rút lại")
    assert stories.waiting(cases[1]) == [("tham_tra", "lan")]


def test_several_rows_are_ticked_and_passed_on_together(ward: Ward, week: stories.Clock, page: Page) -> None:
    cases = births(ward, 4)
    enter(page, "lan", "/ban-lam-viec")
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert page.locator("[name=pick]:checked").count() == 3
    page.keyboard.press("e")
    expect(page.locator(".mc-notice--good")).to_contain_text("(3 hồ sơ)")
    assert [stories.waiting(case)[0][0] for case in cases] == ["ky_duyet"] * 3 + ["tham_tra"]
    assert focused(page) == cases[3].code


def test_search_and_help_have_their_keys_and_letters_can_be_switched_off(
    ward: Ward, week: stories.Clock, page: Page
) -> None:
    case = births(ward, 2)[1]
    enter(page, "lan", "/ban-lam-viec")
    page.keyboard.press("/")
    assert focused(page) == "tim-ho-so"
    page.keyboard.type(case.code[-4:])
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    assert page.locator("tbody tr").count() == 1
    page.keyboard.press("?")
    dialog = page.locator("dialog[open]")
    listed = dialog.locator("[data-keys-lines]").inner_text()
    assert "Tìm trong danh sách" in listed and "Tìm mọi thứ" in listed and faults(page) == []
    dialog.locator("input[type=checkbox]").uncheck()
    page.keyboard.press("Escape")
    page.locator("body").press("j")
    assert focused(page) != case.code


def test_any_case_is_reached_by_its_last_four_digits(ward: Ward, week: stories.Clock, page: Page) -> None:
    case = births(ward, 3)[1]
    enter(page, "lan")
    page.keyboard.press("Control+k")
    page.keyboard.type(case.code[-4:])
    page.keyboard.press("Enter")  # before the answer is there
    page.wait_for_url(f"**/ho-so/{case.code}")
    page.keyboard.press("Control+k")
    page.keyboard.type("hop viec: sap")
    expect(page.locator("dialog[open] [role=option]").first).to_contain_text("sắp quá hạn")
    assert faults(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban-lam-viec?tab=due")


def test_an_officer_decides_from_the_case_with_the_hands_on_the_keys(
    ward: Ward, week: stories.Clock, page: Page
) -> None:
    case = births(ward, 1)[0]
    enter(page, "lan", f"/ho-so/{case.code}")
    page.fill("#id_note", "Đủ điều kiện, trình ký.")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-says]")).to_contain_text("Đã giữ bản nháp")
    page.reload()  # the browser was closed: what was typed is back
    expect(page.locator("#id_note")).to_have_value("Đủ điều kiện, trình ký.")
    picture(page, "ho-so")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/ban-lam-viec")
    assert stories.last_event(case).note == "Đủ điều kiện, trình ký."
    page.goto(f"/ho-so/{case.code}")
    assert "Ông/Bà vừa chuyển hồ sơ này" in page.inner_text("main")
    page.keyboard.press("Control+z")
    page.wait_for_url("**/ban-lam-viec")
    page.goto(f"/ho-so/{case.code}")
    assert page.input_value("#id_note") == ""  # what was sent is not offered again


def test_an_act_in_law_is_read_before_it_is_done(ward: Ward, week: stories.Clock, page: Page) -> None:
    case = stories.examined(ward, SINGLE)
    enter(page, "lan", f"/ho-so/{case.code}")
    page.keyboard.press("r")
    page.wait_for_url("**/supplement-requested*")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".govuk-error-summary")
    assert faults(page) == [], "with errors"
    page.locator("input[name=missing]").first.check()
    page.fill("#id_reason", "Tờ khai chưa ký.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mc-letter").first).to_contain_text("Tờ khai chưa ký.")
    picture(page, "xem-truoc", whole=True)
    assert faults(page) == [] and not case.supplements.exists()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/ho-so/{case.code}*")
    assert case.supplements.get().reason == "Tờ khai chưa ký."


def test_a_second_request_for_papers_is_laid_before_the_leader(
    ward: Ward, week: stories.Clock, open_page: Opener
) -> None:
    case = confirm_supplement(stories.asked(ward), by=ward.minh)
    officer, leader = open_page(), open_page(width=390, height=844)
    enter(officer, "lan", f"/ho-so/{case.code}")
    assert officer.get_by_role("link", name="Yêu cầu bổ sung hồ sơ").count() == 0
    officer.get_by_role("link", name="Đề nghị bổ sung lần nữa").click()
    expect(officer.locator("main")).to_contain_text("lãnh đạo quyết định")
    officer.locator("input[name=missing]").first.check()
    officer.fill("#id_reason", "Ảnh chụp bị mờ.")
    officer.keyboard.press("Control+Enter")
    officer.wait_for_url(f"**/ho-so/{case.code}*")
    expect(officer.locator("main")).to_contain_text("Chờ lãnh đạo đồng ý")
    enter(leader, "hoa", "/ky-duyet")
    picture(leader, "de-nghi-390")
    leader.get_by_role("link", name=case.code).click()
    assert leader.input_value("#id_reason") == "Ảnh chụp bị mờ."
    assert leader.locator("input[name=missing]").first.is_checked() and faults(leader) == []
    leader.get_by_role("button", name="Xem trước").click()
    expect(leader.locator(".govuk-error-summary")).to_contain_text("lần nữa")
    leader.fill("#id_leader_agrees", "Bản nộp lần trước không đọc được.")
    leader.get_by_role("button", name="Xem trước").click()
    leader.get_by_role("button", name="Xác nhận: Yêu cầu bổ sung hồ sơ").click()
    leader.wait_for_url(f"**/ho-so/{case.code}*")
    assert case.supplements.get(round=2).approved_by == ward.hoa


def test_a_file_is_read_beside_the_facts_with_the_keys(ward: Ward, week: stories.Clock, page: Page) -> None:
    case = stories.examined(ward, SINGLE)
    enter(page, "lan")
    slip = page.request.get(f"/ho-so/{case.code}/giay/01.pdf").body()
    for name, kind, content in (
        ("Ảnh chụp giấy chứng sinh", "image/png", page.screenshot()),
        ("Giấy hẹn", "application/pdf", slip),
    ):
        page.goto(f"/ho-so/{case.code}/giay-to/giay-khac")
        page.set_input_files("#id_tep", {"name": "tep", "mimeType": kind, "buffer": content})
        expect(page.locator("[data-checking]")).to_have_count(1)
        for upload in Upload.objects.filter(state=CHECKING):
            check(upload.pk)
        expect(page.locator(".mc-uploads img")).to_have_count(1)
        page.fill("#id_ten", name)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(f"**/ho-so/{case.code}")
    page.get_by_role("link", name="Ảnh chụp giấy chứng sinh", exact=True).press("Enter")
    page.wait_for_url("**tep=*")
    sheet = page.locator("iframe[title='Ảnh chụp giấy chứng sinh']")  # a photo, made into a PDF on its way in
    expect(sheet).to_be_visible()
    facts = page.get_by_role("heading", name="Thông tin hồ sơ").bounding_box()
    beside = sheet.bounding_box()
    assert facts and beside and beside["x"] > facts["x"] + 200
    picture(page, "ho-so-tep")
    assert faults(page) == []
    with page.expect_response("**/tep/*") as answered:
        page.get_by_role("link", name="Giấy hẹn", exact=True).press("Enter")
    assert answered.value.ok and answered.value.headers["content-type"] == "application/pdf"
    assert page.locator("iframe[title='Giấy hẹn']").count() == 1 and faults(page) == []
    by_tab_around_the_sheet(page)
    page.get_by_role("link", name="Đóng").press("Enter")
    expect(page.locator(".mc-viewer")).to_have_count(0)


def by_tab_around_the_sheet(page: Page) -> None:
    """Tab goes from the sheet's links into its frame, or past it to what comes after the viewer."""
    skip, sheet = (
        page.get_by_role("link", name="Bỏ qua nội dung tệp"),
        page.locator("iframe.mc-viewer__sheet"),
    )
    for _way in ("past", "in"):
        page.locator("#tep").focus()
        for name in ("Mở riêng (mở thẻ mới)", "Đóng", "Bỏ qua nội dung tệp"):
            page.keyboard.press("Tab")
            expect(page.get_by_role("link", name=name)).to_be_focused()
        if _way == "past":
            expect(skip).to_be_in_viewport()
            page.keyboard.press("Enter")
            expect(page.locator("#sau-tep")).to_be_focused()
            page.keyboard.press("Tab")
            expect(page.locator("section.mc-viewer ~ * :focus, section.mc-viewer ~ :focus")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(sheet).to_be_focused()


def test_a_double_click_passes_the_folder_on_once(ward: Ward, week: stories.Clock, page: Page) -> None:
    case = births(ward, 1)[0]
    enter(page, "lan", f"/ho-so/{case.code}")
    page.get_by_role("button", name="Chuyển bước tiếp theo").dblclick()
    page.wait_for_url("**/ban-lam-viec")
    assert case.events.filter(name="case.forwarded").count() == 1
    assert "Chưa làm được" not in page.inner_text("main")


def test_a_page_that_grew_stale_says_so_and_keeps_the_words(
    ward: Ward, week: stories.Clock, page: Page
) -> None:
    case = stories.examined(ward, SINGLE)
    enter(page, "lan", f"/ho-so/{case.code}/sent-back")
    page.fill("#id_reason", "Cần phân công lại.")
    stories.ask_opinion(case, by=ward.lan, unit=ward.tax, question="Đã nộp thuế chưa?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("vừa được Nguyễn Thị Lan cập nhật")
    assert page.input_value("#id_reason") == "Cần phân công lại." and faults(page) == []
    page.keyboard.press("Control+Enter")  # read, and sent again
    page.wait_for_url("**/ban-lam-viec")
    assert stories.last_event(case).note == "Cần phân công lại."


def test_a_leader_signs_and_returns_with_the_thumb(
    ward: Ward, week: stories.Clock, open_page: Opener
) -> None:
    first, second = (stories.drafted(ward, BIRTH) for _number in range(2))
    page = open_page(width=390, height=844)
    enter(page, "hoa", "/ky-duyet")
    picture(page, "ky-duyet-390")
    page.get_by_role("button", name=f"Ký duyệt {first.code}").click()  # one
    page.get_by_role("button", name="Xác nhận: Ký duyệt").click()  # two
    page.wait_for_url("**/ky-duyet")
    assert stories.waiting(first) == [("phat_hanh", "")]
    card = page.locator(f"[data-row='{second.code}']")
    card.locator("summary").click()
    card.get_by_role("button", name="Trả lại người trình").click()
    page.wait_for_selector(".govuk-error-summary")
    assert "Hãy nhập lý do" in page.inner_text("main") and faults(page) == []
    page.fill("#id_reason", "Sai ngày sinh của con.")
    page.get_by_role("button", name="Trả lại bước trước").click()
    page.wait_for_url("**/ky-duyet")
    assert stories.waiting(second) == [("tham_tra", "lan")]


def test_a_leader_signs_many_by_keys(ward: Ward, week: stories.Clock, page: Page) -> None:
    cases = [stories.drafted(ward, BIRTH) for _number in range(3)]
    enter(page, "hoa", "/ky-duyet")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Ký các hồ sơ đã đánh dấu").click()
    expect(page.locator("h1")).to_have_text("Ký 2 hồ sơ")
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mc-notice--good")).to_contain_text("(2 hồ sơ)")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_url(f"**/ho-so/{cases[2].code}/approved*")


def test_the_desk_works_without_scripts(ward: Ward, week: stories.Clock, open_page: Opener) -> None:
    first, second = births(ward, 2)
    page = open_page(scripts=False)
    enter(page, "lan")
    row(page, first).locator("input[type=checkbox]").check()
    page.get_by_role("button", name="Chuyển bước tiếp theo").click()
    assert "Đã chuyển bước tiếp theo" in page.inner_text("main")
    page.get_by_role("button", name="Rút lại").click()
    page.get_by_role("link", name=second.code).click()
    page.fill("#id_note", "Đủ điều kiện.")
    page.get_by_role("button", name="Chuyển bước tiếp theo").click()
    page.goto(f"/ho-so/{first.code}/supplement-requested")
    page.locator("input[name=missing]").first.check()
    page.locator("input[name=usual]").nth(1).check()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Sửa lại").click()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Xác nhận: Yêu cầu bổ sung hồ sơ").click()
    assert first.supplements.count() == 1 and stories.waiting(second) == [("ky_duyet", "")]
    page.goto("/tim?q=" + second.code[-4:])
    page.get_by_role("link", name=second.code).click()
    assert "Đủ điều kiện." in page.inner_text("main")


def test_ten_cases_are_given_to_a_colleague_by_keys_alone(
    ward: Ward, week: stories.Clock, page: Page
) -> None:
    """O5: ten cases by keyboard; each reassignment is an event."""
    cases = births(ward, 10)
    for case in cases:
        take(case, by=ward.lan)
    enter(page, "thao", f"/khoi-luong?can-bo={ward.lan.pk}")
    for _ in cases:
        page.keyboard.press("j")
        page.keyboard.press("x")
    while page.evaluate("document.activeElement.id") != "id_den":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Lan nghỉ ốm.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mc-notice--good")).to_contain_text("Đã giao cho Vũ Đức Dũng (10 hồ sơ)")
    for case in cases:
        assert stories.waiting(case) == [("tham_tra", "dung")]
        assert case.events.filter(name="case.reassigned").count() == 1


PAGES = {
    "hop-viec": "/ban-lam-viec", "sap-han": "/ban-lam-viec?tab=due", "tim": "/ban-lam-viec?q=zzz",
    "ho-so": "/ho-so/{held}", "ho-so-cho": "/ho-so/{asked}", "ho-so-xong": "/ho-so/{done}",
    "lien-thong": "/lien-thong", "trang-toi": "/toi", "mat-khau": "/toi/mat-khau", "tim-moi-thu": "/tim?q=khai+sinh",
    "bo-sung": "/ho-so/{held}/supplement-requested", "hoi-y-kien": "/ho-so/{held}/opinion-asked",
    "xin-loi": "/ho-so/{held}/apology-drafted", "dinh-kem": "/ho-so/{held}/file-added", "khong-duoc": "/ho-so/{held}/approved", "khong-co": "/ho-so/khong-co",
}  # fmt: skip
LEADERS = {
    "ky-duyet": "/ky-duyet", "ky": "/ho-so/{drafted}/approved", "tra-lai": "/ho-so/{drafted}/sent-back",
    "dung": "/ho-so/{held}/stopped", "hen-lai": "/ho-so/{sorry}/extended", "thu-hoi": "/ho-so/{done}/reopened",
    "thoi-han": "/theo-doi?loai=waiting", "khoi-luong": "/khoi-luong", "tuan": "/khoi-luong/tuan", "giao-lai": "/khoi-luong?can-bo={lan}",
    "lo-trinh": "/cong-khai/lo-trinh", "lien-thong": "/lien-thong", "ho-so-lien-thong": "/ho-so/{linked}", "lam-thay": "/toi/phan-cong-thay",
}  # fmt: skip
ADMIN = {
    "quan-tri": "/quan-tri", "don-vi": "/quan-tri/{justice}", "them": "/quan-tri/{justice}/them-can-bo",
    "bo-tri": "/quan-tri/{justice}/bo-tri", "lich": "/quan-tri/{justice}/lich-lam-viec",
    "ket-thuc": "/quan-tri/{justice}/ket-thuc/{posting}",
}  # fmt: skip


def test_no_page_has_a_fault_or_scrolls_sideways(ward: Ward, week: stories.Clock, open_page: Opener) -> None:
    places = {"held": "4", "asked": "5", "done": "9", "drafted": "4k"}
    named: dict[str, Any] = {name: stories.case_at(ward, place).code for name, place in places.items()}
    named["sorry"] = stories.apology_drafted(ward, stories.examined(ward)).code
    named["linked"] = stories.case_at(ward, "4a", code=LINKED).code
    named |= {
        "lan": ward.lan.pk,
        "justice": ward.justice.pk,
        "posting": Posting.objects.get(staff=ward.lan).pk,
    }
    stories.drafted(ward, BIRTH)
    set_roadmap(ward.ward, by=SYSTEM, lines=read_roadmap(ROADMAP.read_text("utf-8")), source="")
    for login, pages in (("lan", PAGES), ("hoa", LEADERS), ("an", ADMIN)):
        page = open_page()
        enter(page, login, "/toi/mat-khau")
        page.locator("main form button").last.click()
        page.wait_for_selector(".govuk-error-summary")
        assert flaws(page) == [], "with errors"
        for name, address in pages.items():
            page.goto(address.format(**named))
            assert flaws(page) == [], name
        page.close()
