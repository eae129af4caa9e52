"""Which way this office sends texts, by its settings."""

from django.conf import settings

from .contract import SmsGateway
from .http import HttpSms
from .smpp import Smpp


def sms_gateway() -> SmsGateway | None:
    """The office's gateway, or None where it sends no texts."""
    if settings.SMS_URL:
        return HttpSms(settings.SMS_URL, settings.SMS_SECRET, settings.SMS_SENDER)
    if settings.SMPP_HOST:
        return Smpp(
            settings.SMPP_HOST, settings.SMPP_PORT, settings.SMPP_USER, settings.SMPP_PASSWORD,
            settings.SMS_SENDER, tls=settings.SMPP_TLS,
        )  # fmt: skip
    return None
