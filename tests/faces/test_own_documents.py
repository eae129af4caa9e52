"""Giấy tờ của tôi: kept because one says so, handed in again with consent, seen by nobody else."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.application.filing.models import Draft
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Document, Upload
from motcua.domain.documents.models.upload import CLEAN
from motcua.domain.documents.queries import uploads_of
from motcua.domain.people.models import Account
from tests import strange_files as strange
from tests.faces.citizens import signed_in_at
from tests.faces.filing_pages import FATHER, go_through
from tests.faces.public_pages import page_of, words_of
from tests.handing_in import handed_in, places
from tests.people import Ward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
__all__ = ["places"]
PAPER, NAME = "giay-chung-sinh", "Giấy chứng sinh"


def kept_by(address: str, client: Client) -> str:
    """Two photos of one paper, kept by whoever signs in at this address; the page of the paper."""
    signed_in_at(address, client)
    page = f"{go_through(client, FATHER, until='giay-to')}/{PAPER}"
    for n in (1, 2):
        client.post(page, {"tep": SimpleUploadedFile(f"trang {n}.jpg", strange.photo())})
    for upload in Upload.objects.all():
        check(upload.pk)
    assert "Giữ vào Giấy tờ của tôi" in words_of(page_of(client.get(page)))
    assert client.post(page, {"giu": "1"}).status_code == 302
    return page


def test_a_paper_is_kept_and_handed_in_again_with_consent(client: Client, ward: Ward) -> None:
    kept_by("tam@vidu.vn", client)
    client.get("/tai-khoan/giay-to")
    document = Document.objects.get()
    assert (document.name, document.pages) == (NAME, 2)
    words = words_of(page_of(client.get("/tai-khoan/giay-to")))
    assert NAME in words and "2 trang" in words and "Đã nộp trong một hồ sơ" in words
    again = f"{go_through(client, FATHER, until='giay-to')}/{PAPER}"
    page = words_of(page_of(client.get(again)))
    assert "ông/bà đồng ý gửi bản đó cho" in page and "Giữ vào" not in page
    assert client.post(again, {"dung": document.pk}).status_code == 302
    (upload,) = uploads_of(Draft.objects.order_by("pk").last().holder, PAPER)  # type: ignore[union-attr]
    assert (upload.state, upload.file, upload.pages) == (CLEAN, document.file, 2)
    assert upload.consented_at is not None
    assert "Dùng lại" not in words_of(page_of(client.get(again)))
    assert "không còn" in words_of(page_of(client.post(again, {"dung": document.pk + 9})))


def test_a_document_goes_out_sealed_and_to_its_owner_only(client: Client, ward: Ward, places: Path) -> None:
    kept_by("tam@vidu.vn", client)
    document = Document.objects.get()
    address = f"/tai-khoan/giay-to/{document.pk}"
    for end in ("pdf", "jpg"):
        response = client.get(f"{address}.{end}")
        assert response["Content-Disposition"].startswith("attachment;")
        assert (response["Content-Security-Policy"], response["X-Content-Type-Options"]) == (
            "sandbox; default-src 'none'", "nosniff",
        )  # fmt: skip
        assert response["Cache-Control"] == "no-store"
    stranger = signed_in_at("la@vidu.vn")
    assert stranger.get(f"{address}.pdf").status_code == stranger.get(f"{address}.jpg").status_code == 404
    assert NAME not in words_of(page_of(stranger.get("/tai-khoan/giay-to")))
    stranger.post("/tai-khoan/giay-to", {"bo": document.pk})
    theirs = f"{go_through(stranger, FATHER, until='giay-to')}/{PAPER}"
    assert "không còn" in words_of(page_of(stranger.post(theirs, {"dung": document.pk})))
    assert Document.objects.filter(pk=document.pk).exists()
    assert Client().get(f"{address}.pdf").status_code == 302


def test_a_document_taken_away_is_gone_but_what_was_handed_in_stays(client: Client, ward: Ward) -> None:
    page = kept_by("tam@vidu.vn", client)
    document = Document.objects.get()
    client.post("/tai-khoan/giay-to", {"bo": document.pk})
    assert not Document.objects.exists()
    assert "2 tệp, 2 trang" in words_of(page_of(client.get(page)))
    for wrong in ("x", "", "9" * 40):
        assert client.post("/tai-khoan/giay-to", {"bo": wrong}).status_code == 302


def test_a_guest_is_offered_nothing_to_keep(client: Client, ward: Ward) -> None:
    page = f"{go_through(client, FATHER, until='giay-to')}/{PAPER}"
    other: Any = Account.objects.create_account("khac", None)
    before = handed_in(Draft.objects.get().holder, strange.photo(), component=PAPER)
    document = Document.keep(other, before.file, name="Giấy lạ", source="handed_in", at=before.added_at, thumbnail=before.thumbnail)  # fmt: skip
    words = words_of(page_of(client.get(page)))
    assert "Giữ vào" not in words and "Giấy lạ" not in words
    assert client.post(page, {"dung": document.pk}).status_code == 422
    assert client.post(page, {"giu": "1"}).status_code == 422
