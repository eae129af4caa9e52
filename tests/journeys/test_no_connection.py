"""C18: the line is cut: the browser shows our page, and keeps nothing a person looked at."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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
