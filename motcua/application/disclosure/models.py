"""A monthly publication: figures frozen on a day, signed, made public at an hour, and never changed afterwards."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.actions import Act

FROZEN, SIGNED, PUBLISHED, DROPPED = 1, 2, 3, 4
STATES = {FROZEN: "Đã chốt số liệu", SIGNED: "Đã ký, chờ công bố", PUBLISHED: "Đã công bố", DROPPED: "Đã bỏ"}


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self) -> Self:
        return self.filter(state=PUBLISHED)

    def of(self, unit: Unit, month: Any) -> Self:
        """All editions of a unit's month, the newest first."""
        return self.filter(unit=unit, month=month).order_by("-edition")


class Publication(models.Model):
    """One edition of one month of one unit. `document` is what was frozen, `digest` its SHA-256 (rules.py)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="publications")
    month = models.DateField()
    edition = models.PositiveSmallIntegerField()
    state = models.PositiveSmallIntegerField(default=FROZEN)
    revision = models.PositiveIntegerField(default=0)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    finding = models.TextField()
    reason = models.TextField(blank=True)
    frozen_at = models.DateTimeField()
    signed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    signed_title = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "edition"], name="publication_edition_once"),
            models.UniqueConstraint(
                fields=["unit", "month"],
                condition=Q(state__in=[FROZEN, SIGNED]),
                name="publication_one_draft",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="publication_of_a_month"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="publication_state_known"),
            models.CheckConstraint(
                condition=Q(edition=1) | ~Q(reason=""), name="publication_corrected_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SIGNED, PUBLISHED])
                | Q(signed_at__isnull=False, publish_at__isnull=False),
                name="publication_signed_before_public",
            ),
            models.CheckConstraint(
                condition=Q(state=PUBLISHED, published_at__isnull=False)
                | (~Q(state=PUBLISHED) & Q(published_at=None)),
                name="publication_public_from_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "publish_at"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%m/%Y}"

    # What the kernel asks of a subject ------------------------------------------------------------------

    @property
    def version(self) -> int:
        return self.revision

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    def lock(self) -> Self:
        return type(self).objects.select_for_update(of=("self",)).select_related("unit").get(pk=self.pk)  # type: ignore[return-value]

    def stale_sentence(self) -> str:
        return "Bản công bố này vừa được người khác cập nhật. Xin tải lại trang rồi làm tiếp."

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """A publication has no clock."""

    def keep(self, act: Act) -> None:
        """Keep the row, and the event at its unit."""
        self.revision += 1
        self.save()
        act.record(month=f"{self.month:%Y-%m}", edition=self.edition, digest=self.digest)
        self.unit.lock().keep(act)
