"""Every night, drafts past their last day go, and their files with them."""

from procrastinate.contrib.django import app

from motcua.domain.documents.actions import forget_uploads
from motcua.foundation.actions import now
from motcua.foundation.calendar import local

from .models import forget_drafts


@app.periodic(cron="25 2 * * *")
@app.task(name="filing.forget_drafts", queueing_lock="filing.forget_drafts")
def forget(timestamp: int) -> None:
    forget_uploads(forget_drafts(on=local(now()).date()))
