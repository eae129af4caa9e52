"""Handing in files: begun, sent in pieces, moved, taken back, reused; read and made anew later by a job."""

import tempfile
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from motcua.domain.offices.models import Staff
from motcua.domain.people.models import Account
from motcua.foundation.actions import Refused, refuse_if
from motcua.foundation.files import FileRefused, ScannerAway, found_in, safe_name
from motcua.foundation.files.kinds import kind_of, refuse_unless_named
from motcua.foundation.files.remaking.joining import joined
from motcua.foundation.jobs import queue_job

from .models import Document, File, Upload, let_go
from .models.own import HANDED_IN, RESULT, DocumentQuerySet
from .models.upload import ARRIVING, CLEAN
from .queries import Paper, is_being_checked, papers_of

MOST_FILES = 60  # of one filing
MOST_BYTES = 250 * 1024 * 1024  # of one filing
PIECE = 1024 * 1024
MALWARE = (
    "Phần mềm diệt vi-rút báo tệp này có mã độc, nên tệp đã bị xóa. Hãy quét máy của mình rồi chọn tệp khác."
)


def begin_upload(
    holder: UUID, component: str, *, name: str, size: int, mark: str = "", at: datetime,
    kept: timedelta | None = None,
) -> Upload:  # fmt: skip
    """A file is coming; the same one (by `mark`), if it has not come wholly, goes on where it broke off.

    `kept`: how long it lies here at most, where nobody clears up after its filing.
    """
    refuse_if(size <= 0, "Tệp trống (0 byte). Hãy kiểm tra tệp trên máy rồi chọn lại.")
    refuse_if(
        size > settings.UPLOAD_LIMIT,
        f"Tệp lớn hơn {settings.UPLOAD_LIMIT // 1024 // 1024} MB. Hãy chụp lại ở độ nét thường, "
        "chia nhỏ, hoặc lưu lại thành PDF nhẹ hơn.",
    )
    with transaction.atomic():
        Upload.hold(holder)
        mine = Upload.objects.of(holder)
        known = (
            mine.filter(component=component, mark=mark, size=size, state=ARRIVING).last() if mark else None
        )
        if known:
            return known
        refuse_if(
            mine.count() >= MOST_FILES or mine.space() + size > MOST_BYTES,
            f"Hồ sơ này đã có quá nhiều tệp (nhiều nhất {MOST_FILES} tệp, {MOST_BYTES // 1024 // 1024} MB). "
            "Hãy xóa tệp không cần, hoặc nộp nhiều trang trong một tệp PDF.",
        )
        return Upload.objects.create(
            holder=holder, component=component, place=_next_place(holder, component), name=_readable(name),
            mark=mark[:64], size=size, added_at=at, keep_until=at + kept if kept else None,
        )  # fmt: skip


def take_piece(holder: UUID, number: int, *, offset: int, piece: bytes, at: datetime) -> Upload:
    """Keep a piece at its offset. One that came before, or comes too early, changes nothing: `received` of what is
    returned says where to go on."""
    with transaction.atomic():
        upload = _held(holder, number)
        end = offset + len(piece)
        if upload.state != ARRIVING or offset > upload.received or end <= upload.received:
            return upload
        refuse_if(end > upload.size, "Tệp dài hơn đã báo. Hãy chọn lại tệp rồi gửi lại.")
        upload.quarantine().write(upload.pk, offset, piece)
        upload.came(end)
        if end == upload.size:
            _look(upload, at)
        return upload


def upload_whole(
    holder: UUID, component: str, *, sent: UploadedFile, at: datetime, kept: timedelta | None = None
) -> Upload:
    """A file that came whole, with a form; refused at once where its first bytes already say so."""
    upload = begin_upload(holder, component, name=sent.name or "", size=sent.size or 0, at=at, kept=kept)
    offset = 0
    for piece in sent.chunks(PIECE):
        upload = take_piece(holder, upload.pk, offset=offset, piece=piece, at=at)
        offset += len(piece)
    if upload.said:
        sentence = upload.said
        remove_upload(holder, upload.pk)
        raise Refused(sentence)
    return upload


