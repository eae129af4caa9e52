"""Telling people, after the event: the notices are written once, then sent by every channel they go by."""

from contextlib import suppress

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.domain.feedback.models import forget_senders
from motcua.foundation.actions import now
from motcua.foundation.gateways.outcome import NotNow
from motcua.foundation.gateways.sms.chosen import sms_gateway

from .models import Notice
from .replying import write_to_sender
from .rules import Channel
from .sending import send, send_due, take_receipt
from .ways import WAYS
from .writing import happened, write


@app.task(name="notices.tell", retry=RetryStrategy(max_attempts=48, wait=300))
def tell(event: int) -> None:
    """Write the notices of an event and try each once; run again after a crash, it does the rest.

    What a channel did not take, or a worker that died had begun, is tried again by `send_waiting`.
    """
    for key in write(happened([event])):
        send(key)


@app.task(name="notices.tell_sender", retry=RetryStrategy(max_attempts=48, wait=300))
def tell_sender(event: int) -> None:
    """The same for whoever sent feedback and left an address."""
    for key in write_to_sender(event):
        send(key)


@app.periodic(cron="35 2 * * *")
@app.task(name="notices.forget_senders", queueing_lock="notices.forget_senders")
def forget(timestamp: int) -> None:
    """Every night, names and contacts whose time is over go from feedback, and with them the notices sent there."""
    with transaction.atomic():
        over = forget_senders(at=now())
        Notice.objects.filter(feedback_event__feedback__in=over).delete()


@app.periodic(cron="* * * * *")
@app.task(name="notices.send_waiting", queueing_lock="notices.send_waiting", lock="notices.send_waiting")
def send_waiting(timestamp: int) -> None:
    """Every minute, try what waits for its next try."""
    for channel in WAYS:
        send_due(channel)


@app.periodic(cron="* * * * *")
@app.task(name="notices.fetch_receipts", queueing_lock="notices.fetch_receipts")
def fetch_receipts(timestamp: int) -> None:
    """Every minute, ask what became of texts, where the provider waits to be asked."""
    gateway = sms_gateway()
    with suppress(NotNow):  # it is away; it keeps them for us
        for receipt in gateway.receipts() if gateway else ():
            take_receipt(Channel.SMS, receipt)
