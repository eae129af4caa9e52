"""The job queue: its tables in a schema of their own; a job is queued in the transaction of its event."""

import json
from typing import Any

from django.db import connection


def queue_job(task: str, **given: Any) -> None:
    """Queue a job by the name of its task; it runs only if the transaction commits.

    The row is what `defer` of the queue's library writes; every act queues one, and the way through the library
    costs more than the act's own event.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args) VALUES ('default', %s, 0, %s::jsonb)",
            [task, json.dumps(given)],
        )