def keep_as_it_is(sent: UploadedFile, *, at: datetime, by: Staff) -> File:
    """Keep a file of the office's own to the byte: a result that is signed, or was signed elsewhere, is not made anew.

    It is looked at all the same: its kind, what in it acts, and by the scanner where there is one.
    """
    with tempfile.NamedTemporaryFile() as copy:
        for piece in sent.chunks(PIECE):
            copy.write(piece)
        copy.flush()
        try:
            refuse_infected(Path(copy.name))
        except ScannerAway as away:
            raise FileRefused(
                "Phần mềm diệt vi-rút chưa trả lời nên chưa nhận được tệp. Xin thử lại sau ít phút."
            ) from away
        copy.seek(0)
        return File.put(copy, name=sent.name or "", at=at, by=by)


def refuse_infected(place: Path) -> None:
    """Ask the scanner, where this office has one; raises FileRefused, or ScannerAway."""
    if settings.CLAMAV and found_in(place, scanner=settings.CLAMAV):
        raise FileRefused(MALWARE)


def _look(upload: Upload, at: datetime) -> None:
    """A first look, at what kind of file it says it is; everything else is left to the job."""
    quarantine = upload.quarantine()
    sha256 = quarantine.settle(upload.pk, upload.size)
    try:
        with quarantine.place(upload.pk).open("rb") as file:
            kind = kind_of(file)
            refuse_unless_named(kind, upload.name)
    except FileRefused as refused:
        upload.refused(str(refused), at=at)
        return
    upload.waits(sha256=sha256, kind=kind.key)
    queue_job("documents.check", upload=upload.pk)


def remove_upload(holder: UUID, number: int) -> None:
    """Take a file back; nothing of it is kept unless something else needs it."""
    with transaction.atomic():
        Upload.hold(holder)
        upload = Upload.objects.select_for_update().filter(holder=holder, pk=number).first()
        if upload:
            _remove(upload)


def move_upload(holder: UUID, number: int, *, by: int) -> None:
    """One place up (-1) or down (1) among the files of its component."""
    with transaction.atomic():
        Upload.hold(holder)
        upload = _held(holder, number)
        row = list(Upload.objects.of(holder).filter(component=upload.component))
        here = row.index(upload)
        there = min(max(here + by, 0), len(row) - 1)
        row.insert(there, row.pop(here))
        for place, each in enumerate(row):
            each.place = place
        Upload.objects.bulk_update(row, ["place"])


def reuse(
    holder: UUID, component: str, *, document: Document, at: datetime, kept: timedelta | None = None
) -> Upload:
    """Hand in one of one's own documents again; when the owner agreed to it is kept with the file."""
    with transaction.atomic():
        Upload.hold(holder)
        known = Upload.objects.of(holder).filter(component=component, document=document).first()
        if known:
            return known
        refuse_if(
            document.withdrawn_at,
            "Cơ quan đã thu hồi giấy tờ này nên không dùng lại được. Xin dùng bản mới.",
        )
        refuse_if(document.thumbnail is None, "Giấy tờ này chưa dùng lại được. Hãy chọn tệp từ máy.")
        return Upload.objects.create(
            holder=holder, component=component, place=_next_place(holder, component), name=document.name,
            state=CLEAN, size=document.file.size, received=document.file.size, sha256=document.file.sha256,
            kind="pdf", file=document.file, original=document.original, thumbnail=document.thumbnail,
            pages=document.pages, document=document, consented_at=at, added_at=at, checked_at=at,
            keep_until=at + kept if kept else None,
        )  # fmt: skip


@dataclass(frozen=True)
class Bound:
    """A document as it goes to a case: for which component, under what name, which file; since when its owner agrees
    that one of theirs is used again."""

    component: str
    name: str
    file: File
    pages: int
    consented_at: datetime | None = None


