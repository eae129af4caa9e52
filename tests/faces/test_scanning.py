"""A pile of papers at the counter: sent, parted by blank sheets, put in its places, filed once; by plain forms."""

import io
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from motcua.application.filing.queries import papers_asked
from motcua.application.scanning.jobs import KEPT, draw, draw_again, forget
from motcua.application.scanning.models import Scan, ScannedPage
from motcua.domain.cases.models import Case, CaseFile
from motcua.domain.documents.models import File, Upload
from tests import strange_files as strange
from tests.faces.counter_forms import signed_in
from tests.faces.public_pages import left_in_vietnamese, page_of, words_of
from tests.handing_in import places
from tests.people import Ward
from tests.piles import pile
from tests.stories import Clock, case_at, received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
__all__ = ["places"]


class Desk:
    """Minh before the scanning page of a case."""

    def __init__(self, ward: Ward, case: Case, login: str = "minh") -> None:
        self.client, self.case = signed_in(Client(), getattr(ward, login)), case
        self.address = f"/quay/ho-so/{case.code}/quet"

    def sends(self, *files: tuple[str, bytes]) -> Any:
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        answer = self.client.post(self.address, {"viec": "gui", "tep": sent})
        for scan in Scan.objects.all():
            draw(scan.pk)
        return answer

    @property
    def page(self) -> Any:
        return page_of(self.client.get(self.address))

    @property
    def chosen(self) -> list[str]:
        return [
            (select.xpath("option[@selected]/@value") or [""])[0]
            for select in self.page.xpath("//select[starts-with(@name, 'giay.')]")
        ]

    def files(self, *choices: str, turns: dict[int, int] | None = None) -> Any:
        sent: dict[str, Any] = {"viec": "luu"}
        numbers = [
            name.partition(".")[2] for name in self.page.xpath("//select/@name") if name.startswith("giay.")
        ]
        for place, (number, choice) in enumerate(zip(numbers, choices, strict=True)):
            sent[f"giay.{number}"] = choice
            sent[f"xoay.{number}"] = str((turns or {}).get(place, 0))
        self.last = sent
        return self.client.post(self.address, sent)


@pytest.fixture
def desk(ward: Ward, clock: Clock) -> Desk:
    return Desk(ward, received(ward))


def first_two(desk: Desk) -> list[str]:
    return [paper.key for paper in papers_asked(desk.case.case_type, desk.case.channel)][:2]


def kept(file: CaseFile) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(file.file.read()))


def test_a_pile_is_parted_by_its_blank_sheets_and_filed(desk: Desk) -> None:
    assert desk.sends(("scan.pdf", pile("a", "b", "", "c", blank=(2,)))).status_code == 302
    assert desk.chosen == ["", "tiep", "bo", ""]
    alts = desk.page.xpath("//ol//img/@alt")
    assert alts[0] == "Trang 1: trang 1 của scan.pdf" and alts[2].endswith(", trắng")
    one, two = first_two(desk)
    answer = desk.files(one, "tiep", "bo", two, turns={1: 90})
    assert answer.status_code == 302 and answer.url == f"/quay/ho-so/{desk.case.code}"
    first, second = desk.case.files.order_by("pk")
    assert [(f.paper, f.added_by.full_name) for f in (first, second)] == [
        (one, "Trần Quang Minh"), (two, "Trần Quang Minh"),
    ]  # fmt: skip
    with kept(first) as made:
        assert [page.get("/Rotate", 0) for page in made.pages] == [0, 90]
        assert b"b - to khai" in made.pages[1].Contents.read_bytes()
    with kept(second) as made:
        assert b"c - to khai" in made.pages[0].Contents.read_bytes()
    # Of the pile nothing is left; the papers are the case's.
    assert not Scan.objects.exists() and not Upload.objects.exists() and not ScannedPage.objects.exists()
    assert {f.file_id for f in (first, second)} == set(File.objects.values_list("pk", flat=True))
    assert "Đã lưu 2 giấy tờ" in words_of(page_of(desk.client.get(answer.url)))


def test_the_same_form_sent_twice_files_once(desk: Desk) -> None:
    desk.sends(("scan.pdf", pile("a")))
    one, _ = first_two(desk)
    assert [desk.files(one).status_code, desk.client.post(desk.address, desk.last).status_code] == [302, 302]
    assert desk.case.files.count() == 1


def test_photos_are_pages_too_and_every_kind_is_made_anew(desk: Desk) -> None:
    desk.sends(("1.jpg", strange.photo((900, 1200))), ("2.jpg", strange.photo((900, 1200), turned=6)))
    assert desk.chosen == ["", "tiep"]
    desk.files("khac", "tiep")
    (file,) = desk.case.files.all()
    assert (file.paper, file.name) == ("", "Giấy tờ khác (bản quét)")
    with kept(file) as made:
        assert len(made.pages) == 2


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        (["", "tiep"], "Trang 1: chưa chọn giấy tờ"),
        (["tiep", "khac"], "không có giấy tờ nào ở trước"),
        (["bo", "bo"], "Trang nào cũng bị bỏ"),
        (["la", "khac"], "Trang 1: chưa chọn giấy tờ"),
    ],
)
def test_what_is_missing_is_named_and_what_was_chosen_stays(
    desk: Desk, choices: list[str], sentence: str
) -> None:
    desk.sends(("scan.pdf", pile("a", "b")))
    answer = desk.files(*choices, turns={1: 180})
    tree = page_of(answer)
    assert answer.status_code == 422 and sentence in words_of(tree)
    if "Trang 1" in sentence or "ở trước" in sentence:
        assert tree.xpath("//select[@aria-invalid]/@id") == [tree.xpath("//ol//select/@id")[0]]
        assert tree.xpath("//option[@value='180' and @selected]")
    assert desk.case.files.count() == 0 and Scan.objects.count() == 1


