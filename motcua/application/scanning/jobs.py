"""Drawing the pages of a pile once its files are clean; piles nobody has filed are forgotten."""

import tempfile
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from procrastinate.contrib.django import app

from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import File, Upload
from motcua.domain.documents.models.upload import CHECKING, CLEAN
from motcua.foundation.actions import now
from motcua.foundation.files import FileRefused
from motcua.foundation.files.remaking import drawn

from .actions import forget_scan, take_back
from .models import Scan, ScannedPage

KEPT = timedelta(days=1)


@app.task(name="scanning.draw")
def draw(scan: int) -> None:
    """Look at the files of a pile and draw their pages; done twice, it comes to the same."""
    pile = Scan.objects.filter(pk=scan).first()
    if pile is None:
        return
    for upload in Upload.objects.of(pile.holder).filter(state=CHECKING):
        check(upload.pk)
    for upload in Upload.objects.of(pile.holder).filter(state=CLEAN).select_related("file"):
        if not pile.pages.filter(upload=upload).exists():
            _draw(pile, upload)


def _draw(pile: Scan, upload: Upload) -> None:
    assert upload.file is not None
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        whole = Path(folder) / "whole.pdf"
        whole.write_bytes(upload.file.read())
        try:
            found = drawn(whole, Path(folder))
        except FileRefused as refused:
            take_back(upload, str(refused), at=now())
            return
        with transaction.atomic():
            pages = [
                ScannedPage(scan=pile, upload=upload, number=number, picture=_kept(sheet.picture), written=sheet.written)
                for number, sheet in enumerate(found, start=1)
            ]  # fmt: skip
            ScannedPage.objects.bulk_create(pages, ignore_conflicts=True)


def _kept(picture: Path) -> File:
    with picture.open("rb") as file:
        return File.put(file, name="a.jpg", at=now())


@app.periodic(cron="* * * * *")
@app.task(name="scanning.draw_again", queueing_lock="scanning.draw_again")
def draw_again(timestamp: int) -> None:
    """Every minute, draw what still waits: the scanner for viruses was away, or a worker died over it."""
    clean = Upload.objects.filter(state=CLEAN).values_list("holder", flat=True)
    drawn = ScannedPage.objects.values("upload")
    for pile in Scan.objects.filter(holder__in=clean.exclude(pk__in=drawn)):
        draw(pile.pk)


@app.periodic(cron="25 2 * * *")
@app.task(name="scanning.forget", queueing_lock="scanning.forget")
def forget(timestamp: int) -> None:
    """Every night, forget piles that were begun and not filed."""
    for pile in Scan.objects.filter(begun_at__lt=now() - KEPT):
        forget_scan(pile)
