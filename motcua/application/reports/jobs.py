"""Every minute the worker folds what happened into the kept sums; until then it is counted from the events."""

from procrastinate.contrib.django import app

from .rollup import fold_all, keep_months


@app.periodic(cron="* * * * *")
@app.task(name="reports.fold", queueing_lock="reports.fold")
def fold_pending(timestamp: int) -> None:
    """Fold all pending events; run twice, or by two workers at once, it folds each once. A month that begins is kept."""
    fold_all()
    keep_months()
