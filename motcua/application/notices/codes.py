"""One-time codes on their way to whoever signs in: sent at once, as somebody waits for it, and kept nowhere."""

from uuid import uuid4

from django.utils.translation import gettext as _

from motcua.domain.people.rules import Address
from motcua.foundation.gateways.mail.contract import Mail
from motcua.foundation.gateways.mail.smtp import Smtp
from motcua.foundation.gateways.sms.chosen import sms_gateway
from motcua.foundation.gateways.sms.contract import Text
from motcua.foundation.gateways.sms.segments import without_accents

from .rules import mobile_number


def reaches(address: Address) -> bool:
    """Whether this office has a channel to such an address."""
    return address.kind == "email" or sms_gateway() is not None


def send_code(address: Address, code: str, *, minutes: int) -> None:
    """Send a code at once. Raises NotTaken when the channel did not take it; whoever asks counts the tries."""
    said = {"code": code, "minutes": minutes}
    gateway = sms_gateway()
    if address.kind == "phone" and gateway:
        words = _(
            "%(code)s là mã đăng nhập của ông/bà, dùng trong %(minutes)s phút. Không cho ai biết mã này."
        )
        gateway.send(Text(mobile_number(address.value), without_accents(words % said), uuid4()))
        return
    subject = _("Mã đăng nhập %(code)s") % said
    body = _(
        "Mã đăng nhập của ông/bà là %(code)s, dùng một lần trong %(minutes)s phút.\n\n"
        "Cán bộ không bao giờ hỏi mã này. Nếu ông/bà không đăng nhập, xin bỏ qua thư này."
    )
    Smtp().send(Mail(address.value, subject, body % said, uuid4()))
