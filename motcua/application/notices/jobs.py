"""Telling people, after the event: the notices are written once, then mailed where there is an address."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.domain.cases.models import CaseEvent
from motcua.domain.offices.models import Unit
from motcua.foundation.actions import ACTIONS, now

from .models import Notice
from .queries import letter

# A linked part's result is handed back with the whole: the applicant is called once, when all of it is there.
WITH_THE_WHOLE = frozenset({"result_ready", "returned"})


@app.task(name="notices.tell", retry=RetryStrategy(max_attempts=48, wait=300))
def tell(event: int) -> None:
    """Write the notices of an event and mail those that have an address; run again after a crash, it does the rest."""
    happened = CaseEvent.objects.select_related("case__procedure", "case__received_unit").get(pk=event)
    told = list(ACTIONS[happened.name].tell.items())
    if happened.case.parent_id:
        told = [(audience, key) for audience, key in told if key not in WITH_THE_WHOLE]
    written = [write(happened, audience, key) for audience, key in told]
    for notice in written:
        if notice.address:
            mail(notice)


def write(event: CaseEvent, audience: str, key: str) -> Notice:
    """The notice of an event to an audience, made if it is not there yet."""
    said = letter(event.case, key, event.payload, due=event.due_promised or event.due_at, note=event.note)
    return Notice.objects.get_or_create(
        event=event,
        audience=audience,
        defaults={
            "case": event.case, "letter": key, "subject": said.subject[:200], "body": said.body,
            "written_at": event.at, "address": address_of(event, audience),
        },
    )[0]  # fmt: skip


def address_of(event: CaseEvent, audience: str) -> str:
    """Where the letter goes by mail: to the applicant, or to the unit the act was directed to."""
    if audience == "applicant":
        return event.case.email
    if audience != "unit" or "to" not in event.payload:
        return ""
    return Unit.objects.values_list("email", flat=True).get(pk=event.payload["to"])


def mail(notice: Notice) -> None:
    """Hand the notice to the mail server unless that was done; its row is held meanwhile, so two workers mail once.

    Raises what the mail server raised, after counting the try; the queue then tries again.
    """
    try:
        with transaction.atomic():
            held = Notice.objects.select_for_update().get(pk=notice.pk)
            if held.sent_at is None:
                send_mail(held.subject, held.body, settings.DEFAULT_FROM_EMAIL, [held.address])
                held.sent(at=now())
    except OSError:  # every smtplib error is one, and so is a server that is not there
        notice.tried()
        raise
