"""Every working morning: one digest for each person who has something to act on, mailed where there is an address."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.foundation.actions import now
from motcua.foundation.calendar import STANDARD, calendar_named, is_working_day, local
from motcua.foundation.gateways.outcome import NotNow
from motcua.foundation.jobs import queue_job

from .digests import write_digests
from .models import Digest


@app.periodic(cron="30 0 * * *")  # half past seven in Vietnam
@app.task(name="timekeeping.morning", queueing_lock="timekeeping.morning")
def morning(timestamp: int) -> None:
    """Write the morning's digests and queue their mails; run again, it writes none twice."""
    at = now()
    if not is_working_day(local(at).date(), calendar_named(STANDARD)):
        return
    with transaction.atomic():
        for digest in write_digests(at):
            queue_job("timekeeping.send", digest=digest.pk)


@app.task(name="timekeeping.send", retry=RetryStrategy(max_attempts=12, wait=300))
def send(digest: int) -> None:
    """Mail one digest unless that was done; its row is held meanwhile, so two workers mail once."""
    try:
        with transaction.atomic():
            held = Digest.objects.select_for_update().get(pk=digest)
            if held.sent_at is None:
                send_mail(held.subject, held.body, settings.DEFAULT_FROM_EMAIL, [held.address])
                held.sent(at=now())
    except (OSError, ValueError):  # every smtplib error, a server that is not there; an address that is none
        Digest.objects.get(pk=digest).tried()
        # Without what the server or the library said: it names the address, and a log is no place for one.
        raise NotNow("away") from None
