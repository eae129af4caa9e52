"""Tries per bucket and window; a bucket is a hash, so nothing personal is kept."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, models


class Tries(models.Model):
    bucket = models.BinaryField(max_length=16, unique=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)


def count_try(what: str, who: str, *, at: datetime, window: timedelta) -> int:
    """Count one more try of `who` at `what`; the tries so far in this window, this one included."""
    bucket = _bucket(what, who)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO limits_tries AS t (bucket, count, until) VALUES (%s, 1, %s)"
            " ON CONFLICT (bucket) DO UPDATE SET"
            " count = CASE WHEN t.until <= %s THEN 1 ELSE t.count + 1 END,"
            " until = CASE WHEN t.until <= %s THEN excluded.until ELSE t.until END"
            " RETURNING count",
            [bucket, at + window, at, at],
        )
        return cursor.fetchone()[0]


def forgive_try(what: str, who: str) -> None:
    """Take one try back: it was right, and a whole office may be behind one address."""
    Tries.objects.filter(bucket=_bucket(what, who), count__gt=0).update(count=models.F("count") - 1)


def _bucket(what: str, who: str) -> bytes:
    key = settings.SECRET_KEY.encode()[:64]
    return hashlib.blake2b(f"{what}\0{who}".encode(), digest_size=16, key=key).digest()


def forget_old_tries(*, at: datetime) -> int:
    """Remove windows that have ended; the number removed."""
    return Tries.objects.filter(until__lte=at).delete()[0]
