"""Files handed in: begun, sent in pieces, put in order, taken back, reused, forgotten."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.domain.documents import actions
from motcua.domain.documents.actions import (
    begin_upload,
    bound_papers,
    forget_uploads,
    move_upload,
    remove_upload,
    reuse,
    take_piece,
    upload_whole,
)
from motcua.domain.documents.jobs import check, check_again, forget
from motcua.domain.documents.models import Document, File, Upload
from motcua.domain.documents.models.own import HANDED_IN
from motcua.domain.documents.models.upload import CHECKING, CLEAN, REFUSED
from motcua.domain.documents.queries import papers_of, uploads_of
from motcua.domain.people.models import Account
from motcua.foundation.actions import Refused, at_time, now
from motcua.foundation.files import Store
from tests import strange_files as strange
from tests.handing_in import handed_in, holder, kept, places, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
__all__ = ["holder", "places"]


def test_pieces_may_come_twice_or_too_early_and_the_file_is_whole(holder: UUID, places: Path) -> None:
    content = strange.photo((1200, 900))
    half = len(content) // 2
    upload = begin_upload(holder, "a", name="ảnh.jpg", size=len(content), mark="m", at=now())
    first = take_piece(holder, upload.pk, offset=0, piece=content[:half], at=now())
    early = take_piece(holder, upload.pk, offset=half + 10, piece=content[half + 10 :], at=now())
    again = take_piece(holder, upload.pk, offset=0, piece=content[:half], at=now())
    assert first.received == early.received == again.received == half
    over = take_piece(holder, upload.pk, offset=half - 100, piece=content[half - 100 :], at=now())
    assert (over.state, over.received) == (CHECKING, len(content))
    late = take_piece(holder, upload.pk, offset=0, piece=content[:half], at=now())
    assert late.state == CHECKING
    check(upload.pk)
    assert [u.state for u in uploads_of(holder)] == [CLEAN]


def test_a_file_that_broke_off_goes_on_where_it_stopped(holder: UUID) -> None:
    content = strange.photo()
    upload = begin_upload(holder, "a", name="ảnh.jpg", size=len(content), mark="m", at=now())
    take_piece(holder, upload.pk, offset=0, piece=content[:1000], at=now())
    again = begin_upload(holder, "a", name="ảnh.jpg", size=len(content), mark="m", at=now())
    assert (again.pk, again.received) == (upload.pk, 1000)
    assert begin_upload(holder, "b", name="ảnh.jpg", size=len(content), mark="m", at=now()).pk != upload.pk
    assert begin_upload(uuid4(), "a", name="ảnh.jpg", size=len(content), mark="m", at=now()).pk != upload.pk


def test_more_than_was_said_is_not_taken(holder: UUID) -> None:
    upload = begin_upload(holder, "a", name="ảnh.jpg", size=10, at=now())
    with pytest.raises(Refused, match="dài hơn"):
        take_piece(holder, upload.pk, offset=0, piece=b"x" * 11, at=now())


def test_another_filing_cannot_touch_a_file(holder: UUID) -> None:
    upload = begin_upload(holder, "a", name="ảnh.jpg", size=10, at=now())
    for act in (
        lambda: take_piece(uuid4(), upload.pk, offset=0, piece=b"x", at=now()),
        lambda: move_upload(uuid4(), upload.pk, by=1),
    ):
        with pytest.raises(Refused, match="không còn"):
            act()
    remove_upload(uuid4(), upload.pk)
    assert Upload.objects.filter(pk=upload.pk).exists()


@pytest.mark.parametrize("size,word", [(0, "0 byte"), (-1, "0 byte"), (26 * 1024 * 1024, "25 MB")])
def test_a_size_that_cannot_be_is_refused_before_a_byte_is_read(size: int, word: str, holder: UUID) -> None:
    with pytest.raises(Refused, match=word):
        begin_upload(holder, "a", name="a.jpg", size=size, at=now())


def test_one_filing_holds_so_many_files_and_no_more(holder: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_FILES", 2)
    for _ in range(2):
        begin_upload(holder, "a", name="a.jpg", size=10, at=now())
    with pytest.raises(Refused, match="quá nhiều tệp"):
        begin_upload(holder, "b", name="a.jpg", size=10, at=now())
    begin_upload(uuid4(), "a", name="a.jpg", size=10, at=now())


def test_a_file_sent_with_a_form_is_refused_at_once_and_leaves_nothing(holder: UUID, places: Path) -> None:
    with pytest.raises(Refused, match="HTML"):
        upload_whole(holder, "a", sent=SimpleUploadedFile("a.pdf", b"<!doctype html>x"), at=now())
    assert uploads_of(holder) == []
    upload = upload_whole(holder, "a", sent=SimpleUploadedFile("a.jpg", strange.photo()), at=now())
    assert upload.state == CHECKING


# Order, documents, forgetting ----------------------------------------------------------------------------


def test_photos_that_follow_each_other_are_pages_of_one_document_in_the_order_chosen(
    holder: UUID, places: Path
) -> None:
    one = handed_in(holder, strange.photo(), "trang 1.jpg")
    handed_in(holder, strange.pdf(pages=2), "bản vẽ.pdf", "ban-ve")
    two = handed_in(holder, strange.photo((300, 400)), "trang 2.jpg")
    move_upload(holder, two.pk, by=-1)
    assert [u.name for u in uploads_of(holder, "to-khai")] == ["trang 2.jpg", "trang 1.jpg"]
    papers = bound_papers(holder, at=now())
    assert [(p.component, p.name, p.pages) for p in papers] == [
        ("ban-ve", "bản vẽ.pdf", 2), ("to-khai", "trang 2.pdf", 2),
    ]  # fmt: skip
    bound = pypdfium2.PdfDocument(kept(papers[1].file, places))
    assert [page.get_width() < page.get_height() for page in bound] == [True, False]
    move_upload(holder, one.pk, by=5)
    assert uploads_of(holder, "to-khai")[-1] == one


def test_nothing_is_handed_in_while_a_file_is_still_being_checked(holder: UUID) -> None:
    handed_in(holder, strange.photo())
    sent(holder, strange.photo())
    with pytest.raises(Refused, match="đang được kiểm tra"):
        bound_papers(holder, at=now())
    assert len(papers_of(holder)) == 1


def test_a_file_taken_back_is_gone_from_the_disk_unless_somebody_needs_it(
    holder: UUID, places: Path, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.foundation.files.store._JUST_NOW", -10)
    other = uuid4()
    mine, shared = handed_in(holder, strange.photo()), handed_in(holder, strange.pdf(), "a.pdf")
    handed_in(other, strange.pdf(), "a.pdf")
    store = Store(places / "files")
    assert mine.file and shared.file and mine.thumbnail
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_uploads([holder]) == 2
    assert not store.holds(mine.file.sha256) and not store.holds(mine.thumbnail.sha256)
    assert store.holds(shared.file.sha256)
    assert not File.objects.filter(pk=mine.file.pk).exists()


def test_every_night_what_broke_off_yesterday_is_forgotten(
    holder: UUID, places: Path, django_capture_on_commit_callbacks: Any
) -> None:
    begin_upload(holder, "a", name="a.jpg", size=10, at=now() - timedelta(days=2))
    fresh = begin_upload(holder, "a", name="a.jpg", size=10, at=now())
    take_piece(holder, fresh.pk, offset=0, piece=b"abc", at=now())
    (places / "quarantine" / "999999").write_bytes(b"of nobody")
    refused = handed_in(holder, strange.image(size=(20, 20)))
    assert refused.state == REFUSED
    with django_capture_on_commit_callbacks(execute=True):
        forget(0)
    assert {u.pk for u in uploads_of(holder)} == {fresh.pk, refused.pk}
    assert [path.name for path in places.glob("quarantine/*")] == [str(fresh.pk)]
    with at_time(now() + timedelta(days=8)):
        forget(0)
    assert uploads_of(holder) == []


def test_ones_own_document_is_handed_in_again_with_consent_and_without_a_new_file(holder: UUID) -> None:
    account = Account.objects.create_account("tam", None)
    before = handed_in(uuid4(), strange.pdf(pages=2), "giấy kết hôn.pdf")
    assert before.file
    document = Document.keep(
        account, before.file, name="Giấy kết hôn", source=HANDED_IN, at=now(), thumbnail=before.thumbnail, pages=2
    )  # fmt: skip
    assert Document.keep(account, before.file, name="x", source=HANDED_IN, at=now()) == document
    at = now()
    upload = reuse(holder, "ket-hon", document=document, at=at)
    assert (upload.state, upload.file, upload.consented_at) == (CLEAN, before.file, at)
    assert reuse(holder, "ket-hon", document=document, at=now()) == upload
    assert list(Document.objects.owned_by(account.pk)) == [document]
    assert not Document.objects.owned_by(None) and not Document.objects.owned_by(account.pk + 1)


def test_a_file_waiting_for_a_worker_that_died_is_looked_at_again(holder: UUID) -> None:
    upload = sent(holder, strange.photo())
    check_again(0)
    upload.refresh_from_db()
    assert upload.state == CHECKING
    with at_time(now() + timedelta(minutes=2)):
        check_again(0)
    upload.refresh_from_db()
    assert upload.state == CLEAN
