"""The rollup: figures added up by day, month and year, and the events that are not in it yet."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from motcua.domain.catalogue.models import ProcedureVersion
from motcua.domain.offices.models import Unit

from .counts import COUNTS


class Pending(models.Model):
    """An event that waits to be folded into the figures; written by a trigger with the event itself."""

    event_id = models.BigIntegerField()


def _dimension(to: type[models.Model], **more: Any) -> Any:
    """A key copied from a case, where the database checks it; checking millions of sums again would cost minutes."""
    return models.ForeignKey(
        to, models.PROTECT, related_name="+", db_index=False, db_constraint=False, **more
    )


class Figure(models.Model):
    """What changed in one day, ten days, month or year (`grain`, beginning at `start`) at one unit for one authority.

    One row for each terms of a procedure, and one of all together (`terms` is NULL); days of all together only, ten days
    (from the 1st, 11th and 21st) of each only. Each count is how many more
    cases there are, so that the sum up to a day is what stands on that day, and the sum over a period what
    happened in it. NULL is 0 and takes no room.
    """

    grain = models.CharField(max_length=1)
    start = models.DateField()
    unit = _dimension(Unit)
    authority = _dimension(Unit)
    terms = _dimension(ProcedureVersion, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "start", "terms", "unit", "authority"],
                nulls_distinct=False,
                name="figure_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(grain="d") | models.Q(terms=None), name="figure_day_of_all_terms"
            ),
            models.CheckConstraint(
                condition=~models.Q(grain="t") | models.Q(terms__isnull=False), name="figure_ten_days_of_each"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "grain", "start"], name="figure_of_unit"),
            models.Index(
                fields=["grain", "start"], condition=models.Q(terms=None), name="figure_of_all_terms"
            ),
        ]


for name in COUNTS:
    Figure.add_to_class(name, models.IntegerField(null=True))  # type: ignore[attr-defined]


class ServedMonth(models.Model):
    """What one unit served in one month (served.py), with the procedures that cost a fee and those paid for online.

    A month without rows is not kept, and counted when it is read.
    """

    month = models.DateField()
    unit = _dimension(Unit)
    received = models.IntegerField()
    scanned = models.IntegerField()
    unscanned = models.IntegerField()
    reused = models.IntegerField()
    results = models.IntegerField()
    filed = models.IntegerField()
    sealed = models.IntegerField()
    paid = models.IntegerField()
    paid_online = models.IntegerField()
    used_with_fee = ArrayField(models.BigIntegerField())
    used_paid_online = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "unit"], name="served_month_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="served_month_of_a_month"),
        ]
