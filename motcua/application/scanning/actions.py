"""A pile handed to a case: its files taken in, its pages sorted into papers, each paper attached."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from motcua.domain.cases.actions.processing import attach
from motcua.domain.cases.models import Case
from motcua.domain.documents.actions import MOST_BYTES, forget_uploads, remove_upload, upload_whole
from motcua.domain.documents.models import File, Upload, let_go
from motcua.domain.offices.models import Staff
from motcua.foundation.actions import Refused, refuse_unless
from motcua.foundation.files.remaking.joining import gathered
from motcua.foundation.jobs import queue_job

from .models import Scan, ScannedPage
from .rules import OTHER, Leaf, faults, papers_of

PILE = "tap-quet"  # stands for a component in the files of a pile, which is not of one yet


def take_files(case: Case, sent: Sequence[UploadedFile], *, by: Staff, at: datetime) -> list[str]:
    """Take the files of a pile in, to be looked at like anybody's; the sentences of those that were refused."""
    refuse_unless(attach.permits(by, case), "Hồ sơ này không nhận thêm giấy tờ ở trạng thái hiện nay.")
    pile = Scan.of(case, by, at=at)
    problems = []
    for file in sent:
        try:
            upload_whole(pile.holder, PILE, sent=file, at=at)
        except Refused as refused:
            problems.append(f"{file.name}: {refused.sentence}")
    queue_job("scanning.draw", scan=pile.pk)
    return problems


def file_scan(pile: Scan, leaves: Sequence[Leaf], names: dict[str, str], *, by: Any, at: datetime) -> int:
    """Attach the papers a pile was sorted into to its case, all or none, and forget the pile; how many papers.

    `names` gives the title of each paper that may be chosen.
    """
    refuse_unless(not faults(leaves), "Còn trang chưa chọn giấy tờ.")
    with transaction.atomic():
        held = Scan.objects.select_for_update().filter(pk=pile.pk).first()
        if held is None:  # the same form came twice: it has been done
            return 0
        pages = {page.pk: page for page in held.pages.select_related("upload__file", "upload__original")}
        refuse_unless(
            {leaf.number for leaf in leaves} == set(pages),
            "Tập giấy vừa có thêm hoặc bớt trang. Xin xem lại rồi lưu.",
        )
        papers = papers_of(leaves)
        refuse_unless(
            papers, "Trang nào cũng bị bỏ nên không có gì để lưu. Xin chọn giấy tờ cho ít nhất một trang."
        )
        for which, row in papers:
            _attach(held, which, names, [(pages[leaf.number], leaf.turned) for leaf in row], by, at)
        forget_scan(held)
    return len(papers)


def _attach(
    pile: Scan, which: str, names: dict[str, str], row: list[tuple[ScannedPage, int]], by: Any, at: datetime
) -> None:
    """One paper: its pages bound together, and a signed file it came from byte for byte beside it."""
    paper, name = "" if which == OTHER else which, names[which][:140]
    attach(pile.case, by=by, file=_bound(row, at), name=f"{name} (bản quét)", paper=paper)
    signed = {page.upload.original for page, _turned in row if page.upload.original}
    for original in signed:
        if not pile.case.files.filter(file=original).exists():
            attach(pile.case, by=by, file=original, name=f"{name} (bản ký số gốc)", paper=paper)


def _bound(row: list[tuple[ScannedPage, int]], at: datetime) -> File:
    with ExitStack() as stack:
        opened = {
            file.pk: stack.enter_context(file.open()) for file in {_clean(page) for page, _turned in row}
        }
        whole = gathered((opened[_clean(page).pk], page.number - 1, turned) for page, turned in row)
    return File.put(whole, name="a.pdf", at=at, limit=MOST_BYTES)


def _clean(page: ScannedPage) -> File:
    """The file made anew that the page is of; pages are drawn of such files only."""
    assert page.upload.file is not None
    return page.upload.file


def take_back(upload: Upload, sentence: str, *, at: datetime) -> None:
    """A file whose pages cannot be drawn leaves the pile, with the reason."""
    Upload.objects.filter(pk=upload.pk).update(
        state="refused", said=sentence, file=None, thumbnail=None, original=None, pages=None, checked_at=at
    )
    for file in (upload.file, upload.original, upload.thumbnail):
        if file:
            let_go(file)


def remove_file(pile: Scan, number: int) -> None:
    """Take one file of a pile away again, with its pages."""
    with transaction.atomic():
        pictures = [page.picture for page in pile.pages.filter(upload=number).select_related("picture")]
        remove_upload(pile.holder, number)
        for picture in pictures:
            let_go(picture)


def forget_scan(pile: Scan) -> None:
    """Away with a pile: what was filed of it stays with its case."""
    with transaction.atomic():
        pictures = [page.picture for page in pile.pages.select_related("picture")]
        pile.pages.all().delete()
        forget_uploads([pile.holder])
        pile.delete()
        for picture in pictures:
            let_go(picture)
