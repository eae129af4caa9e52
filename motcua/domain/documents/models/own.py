"""Giấy tờ của tôi: documents that somebody with an account keeps here, to hand them in again."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from motcua.domain.people.actor import Citizen
from motcua.domain.people.models import Account

from .kept import File

HANDED_IN, RESULT = "handed_in", "result"
SOURCES = {HANDED_IN: "Đã nộp trong một hồ sơ", RESULT: "Kết quả giải quyết hồ sơ"}


class DocumentQuerySet(models.QuerySet["Document"]):
    def owned_by(self, account_id: int | None) -> Self:
        """One's own, and nobody else's."""
        return self.filter(account_id=account_id) if account_id else self.none()

    def visible_to(self, citizen: Citizen | None) -> Self:
        """One's own; results came by a proved number, so they are there only for who has proved it in this session."""
        mine = self.owned_by(citizen.account_id if citizen else None)
        return mine if citizen and citizen.level >= 2 else mine.exclude(source=RESULT)

    def usable(self) -> Self:
        """What can be handed in again: it has pages to show, and nobody has taken it back."""
        return self.exclude(thumbnail=None).filter(withdrawn_at=None)

    def results_of(self, case_code: str) -> Self:
        """The results of one case, in whosever hands."""
        return self.filter(source=RESULT, case_code=case_code)

    def withdrawn(self, *, at: datetime) -> None:
        """The authority has taken them back; they stay where they are, marked."""
        self.filter(withdrawn_at=None).update(withdrawn_at=at)


class Document(models.Model):
    """A document of one account: what it is, where it came from, and its file.

    `of_whom`: the firm or household business it was given to, where it is not the account's own person.

    A result is here as the authority sealed it, to the byte, with what it says of itself: of which procedure and
    case, its number, who signed it, when. One that was taken back stays, and points to what came in its place.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=160)
    of_whom = models.CharField(max_length=200, blank=True)
    component = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=12)
    case_code = models.CharField(max_length=40, blank=True)
    procedure = models.CharField(max_length=400, blank=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    signed_by = models.CharField(max_length=200, blank=True)
    sealed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces")
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
            models.CheckConstraint(
                condition=~Q(source=RESULT)
                | ~Q(case_code="") & ~Q(number="") & Q(issued_on__isnull=False, sealed_at__isnull=False),
                name="document_result_says_what_it_is",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(withdrawn_at__isnull=False),
                name="document_replaced_was_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["case_code"], condition=Q(source=RESULT), name="document_of_case"),
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

    @property
    def is_result(self) -> bool:
        return self.source == RESULT
