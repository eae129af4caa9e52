"""Zalo Notification Service over HTTP, with its keys renewed before they end and when they are refused.

    POST <oauth>/v4/oa/access_token   secret_key: …   app_id, refresh_token, grant_type=refresh_token
    POST <api>/message/template       access_token: …   {"phone", "template_id", "template_data", "tracking_id"}

The answer is always 200; `error` says what became of it. The service does not say that it takes a tracking_id only
once, so after a cut line a message can come twice.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction

from ..asking import post
from ..outcome import Never, NotNow
from .contract import Filled
from .models import ZaloKeys

EARLY = timedelta(minutes=10)  # keys are renewed so long before they end


@dataclass(frozen=True)
class Zns:
    """An official account's way in; `faults` says what the service's numbers mean (library/zalo.toml)."""

    api: str
    oauth: str
    app: str
    secret: str
    seed: str  # the refresh token an administrator entered
    faults: Mapping[int, str]

    def send(self, filled: Filled) -> str:
        """Hand over one message; the service's number for it. Raises NotNow or Never."""
        said = {
            "phone": filled.to, "template_id": filled.template, "template_data": dict(filled.facts),
            "tracking_id": filled.reference.hex,
        }  # fmt: skip
        body = json.dumps(said, ensure_ascii=False).encode()
        for renewed in (False, True):
            headers = {"Content-Type": "application/json", "access_token": self._access(refused=renewed)}
            answer = post(f"{self.api}/message/template", body, headers)
            error = answer.said.get("error")
            if error == 0:
                return str(answer.said.get("data", {}).get("msg_id", ""))
            fault = self.faults.get(error, "") if isinstance(error, int) else ""
            if fault == "sign_in" and not renewed:
                continue
            break
        if fault in ("sign_in", "no_credit"):
            raise NotNow(fault, away=True)
        if fault and fault != "busy":
            raise Never(fault)
        raise NotNow("busy", away=answer.status >= 500)

    def _access(self, *, refused: bool) -> str:
        """A token that is good now; renewed by one process at a time, since a refresh token works once."""
        seed = hashlib.sha256(self.seed.encode()).hexdigest()
        with transaction.atomic():
            ZaloKeys.objects.get_or_create(app=self.app, defaults={"seed": seed})
            keys = ZaloKeys.objects.select_for_update().get(app=self.app)
            access, refresh = keys.opened()
            if keys.seed != seed or not refresh:
                keys.seed, access, refresh = seed, "", self.seed
            now = datetime.now(UTC)
            if access and not refused and keys.until and keys.until - EARLY > now:
                return access
            given = {"app_id": self.app, "refresh_token": refresh, "grant_type": "refresh_token"}
            headers = {"Content-Type": "application/x-www-form-urlencoded", "secret_key": self.secret}
            answer = post(f"{self.oauth}/v4/oa/access_token", urlencode(given).encode(), headers)
            access, refresh = (str(answer.said.get(name, "")) for name in ("access_token", "refresh_token"))
            if not access or not refresh:
                raise NotNow("sign_in", away=True)
            keys.keep(
                access, refresh, until=now + timedelta(seconds=int(answer.said.get("expires_in", 3600)))
            )
            return access


def is_from_zalo(app: str, secret: str, body: bytes, timestamp: str, header: str) -> bool:
    """Whether a call-back is signed: SHA-256 over application, body, timestamp and the account's secret."""
    made = hashlib.sha256(app.encode() + body + timestamp.encode() + secret.encode()).hexdigest()
    return bool(secret) and hmac.compare_digest(f"mac={made}".encode(), header.encode("latin-1", "replace"))
