"""The job queue: its tables in a schema of their own; a job is queued in the transaction of its event."""

from typing import Any


def queue_job(task: str, **given: Any) -> None:
    """Queue a job by the name of its task; it runs only if the transaction commits."""
    from procrastinate.contrib.django import app

    app.configure_task(task).defer(**given)
