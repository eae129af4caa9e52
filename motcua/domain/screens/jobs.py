"""What was left on a screen nobody looks at any more: a tablet that was switched off in the middle of a rating."""

from procrastinate.contrib.django import app

from motcua.foundation.actions import now

from .actions import end_if_over
from .models import Screen


@app.periodic(cron="*/5 * * * *")
@app.task(name="screens.clear", queueing_lock="screens.clear")
def clear(timestamp: int) -> None:
    """Every five minutes: the case goes, and a rating left half way counts as far as it went, as on a screen that is on."""
    at = now()
    for screen in Screen.objects.exclude(part="").filter(until__lte=at):
        end_if_over(screen, at=at)
