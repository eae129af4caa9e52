"""A pile on its way into a case, until it is filed or forgotten."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.db import models

from motcua.domain.cases.models import Case
from motcua.domain.documents.models import File, Upload
from motcua.domain.offices.models import Staff

from .rules import is_blank


class ScanQuerySet(models.QuerySet["Scan"]):
    def visible_to(self, staff: Staff) -> Self:
        """One's own: a pile that is not filed yet is nobody else's business."""
        return self.filter(staff=staff)


class Scan(models.Model):
    """What one member of staff scans for one case; `holder` marks its files among all uploads."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    holder = models.UUIDField(default=uuid4, unique=True)
    begun_at = models.DateTimeField(db_index=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="scan_one_pile_each")]

    @classmethod
    def of(cls, case: Case, staff: Staff, *, at: datetime) -> Self:
        """The pile of this person for this case, begun if there is none."""
        return cls.objects.get_or_create(case=case, staff=staff, defaults={"begun_at": at})[0]


class ScannedPage(models.Model):
    """One page of a pile: which page of which file, its picture, and how much is written on it."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="pages")
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(File, models.PROTECT, related_name="+")
    written = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="scanned_page_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, written__gte=0, written__lte=1),
                name="scanned_page_measured",
            ),
        ]

    @property
    def blank(self) -> bool:
        return is_blank(self.written)
