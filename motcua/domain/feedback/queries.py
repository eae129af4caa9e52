"""Feedback for whoever answers it: one, noted as read, and what waits."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q

from motcua.domain.offices.models import Staff
from motcua.foundation.limits.models import count_try

from .actions import answerer
from .models import Feedback, FeedbackReading

MOST_SENT, WINDOW = 10, timedelta(hours=1)


def may_send(address: str, contact: str, *, at: datetime) -> bool:
    """Whether one more may be sent from an address in this hour, and with this contact: nobody has proved that it is
    theirs, and whose it is must not be flooded with our messages, from however many places. The asking counts."""
    from_here = count_try("feedback", address, at=at, window=WINDOW)
    to = "".join(contact.split()).lower()
    told = count_try("feedback told", to, at=at, window=WINDOW) if to else 0
    return max(from_here, told) <= MOST_SENT


def feedback_for(staff: Staff, code: str, *, at: datetime) -> Feedback | None:
    """The feedback of a code, noted as read by `staff`; None also where the person may not see it."""
    with transaction.atomic():
        found = Feedback.objects.visible_to(staff).filter(code=code).select_related("unit").first()
        duty = answerer(staff, found) if found else None
        if found is None or duty is None:
            return None
        FeedbackReading.objects.create(feedback=found, staff=staff, unit_id=duty.unit_id, at=at)
        found.version = found.events.count()
    return found


def waiting_count(staff: Staff, *, on: date) -> tuple[int, int]:
    """(what waits for an answer of the person, how much of it is overdue); one statement."""
    mine = Feedback.objects.visible_to(staff).open()
    found = mine.aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=on)))
    return found["open"], found["overdue"]


def feedback_list(staff: Staff, *, settled: bool, limit: int, offset: int = 0) -> list[Feedback]:
    """What waits, due first; or what was settled, latest first."""
    mine = Feedback.objects.visible_to(staff).select_related("unit")
    if settled:
        rows = mine.exclude(settled_at=None).order_by(F("settled_at").desc(), "-pk")
    else:
        rows = mine.open().order_by("due_on", "pk")
    return list(rows[offset : offset + limit])
