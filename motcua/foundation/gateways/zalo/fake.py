"""Zalo's service on the loopback: tokens that end, refresh tokens that work once, templates it knows."""

import json
import secrets
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from ..serving import Running

Keep = Callable[[str, str, dict[str, str]], None]  # to, template, data


class FakeZalo(Running, ThreadingHTTPServer):
    """`messages` are what was taken; the next `errors` are answered instead; `cuts` take in silence.

    `refresh` is the one refresh token that works, once; empty: it forgets that, as after a start of the demonstration.
    """

    daemon_threads = True

    def __init__(self, app: str, secret: str, refresh: str, port: int = 0, keep: Keep | None = None) -> None:
        super().__init__(("127.0.0.1", port), _ZaloRequest)
        self.app, self.secret, self.refresh, self.access = app, secret, refresh, ""
        self.keep = keep or (lambda to, template, data: None)
        self.messages: list[dict[str, Any]] = []
        self.errors: list[int] = []
        self.renewals, self.expires_in, self.cuts = 0, 90_000, 0
        self.port = int(self.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"


class _ZaloRequest(BaseHTTPRequestHandler):
    server: FakeZalo

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/v4/oa/access_token":
            return self._renew(body)
        if self.path == "/message/template":
            return self._message(json.loads(body))
        return self._say({"error": -1})

    def _renew(self, body: bytes) -> None:
        given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        known = (given.get("app_id"), self.headers.get("secret_key")) == (self.server.app, self.server.secret)
        if not known or self.server.refresh not in ("", given.get("refresh_token")):
            return self._say({"error": -14014, "error_name": "Invalid refresh token"})
        self.server.access, fresh = secrets.token_hex(8), secrets.token_hex(8)
        self.server.refresh = self.server.refresh and fresh
        self.server.renewals += 1
        said = {"access_token": self.server.access, "refresh_token": fresh}
        return self._say({**said, "expires_in": str(self.server.expires_in)})

    def _message(self, said: dict[str, Any]) -> None:
        if not self.server.access or self.headers.get("access_token") != self.server.access:
            return self._say({"error": -124, "message": "Access token is invalid"})
        if self.server.errors:
            return self._say({"error": self.server.errors.pop(0)})
        self.server.messages.append(said)
        self.server.keep(said["phone"], said["template_id"], said["template_data"])
        if self.server.cuts > 0:
            self.server.cuts -= 1
            return self.connection.close()
        return self._say(
            {"error": 0, "message": "Success", "data": {"msg_id": f"z{len(self.server.messages)}"}}
        )

    def _say(self, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing is logged: the requests hold people's numbers."""
