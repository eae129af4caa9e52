"""Handing notices to their channels: each claimed before it is tried, marked after, and sent another way if it must."""

import logging
from datetime import datetime

from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.gateways.outcome import Never, NotNow
from motcua.foundation.gateways.sms.contract import Receipt

from .models import Notice
from .rules import Channel, Delivery, habits_on, quiet_until
from .ways import hand_over
from .writing import write_instead

IN_VAIN = 3  # so many in a row find nobody there: the rest of the round is not tried one by one
ROUND = 500
_log = logging.getLogger(__name__)


def send(key: int) -> bool:
    """Hand over one notice if it waits and its hour has come; false if the provider itself does not answer."""
    if not Notice.objects.filter(pk=key).claim(at=now()):
        return True
    notice = Notice.objects.select_related("case__received_unit", "feedback_event__feedback__unit").get(
        pk=key
    )
    try:
        number = hand_over(notice)
    except NotNow as problem:
        notice.not_now(problem.fault)
        return not problem.away
    except Never as refused:
        _failed(notice, refused.fault)
    except (
        Exception
    ) as unforeseen:  # of this one notice: those after it, and the other channels, are not made to wait
        _log.error("a notice by %s could not be handed over: %s", notice.channel, type(unforeseen).__name__)
        notice.not_now("broken")
    else:
        notice.sent(number, at=now())
    return True


def send_due(channel: Channel) -> None:
    """One round of a channel: what waits for a first or another try, oldest first.

    A provider that is away is asked three times, not once for each of ten thousand; the try counts for all. In quiet
    hours nothing is tried, and no try is counted.
    """
    at: datetime = now()
    waiting = Notice.objects.filter(channel=channel)
    if quiet := quiet_until(channel, at, habits_on(local(at).date())):
        waiting.due(at=at).update(next_at=quiet)
        return
    waiting.give_up(at=at)
    in_vain = 0
    for key in list(waiting.due(at=at).order_by("next_at", "pk").values_list("pk", flat=True)[:ROUND]):
        in_vain = 0 if send(key) else in_vain + 1
        if in_vain == IN_VAIN:
            waiting.due(at=at).update(fault="away")
            waiting.claim(at=at)
            return


def take_receipt(channel: Channel, receipt: Receipt) -> bool:
    """Note what a provider says became of a notice it had taken; the same said twice is said once."""
    notice = Notice.objects.filter(
        channel=channel, number=receipt.number, state__in=(Delivery.SENT, Delivery.DELIVERED)
    ).first()  # fmt: skip
    if notice is None or not receipt.number:
        return False
    if receipt.delivered:
        notice.arrived(at=now())
    elif notice.state == Delivery.SENT:
        _failed(notice, receipt.fault)
    return True


def _failed(notice: Notice, fault: str) -> None:
    """It can never arrive: note that, and tell the person by the next channel to the same telephone, if there is one."""
    notice.failed(fault)
    for key in write_instead(notice):
        send(key)
