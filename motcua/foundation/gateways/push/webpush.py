"""Web push: encrypted for the device, signed by the office, to the push services that browsers use and no other."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from py_vapid import Vapid02
from pywebpush import WebPusher

from ..asking import post
from ..outcome import Never, NotNow
from .contract import Push, Subscription
from .keys import vapid

KEPT = timedelta(hours=4)  # by the service, for a device that is off


@dataclass(frozen=True)
class WebPush:
    """The office, as push services know it."""

    key: Vapid02
    contact: str

    def send(self, push: Push, to: Subscription) -> None:
        """Hand a notification over for one device.

        A second one under the same topic takes the place of one still waiting (RFC 8030 §5.4), and on the device the
        tag does the same: who is tried twice sees one.
        """
        if not may_be_called(to.endpoint):
            raise Never("refused")
        said = {"title": push.title, "body": push.body, "link": push.link, "tag": push.reference.hex}
        try:
            pusher = WebPusher({"endpoint": to.endpoint, "keys": {"p256dh": to.p256dh, "auth": to.auth}})
            body = pusher.encode(json.dumps(said, ensure_ascii=False).encode())["body"]
        except (ValueError, TypeError) as unfit:
            raise Never("refused") from unfit
        place = urlsplit(to.endpoint)
        until = datetime.now(UTC) + timedelta(hours=1)
        claims = {
            "aud": f"{place.scheme}://{place.netloc}",
            "exp": int(until.timestamp()),
            "sub": self.contact,
        }
        headers = {
            **self.key.sign(claims), "Content-Type": "application/octet-stream", "Content-Encoding": "aes128gcm",
            "TTL": str(int(KEPT.total_seconds())), "Topic": push.reference.hex, "Urgency": "normal",
        }  # fmt: skip
        status = post(to.endpoint, body, headers).status
        if status in (404, 410):
            raise Never("not_a_user")
        if status in (400, 401, 403, 413):
            raise Never("refused")
        if not 200 <= status < 300:
            raise NotNow("busy", away=status >= 500)


def may_be_called(endpoint: str) -> bool:
    """Whether an address a browser gave is one of a push service: nobody makes us call another machine with it."""
    try:
        place = urlsplit(endpoint)
        host, port = place.hostname or "", place.port
    except ValueError:  # [::1 without its end, a port of six digits
        return False
    if len(endpoint) > 1000 or place.username or place.password:
        return False
    try:
        ip_address(host)
    except ValueError:
        named = any(host == known or host.endswith(f".{known}") for known in settings.PUSH_SERVICES)
        return place.scheme == "https" and port in (None, 443) and named
    return host in settings.PUSH_SERVICES  # the fake on the loopback


def push_gateway() -> WebPush | None:
    """The office's way in, or None before it was prepared."""
    key = vapid()
    return WebPush(key, f"mailto:{settings.DEFAULT_FROM_EMAIL}") if key else None
