"""One-time codes on their way to whoever signs in: the one door behind which the channels are."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from motcua.domain.people.rules import Address


def reaches(address: Address) -> bool:
    """Whether this office has a channel to such an address."""
    return address.kind == "email"


def send_code(address: Address, code: str, *, minutes: int) -> None:
    """Send a code at once, as somebody is waiting for it. Raises OSError when the channel did not take it."""
    said = {"code": code, "minutes": minutes}
    subject = _("Mã đăng nhập %(code)s") % said
    body = _(
        "Mã đăng nhập của ông/bà là %(code)s, dùng một lần trong %(minutes)s phút.\n\n"
        "Cán bộ không bao giờ hỏi mã này. Nếu ông/bà không đăng nhập, xin bỏ qua thư này."
    )
    send_mail(subject, body % said, settings.DEFAULT_FROM_EMAIL, [address.value])
