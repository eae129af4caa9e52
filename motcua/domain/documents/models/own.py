"""Giấy tờ của tôi: documents that somebody with an account keeps here, to hand them in again."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from motcua.domain.people.models import Account

from .kept import File

HANDED_IN, RESULT = "handed_in", "result"
SOURCES = {HANDED_IN: "Đã nộp trong một hồ sơ", RESULT: "Kết quả giải quyết hồ sơ"}


class DocumentQuerySet(models.QuerySet["Document"]):
    def owned_by(self, account_id: int | None) -> Self:
        """One's own, and nobody else's."""
        return self.filter(account_id=account_id) if account_id else self.none()


class Document(models.Model):
    """A document of one account: what it is, where it came from, when it was issued, and its file."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=160)
    component = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=12)
    case_code = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    original = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    thumbnail = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    pages = models.PositiveSmallIntegerField(default=1)
    kept_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "file"], name="document_once"),
            models.CheckConstraint(condition=Q(source__in=list(SOURCES)), name="document_source_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def source_label(self) -> str:
        return SOURCES[self.source]

    @classmethod
    def keep(
        cls, account: Account, file: File, *, name: str, source: str, at: datetime, **more: object
    ) -> Self:
        """Keep a document for an account; the same file is kept once."""
        return cls.objects.get_or_create(
            account=account, file=file, defaults={"name": name[:160], "source": source, "kept_at": at, **more}
        )[0]

    def described(self, *, number: str, issued_on: date, issuer: str) -> None:
        """What stands on the document itself."""
        self.number, self.issued_on, self.issuer = number, issued_on, issuer
        self.save(update_fields=["number", "issued_on", "issuer"])
