"""A file on its way in: from its first piece, through quarantine, to a PDF that can be opened without fear."""

from datetime import datetime
from typing import Self
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q, Sum

from motcua.foundation.files import Quarantine

from .kept import File
from .own import Document

ARRIVING, CHECKING, CLEAN, REFUSED = "arriving", "checking", "clean", "refused"
STATES = {ARRIVING: "Đang gửi", CHECKING: "Đang kiểm tra", CLEAN: "Đã nhận", REFUSED: "Không nhận được"}
PHOTOS = ("jpeg", "png", "heic")


_MARKS = UUID("5b1e2f0c-6a2d-4c55-9a51-3f1c8e0d7a42")


def holder_named(what: str) -> UUID:
    """The mark of a filing that has no row of its own: what it is, and always the same for the same."""
    return uuid5(_MARKS, what)


class UploadQuerySet(models.QuerySet["Upload"]):
    def of(self, holder: UUID) -> Self:
        """All of one filing, in the order of its pages."""
        return self.filter(holder=holder).order_by("component", "place", "pk")

    def begun_before(self, moment: datetime) -> Self:
        return self.filter(added_at__lt=moment)

    def space(self) -> int:
        """Bytes they take, or will when all has come."""
        return self.aggregate(all=Sum("size"))["all"] or 0


class Upload(models.Model):
    """One file that a citizen or a scanner hands in for a component of a filing.

    `holder` is the mark of the filing, `mark` that of the file on the sender's machine: with it a sending that broke
    off goes on. While the state is not clean its bytes lie in quarantine; afterwards `file` is a PDF made here, and
    `original` what was sent, kept only where a signature would otherwise be lost. It goes with its filing, or, where
    nobody clears up after that, when `keep_until` has passed.
    """

    holder = models.UUIDField()
    component = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    mark = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, default=ARRIVING)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    original = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    thumbnail = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    pages = models.PositiveSmallIntegerField(null=True)
    said = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    consented_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    keep_until = models.DateTimeField(null=True, db_index=True)
    checked_at = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="upload_state_known"),
            models.CheckConstraint(
                condition=Q(size__gt=0, received__gte=0, received__lte=F("size")), name="upload_within_size"
            ),
            models.CheckConstraint(
                condition=~Q(state=CLEAN) | Q(file__isnull=False, thumbnail__isnull=False, pages__gt=0),
                name="upload_clean_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=CLEAN) | Q(file=None), name="upload_unopened_until_clean"
            ),
            models.CheckConstraint(condition=~Q(state=REFUSED) | ~Q(said=""), name="upload_refused_in_words"),
            models.CheckConstraint(
                condition=Q(document=None) | Q(consented_at__isnull=False), name="upload_reused_with_consent"
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "component", "place"], name="upload_of_holder"),
            models.Index(fields=["added_at"], condition=~Q(state=CLEAN), name="upload_unfinished"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def quarantine(cls) -> Quarantine:
        return Quarantine(settings.QUARANTINE)

    @classmethod
    def hold(cls, holder: UUID) -> None:
        """Until the transaction ends nobody else adds to this filing, so that its limits hold."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('documents.uploads'), hashtext(%s))", [str(holder)]
            )

    @property
    def is_photo(self) -> bool:
        """Whether it is one photographed page, which may become part of a document of several."""
        return self.kind in PHOTOS

    def came(self, end: int) -> None:
        """The bytes up to `end` are kept."""
        self.received = end
        self.save(update_fields=["received"])

    def waits(self, *, sha256: str, kind: str) -> None:
        """All has come; it is looked at next."""
        self.state, self.sha256, self.kind = CHECKING, sha256, kind
        self.save(update_fields=["state", "sha256", "kind"])

    def refused(self, sentence: str, *, at: datetime) -> None:
        """It cannot be taken, and this is what to do instead; of its bytes nothing is kept."""
        done = Upload.objects.filter(pk=self.pk, state__in=[ARRIVING, CHECKING])
        if done.update(state=REFUSED, said=sentence, checked_at=at):
            self.state, self.said, self.checked_at = REFUSED, sentence, at
            self.quarantine().discard(self.pk)

    def cleaned(
        self, *, file: File, thumbnail: File, pages: int, original: File | None, at: datetime
    ) -> None:
        """It was made anew; the bytes that were sent are not needed any more."""
        waiting = Upload.objects.filter(pk=self.pk, state=CHECKING)
        waiting.update(
            state=CLEAN,
            said="",
            file=file,
            thumbnail=thumbnail,
            pages=pages,
            original=original,
            checked_at=at,
        )
