"""That somebody at the counter signed that the desk may look up papers which the house keeps of them."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from motcua.domain.catalogue.models import Procedure
from motcua.domain.offices.models import Staff, Unit

from .case import Case

LASTS = timedelta(minutes=30)  # as long as somebody stands at the counter


class ConsentQuerySet(models.QuerySet["Consent"]):
    def open_to(self, staff: Staff, *, procedure_id: int, number: str, at: datetime) -> Self:
        """Those by which this officer may still look, for this procedure and this person."""
        mine = self.filter(staff=staff, procedure_id=procedure_id, identity_number=number)
        return mine.filter(at__gt=at - LASTS, at__lte=at).order_by("-at")


class Consent(models.Model):
    """Who agreed, asked by whom at which desk, for which procedure and which of its components, and when.

    It opens nothing but papers of those kinds, to the officer who asked, for half an hour. The case is written in
    when it is there; nothing else of it ever changes.
    """

    identity_number = models.CharField(max_length=20)
    full_name = models.CharField(max_length=200)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    components = models.JSONField()
    at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="consents")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["identity_number", "at"], name="consent_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(identity_number="") & ~Q(full_name=""), name="consent_of_somebody"
            ),
        ]

    def used_for(self, case: Case) -> None:
        """The case that it was given for is there now."""
        Consent.objects.filter(pk=self.pk, case=None).update(case=case)
