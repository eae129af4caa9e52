"""C18: the line is cut: the browser shows our page, and keeps nothing a person looked at."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from motcua.application.filing.models import Draft
from tests import stories
from tests.journeys.browsing import faults, picture
from tests.people import Ward

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]
KEPT = """async () => {
  const names = await caches.keys();
  const found = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((r) => r.url)));
  return JSON.stringify(found.flat().map((url) => new URL(url).pathname).sort());
}"""
# Once the browser says the worker is ready it holds all that it was to keep.
READY = "() => navigator.serviceWorker.ready.then(() => true)"


def ready(page: Page) -> None:
    page.goto("/")
    assert page.evaluate(READY)


@pytest.fixture
def patient(open_page: Opener) -> Page:
    """A telephone that has opened the first page once, online; a cut line is no complaint of the page's."""
    page = open_page(width=390, height=844)
    ready(page)
    return page


def test_without_a_connection_our_page_gives_the_number_and_the_way_back(ward: Ward, patient: Page) -> None:
    patient.context.set_offline(True)
    patient.goto("/thu-tuc?q=khai+sinh")
    expect(patient.get_by_role("heading", level=1)).to_have_text("Không có kết nối mạng")
    expect(patient.locator("main a[href^='tel:']")).to_have_text("024.1022")
    assert (
        patient.evaluate("getComputedStyle(document.querySelector('.mc-bar')).backgroundColor")
        != "rgba(0, 0, 0, 0)"
    )
    assert faults(patient) == []
    picture(patient, "offline-390")
    patient.goto("/en/thu-tuc")
    expect(patient.get_by_role("heading", level=1)).to_have_text("No connection")
    patient.goto("/thu-tuc?q=khai+sinh")
    patient.context.set_offline(False)
    patient.get_by_role("link", name="Thử lại").click()
    expect(patient.get_by_role("heading", level=1)).not_to_have_text("Không có kết nối mạng")
    assert patient.url.endswith("/thu-tuc?q=khai+sinh")


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_form_sent_without_a_connection_comes_back_and_is_sent_again(
    ward: Ward, patient: Page, language: str
) -> None:
    patient.goto(f"{language}/thu-tuc/1.001193/nop")
    patient.locator("main form button").first.click()
    patient.wait_for_url("**/bat-dau")
    patient.goto(patient.url.replace("bat-dau", "nguoi-yeu-cau"))
    patient.locator("[name=full_name]").fill('Nguyễn “Tám” <Văn> & "Tâm"')
    patient.locator("[name=phone]").fill("0912 000 123")
    patient.context.set_offline(True)
    patient.locator("[name=phone]").press("Enter")
    heading = patient.get_by_role("heading", level=1)
    expect(heading).to_have_text(
        "Not sent: no connection" if language else "Chưa gửi được: không có kết nối mạng"
    )
    assert faults(patient) == []
    picture(patient, f"offline-form{language.replace('/', '-')}-390")
    again = patient.get_by_role("button", name="Send again" if language else "Gửi lại")
    again.click()
    expect(heading).to_contain_text("no connection" if language else "không có kết nối mạng")
    patient.context.set_offline(False)
    again.click()
    expect(
        patient.locator(".govuk-error-summary")
    ).to_be_visible()  # it arrived: the other fields are missing
    expect(patient.locator("[name=full_name]")).to_have_value('Nguyễn “Tám” <Văn> & "Tâm"')
    assert Draft.objects.get().answers["phone"] == "0912000123"


def test_a_password_is_not_given_back(ward: Ward, patient: Page) -> None:
    patient.goto("/dang-nhap")
    patient.locator("[name=login]").fill("minh")
    patient.locator("[name=password]").fill("rat-bi-mat-1")
    patient.context.set_offline(True)
    patient.locator("main form button").first.click()
    expect(patient.get_by_role("heading", level=1)).to_have_text("Chưa gửi được: không có kết nối mạng")
    assert "minh" in patient.content() and "rat-bi-mat-1" not in patient.content()


def test_nothing_a_person_looked_at_is_kept(ward: Ward, patient: Page) -> None:
    with stories.Clock():
        case = stories.examined(ward)
    followed = f"/tra-cuu/{case.secret}"
    patient.goto(followed)
    expect(patient.locator("main")).to_contain_text(case.code)
    patient.goto("/thu-tuc?q=khai+sinh")
    kept = json.loads(patient.evaluate(KEPT))
    assert {"/mat-mang", "/en/mat-mang"} < set(kept)
    assert all(path.startswith("/static/mc/") for path in set(kept) - {"/mat-mang", "/en/mat-mang"})
    patient.context.set_offline(True)
    patient.goto(followed)
    expect(patient.get_by_role("heading", level=1)).to_have_text("Không có kết nối mạng")
    assert case.code not in patient.content() and case.procedure.short_name not in patient.content()
