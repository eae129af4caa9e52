"""Keys of writes already done, so that doing one twice is doing it once."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import connection, models


class UsedKey(models.Model):
    """One idempotency key and what it made or changed; a second sender waits for the first on the unique index."""

    key = models.CharField(max_length=80, unique=True)
    fingerprint = models.BinaryField(max_length=32)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField()

    @classmethod
    def claim(cls, key: str, fingerprint: bytes, at: datetime, subject: Any) -> Self | None:
        """Take the key for `subject`; the row that already has it, if it was taken before."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO actions_usedkey (key, fingerprint, subject_kind, subject_id, at)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id",
                [key, fingerprint, subject._meta.label_lower, subject.pk, at],
            )
            if cursor.fetchone():
                return None
        return cls.objects.get(key=key)

    def subject(self) -> Any:
        """What the key's action made or changed, as it stands now."""
        return apps.get_model(self.subject_kind).objects.get(pk=self.subject_id)
