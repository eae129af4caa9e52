"""An export: who asked for which cases, how far it is written, and the file for as long as it is kept."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.actions import Act
from motcua.foundation.calendar import local
from motcua.foundation.jobs import queue_job

from .rules import KINDS, file_name, kept_days

ASKED, WRITTEN, FAILED, FORGOTTEN = 1, 2, 3, 4
STATES = {ASKED: "Đang viết", WRITTEN: "Đã viết xong", FAILED: "Không viết được", FORGOTTEN: "Đã hết hạn giữ"}
EXPORTERS = ("leader", "ptc_control", "inspector")


def reach(person: Any) -> set[str]:
    """The paths below which a person may take cases away as a file."""
    return {duty.unit_path for duty in person.duties if duty.role in EXPORTERS}


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, staff: Staff) -> Self:
        """One's own exports, of units one still may export."""
        allowed: Any = Q(pk=None)
        for path in reach(staff):
            allowed |= Q(unit__path__startswith=path)
        return self.filter(allowed, asked_by=staff)


class Export(models.Model):
    """One file asked for; `rows` is how many are written so far, `expected` how many the figures count."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    first = models.DateField()
    last = models.DateField()
    kind = models.CharField(max_length=8)
    state = models.PositiveSmallIntegerField(default=ASKED)
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="exports")
    asked_at = models.DateTimeField()
    expected = models.IntegerField()
    rows = models.IntegerField(default=0)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField(null=True)
    kept_until = models.DateField(null=True)
    problem = models.TextField(blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="export_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="export_state_known"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="export_of_days_in_order"),
            models.CheckConstraint(
                condition=~Q(state=WRITTEN) | Q(size__isnull=False, kept_until__isnull=False) & ~Q(sha256=""),
                name="export_written_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return file_name(self.unit.code, self.first, self.last, self.kind)

    @property
    def path(self) -> Path:
        """Where the file lies; what is still being written has `.part` behind it."""
        return Path(settings.EXPORTS) / f"{self.pk}.{self.kind}"

    @property
    def parts(self) -> Iterable[Path]:
        """What a writing that broke off can have left."""
        return Path(settings.EXPORTS).glob(f"{self.pk}.*")

    def written(self, *, rows: int, size: int, sha256: str, at: datetime) -> None:
        """The file is whole and in its place."""
        today = local(at).date()
        self.state, self.rows, self.size, self.sha256, self.written_at = WRITTEN, rows, size, sha256, at
        self.kept_until = today + timedelta(days=kept_days(today))
        self.save()

    def failed(self, sentence: str) -> None:
        """No file could be written."""
        self.state, self.problem = FAILED, sentence
        self.save(update_fields=["state", "problem"])

    def forget(self) -> None:
        """Away with the file; the line that says who asked for what stays."""
        for path in self.parts:
            path.unlink(missing_ok=True)
        self.state = FORGOTTEN
        self.save(update_fields=["state"])

    def is_kept(self, on: date) -> bool:
        return self.state == WRITTEN and self.kept_until is not None and on <= self.kept_until

    # What the kernel asks of a subject ------------------------------------------------------------------

    version = 0

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """An export has no clock."""

    def keep(self, act: Act) -> None:
        """Keep the row, the event at its unit, and the job that writes the file."""
        self.save()
        act.record(
            first=self.first.isoformat(), last=self.last.isoformat(), kind=self.kind, cases=self.expected
        )
        self.unit.lock().keep(act)
        queue_job("exports.write", export=self.pk)
