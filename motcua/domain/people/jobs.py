"""What is left of people who were here: sessions that are over, with the addresses codes were asked for, and tries."""

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from motcua.foundation.actions import now
from motcua.foundation.limits.models import forget_old_tries


@app.periodic(cron="35 2 * * *")
@app.task(name="people.forget_sessions", queueing_lock="people.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Every night, remove sessions that have ended; those still open stay."""
    SessionStore.clear_expired()


@app.periodic(cron="30 2 * * *")
@app.task(name="people.forget_tries", queueing_lock="people.forget_tries")
def forget_tries(timestamp: int) -> None:
    """Every night, remove what was counted in windows that have ended."""
    forget_old_tries(at=now())
