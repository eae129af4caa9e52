"""Ratings as kept: one for a case, never changed, and no path from an officer's page to who gave it."""

from django.db import models

from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import Act
from motcua.foundation.database.rows import insert

from .rules import LONGEST_REMARK, Score

THROUGH = {"link": "Đường dẫn trên giấy hẹn", "tablet": "Màn hình tại quầy"}


class Rating(models.Model):
    """What an applicant said when the result was there. The row is its own record: append-only, by a trigger."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="rating")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="ratings")
    score = models.SmallIntegerField()
    reason = models.CharField(max_length=20, blank=True)
    answers = models.JSONField(default=dict)
    remark = models.CharField(max_length=LONGEST_REMARK, blank=True)
    through = models.CharField(max_length=8, choices=THROUGH.items())
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__in=[int(score) for score in Score]), name="rating_of_three"
            ),
            models.CheckConstraint(
                condition=~models.Q(score=int(Score.DISSATISFIED)) | ~models.Q(reason=""),
                name="rating_dissatisfied_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(through__in=list(THROUGH)), name="rating_through_known"
            ),
        ]
        indexes = [models.Index(fields=["unit", "at"], name="rating_of_unit")]

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """A rating has no clock."""

    def keep(self, act: Act) -> None:
        """Keep the row; a case's history says nothing of it, because its officer reads that history."""
        insert(self)
