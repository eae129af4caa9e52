"""At the hour that was set, what is signed becomes public by itself."""

from procrastinate.contrib.django import app

from motcua.foundation.actions import SYSTEM, Refused, now

from .actions import publish
from .models import SIGNED, Publication


@app.periodic(cron="* * * * *")
@app.task(name="disclosure.publish", queueing_lock="disclosure.publish")
def publish_due(timestamp: int) -> None:
    """Publish every signed edition whose hour has come; run twice, it publishes once."""
    for due in Publication.objects.filter(state=SIGNED, publish_at__lte=now()).order_by("publish_at"):
        try:
            publish(due, by=SYSTEM)
        except Refused:  # dropped or published meanwhile
            continue
