"""A person with a telephone, 390 px wide: fills in page by page, hands in papers, follows the case."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect

from motcua.application.filing.models import Draft
from tests import strange_files as strange
from tests.journeys.browsing import faults_in_both_lights, picture
from tests.journeys.living import Story

NEXT = "Lưu và tiếp tục"


@dataclass
class Telephone:
    """What is typed, by the name of the field; `wrong` gathers what axe found and pages that scroll sideways."""

    page: Page
    answers: dict[str, str]
    story: Story
    tale: str  # names the pictures
    scripts: bool = True
    wrong: dict[str, object] = field(default_factory=dict)

    def look(self, name: str) -> None:
        """Keep the page as a picture, and note what is wrong with it."""
        if self.scripts and (found := faults_in_both_lights(self.page)):
            self.wrong[name] = found
        if self.page.evaluate("document.documentElement.scrollWidth") > 390:
            self.wrong[f"{name} sideways"] = self.page.url
        picture(self.page, f"{self.tale}-{name}-390{'' if self.scripts else '-nojs'}", whole=True)

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press a button or a link that reads so."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        button.or_(self.page.get_by_role("link", name=name, exact=exact)).last.click()
        self.page.wait_for_load_state()

    def fill_in(self) -> None:
        """Answer what the page asks, as a person would: typing, touching radio buttons."""
        for box in (
            self.page.locator("main form").locator("input[type=text], input[type=email], textarea").all()
        ):
            name = box.get_attribute("name") or ""
            if name in self.answers:
                box.fill(self.answers[name])
        names = self.page.locator("main form input[type=radio]").evaluate_all("all => all.map(e => e.name)")
        for name in dict.fromkeys(names):
            if name in self.answers:
                self.page.check(f"input[name='{name}'][value='{self.answers[name]}']")

    def topics(self) -> list[str]:
        """Page by page to the papers; the keys of the pages, twice where a page asked for more."""
        seen: list[str] = []
        while (key := self.page.url.rpartition("/")[2]) not in ("giay-to", "kiem-tra"):
            assert seen.count(key) < 2, f"stuck at {key}: {self.page.inner_text('main')[:600]}"
            seen.append(key)
            self.fill_in()
            self.look(key)
            self.press(NEXT)
        return seen

    def hand_in_all(self) -> None:
        """Photograph every paper that is still missing; the office's machine looks at each."""
        self.look("giay-to")
        overview = self.page.url
        for address in self._missing():
            self.page.goto(address)
            self.send(f"{address.rpartition('/')[2]}.jpg")
            self.story.work()
            self.page.goto(address)
            expect(self.page.locator(".mc-uploads img")).to_have_count(1)
            self.look(f"giay-to-{address.rpartition('/')[2]}")
        self.page.goto(overview)
        assert self._missing() == []
        self.press(NEXT)

    def _missing(self) -> list[str]:
        rows = self.page.locator("ul.mc-tasks > li", has_text="chưa có").get_by_role("link")
        return [str(row.get_attribute("href")) for row in rows.all()]

    def send(self, name: str) -> None:
        sent = {"name": name, "mimeType": "image/jpeg", "buffer": strange.photo((900, 1200))}
        self.page.set_input_files("#id_anh", sent)
        if self.scripts:
            expect(self.page.locator("[data-uploads] li")).to_have_count(1)
        else:
            self.press("Gửi tệp đã chọn")

    def submit(self) -> None:
        """Agree to both statements and hand it in."""
        expect(self.page.locator("h1")).to_have_text("Kiểm tra và nộp")
        self.look("kiem-tra")
        self.page.check("input[name=truthful]")
        self.page.check("input[name=agreed]")
        self.press("Nộp hồ sơ")
        self.page.wait_for_url("**/xong")
        self.look("xong")

    def download(self, link: str, folder: Path) -> Path:
        """Keep the file behind a link."""
        with self.page.expect_download() as kept:
            self.page.locator("main a", has_text=link).click()
        place = folder / kept.value.suggested_filename
        kept.value.save_as(place)
        return place

    @property
    def draft(self) -> Draft:
        return Draft.objects.latest("begun_at")
