"""Telling people, after the event: the notices are written once, then sent by every channel they go by."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.domain.cases.models import CaseEvent

from .sending import WAYS, send, send_due
from .writing import write


@app.task(name="notices.tell", retry=RetryStrategy(max_attempts=48, wait=300))
def tell(event: int) -> None:
    """Write the notices of an event and try each once; run again after a crash, it does the rest.

    What a channel did not take, or a worker that died had begun, is tried again by `send_waiting`.
    """
    happened = CaseEvent.objects.select_related("case__procedure", "case__received_unit").get(pk=event)
    for key in write([happened]):
        send(key)


@app.periodic(cron="* * * * *")
@app.task(name="notices.send_waiting", queueing_lock="notices.send_waiting", lock="notices.send_waiting")
def send_waiting(timestamp: int) -> None:
    """Every minute, try what waits for its next try."""
    for channel in WAYS:
        send_due(channel)
