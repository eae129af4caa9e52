"""Who has looked at a case: written by the very statement that reads it, never changed."""

from django.db import models
from django.db.models import Q

from motcua.domain.offices.models import Staff, Unit

from .case import Case


class Through(models.TextChoices):
    """Through what a case was looked at."""

    CASE = "case", "Trang hồ sơ"
    COUNTER = "counter", "Trang của quầy"
    ACT = "act", "Trang xử lý"
    PAPER = "paper", "Giấy tờ in ra"
    FILE = "file", "Tệp của hồ sơ"
    POST = "post", "Trang bưu chính"
    API = "api", "Phần mềm khác (API)"
    SHELL = "shell", "Dòng lệnh máy chủ"


class Reading(models.Model):
    """One look at one case by one member of staff, or by whoever has the server's shell.

    The keys are not checked against their tables: such a check would hold the row of the case, so that a reader
    would wait for whoever acts on it. They come from the row that was read; cases, staff and units are never deleted.
    """

    case = models.ForeignKey(
        Case, models.PROTECT, related_name="readings", db_index=False, db_constraint=False
    )
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="readings", db_index=False, db_constraint=False
    )
    # By the right of which unit; nobody's for the shell.
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    at = models.DateTimeField()
    through = models.CharField(max_length=8, choices=Through.choices)

    class Meta:
        indexes = [
            models.Index(fields=["case", "at"], name="reading_of_case"),
            models.Index(fields=["staff", "at"], name="reading_by_staff"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(through__in=Through.values), name="reading_through_known"),
            models.CheckConstraint(
                condition=Q(staff=None, unit=None, through="shell")
                | (Q(staff__isnull=False, unit__isnull=False) & ~Q(through="shell")),
                name="reading_by_somebody_of_a_unit",
            ),
        ]