def test_a_pile_that_changed_meanwhile_is_looked_at_again(desk: Desk) -> None:
    desk.sends(("scan.pdf", pile("a")))
    one, _ = first_two(desk)
    desk.files(one)
    desk.sends(("scan.pdf", pile("b")))
    assert desk.client.post(desk.address, desk.last).status_code == 422
    assert desk.case.files.count() == 1


def test_a_refused_file_says_why_and_the_rest_goes_on(desk: Desk) -> None:
    bad = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    answer = desk.sends(("cu.doc", bad), ("scan.pdf", pile("a")))
    assert answer.status_code == 422 and "cu.doc: Đây là tệp Word" in words_of(page_of(answer))
    assert desk.chosen == [""]
    assert desk.client.post(desk.address, {"viec": "gui"}).status_code == 422
    tiny = strange.image("PNG", size=(20, 20))
    desk.sends(("mo.png", tiny))
    assert "mo.png: Ảnh quá nhỏ" in words_of(desk.page)
    desk.client.post(desk.address, {"bo": Upload.objects.get(name="mo.png").pk})
    assert "mo.png" not in words_of(desk.page)


def test_too_many_pages_are_asked_for_in_two_piles(desk: Desk) -> None:
    desk.sends(("day.pdf", pile(*["a"] * 101)))
    assert "hơn 100 trang" in words_of(desk.page) and not File.objects.exists()


def test_a_signed_file_goes_along_byte_for_byte(desk: Desk) -> None:
    content = strange.pdf(strange.signed)
    desk.sends(("ky-so.pdf", content))
    one, _ = first_two(desk)
    desk.files(one)
    names = sorted(desk.case.files.values_list("name", flat=True))
    assert len(names) == 2 and names[0].endswith("(bản ký số gốc)")
    assert desk.case.files.get(name=names[0]).file.read() == content


def test_a_pile_is_ones_own(ward: Ward, desk: Desk) -> None:
    desk.sends(("scan.pdf", pile("a")))
    (source,) = desk.page.xpath("//ol//img/@src")
    assert desk.client.get(source)["Content-Type"] == "image/jpeg"
    beside = Desk(ward, desk.case, "hai")
    assert beside.client.get(source).status_code == 404 and beside.chosen == []
    assert beside.client.get(f"{desk.address}/cac-trang").status_code == 404
    other = Desk(ward, desk.case, "quan")
    assert other.client.get(desk.address).status_code == 404


def test_the_page_waits_and_asks_again_with_scripts_and_without(desk: Desk) -> None:
    sent = SimpleUploadedFile("scan.pdf", pile("a"))
    desk.client.post(desk.address, {"viec": "gui", "tep": [sent]})
    page = desk.client.get(desk.address).content.decode()
    assert "cac-trang" in page and 'http-equiv="refresh"' in page
    assert desk.client.get(f"{desk.address}/cac-trang").status_code == 204
    draw(Scan.objects.get().pk)
    draw(Scan.objects.get().pk)
    told = desk.client.get(f"{desk.address}/cac-trang").content.decode()
    assert "<select" in told and "<html" not in told
    assert ScannedPage.objects.count() == 1


def test_where_nothing_may_be_added_the_page_says_so(ward: Ward, clock: Clock) -> None:
    done = Desk(ward, case_at(ward, "10"))
    assert "không nhận thêm giấy tờ" in words_of(done.page)
    assert done.sends(("scan.pdf", pile("a"))).status_code == 422
    assert not Upload.objects.exists()


def test_piles_that_nobody_filed_are_forgotten_in_the_night(desk: Desk, clock: Clock) -> None:
    desk.sends(("scan.pdf", pile("a")))
    forget(0)
    assert Scan.objects.exists()
    clock.wait(seconds=KEPT.total_seconds() + 1)
    draw_again(0)
    forget(0)
    assert not Scan.objects.exists() and not Upload.objects.exists() and not File.objects.exists()


def test_the_whole_pile_may_be_dropped(desk: Desk) -> None:
    desk.sends(("scan.pdf", pile("a", "b")))
    assert desk.client.post(desk.address, {"viec": "huy"}).status_code == 302
    assert not Scan.objects.exists() and not File.objects.exists() and desk.chosen == []


def test_the_page_speaks_english_too(desk: Desk) -> None:
    desk.sends(("scan.pdf", pile("a", "", blank=(1,))))
    assert left_in_vietnamese(page_of(desk.client.get(f"/en{desk.address}"))) == []


def test_a_picture_is_small(desk: Desk) -> None:
    desk.sends(("scan.pdf", pile("a")))
    (source,) = desk.page.xpath("//ol//img/@src")
    content = b"".join(desk.client.get(source).streaming_content)
    assert max(Image.open(io.BytesIO(content)).size) <= 480
