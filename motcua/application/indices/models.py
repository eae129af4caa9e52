"""Counts that this system cannot measure itself, as another system gave them for a unit and a month."""

from django.db import models
from django.db.models import Q

from motcua.domain.offices.models import Unit


class GivenCount(models.Model):
    """One number of one indicator; a later number for the same place takes over, the event keeps what was given."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    indicator = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=16, decimal_places=2)
    source = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "indicator", "name"], name="given_count_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="given_count_of_a_month"),
            models.CheckConstraint(condition=Q(value__gte=0), name="given_count_not_negative"),
        ]
