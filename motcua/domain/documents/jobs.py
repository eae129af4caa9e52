"""Looking at what was handed in: scanned where a scanner is, read, made anew; what nobody finished is forgotten."""

import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from motcua.foundation.actions import now
from motcua.foundation.files import FileRefused, ScannerAway, Store
from motcua.foundation.files.contents import refuse_dangerous
from motcua.foundation.files.kinds import KINDS
from motcua.foundation.files.remaking import Remade, remade

from .actions import refuse_infected, remove_upload
from .models import File, Upload
from .models.upload import ARRIVING, CHECKING, REFUSED

AGAIN_AFTER = timedelta(minutes=1)
UNFINISHED_KEPT, REFUSED_KEPT, UNNAMED_KEPT = timedelta(days=1), timedelta(days=7), timedelta(days=30)
WAITING_FOR_SCANNER = (
    "Phần mềm diệt vi-rút chưa trả lời. Tệp được giữ riêng, chưa ai mở, và sẽ được kiểm tra lại sau ít phút."
)


@app.task(name="documents.check")
def check(upload: int) -> None:
    """Look at one file; done twice, it comes to the same. While the scanner is away the file stays unopened."""
    waiting = Upload.objects.filter(pk=upload, state=CHECKING).first()
    if waiting is None:
        return
    try:
        _check(waiting)
    except FileNotFoundError:  # taken back meanwhile, or lost
        waiting.refused("Tệp chưa tới nơi trọn vẹn. Hãy chọn lại tệp.", at=now())
    except FileRefused as refused:
        waiting.refused(str(refused), at=now())
    except ScannerAway:
        Upload.objects.filter(pk=upload, state=CHECKING).update(said=WAITING_FOR_SCANNER)


def _check(upload: Upload) -> None:
    original = upload.quarantine().place(upload.pk)
    refuse_infected(original)
    with original.open("rb") as file:
        refuse_dangerous(KINDS[upload.kind], file, upload.size)
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        made = remade(original, upload.kind, Path(folder))
        _keep(upload, made, original)


def _keep(upload: Upload, made: Remade, original: Path) -> None:
    at = now()
    with transaction.atomic():
        upload.cleaned(
            file=_kept(made.pdf, "a.pdf"),
            thumbnail=_kept(made.thumbnail, "a.jpg"),
            pages=made.pages,
            original=_kept(original, upload.name) if made.signed else None,
            at=at,
        )
    upload.quarantine().discard(upload.pk)


def first_page(file: File) -> tuple[File | None, int]:
    """The picture of the first page of a kept PDF, and how many pages it has; the file itself stays as it is.

    No picture, and one page, of a file that cannot be drawn.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        copy, made_in = Path(folder) / "a.pdf", Path(folder) / "made"
        copy.write_bytes(file.read())
        made_in.mkdir()
        try:
            made = remade(copy, "pdf", made_in)
        except FileRefused:
            return None, 1
        return _kept(made.thumbnail, "a.jpg"), made.pages


def _kept(path: Path, name: str) -> File:
    """The row of a file that is put into the store."""
    with path.open("rb") as file:
        return File.put(file, name=name, at=now(), limit=4 * settings.UPLOAD_LIMIT)


@app.periodic(cron="* * * * *")
@app.task(name="documents.check_again", queueing_lock="documents.check_again")
def check_again(timestamp: int) -> None:
    """Every minute, look again at what still waits: the scanner was away, or a worker died over it."""
    for upload in (
        Upload.objects.filter(state=CHECKING).begun_before(now() - AGAIN_AFTER).order_by("added_at")
    ):
        check(upload.pk)
        upload.refresh_from_db(fields=["state"])
        if upload.state == CHECKING:
            return  # the scanner is still away; the others would only wait for it too


@app.periodic(cron="45 2 * * 0")
@app.task(name="documents.sweep", queueing_lock="documents.sweep")
def sweep(timestamp: int) -> None:
    """Every week, forget content of the store that no row names: a worker died between keeping the bytes and the row.

    Only after a month: whoever has to go back to an older dump of the database finds the files of the newer one there.
    """
    store = Store(settings.FILES)
    for lying in store.untouched(before=(now() - UNNAMED_KEPT).timestamp()):
        named = set(File.objects.filter(sha256__in=lying).values_list("sha256", flat=True))
        for sha256 in set(lying) - named:
            store.forget(sha256)


@app.periodic(cron="25 2 * * *")
@app.task(name="documents.forget", queueing_lock="documents.forget")
def forget(timestamp: int) -> None:
    """Every night, forget sendings that broke off, refusals long read, what was never handed in, and bytes of nobody."""
    at = now()
    stale = [
        *Upload.objects.filter(state=ARRIVING).begun_before(at - UNFINISHED_KEPT),
        *Upload.objects.filter(state=REFUSED).begun_before(at - REFUSED_KEPT),
        *Upload.objects.filter(keep_until__lt=at),
    ]
    for upload in stale:
        remove_upload(upload.holder, upload.pk)
    quarantine = Upload.quarantine()
    lying = set(quarantine.numbers())
    for number in lying - set(Upload.objects.filter(pk__in=lying).values_list("pk", flat=True)):
        quarantine.discard(number)
