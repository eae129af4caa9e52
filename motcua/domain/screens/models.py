"""The screen of an officer's counter: paired for one day, showing one case at a time."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from motcua.domain.cases.models import Case
from motcua.domain.offices.models import Staff, Unit

from .rules import Part


class ScreenQuerySet(models.QuerySet["Screen"]):
    def paired(self, at: datetime) -> Self:
        return self.filter(paired_until__gt=at)

    def showing(self, at: datetime) -> Self:
        return self.filter(until__gt=at)


class Screen(models.Model):
    """One officer's screen; of its code and its key only hashes are kept. `turn` changes with whoever stands there."""

    staff = models.OneToOneField(Staff, models.PROTECT, related_name="screen")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code_hash = models.BinaryField(max_length=32, null=True, unique=True)
    code_until = models.DateTimeField(null=True)
    key_hash = models.BinaryField(max_length=32, null=True, unique=True)
    paired_until = models.DateTimeField(null=True)
    part = models.CharField(max_length=8, blank=True, choices=[(part, part) for part in Part])
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True)
    turn = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=dict)

    objects = ScreenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(part="", case=None, until=None)
                | Q(part=Part.THANKS, case=None, until__isnull=False)
                | Q(part__in=[Part.CASE, Part.SLIP, Part.RATING], case__isnull=False, until__isnull=False),
                name="screen_shows_one_case_for_a_time",
            ),
            models.CheckConstraint(
                condition=Q(part=Part.RATING) | Q(said={}), name="screen_keeps_nothing_that_was_said"
            ),
        ]

    def put(self, part: str, case: Case | None = None, until: datetime | None = None) -> None:
        """Show something else, to somebody else; nothing of before stays."""
        self.part, self.case, self.until, self.said = part, case, until, {}
        self.turn += 1
        self.save(update_fields=["part", "case", "until", "said", "turn"])
