"""Notices as kept: to whom, which letter, in which words, sent or not."""

from datetime import datetime

from django.db import models

from motcua.domain.cases.models import Case, CaseEvent


class Notice(models.Model):
    """One notice of one event to one audience; unique, so a job run twice tells once."""

    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    audience = models.CharField(max_length=12)
    letter = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    address = models.EmailField(blank=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "audience"], name="notice_once")]
        indexes = [models.Index(fields=["case", "audience"])]

    def sent(self, *, at: datetime) -> None:
        """Note that the mail was handed over."""
        self.sent_at, self.tries = at, self.tries + 1
        self.save(update_fields=["sent_at", "tries"])

    def tried(self) -> None:
        """Count a try that failed."""
        type(self).objects.filter(pk=self.pk, sent_at=None).update(tries=models.F("tries") + 1)
