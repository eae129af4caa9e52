"""A push service on the loopback, and the device behind it: it checks who sends and reads what was sealed for it."""

import base64
import json
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from ..serving import Running
from .contract import Subscription


class FakePusher(Running, ThreadingHTTPServer):
    """`shown` is what the device shows, by its tag; `asked` counts requests; the next `answers` are given instead."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _PushRequest)
        self.device, self.auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.shown: dict[str, dict[str, Any]] = {}
        self.headers: list[dict[str, str]] = []
        self.answers: list[int] = []
        self.asked, self.cuts = 0, 0
        self.port = int(self.server_address[1])
        self.origin = f"http://127.0.0.1:{self.port}"

    @property
    def subscription(self) -> Subscription:
        """What the device's browser gives to a page that it agreed with."""
        point = self.device.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Subscription(f"{self.origin}/push/1", _text(point), _text(self.auth))


class _PushRequest(BaseHTTPRequestHandler):
    server: FakePusher

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        if self.server.answers:
            return self._say(self.server.answers.pop(0))
        if not self._is_signed():
            return self._say(403)
        read = http_ece.decrypt(
            body, private_key=self.server.device, auth_secret=self.server.auth, version="aes128gcm"
        )
        said = json.loads(read)
        self.server.shown[said["tag"]] = said
        self.server.headers.append(dict(self.headers))
        if self.server.cuts > 0:
            self.server.cuts -= 1
            return self.connection.close()
        return self._say(201)

    def _is_signed(self) -> bool:
        """The token is this origin's, and signed by the key that stands beside it (RFC 8292 §2, §3)."""
        found = re.fullmatch(r"vapid t=([^,]+),\s*k=(\S+)", self.headers.get("Authorization", ""))
        if found is None or not Vapid02.verify(self.headers["Authorization"]):
            return False
        claims = found[1].split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return bool(said["aud"] == self.server.origin and said["sub"].startswith("mailto:"))

    def _say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing is logged."""


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
