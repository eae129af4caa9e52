"""The channels this office has, and how a notice is handed to each."""

from collections.abc import Callable

from django.conf import settings

from motcua.foundation.calendar import local
from motcua.foundation.gateways.mail.contract import Mail
from motcua.foundation.gateways.mail.smtp import Smtp
from motcua.foundation.gateways.outcome import Never, NotNow, NotTaken
from motcua.foundation.gateways.push.contract import Push
from motcua.foundation.gateways.push.webpush import push_gateway
from motcua.foundation.gateways.sms.chosen import sms_gateway
from motcua.foundation.gateways.sms.contract import Text
from motcua.foundation.gateways.zalo.chosen import template_for, zalo_gateway
from motcua.foundation.gateways.zalo.contract import Filled

from .models import Device, Notice
from .rules import Channel


def usable() -> set[Channel]:
    """The channels this office has been set up for."""
    found = {Channel.MAIL}
    if sms_gateway():
        found.add(Channel.SMS)
    if push_gateway():
        found.add(Channel.PUSH)
    if zalo_gateway():
        found.add(Channel.ZALO)
    return found


def hand_over(notice: Notice) -> str:
    """Give a notice to its channel; the provider's number for it. Raises NotNow or Never."""
    return WAYS[Channel(notice.channel)](notice)


def _mail(notice: Notice) -> str:
    return Smtp().send(Mail(notice.address, notice.subject, notice.body, notice.reference, notice.unit.email))


def _sms(notice: Notice) -> str:
    gateway = sms_gateway()
    if gateway is None:
        raise NotNow("not_set_up", away=True)
    return gateway.send(Text(notice.address, notice.body, notice.reference))


def _zalo(notice: Notice) -> str:
    gateway = zalo_gateway()
    if gateway is None:
        raise NotNow("not_set_up", away=True)
    template = template_for(notice.letter, language=notice.language, on=local(notice.written_at).date())
    if template is None:
        raise Never("template")
    facts = {theirs: notice.facts[ours] for theirs, ours in template.fields.items()}
    return gateway.send(Filled(notice.address, template.number, facts, notice.reference))


def _push(notice: Notice) -> str:
    """On every device of the account; it is told once one of them has it. A device that is gone is forgotten."""
    gateway = push_gateway()
    if gateway is None or notice.case is None:
        raise NotNow("not_set_up", away=True)
    link = f"{settings.PUBLIC_URL}/tra-cuu/{notice.case.secret}"
    push = Push(notice.subject, notice.body, link, notice.reference)
    ended: NotTaken = Never("not_a_user")
    told = 0
    for device in Device.objects.filter(account=int(notice.address)):
        try:
            gateway.send(push, device.subscription)
            told += 1
        except Never as gone:
            if gone.fault == "not_a_user":
                device.delete()
        except NotNow as problem:
            ended = problem
    if not told:
        raise ended
    return ""


WAYS: dict[Channel, Callable[[Notice], str]] = {
    Channel.MAIL: _mail,
    Channel.SMS: _sms,
    Channel.ZALO: _zalo,
    Channel.PUSH: _push,
}
