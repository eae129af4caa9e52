"""A father registers a birth in the evening from his phone; the certificate and a letter come; with and without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from motcua.domain.cases.models import Case
from motcua.domain.cases.rules import State
from motcua.foundation.calendar import local
from motcua.foundation.text import friendly_due
from tests.faces.filing_pages import FATHER
from tests.journeys.living import Story
from tests.journeys.officials import Officials
from tests.journeys.telephone import NEXT, Telephone
from tests.people import Ward
from tests.rules.paper_reading import pdfsig, words
from tests.stories import fresh, moment

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]
ANSWERS = {**FATHER, "copies": "0", "result_by": "online"}
TOPICS = ["bat-dau", "nguoi-yeu-cau", "tre-em", "me", "cha", "cha", "ban-sao", "nhan-ket-qua"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_father_registers_a_birth_in_the_evening_and_the_certificate_comes_with_a_letter(
    ward: Ward, open_page: Opener, story: Story, tmp_path: Path, scripts: bool
) -> None:
    story.at(20, 20, 15)  # Friday evening
    page = open_page(width=390, height=844, scripts=scripts)
    father = Telephone(page, ANSWERS, story, "khai-sinh", scripts)
    case = files(father, signed_in=scripts)  # without scripts he stays a guest
    assert case.state == State.REGISTERED and local(case.submitted_at).hour == 20  # type: ignore[arg-type]
    expect(page.locator("main")).to_contain_text("23/11/2026")  # the answer is owed on the next working day

    # Monday morning: it is received as of now, and the day is reckoned from there.
    story.at(23, 8, 5)
    officials = Officials(open_page, scripts)
    officials.accept(case)
    case = fresh(case)
    assert case.received_at is not None and local(case.received_at).date() == moment(23).date()
    assert case.due_original is not None and local(case.due_original).date() == moment(23).date()
    story.work()
    page.goto(story.link("Đã tiếp nhận hồ sơ"))
    expect(page.locator("main")).to_contain_text(friendly_due(case.due_original))
    father.look("theo-doi")

    officials.examine(case, by="lan")
    officials.sign_and_issue(case)
    story.work()  # the authority's seal, and what was asked for online is given
    officials.send_letter(case)
    story.work()
    assert fresh(case).state == State.RETURNED and fresh(case).outcome in ("early", "on_time")
    receives(father, tmp_path)
    assert father.wrong == {}


def sign_in_by_letter(father: Telephone) -> None:
    page = father.page
    father.press("Đăng nhập trước")
    page.get_by_label("Thư điện tử hoặc số điện thoại").fill("tam@vidu.vn")
    father.press("Gửi mã cho tôi")
    page.get_by_label("Mã 6 số").fill(father.story.code())
    father.press("Tiếp tục")
    expect(page.locator("main")).to_contain_text("Ông/bà đang đăng nhập")  # back where he was


def files(father: Telephone, *, signed_in: bool) -> Case:
    """From the page of the procedure to the code of the case."""
    page = father.page
    page.goto("/thu-tuc/1.001193")
    father.press("Nộp trực tuyến")
    father.look("bat-dau-nop")
    if signed_in:
        sign_in_by_letter(father)
    father.press("Bắt đầu")
    father.press(NEXT)  # nothing answered yet
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.title().startswith("Lỗi:")
    if father.scripts:
        expect(page.locator(".govuk-error-summary")).to_be_focused()
    father.look("loi")
    father.fill_in()
    father.press(NEXT)
    page.goto(f"/nop/{father.draft.secret}")  # later that evening: the link is enough
    assert [*TOPICS[:1], *father.topics()] == TOPICS
    father.hand_in_all()
    father.press("Sửa Họ, chữ đệm, tên của trẻ", exact=False)
    page.fill("input[name=child_name]", "Nguyễn Hoài An")
    father.press(NEXT)
    expect(page.locator("main")).to_contain_text("Nguyễn Hoài An")
    father.submit()
    case = Case.objects.get()
    expect(page.locator("main")).to_contain_text(case.code)
    page.reload()
    expect(page.locator("main")).to_contain_text(case.code)
    # By the history of a shared computer: a guest has nothing but the link, an account is asked for.
    stranger = Client().get(page.url.replace(page.url.split("/nop")[0], ""))
    assert stranger.status_code == (302 if case.filed.account else 200)
    father.story.work()
    assert any(case.code in subject for subject in father.story.subjects)
    return case


def receives(father: Telephone, folder: Path) -> None:
    """The letters lead to one page, which gives the certificate and the congratulation."""
    page, story = father.page, father.story
    assert story.link("đã ký số") == story.link("có thư gửi ông/bà")
    page.goto(story.link("có thư gửi ông/bà"))
    father.look("co-thu")
    letter = page.get_by_role("link", name="Thư của cơ quan gửi ông/bà").get_attribute("href")
    said = words(page.request.get(str(letter)).body())
    assert "THƯ CHÚC MỪNG" in said and "Nguyễn Văn Tâm" in said and "Lê Thị Hoa" in said
    father.press("Xem và tải kết quả", exact=False)
    expect(page.locator("main")).to_contain_text("Chữ ký hợp lệ, tệp không bị sửa")
    father.look("ket-qua")
    certificate = father.download("Tải tệp kết quả", folder)
    assert "Signature is Valid" in pdfsig(certificate.read_bytes(), folder)
