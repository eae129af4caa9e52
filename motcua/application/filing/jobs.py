"""Files of a desk go into the folder once they were looked at; every night, drafts past their last day go."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.domain.cases.models import Case
from motcua.domain.documents.actions import forget_uploads
from motcua.domain.documents.jobs import check
from motcua.domain.documents.models import Upload
from motcua.domain.documents.models.upload import CHECKING
from motcua.domain.documents.queries import is_being_checked
from motcua.domain.offices.models import Staff
from motcua.foundation.actions import Refused, now
from motcua.foundation.calendar import local

from .answering import put_into_folder
from .models import forget_drafts

AGAIN = RetryStrategy(max_attempts=60, wait=60)


class NotLookedAt(Exception):
    """The scanner for viruses is away; the files stay apart until it is back."""


@app.task(name="filing.put_in", retry=AGAIN)
def put_in(case: int, staff: int, holder: str, component: str, paper: str, name: str, key: str) -> None:
    """Put what somebody chose at a desk for one paper into the folder; done twice, it comes to the same.

    What was refused, and all where the case has moved on since, stays on the page of the paper with its sentence.
    """
    mark = UUID(holder)
    for upload in Upload.objects.of(mark).filter(state=CHECKING):
        check(upload.pk)
    if is_being_checked(mark):
        raise NotLookedAt
    by = Staff.objects.get(pk=staff)
    subject = Case.objects.whole().get(pk=case)
    try:
        put_into_folder(subject, by=by, key=key, holder=mark, component=component, paper=paper, name=name)
    except Refused:
        return


@app.periodic(cron="25 2 * * *")
@app.task(name="filing.forget_drafts", queueing_lock="filing.forget_drafts")
def forget(timestamp: int) -> None:
    forget_uploads(forget_drafts(on=local(now()).date()))
