"""C6: the papers of an application sent by form or in pieces, seen again, put in order; by nobody else."""

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.application.filing.models import Draft
from motcua.domain.cases.models import Case
from motcua.domain.documents.jobs import check, sweep
from motcua.domain.documents.models import File, Upload
from motcua.domain.documents.models.upload import CHECKING, CLEAN
from motcua.domain.documents.queries import uploads_of
from motcua.faces import uploading
from motcua.foundation.actions import now
from motcua.foundation.files import Store
from tests import strange_files as strange
from tests.faces.filing_pages import FATHER, go_through, press
from tests.faces.public_pages import page_of, words_of
from tests.handing_in import places
from tests.people import Ward
from tests.stories import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
__all__ = ["places"]
PAPER = "giay-chung-sinh"


@pytest.fixture(autouse=True)
def _on_a_friday(clock: Clock) -> None:
    """Friday 20/11/2026, 09:30."""


@pytest.fixture
def papers(client: Client, ward: Ward) -> str:
    """The page of papers of a draft whose questions are answered."""
    return go_through(client, FATHER, until="giay-to")


def sent(client: Client, papers: str, *files: SimpleUploadedFile, paper: str = PAPER) -> Any:
    return client.post(f"{papers}/{paper}", {"tep": list(files)})


def checked() -> list[Upload]:
    for upload in Upload.objects.filter(state=CHECKING):
        check(upload.pk)
    return uploads_of(Draft.objects.get().holder)


def photo(name: str = "trang 1.jpg", **how: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, strange.photo(**how), "image/jpeg")


def test_photos_become_pages_that_can_be_seen_and_put_in_order(client: Client, papers: str) -> None:
    response = sent(client, papers, photo(), photo("trang 2.jpg", turned=6))
    assert (response.status_code, response["Location"]) == (302, f"{papers}/{PAPER}")
    assert "Đang kiểm tra tệp" in words_of(page_of(client.get(f"{papers}/{PAPER}")))
    first, second = checked()
    page = page_of(client.get(f"{papers}/{PAPER}"))
    assert "Đã có: 2 tệp, 2 trang" in words_of(page)
    assert page.xpath('//ol[@class="mc-uploads"]//img/@alt') == [
        "Trang đầu của trang 1.jpg",
        "Trang đầu của trang 2.jpg",
    ]
    client.post(f"{papers}/{PAPER}", {"len": second.pk})
    assert [u.pk for u in checked()] == [second.pk, first.pk]
    client.post(f"{papers}/{PAPER}", {"xuong": second.pk})
    client.post(f"{papers}/{PAPER}", {"bo": first.pk})
    assert [u.pk for u in checked()] == [second.pk]
    assert "2 tệp" not in words_of(page_of(client.get(papers)))


