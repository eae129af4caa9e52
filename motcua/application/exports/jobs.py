"""Writing what was asked for, and forgetting files whose days are over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from .models import ASKED, WRITTEN, Export
from .rules import ExportRefused
from .writing import write

_FAULT = "Máy chủ gặp lỗi khi viết tệp; không có gì bị mất. Xin yêu cầu lại; nếu vẫn vậy, xin báo quản trị hệ thống."


@app.task(name="exports.write")
def write_export(export: int) -> None:
    """Write the file; begun again after a worker died, it begins at the first row and writes over what was left."""
    with _alone(export):
        asked = Export.objects.select_related("unit").filter(pk=export, state=ASKED).first()
        if asked is None:  # written meanwhile, by a worker that had been taken for dead
            return
        fault = _write(asked)
    if fault:
        raise fault


def _write(asked: Export) -> Exception | None:
    """Write and note how it ended; a fault nobody foresaw is noted for the person, then given back for the log."""
    try:
        with _progress(asked.pk) as say:
            made = write(
                asked.path,
                kind=asked.kind,
                first=asked.first,
                last=asked.last,
                below=asked.unit.path,
                say=say,
            )
    except ExportRefused as refused:
        asked.failed(str(refused))
    except Exception as fault:
        asked.failed(_FAULT)
        return fault
    else:
        asked.written(rows=made.rows, size=made.size, sha256=made.sha256, at=now())
    return None


@contextmanager
def _alone(export: int) -> Iterator[None]:
    """A transaction held by one worker at a time, and let go by the database when that worker dies."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # Parquet is written meanwhile
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('exports.write'), %s::int)", [export])
        yield


@contextmanager
def _progress(export: int) -> Iterator[Callable[[int], None]]:
    """Says how many rows there are, on a connection beside the one that reads them."""
    beside = connection.copy()

    def say(rows: int) -> None:
        with beside.cursor() as cursor:
            cursor.execute("UPDATE exports_export SET rows = %s WHERE id = %s", [rows, export])

    try:
        say(0)
        yield say
    finally:
        beside.close()


@app.periodic(cron="10 2 * * *")
@app.task(name="exports.forget", queueing_lock="exports.forget")
def forget_old(timestamp: int) -> None:
    """Every night, remove files whose days are over, and what no export knows of."""
    today = local(now()).date()
    for old in Export.objects.filter(state=WRITTEN, kept_until__lt=today):
        old.forget()
    known = {str(pk) for pk in Export.objects.filter(state__in=[ASKED, WRITTEN]).values_list("pk", flat=True)}
    for path in Path(settings.EXPORTS).glob("*.*"):
        if path.name.partition(".")[0] not in known:
            path.unlink(missing_ok=True)
