"""Every minute: transfers that came before their charge was kept find it."""

from procrastinate.contrib.django import app

from .receiving import match_waiting


@app.periodic(cron="* * * * *")
@app.task(name="collecting.match", queueing_lock="collecting.match")
def match(timestamp: int) -> None:
    """Match what waits; nothing to do is one short question."""
    match_waiting()
