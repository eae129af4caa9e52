"""What the queue does for itself: jobs whose worker died are queued again, finished ones are forgotten in time."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

SILENT_SECONDS = 60  # after which a worker that gave no sign of life is taken for dead
KEPT_HOURS = 30 * 24  # for which a finished job can still be looked up


@app.periodic(cron="* * * * *")
@app.task(name="jobs.retry_stalled", queueing_lock="jobs.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every minute, queue again what a worker that is no longer there had begun; every task may run twice."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await jobs.retry_job(job)


@app.periodic(cron="40 2 * * *")
@app.task(name="jobs.forget_finished", queueing_lock="jobs.forget_finished", pass_context=True)
async def forget_finished(context: JobContext, timestamp: int) -> None:
    """Every night, forget jobs that succeeded long ago, so that the queue does not grow with the years."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
