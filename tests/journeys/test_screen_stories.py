"""The tablet at the counter: paired in the morning, it shows, asks, thanks and greets again; with scripts and without."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.domain.cases.actions.returning import hand_back
from motcua.domain.cases.models import Case
from motcua.domain.payments.actions import adopt_account
from motcua.domain.payments.rules import ChargeLine
from motcua.domain.screens.models import Screen
from motcua.domain.screens.rules import Part
from motcua.domain.surveys.models import Rating
from motcua.foundation.actions import SYSTEM, now
from tests.journeys.browsing import SCREEN, enter, flaws, pair, picture
from tests.people import Ward
from tests.stories import finished, received

pytestmark = pytest.mark.journey
Opener = Callable[..., Page]


def its_time_is_over() -> None:
    """As if twenty seconds had gone by: nothing here is timed."""
    Screen.objects.exclude(part="").update(until=now())


def owing(ward: Ward) -> Case:
    """A case that owes a fee, in a ward with an account."""
    adopt_account(ward.ward, by=SYSTEM, bank="970436", number="0011001234567", holder="UBND PHUONG AN BINH",
                  valid_from=date(2026, 1, 1))  # fmt: skip
    line = ChargeLine("Lệ phí hộ tịch", 15_000, 15_000, key="le-phi-ho-tich")
    return received(ward, name="Nguyễn Thị Minh Khuê Phương", fee=15_000, charges=(line,))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_morning_at_the_counter(ward: Ward, open_page: Opener, scripts: bool) -> None:
    case, done = received(ward), finished(ward)
    officer, tablet = open_page(), open_page(width=1024, height=768, scripts=scripts)
    enter(officer, "minh")
    pair(officer, tablet)

    # The officer shows the case of whoever stands there; the page that stays open keeps it there.
    officer.goto(f"/quay/ho-so/{case.code}")
    officer.keyboard.press("Alt+9")
    expect(officer.locator("#man-hinh-khach")).to_contain_text("đang hiện hồ sơ này")
    expect(tablet.locator("#man-hinh")).to_contain_text(case.applicant_name)
    expect(tablet.locator("#man-hinh")).to_contain_text(case.code)

    # Somebody else's turn: it is gone at once, and the tablet greets.
    officer.goto("/quay/tra-ket-qua")
    expect(tablet.get_by_role("heading", name="Xin chào")).to_be_visible()
    expect(tablet.locator("main")).not_to_contain_text(case.applicant_name)

    # The result is given back, and whoever took it is asked; eight taps, nobody's name.
    officer.goto(f"/quay/tra-ket-qua/{done.code}")
    officer.keyboard.press("Control+Enter")
    expect(officer.locator("main")).to_contain_text("Đã trả kết quả")
    tablet.get_by_role("button", name="Rất hài lòng").click()
    for _ in range(7):
        tablet.get_by_role("button", name="Có", exact=True).click()
    expect(tablet.get_by_role("heading", name="Xin cảm ơn ông/bà")).to_be_visible()
    given = Rating.objects.get()
    assert (given.case, given.score, len(given.answers)) == (done, 3, 7)
    its_time_is_over()
    expect(tablet.get_by_role("heading", name="Xin chào")).to_be_visible()


def test_when_the_server_is_not_heard_nothing_of_anybody_stays(ward: Ward, open_page: Opener) -> None:
    case = received(ward)
    officer, tablet = open_page(), open_page(width=1024, height=768)
    enter(officer, "minh")
    pair(officer, tablet)
    tablet.clock.install()
    tablet.goto(SCREEN)
    officer.goto(f"/quay/ho-so/{case.code}")
    officer.keyboard.press("Alt+9")
    expect(officer.locator("#man-hinh-khach")).to_contain_text("đang hiện hồ sơ này")
    tablet.clock.run_for(3_000)
    expect(tablet.locator("#man-hinh")).to_contain_text(case.applicant_name)
    tablet.route("**/man-hinh-khach?**", lambda route: route.fulfill(status=503, body="Tạm dừng"))
    for _ in range(25):
        tablet.clock.run_for(1_000)
    expect(tablet.get_by_role("heading", name="Xin chào")).to_be_visible()
    expect(tablet.locator("main")).not_to_contain_text(case.applicant_name)

    # It comes back by itself, and leads to a new code when the officer has ended the pairing.
    tablet.unroute_all()
    officer.goto("/quay/man-hinh")
    officer.get_by_role("button", name="Bỏ ghép").click()
    tablet.clock.run_for(3_000)
    expect(tablet.get_by_label("Mã ghép")).to_be_visible()


def test_no_page_of_the_screen_has_anything_for_axe_or_scrolls_sideways(
    ward: Ward, open_page: Opener
) -> None:
    case = owing(ward)
    done = hand_back(finished(ward), by=ward.minh, receiver_name="Nguyễn Văn Tâm")
    officer, tablet = open_page(width=1366), open_page(width=1024, height=768)
    enter(officer, "minh")
    wrong: dict[str, Any] = {}

    def look(page: Page, name: str) -> None:
        if found := flaws(page, widths=(1024, 390)):
            wrong[name] = found
        picture(page, f"screen-{name}")

    tablet.goto(SCREEN)
    look(tablet, "pair")
    pair(officer, tablet)
    look(tablet, "greeting")
    look(officer, "office")
    for name, said in {
        "case": {"part": Part.CASE, "case": case},
        "slip": {"part": Part.SLIP, "case": case},
        "score": {"part": Part.RATING, "case": done},
        "reason": {"part": Part.RATING, "case": done, "said": {"score": 1}},
        "remark": {"part": Part.RATING, "case": done, "said": {"score": 1, "reason": "khac"}},
        "question": {"part": Part.RATING, "case": done, "said": {"score": 3}},
        "thanks": {"part": Part.THANKS, "case": None},
    }.items():
        # As it would stand, for as long as the browser needs.
        Screen.objects.update(**{"said": {}, **said}, until=now().replace(year=2099))
        tablet.goto(SCREEN)
        look(tablet, name)
    assert wrong == {}
