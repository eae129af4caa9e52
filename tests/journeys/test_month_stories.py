"""A month from its figures to a page for everybody: frozen, worded, signed, published, corrected; and how it reads."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from motcua.application.disclosure.actions import freeze, publish, sign
from motcua.application.disclosure.models import Publication
from motcua.application.reports.rules import Period, month_of
from motcua.domain.catalogue.models import ProcedureVersion
from motcua.foundation.actions import SYSTEM, now
from motcua.foundation.calendar import ZONE, local
from tests import stories
from tests.histories import Life, Told, open_case, write
from tests.journeys.browsing import enter, faults, flaws, picture
from tests.people import SINGLE, Ward, person

pytestmark = pytest.mark.journey

Opener = Callable[..., Page]
MONTH = "/cong-khai/thang/H26/2026-10"
FINDING = "Tháng này một hồ sơ có kết quả, không hồ sơ nào trễ."


def life(ward: Ward, *, other: bool, begin: datetime, days: int) -> None:
    """A case of three days at one of two wards, with its result after so many days."""
    desk, authority = (ward.other_desk, ward.other) if other else (ward.desk, ward.ward)
    terms = ProcedureVersion.objects.get(procedure__code=SINGLE)
    case = open_case(Life(0, 0, 0, 1), desk, authority, terms)
    due, ended = begin + timedelta(days=3), begin + timedelta(days=days)
    received = Told("received", begin, 2, received=begin, due=due)
    given = replace(received, name="handed_over", state=4)
    write(case, received)
    write(case, given)
    outcome = "early" if ended < due else "on_time" if ended == due else "late"
    write(case, replace(given, name="finished", at=ended, state=9, finished=ended, outcome=outcome))


@pytest.fixture
def published(ward: Ward) -> Publication:
    """October 2026 of the city, signed by its chair: two wards with results since August, early, on time and late; cases
    overdue with an apology and without, one filing nobody accepted."""
    for month in (8, 9, 10):
        for other, lengths in ((False, (1, 2, 3, 3)), (True, (2, 3, 4))):
            for days in lengths:
                life(ward, other=other, begin=stories.moment(5, month=month), days=days)
    with stories.Clock() as clock:
        clock.at(5, month=10)
        stories.signed(ward)
        stories.extended(ward, stories.signed(ward))
        stories.case_at(ward, "1")
        clock.at(2, month=11)
        chair = person(ward.city, "chi", "Vũ Minh Chi", "leader", "Chủ tịch UBND thành phố")
        draft = freeze(ward.city, by=SYSTEM, month=date(2026, 10, 1))
        return publish(sign(draft, by=chair, publish_at=stories.now()), by=chair)


@pytest.fixture
def last_month(ward: Ward) -> Period:
    """The month before this one, in which An Bình received and finished a case."""
    month = month_of(local(now()).date()).before()
    begin = datetime.combine(month.first, time(9), ZONE)
    life(ward, other=False, begin=begin, days=2)
    return month


def test_a_month_is_frozen_worded_signed_published_and_corrected(
    last_month: Period, open_page: Opener
) -> None:
    ours = f"/cong-khai/thang/H26.101/{last_month.key}"
    staff, anybody = open_page(width=1280, height=900), open_page(width=390, height=844, scripts=False)
    assert anybody.goto(ours).status == 404  # type: ignore[union-attr]
    enter(staff, "hoa")
    staff.get_by_role("link", name="Công bố hằng tháng").click()
    row = staff.get_by_role("row", name=last_month.label())
    row.get_by_role("button", name="Chốt số liệu").click()
    expect(staff.locator(".mc-banner")).to_contain_text("Chưa ai ngoài cơ quan xem được")
    assert faults(staff) == []
    word(staff, FINDING)
    assert anybody.goto(ours).status == 404  # type: ignore[union-attr]
    act(staff, "Ký công bố")
    expect(staff.locator(".mc-banner")).to_contain_text("đã ký; tự công bố lúc 08:00")
    assert anybody.goto(ours).status == 404  # type: ignore[union-attr]
    act(staff, "Công bố")
    expect(staff.locator(".mc-banner")).to_contain_text("Địa chỉ công khai")
    anybody.goto(ours)
    expect(anybody.locator(".mc-lede")).to_have_text(FINDING)
    first = anybody.locator("main").inner_text()
    correct(staff, last_month, "Một hồ sơ tính nhầm đơn vị.")
    act(staff, "Ký công bố")
    act(staff, "Công bố")
    anybody.goto(ours)
    assert "Bản này đính chính bản trước: Một hồ sơ tính nhầm đơn vị." in anybody.locator("main").inner_text()
    anybody.get_by_role("link", name="Bản 1, công bố").click()
    for line in first.splitlines():  # the first edition stands as it was, and tells of the second
        assert line in anybody.locator("main").inner_text()
    assert "Nhật ký đính chính" in anybody.locator("main").inner_text()


def word(page: Page, finding: str) -> None:
    opened = page.locator(".mc-banner details", has_text="Sửa câu nhận định")
    opened.locator("summary").click()
    opened.locator("textarea").fill(finding)
    opened.get_by_role("button").click()
    expect(page.locator(".mc-lede")).to_have_text(finding)


def act(page: Page, label: str) -> None:
    opened = page.locator(
        ".mc-banner details", has=page.locator("summary", has_text=re.compile(f"^{label}$"))
    )
    opened.locator("summary").click()
    opened.get_by_role("button").click()


def correct(page: Page, month: Period, reason: str) -> None:
    page.goto("/cong-khai/soan")
    row = page.get_by_role("row", name=month.label())
    row.locator("summary").click()
    row.get_by_label("Lý do đính chính").fill(reason)
    row.get_by_role("button", name="Chốt bản đính chính").click()
    expect(page.locator(".mc-banner")).to_contain_text("Bản thứ 2")


PAGES = {"thang": "", "cham": "/cham", "chi-so": "/chi-so", "du-lieu": "/du-lieu"}


def test_no_page_of_a_month_has_anything_for_axe_or_scrolls_sideways(
    published: Publication, page: Page
) -> None:
    wrong = {}
    for name, rest in PAGES.items():
        page.goto(f"{MONTH}/lan-1{rest}")
        page.evaluate("document.querySelectorAll('main details').forEach(each => (each.open = true))")
        if found := flaws(page):
            wrong[name] = found
        picture(page, f"month-{name}", whole=True)
    assert wrong == {}


def test_a_month_reads_the_same_without_scripts_in_the_order_of_its_questions(
    published: Publication, open_page: Opener
) -> None:
    said = []
    for scripts in (True, False):
        page = open_page(width=1280, height=900, scripts=scripts)
        page.goto(MONTH)
        said.append(page.locator("main").inner_text())
        heads = page.locator("main h1, main h2, main h3").all_inner_texts()
    assert said[0] == said[1]
    order = ["Kết quả giải quyết hồ sơ", "Tóm tắt", "Tỷ lệ hồ sơ trả", "Chỉ số phục vụ", "Xếp hạng", "Bản đồ ô",
             "Hồ sơ đang quá hạn", "Hồ sơ trực tuyến chậm tiếp nhận", "Phản ánh, kiến nghị", "Cách tính"]  # fmt: skip
    assert [head for head in order if any(each.startswith(head) for each in heads)] == order
    assert page.locator("main table").count() >= 4  # every chart has its table
