"""Telling people, after the event: the notice is written once, then mailed where there is an address."""

from django.conf import settings
from django.core.mail import send_mail
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.domain.cases.models import CaseEvent
from motcua.foundation.actions import ACTIONS, now
from motcua.foundation.text import friendly_due, money

from .rules import letters
from .models import Notice


@app.task(name="notices.tell", retry=RetryStrategy(max_attempts=48, wait=300))
def tell(event: int) -> None:
    """Write the notices of an event and mail the applicant's; run again after a crash, it does the rest."""
    happened = CaseEvent.objects.select_related("case__procedure", "case__received_unit").get(pk=event)
    for audience, key in ACTIONS[happened.name].tell.items():
        notice = write(happened, audience, key)
        if audience == "applicant" and notice.address and notice.sent_at is None:
            send_mail(notice.subject, notice.body, settings.DEFAULT_FROM_EMAIL, [notice.address])
            notice.sent(at=now())


def write(event: CaseEvent, audience: str, key: str) -> Notice:
    """The notice of an event to an audience, made if it is not there yet."""
    letter = letters()[key].written(_facts(event))
    return Notice.objects.get_or_create(
        event=event,
        audience=audience,
        defaults={
            "case": event.case, "letter": key, "subject": letter.subject[:200], "body": letter.body,
            "written_at": event.at, "address": event.case.email if audience == "applicant" else "",
        },
    )[0]  # fmt: skip


def _facts(event: CaseEvent) -> dict[str, str]:
    case, said = event.case, event.payload
    due = event.due_promised or event.due_at
    return {
        "code": case.code,
        "procedure": case.procedure.short_name,
        "unit": case.received_unit.name,
        "due": friendly_due(due) if due else "chưa tính trong thời gian chờ, hoặc không có ngày hẹn cụ thể",
        "reason": str(said.get("reason") or said.get("cause") or event.note),
        "missing": "; ".join(said.get("missing", [])),
        "answer_by": "/".join(reversed(str(said.get("answer_by", "")).split("-"))),
        "amount": money(int(said.get("amount") or 0)),
        "link": f"{settings.PUBLIC_URL}/tra-cuu/{case.secret}",
        "hotline": case.received_unit.hotline or "1022",
    }
