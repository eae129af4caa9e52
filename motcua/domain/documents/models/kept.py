"""Files by content, and numbers of official papers without gaps."""

from datetime import date, datetime
from io import BufferedReader
from typing import Self

from django.conf import settings
from django.db import connection, models, transaction

from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.files import Readable, Store


class File(models.Model):
    """A file in the store; its address is the SHA-256 of its content, its name is only a label."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=100)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty")]

    @classmethod
    def put(
        cls, stream: Readable, *, name: str, at: datetime, by: Staff | None = None, limit: int | None = None
    ) -> Self:
        """Keep a file as it is, and give the row of its content; `limit` in bytes. Raises FileRefused."""
        kept = Store(settings.FILES).put(stream, declared_name=name, limit=limit or settings.UPLOAD_LIMIT)
        return cls.objects.get_or_create(
            sha256=kept.sha256, defaults={"size": kept.size, "kind": kept.kind, "kept_at": at, "kept_by": by}
        )[0]

    def open(self) -> BufferedReader:
        """Its content, for reading."""
        return Store(settings.FILES).open(self.sha256)

    def read(self) -> bytes:
        """All of its content."""
        with self.open() as file:
            return file.read()


def let_go(file: File) -> None:
    """Forget a file unless something still points to it; its content goes once that is certain."""
    try:
        with transaction.atomic():
            file.delete()
    except models.ProtectedError:
        return
    transaction.on_commit(lambda: Store(settings.FILES).forget(file.sha256))


class Register(models.Model):
    """The last number given out in one register of one unit in one year (NĐ 30/2020: gap-free per year)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="register_once")]


def next_number(unit_id: int, kind: str, *, on: date) -> int:
    """The next number of the register; inside a transaction it holds the row, so a roll-back leaves no gap."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_register AS r (unit_id, kind, year, last) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (unit_id, kind, year) DO UPDATE SET last = r.last + 1 RETURNING last",
            [unit_id, kind, on.year],
        )
        return cursor.fetchone()[0]