def test_a_refused_file_says_why_and_the_others_are_kept(client: Client, papers: str) -> None:
    bad = SimpleUploadedFile("đơn.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    response = sent(client, papers, bad, photo())
    assert response.status_code == 422
    page = page_of(response)
    assert "đơn.doc: Đây là tệp Word hoặc Excel kiểu cũ" in words_of(page)
    assert [u.name for u in checked()] == ["trang 1.jpg"]
    assert sent(client, papers).status_code == 422


def test_what_only_the_job_finds_stands_beside_the_file(client: Client, papers: str) -> None:
    sent(client, papers, SimpleUploadedFile("mo.png", strange.image("PNG", size=(20, 20))))
    checked()
    page = page_of(client.get(f"{papers}/{PAPER}"))
    assert "Ảnh quá nhỏ" in words_of(page) and not page.xpath("//ol//img")
    assert "chưa có" in words_of(page_of(client.get(papers)))


def test_a_file_goes_out_only_to_keep_and_only_by_its_own_link(client: Client, papers: str) -> None:
    sent(client, papers, photo())
    (upload,) = checked()
    for end, kind in (("pdf", "application/pdf"), ("jpg", "image/jpeg")):
        response = client.get(f"{papers}/{PAPER}/{upload.pk}.{end}")
        assert response["Content-Type"] == kind
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["Content-Security-Policy"].startswith("sandbox;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert b"".join(response.streaming_content)[:2] in (b"%P", b"\xff\xd8")
        other = papers.replace(papers.split("/")[2], "a" * 26)
        assert client.get(f"{other}/{PAPER}/{upload.pk}.{end}").status_code == 404
        assert client.get(f"{papers}/giay-to-tuy-than/{upload.pk}.{end}").status_code == 404
        assert client.get(f"{papers}/{PAPER}/{upload.pk + 1}.{end}").status_code == 404


def test_nothing_is_shown_of_a_file_before_it_is_clean(client: Client, papers: str) -> None:
    sent(client, papers, photo())
    upload = Upload.objects.get()
    assert upload.state == CHECKING
    for end in ("pdf", "jpg"):
        assert client.get(f"{papers}/{PAPER}/{upload.pk}.{end}").status_code == 404


def test_pieces_go_on_where_they_stopped(client: Client, papers: str) -> None:
    content, address = strange.photo((1600, 1200)), f"{papers}/{PAPER}/gui"
    begin = {"name": "ảnh.jpg", "size": len(content), "mark": "m"}
    number = client.post(address, begin).json()["number"]

    def piece(first: int, last: int) -> Any:
        return client.post(f"{address}/{number}?tu={first}", content[first:last], "application/octet-stream")

    assert piece(0, 5000).json() == {"received": 5000, "state": "arriving", "sentence": ""}
    assert piece(9000, 9999).json()["received"] == 5000
    assert client.post(address, begin).json() == {"number": number, "received": 5000}
    assert piece(5000, len(content)).json()["state"] == CHECKING
    assert piece(5000, len(content)).json()["state"] == CHECKING
    assert [u.state for u in checked()] == [CLEAN]


@pytest.mark.parametrize(
    "given,word",
    [({}, "0 byte"), ({"size": "x"}, "0 byte"), ({"size": "-5"}, "0 byte"), ({"size": "9" * 30}, "0 byte"),
     ({"size": "30000000"}, "25 MB"), ({"size": "１２"}, "0 byte")],
)  # fmt: skip
def test_a_beginning_that_makes_no_sense_is_answered_in_words(
    given: dict[str, str], word: str, client: Client, papers: str
) -> None:
    response = client.post(f"{papers}/{PAPER}/gui", given)
    assert (response.status_code, word in response.json()["sentence"]) == (422, True)


@pytest.mark.parametrize("offset", ["", "x", "-1", "9" * 30])
def test_a_piece_of_nowhere_is_answered_in_words(offset: str, client: Client, papers: str) -> None:
    number = client.post(f"{papers}/{PAPER}/gui", {"name": "a.jpg", "size": 9}).json()["number"]
    response = client.post(f"{papers}/{PAPER}/gui/{number}?tu={offset}", b"x", "application/octet-stream")
    assert response.status_code == 422 and response.json()["sentence"]
    late = client.post(f"{papers}/{PAPER}/gui/{number + 1}?tu=0", b"x", "application/octet-stream")
    assert "không còn" in late.json()["sentence"]


def test_a_piece_too_large_is_answered_in_words(client: Client, papers: str) -> None:
    number = client.post(f"{papers}/{PAPER}/gui", {"name": "a.jpg", "size": 5_000_000}).json()["number"]
    response = client.post(
        f"{papers}/{PAPER}/gui/{number}?tu=0", b"x" * 3_000_000, "application/octet-stream"
    )
    assert (response.status_code, "lớn quá" in response.json()["sentence"]) == (422, True)


def test_an_address_that_sends_too_much_is_asked_to_wait(
    client: Client, papers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "MOST_BEGUN", 1)
    assert client.post(f"{papers}/{PAPER}/gui", {"name": "a.jpg", "size": 9}).status_code == 200
    refused = client.post(f"{papers}/{PAPER}/gui", {"name": "a.jpg", "size": 9})
    assert "đợi một giờ" in refused.json()["sentence"]
    assert "đợi một giờ" in words_of(page_of(sent(client, papers, photo())))


def test_nothing_is_filed_while_a_file_is_being_checked_and_then_its_PDF_is_on_the_case(
    client: Client, papers: str
) -> None:
    missing = client.post(papers)
    assert missing.status_code == 422 and "Còn thiếu giấy tờ bắt buộc" in words_of(page_of(missing))
    for paper in (PAPER, "giay-to-tuy-than"):
        sent(client, papers, photo(), photo("trang 2.jpg"), paper=paper)
    check_page = client.post(papers)["Location"]
    assert check_page.endswith("/kiem-tra")
    consent = {"truthful": "on", "agreed": "on"}
    assert "đang được kiểm tra" in words_of(page_of(press(client, check_page, consent)))
    checked()
    Upload.objects.filter(component=PAPER).update(consented_at=now())  # one of the applicant's own documents
    assert press(client, check_page, consent)["Location"].endswith("/xong")
    files = Case.objects.get().files.order_by("paper")
    assert [(f.paper, f.name, f.file.kind, f.consented_at is not None) for f in files] == [
        (PAPER, "trang 1.pdf", "pdf", True), ("giay-to-tuy-than", "trang 1.pdf", "pdf", False),
    ]  # fmt: skip
    late = client.post(f"{papers}/{PAPER}/gui", {"name": "a.jpg", "size": 9})
    assert late.status_code == 404 and "đã nộp" in late.json()["sentence"]


def test_no_browser_keeps_a_page_or_a_picture_of_what_was_filed(client: Client, papers: str) -> None:
    sent(client, papers, photo())
    [upload] = checked()
    draft = papers.removesuffix("/giay-to")
    here = f"{papers}/{PAPER}"
    for place in (f"{draft}/bat-dau", papers, here, f"{here}/{upload.pk}.jpg", f"{here}/{upload.pk}.pdf", f"{draft}/kiem-tra"):  # fmt: skip
        assert client.get(place)["Cache-Control"] == "no-store", place


def test_bytes_that_no_row_names_are_swept_after_a_month(ward: Ward, places: Path) -> None:
    """A worker that dies between keeping the bytes and the row leaves somebody's paper behind."""
    kept = File.put(io.BytesIO(strange.pdf(pages=1)), name="a.pdf", at=now())
    store = Store(settings.FILES)
    left, fresh = (store.put(io.BytesIO(strange.pdf(pages=n)), declared_name="a.pdf").sha256 for n in (2, 3))
    month = (now() - timedelta(days=31)).timestamp()
    for sha256 in (kept.sha256, left):
        os.utime(settings.FILES / sha256[:2] / sha256[2:4] / sha256, (month, month))
    sweep(timestamp=0)
    assert (store.holds(kept.sha256), store.holds(left), store.holds(fresh)) == (True, False, True)
