"""Signed results in one's documents, used again, and papers asked for later: on a telephone and in the dark."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect

from motcua.application.notices.jobs import tell
from motcua.application.sealing.jobs import gather_for, seal
from motcua.domain.cases.actions.deciding import correct, issue_result
from motcua.domain.cases.actions.processing import hand_over, request_supplement
from motcua.domain.cases.models import Case, Through
from motcua.domain.cases.queries.lookup import case_for
from motcua.domain.cases.rules import Channel
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING
from motcua.domain.people.models import Account
from motcua.foundation.actions import now
from motcua.foundation.gateways.signing.demo import make_demo_seal
from tests import strange_files as strange
from tests.faces.citizens import signed_in_at
from tests.faces.filing_pages import FATHER, go_through, press
from tests.faces.test_account_pages import TAM, proved
from tests.journeys.browsing import enter, flaws, picture
from tests.journeys.conftest import Opener
from tests.people import BIRTH, LINKED, SINGLE, Ward
from tests.stories import BASIS, asked, fresh, last_event, paper_of, received, signed

pytestmark = pytest.mark.journey


@pytest.fixture
def tam(ward: Ward, settings: Any, tmp_path: Path) -> Client:
    """Tâm has two results: one that was taken back to be corrected, one that stands."""
    settings.FILES, settings.QUARANTINE = tmp_path / "files", tmp_path / "quarantine"
    settings.SEALS, settings.CLAMAV = tmp_path / "seals", ""
    cases = []
    for code in (SINGLE, BIRTH):
        case = issue_result(signed(ward, code), by=ward.van)
        make_demo_seal(case.authority.code, case.authority.name, settings.SEALS)
        by_a_worker(seal, case.pk)
        cases.append(fresh(case))
        tell(last_event(cases[-1]).pk)
    client = proved(signed_in_at(TAM))
    gather_for(Account.objects.get(email=TAM).pk)
    assert case_for(ward.lan, cases[1].code, through=Through.CASE, at=now())
    correct(cases[0], by=ward.hoa, reason="Sai ngày sinh", to_node="ky_duyet")
    return client


def by_a_worker(task: Callable[[int], None], key: int) -> None:
    """What a worker does in a process of its own: signing has an event loop of its own, as the browser's driver has."""

    def work() -> None:
        try:
            task(key)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def window_of(client: Client, open_page: Opener, **size: Any) -> Page:
    """A browser with the session of a client."""
    page = open_page(**size)
    name = django_settings.SESSION_COOKIE_NAME
    page.goto("/tro-giup")
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": page.url}])
    return page


def look_at_all() -> None:
    """What the worker does."""
    for upload in Upload.objects.filter(state=CHECKING):
        check(upload.pk)


def sound(page: Page, name: str) -> None:
    assert flaws(page) == [], name
    picture(page, name, whole=True)


def test_the_account_has_all_that_is_ones_own(tam: Client, ward: Ward, open_page: Opener) -> None:
    go_through(tam, FATHER, until="giay-to")
    page = window_of(tam, open_page)
    for name in ("", "giay-to", "tin-bao", "uy-quyen", "ai-da-xem"):
        page.goto(f"/tai-khoan/{name}".rstrip("/"))
        sound(page, f"own-{name or 'mine'}")
    page.goto("/tai-khoan/giay-to")
    page.get_by_role("link", name="Giấy khai sinh", exact=True).click()
    expect(page.locator("main")).to_contain_text("Chữ ký hợp lệ")
    sound(page, "own-signed")


def test_a_result_is_used_again_and_the_officer_reads_that_it_holds(
    tam: Client, ward: Ward, open_page: Opener
) -> None:
    papers = go_through(tam, FATHER, until="giay-to")
    page = window_of(tam, open_page, width=390, height=844)
    page.goto(f"{papers}/giay-chung-sinh")
    sound(page, "own-reuse")
    page.get_by_role("button", name="Dùng lại Giấy khai sinh").click()
    expect(page.locator(".mc-uploads img")).to_have_count(1)
    check_page = press(tam, papers, {})["Location"]  # the other papers, and the rest of the filing
    assert press(tam, check_page, {"truthful": "on", "agreed": "on"}).status_code == 302
    case = Case.objects.get(channel=Channel.ONLINE)
    desk = open_page()
    enter(desk, "minh", f"/ho-so/{case.code}")
    expect(desk.locator("main")).to_contain_text("chữ ký số còn nguyên")
    sound(desk, "own-origin-desk")
    desk.goto(f"/quay/ho-so/{case.code}/tiep-nhan")
    expect(desk.locator("main")).to_contain_text("chữ ký số còn nguyên")
    sound(desk, "own-origin-counter")
    desk.goto(f"/ho-so/{case.code}/file-added")
    sound(desk, "own-add")
    desk.goto(f"/ho-so/{case.code}/giay-to/giay-chung-sinh")
    sound(desk, "own-add-paper")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_paper_asked_for_later_is_photographed_and_sent(
    ward: Ward, open_page: Opener, settings: Any, tmp_path: Path, scripts: bool
) -> None:
    settings.FILES, settings.QUARANTINE, settings.CLAMAV = tmp_path / "f", tmp_path / "q", ""
    case = asked(ward)
    page = open_page(width=390, height=844, scripts=scripts)
    page.goto(f"/tra-cuu/{case.secret}")
    page.get_by_role("link", name="Gửi giấy tờ qua mạng").or_(
        page.get_by_role("button", name="Gửi giấy tờ qua mạng")
    ).click()
    page.get_by_label("Lời nhắn cho cán bộ").fill("Chữ ký ở trang hai ạ.")
    if scripts:
        sound(page, "own-asked")
    page.get_by_role("button", name=f"Chụp hoặc chọn tệp {paper_of(case)}").click()
    photo = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": strange.photo((900, 1200))}
    page.set_input_files("#id_anh", photo)
    if not scripts:
        page.get_by_role("button", name="Gửi tệp đã chọn").click()
    expect(page.locator("[data-checking]")).to_have_count(1)
    look_at_all()
    if not scripts:
        page.get_by_role("link", name="Xem lại").click()
    expect(page.locator(".mc-uploads img")).to_have_count(1)
    picture(page, f"own-asked-paper-390-{scripts}", whole=True)
    page.get_by_role("button", name="Xong giấy tờ này").or_(
        page.get_by_role("link", name="Xong giấy tờ này")
    ).click()
    expect(page.get_by_label("Lời nhắn cho cán bộ")).to_have_value("Chữ ký ở trang hai ạ.")
    expect(page.locator("main")).to_contain_text("1 tệp, 1 trang")
    picture(page, f"own-asked-ready-390-{scripts}", whole=True)
    page.get_by_role("button", name="Gửi cho cơ quan").click()
    expect(page.locator("main")).to_contain_text("Ông/bà đã gửi giấy tờ bổ sung")
    assert case.files.count() == 1


def test_what_a_linked_part_asks_for_stands_on_the_page_of_the_whole(ward: Ward, open_page: Opener) -> None:
    whole = hand_over(received(ward, LINKED), by=ward.minh)
    part = Case.objects.whole().get(parent=whole, parent_node="khai_sinh")
    name = part.case_type.components[0].name
    request_supplement(part, by=ward.lan, missing=[name], reason="Ảnh mờ", legal_basis=BASIS)
    page = open_page()
    page.goto(f"/tra-cuu/{whole.secret}")
    expect(page.locator("main")).to_contain_text("Phần liên thông:")
    sound(page, "own-part")
