"""Ratings as kept: one for a case, never changed, and no path from an officer's page to who gave it."""

from django.db import models
from django.db.models.functions import Coalesce

from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import Act
from motcua.foundation.database.rows import insert

from .rules import LONGEST_REMARK, Score
from .sheet_rules import LONGEST, WAYS

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
        indexes = [
            models.Index(fields=["unit", "at"], name="rating_of_unit"),
            models.Index(
                fields=["at"], condition=models.Q(score=int(Score.DISSATISFIED)), name="rating_dissatisfied"
            ),
        ]

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """A rating has no clock."""

    def keep(self, act: Act) -> None:
        """Keep the row; a case's history says nothing of it, because its officer reads that history."""
        insert(self)


class Survey(models.Model):
    """What a survey of a unit found by one way of asking, in all or on one question, as whoever held it counted.

    Given again, a line takes over; the event of the office keeps what was given before. What the source does not tell
    is null (sheet_rules: SurveyLine).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    first = models.DateField()
    last = models.DateField()
    way = models.CharField(max_length=6, choices=WAYS.items(), blank=True)
    question = models.CharField(max_length=LONGEST["question"], blank=True)
    sent = models.PositiveIntegerField(null=True)
    refused = models.PositiveIntegerField(null=True)
    dissatisfied = models.PositiveIntegerField()
    neutral = models.PositiveIntegerField(null=True)
    satisfied = models.PositiveIntegerField()
    very_satisfied = models.PositiveIntegerField(null=True)
    asked_by = models.CharField(max_length=LONGEST["asked_by"])
    method = models.CharField(max_length=LONGEST["method"], blank=True)
    source = models.CharField(max_length=LONGEST["source"])
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "first", "last", "way", "question"], name="survey_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="survey_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=models.Q(way__in=list(WAYS)), name="survey_way_known"),
            models.CheckConstraint(
                condition=models.Q(
                    sent__gte=models.F("dissatisfied")
                    + models.F("satisfied")
                    + Coalesce("neutral", 0)
                    + Coalesce("very_satisfied", 0)
                    + Coalesce("refused", 0)
                )
                | models.Q(sent=None),
                name="survey_answers_were_sent_for",
            ),
        ]
