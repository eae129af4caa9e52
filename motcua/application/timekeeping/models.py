"""The morning's digest as kept: to whom, of which day, in which words, sent or not."""

from datetime import datetime

from django.db import models

from motcua.domain.offices.models import Staff


class Digest(models.Model):
    """What one person was told on the morning of one day; unique, so a job run twice tells once."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="digests", db_index=False)
    on = models.DateField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    counts = models.JSONField()
    written_at = models.DateTimeField()
    address = models.EmailField(blank=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "on"], name="digest_once_a_day")]

    def sent(self, *, at: datetime) -> None:
        """Note that the mail was handed over."""
        self.sent_at, self.tries = at, self.tries + 1
        self.save(update_fields=["sent_at", "tries"])

    def tried(self) -> None:
        """Count a try that failed."""
        type(self).objects.filter(pk=self.pk, sent_at=None).update(tries=models.F("tries") + 1)
