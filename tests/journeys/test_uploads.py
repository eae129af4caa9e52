"""A photo on its way from a phone: through a cut of the network, without scripts, page by page."""

import io
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.application.filing.models import Draft
from motcua.domain.catalogue.queries import terms_of
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING, CLEAN
from motcua.foundation.actions import now
from tests import strange_files as strange
from tests.journeys.browsing import faults, picture
from tests.people import BIRTH, Ward

pytestmark = pytest.mark.journey
PAPER = "giay-chung-sinh"
CUT = 30  # seconds without a network


@pytest.fixture
def paper(ward: Ward, settings: Any, tmp_path: Any) -> str:
    """The page of one paper of a draft."""
    settings.FILES, settings.QUARANTINE = tmp_path / "files", tmp_path / "quarantine"
    at = now()
    terms = terms_of(BIRTH, on=at.date())
    assert terms
    draft = Draft.begin(terms, ward.desk, at=at)
    return f"/nop/{draft.secret}/giay-to/{PAPER}"


def large_photo() -> bytes:
    """About 6 MB, as a phone makes them."""
    from PIL import Image

    kept = io.BytesIO()
    Image.effect_noise((3200, 2400), 90).convert("RGB").save(kept, "JPEG", quality=92)
    return kept.getvalue()


def look_at_all() -> None:
    """What the worker does."""
    for upload in Upload.objects.filter(state=CHECKING):
        check(upload.pk)


def file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_a_photo_of_6_MB_is_complete_after_30_seconds_without_a_network(open_page: Any, paper: str) -> None:
    content = large_photo()
    assert len(content) > 5_500_000
    page: Page = open_page(width=390, height=844)
    page.clock.install()  # the page's own half minute passes when told to
    page.goto(paper)
    pieces: list[str] = []

    def cut(route: Any) -> None:
        """Nothing leaves the phone after the third piece."""
        pieces.append(route.request.url)
        if len(pieces) == 4:
            page.context.set_offline(True)
        route.continue_()

    page.route("**/gui/**", cut)
    page.set_input_files("#id_tep", [file("giay chung sinh.jpg", content)])
    expect(page.locator("[data-sending]")).to_contain_text("Mất mạng")
    here = Upload.objects.get()
    assert 0 < here.received < len(content)
    picture(page, "tai-len-mat-mang")
    for _second in range(CUT):
        page.clock.run_for(1_000)
    expect(page.locator("[data-sending]")).to_contain_text("Mất mạng")
    page.context.set_offline(False)
    expect(page.locator("[data-uploads] [data-checking]")).to_have_count(1)
    look_at_all()
    expect(page.locator(".mc-uploads img")).to_have_count(1)
    upload = Upload.objects.get()
    assert (upload.state, upload.received, upload.pages) == (CLEAN, len(content), 1)
    assert len(pieces) < 2 * len(content) / 524_288


def test_several_photos_become_the_pages_of_one_paper(open_page: Any, paper: str) -> None:
    page: Page = open_page(width=390, height=844)
    page.goto(paper)
    page.set_input_files("#id_anh", [file("trang 1.jpg", strange.photo((1200, 900), turned=6))])
    expect(page.locator("[data-checking]")).to_have_count(1)
    page.set_input_files(
        "#id_tep",
        [file("trang 2.jpg", strange.photo((900, 1200))), file("hong.jpg", b"\xff\xd8\xff" + b"x" * 900)],
    )
    expect(page.locator(".mc-uploads > li")).to_have_count(3)
    look_at_all()
    expect(page.locator(".mc-uploads img")).to_have_count(2)
    expect(page.locator("[data-uploads] .govuk-error-message")).to_contain_text("Tệp bị hỏng")
    picture(page, "tai-len-390", whole=True)
    assert faults(page) == []
    page.get_by_role("button", name="Bỏ tệp này hong.jpg").click()
    page.get_by_role("button", name="Lên trước trang 2.jpg").click()
    expect(page.locator(".mc-uploads b").first).to_have_text("trang 2.jpg")
    page.get_by_role("button", name="Xong giấy tờ này").click()
    expect(page.locator(".mc-tasks")).to_contain_text("2 tệp, 2 trang")
    assert faults(page) == []


def test_the_same_without_scripts_and_in_the_dark(open_page: Any, paper: str) -> None:
    page: Page = open_page(width=390, height=844, theme="dark", scripts=False)
    page.goto(paper)
    page.set_input_files(
        "#id_tep", [file("trang 1.jpg", strange.photo()), file("trang 2.jpg", strange.photo(turned=3))]
    )
    page.get_by_role("button", name="Gửi tệp đã chọn").click()
    expect(page.locator("[data-checking]")).to_have_count(2)
    look_at_all()
    page.get_by_role("link", name="Xem lại").first.click()
    expect(page.locator(".mc-uploads img")).to_have_count(2)
    picture(page, "tai-len-toi-390", whole=True)
    page.get_by_role("button", name="Gửi tệp đã chọn").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa có tệp nào được chọn")