def bound_papers(holder: UUID, *, at: datetime) -> list[Bound]:
    """The documents of a filing, photographed pages bound together, a signed original behind what is read of it."""
    refuse_if(
        is_being_checked(holder),
        "Còn tệp đang được kiểm tra nên chưa nộp được. Những gì đã nhập vẫn còn; xin đợi một lát rồi nộp lại.",
    )
    taken_back = Upload.objects.of(holder).filter(document__withdrawn_at__isnull=False).first()
    refuse_if(
        taken_back,
        f"Cơ quan đã thu hồi giấy tờ “{taken_back}”. Xin bỏ tệp ấy và dùng bản mới." if taken_back else "",
    )
    bound: list[Bound] = []
    for paper in papers_of(holder):
        whole, agreed = _bound(paper, at), paper.uploads[0].consented_at
        bound.append(Bound(paper.component, f"{_stem(paper.name)}.pdf", whole, paper.pages, agreed))
        originals = (upload.original for upload in paper.uploads)
        bound += [
            Bound(paper.component, f"{_stem(paper.name)} (bản ký số gốc).pdf", signed, 0)
            for signed in originals
            if signed
        ]
    return bound


def _bound(paper: Paper, at: datetime) -> File:
    """The one file of a document."""
    if len(paper.files) == 1:
        return paper.files[0]
    with ExitStack() as stack:
        whole = joined(stack.enter_context(file.open()) for file in paper.files)
    return File.put(whole, name="a.pdf", at=at, limit=MOST_BYTES)


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def keep_as_documents(account: Account, holder: UUID, component: str, *, name: str, at: datetime) -> int:
    """Keep the papers of a component among the account's own documents, because its owner says so; how many."""
    papers = [paper for paper in papers_of(holder) if paper.component == component]
    for paper in papers:
        first = paper.uploads[0]
        with transaction.atomic():
            Document.keep(
                account, _bound(paper, at), name=name, source=HANDED_IN, at=at, component=component,
                pages=paper.pages, thumbnail=first.thumbnail, original=first.original,
            )  # fmt: skip
    return len(papers)


def keep_result(account: Account, file: File, *, case_code: str, at: datetime, **said: Any) -> Document:
    """Keep a sealed result among the documents of whose it is: that very file, and what it replaces marked as such."""
    with transaction.atomic():
        kept = Document.keep(account, file, source=RESULT, at=at, case_code=case_code, **said)
        before = Document.objects.owned_by(account.pk).results_of(case_code).filter(replaced_by=None)
        before.exclude(pk=kept.pk).exclude(withdrawn_at=None).update(replaced_by=kept)
    return kept


def forget_document(mine: DocumentQuerySet, number: int) -> None:
    """Take one of one's own documents away; what was handed in of it before stays where it was handed in."""
    with transaction.atomic():
        document = mine.filter(pk=number).first()
        if document:
            files = {file for file in (document.file, document.original, document.thumbnail) if file}
            document.delete()
            for file in files:
                let_go(file)


def forget_uploads(holders: Collection[UUID]) -> int:
    """Away with all files of filings that are over; those of a case stay with the case. The number forgotten."""
    gone = 0
    for upload in Upload.objects.filter(holder__in=holders):
        with transaction.atomic():
            _remove(upload)
        gone += 1
    return gone


def _remove(upload: Upload) -> None:
    number = upload.pk
    files = {file for file in (upload.file, upload.original, upload.thumbnail) if file}
    upload.delete()
    for file in files:
        let_go(file)
    transaction.on_commit(lambda: Upload.quarantine().discard(number))


def _held(holder: UUID, number: int) -> Upload:
    upload = Upload.objects.select_for_update().filter(holder=holder, pk=number).first()
    if upload is None:
        raise Refused("Tệp này không còn nữa. Xin tải lại trang.")
    return upload


def _next_place(holder: UUID, component: str) -> int:
    last = Upload.objects.of(holder).filter(component=component).last()
    return last.place + 1 if last else 0


def _readable(name: str) -> str:
    """The sender's name for the file, without folders or hidden characters, with its own extension."""
    _stem, dot, extension = name.rpartition(".")
    extension = "".join(c for c in extension if c.isalnum() and c.isascii()).lower()[:5] if dot else ""
    readable = safe_name(name, extension or "tep")
    return readable if extension else readable.removesuffix(".tep")
