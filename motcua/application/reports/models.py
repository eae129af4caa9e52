"""The rollup: figures added up by day, month and year, and the events that are not in it yet."""

from typing import Any

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
    """What changed in one day, month or year (`grain`, beginning at `start`) at one unit for one authority.

    One row for each terms of a procedure, and one of all together (`terms` is NULL); days of all together only. Each count is how many more
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
        ]
        indexes = [
            models.Index(fields=["unit", "grain", "start"], name="figure_of_unit"),
            models.Index(
                fields=["grain", "start"], condition=models.Q(terms=None), name="figure_of_all_terms"
            ),
        ]


for name in COUNTS:
    Figure.add_to_class(name, models.IntegerField(null=True))  # type: ignore[attr-defined]
