"""Telling whoever sent feedback: that it has come in and by when it is answered, and the answer."""

from uuid import uuid4

from django.conf import settings

from motcua.domain.feedback.models import Feedback, FeedbackEvent
from motcua.domain.feedback.rules import grounds_on
from motcua.foundation.actions import ACTIONS, now
from motcua.foundation.calendar import local, named_date
from motcua.foundation.database.rows import insert_all

from .models import Notice
from .rules import Channel, Delivery, channels_for, habits_on, letters, quiet_until
from .ways import usable
from .writing import words_for

# A provider's own template speaks of a case, and a guest has no devices here.
CHANNELS = {Channel.MAIL, Channel.SMS}


def write_to_sender(key: int) -> list[int]:
    """Make the notices of one event, where they are not there yet; the keys of the new ones to send."""
    event = FeedbackEvent.objects.select_related("feedback__unit").get(pk=key)
    feedback, at = event.feedback, now()
    letter = ACTIONS[event.name].tell["sender"]
    habits = habits_on(local(at).date())
    said = letters(feedback.language)[letter].written(facts_of(feedback))
    ways = channels_for(
        email=feedback.email, phone=feedback.phone, usable=usable() & CHANNELS, habits=habits
    )  # fmt: skip
    rows = []
    for channel, address in ways.items():
        if channel == Channel.PAGE:  # the page of its secret says it by itself
            continue
        subject, body = words_for(said, channel, accents=habits.accents)
        rows.append({
            "feedback_event": event.pk, "audience": "sender", "channel": channel.value, "letter": letter,
            "language": feedback.language, "subject": subject[:200], "body": body, "written_at": event.at,
            "address": address, "reference": uuid4(), "facts": {}, "tries": 0, "number": "", "fault": "",
            "state": Delivery.WAITING.value, "next_at": quiet_until(channel, at, habits) or at,
        })  # fmt: skip
    return [made for (made,) in insert_all(Notice, rows, returning=["id"])]


def facts_of(feedback: Feedback) -> dict[str, str]:
    """What fills the placeholders of a letter about feedback."""
    on = local(feedback.settled_at or feedback.sent_at).date()
    ground = grounds_on(on).get(feedback.declined_as)
    reason, directions = ground.said(feedback.language) if ground else ("", "")
    return {
        "code": feedback.code,
        "unit": feedback.unit.name,
        "due": named_date(feedback.due_on, feedback.language),
        "link": f"{settings.PUBLIC_URL}/phan-anh/{feedback.secret}",
        "hotline": feedback.unit.hotline
        or (feedback.unit.parent.hotline if feedback.unit.parent else "")
        or "1022",
        "answer": feedback.answer,
        "reason": reason,
        "directions": directions,
    }
