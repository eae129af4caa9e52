"""Being told, in a browser: an evening's letter read, a choice made, a list for the desk; nothing for axe to find."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from motcua.application.notices.models import Notice
from motcua.application.notices.rules import Channel
from motcua.domain.cases.actions.intake import Applicant
from motcua.faces.cli.beside import free_ports, surroundings_of_fakes
from motcua.foundation.gateways.fakes import providers
from motcua.foundation.gateways.push.keys import make_key
from tests.faces.citizens import signed_in_at
from tests.faces.telling import told
from tests.journeys.browsing import enter, flaws, picture
from tests.journeys.conftest import PATIENCE
from tests.people import Ward
from tests.stories import Clock

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]
TAM = Applicant(
    full_name="Nguyễn Văn Tâm", identity_number="001090012345", phone="0912345678", email="tam@vidu.vn"
)


@pytest.fixture
def fakes(settings: Any, tmp_path: Path) -> Any:
    """The providers of the demonstration, and an office that uses all of them."""
    ports = free_ports()
    around = surroundings_of_fakes(tmp_path, ports)
    settings.MAILBOX, settings.VAPID_FILE = around["MOTCUA_MAILBOX"], tmp_path / "vapid.pem"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = around["MOTCUA_EMAIL_BACKEND"], "127.0.0.1"
    settings.EMAIL_PORT = int(around["MOTCUA_SMTP_PORT"])
    settings.SMS_URL, settings.SMS_SECRET = around["MOTCUA_SMS_URL"], around["MOTCUA_SMS_SECRET"]
    make_key()
    with providers(Path(settings.MAILBOX), tmp_path / "seals", ports):
        yield


def as_tam(page: Page) -> Page:
    """Tâm has signed in by a code on this window."""
    browser = signed_in_at("tam@vidu.vn")
    where = page.context.pages[0].context
    for name, morsel in browser.cookies.items():
        where.add_cookies([{"name": name, "value": morsel.value, "url": page.url}])
    return page


def test_what_was_sent_is_read_in_the_mailbox_and_leads_to_the_case(
    ward: Ward, page: Page, fakes: None
) -> None:
    with Clock():  # a morning: late in the evening a text waits for the next day
        case = told(ward, TAM)
    page.goto("/hop-thu")
    assert page.locator("main section").count() == 2 and flaws(page) == []
    picture(page, "mailbox")
    page.get_by_role("link", name="SMS").click()
    assert page.locator("main section").count() == 1
    page.locator("main section a").first.click()
    expect(page.get_by_text(case.code).first).to_be_visible()


def test_the_desk_sees_who_could_not_be_told_and_sends_again(ward: Ward, page: Page) -> None:
    case = told(ward, TAM)
    letter = Notice.objects.filter(case=case, channel=Channel.MAIL)
    letter.update(state="stuck", next_at=None, tries=48, fault="away")
    told(ward, TAM)
    Notice.objects.filter(channel=Channel.MAIL).exclude(case=case).update(
        state="failed", next_at=None, fault="refused", written_at=datetime.now(UTC)
    )
    enter(page, "minh", "/tin-chua-gui")
    assert flaws(page) == []
    picture(page, "untold")
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text("Đang gửi lại 1 tin.")).to_be_visible()
    assert letter.get().state == "waiting"


def test_whoever_looks_after_the_letters_reads_them_with_the_longest_names(ward: Ward, page: Page) -> None:
    enter(page, "hai", "/quan-tri/loi-nhan")
    assert flaws(page) == []
    picture(page, "letters")


def test_a_citizen_reads_what_was_told_and_chooses_how(
    ward: Ward, page: Page, settings: Any, tmp_path: Path
) -> None:
    settings.VAPID_FILE = tmp_path / "vapid.pem"
    make_key()
    case = told(ward, TAM)
    page.goto("/")
    as_tam(page).goto("/tai-khoan/tin-bao")
    expect(page.get_by_role("heading", name=f"Đã tiếp nhận hồ sơ {case.code}")).to_be_visible()
    assert flaws(page) == []
    picture(page, "told", whole=True)
    page.get_by_label("English").check()
    page.get_by_role("button", name="Lưu lựa chọn").click()
    expect(page.get_by_text("Đã lưu lựa chọn báo tin.")).to_be_visible()


def test_the_worker_shows_one_notification_however_often_it_comes(ward: Ward, open_page: Opener) -> None:
    page = open_page(width=390, height=844)
    page.context.grant_permissions(["notifications"])
    page.goto("/")
    assert page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    devtools = page.context.new_cdp_session(page)
    registered: list[dict[str, Any]] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated", lambda said: registered.extend(said["registrations"])
    )
    devtools.send("ServiceWorker.enable")
    until(page, lambda: bool(registered))
    place = urlsplit(page.url)
    said = {
        "title": "Đã có kết quả",
        "body": "Xin đến nhận.",
        "tag": "a" * 32,
        "link": f"{place.scheme}://{place.netloc}/",
    }
    for _ in range(2):
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": f"{place.scheme}://{place.netloc}", "registrationId": registered[0]["registrationId"],
                "data": json.dumps(said, ensure_ascii=False),
            },
        )  # fmt: skip
    shown = """() => navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
      .then((found) => found.map((each) => `${each.title}: ${each.body}`).join("\\n"))"""
    until(page, lambda: bool(page.evaluate(shown)))
    assert page.evaluate(shown) == "Đã có kết quả: Xin đến nhận."


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Let the browser go on until something has come about that no locator shows."""
    for _ in range(PATIENCE // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")
