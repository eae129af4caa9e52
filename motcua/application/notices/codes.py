"""One-time codes on their way to whoever signs in: sent at once, as somebody waits for it, and kept nowhere."""

from uuid import uuid4

from django.utils.translation import gettext as _

from motcua.domain.people.rules import Address
from motcua.foundation.gateways.mail.contract import Mail
from motcua.foundation.gateways.mail.smtp import Smtp


def reaches(address: Address) -> bool:
    """Whether this office has a channel to such an address."""
    return address.kind == "email"


def send_code(address: Address, code: str, *, minutes: int) -> None:
    """Send a code at once. Raises NotTaken when the channel did not take it; whoever asks counts the tries."""
    said = {"code": code, "minutes": minutes}
    subject = _("Mã đăng nhập %(code)s") % said
    body = _(
        "Mã đăng nhập của ông/bà là %(code)s, dùng một lần trong %(minutes)s phút.\n\n"
        "Cán bộ không bao giờ hỏi mã này. Nếu ông/bà không đăng nhập, xin bỏ qua thư này."
    )
    Smtp().send(Mail(address.value, subject, body % said, uuid4()))
