"""A file of cases from another system, and how far it has been loaded."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from motcua.domain.offices.models import Staff, Unit
from motcua.domain.people.models import Person
from motcua.foundation.actions import Act

UNNAMED = "Không ghi tên"


class HistoryLoad(models.Model):
    """One file: known by its content, so that it is never loaded twice; `position` rows of it are dealt with."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.BinaryField(max_length=32, unique=True)
    rows = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    # Stands for all its applicants: history needs no persons.
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(position=F("loaded") + F("refused"), position__lte=F("rows")),
                name="history_load_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(position=F("rows")), name="history_load_finished_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    # What the kernel asks of a subject; the version is how far it has come, so two who load it meet.

    @property
    def state(self) -> int:
        return 1 if self.finished_at is None else 2

    @property
    def state_label(self) -> str:
        return "Đang nạp" if self.finished_at is None else "Đã nạp xong"

    @property
    def version(self) -> int:
        return self.position

    def lock(self) -> Self:
        return type(self).objects.select_for_update().get(pk=self.pk)  # type: ignore[return-value]

    def stale_sentence(self) -> str:
        return f"Tệp {self.file_name} đang được nạp ở một nơi khác. Xin đợi nơi đó xong rồi xem lại."

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """A load has no clock."""

    def keep(self, act: Act) -> None:
        """Write how far it has come, and the event of the office; the unit is held only from here to the end."""
        self.save()
        self.unit.lock().keep(act)

    def count(self, *, loaded: int, refused: int) -> None:
        """Note that so many more rows are dealt with."""
        self.loaded += loaded
        self.refused += refused
        self.position = self.loaded + self.refused

    def finish(self, at: datetime) -> None:
        self.finished_at = at
