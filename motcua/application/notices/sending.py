"""Handing notices to their channels: each claimed before it is tried, and marked after."""

from collections.abc import Callable
from datetime import datetime

from motcua.foundation.actions import now
from motcua.foundation.calendar import local
from motcua.foundation.gateways.mail.contract import Mail
from motcua.foundation.gateways.mail.smtp import Smtp
from motcua.foundation.gateways.outcome import Never, NotNow
from motcua.foundation.gateways.sms.chosen import sms_gateway
from motcua.foundation.gateways.sms.contract import Text

from .models import Notice
from .rules import Channel, habits_on, quiet_until

IN_VAIN = 3  # so many in a row find nobody there: the rest of the round is not tried one by one
ROUND = 500


def send(key: int) -> bool:
    """Hand over one notice if it waits and its hour has come; false if the provider itself does not answer."""
    if not Notice.objects.filter(pk=key).claim(at=now()):
        return True
    notice = Notice.objects.select_related("case__received_unit").get(pk=key)
    try:
        number = WAYS[Channel(notice.channel)](notice)
    except NotNow as problem:
        notice.not_now(problem.fault)
        return not problem.away
    except Never as refused:
        notice.failed(refused.fault)
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


def _mail(notice: Notice) -> str:
    reply_to = notice.case.received_unit.email
    return Smtp().send(Mail(notice.address, notice.subject, notice.body, notice.reference, reply_to))


def _sms(notice: Notice) -> str:
    gateway = sms_gateway()
    if gateway is None:
        raise NotNow("not_set_up", away=True)
    return gateway.send(Text(notice.address, notice.body, notice.reference))


WAYS: dict[Channel, Callable[[Notice], str]] = {Channel.MAIL: _mail, Channel.SMS: _sms}


def usable() -> set[Channel]:
    """The channels this office has been set up for."""
    return {Channel.MAIL} | ({Channel.SMS} if sms_gateway() else set())
