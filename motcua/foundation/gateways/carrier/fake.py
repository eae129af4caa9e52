"""A carrier that is not one: takes orders on the loopback and tells of parcels, for the demonstration and for tests."""

import http.client
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from ..serving import Running
from ..signature import HEADER, fault_of, signature
from .contract import Word
from .http import body_of

ADDRESS = "/api/v1/buu-chinh"


class FakeCarrier(Running, ThreadingHTTPServer):
    """`orders` are those it has, by our number; `events` what it answers when asked for a parcel; the next `errors`
    (a status and a fault) are answered instead; `cuts` take an order and close the line in silence."""

    daemon_threads = True

    def __init__(self, secret: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Request)
        self.secret = secret
        self.orders: dict[str, dict[str, Any]] = {}
        self.waybills: dict[str, str] = {}
        self.cancelled: list[str] = []
        self.events: dict[str, list[dict[str, Any]]] = {}
        self.errors: list[tuple[int, str]] = []
        self.cuts = 0
        self.port = int(self.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}"


class _Request(BaseHTTPRequestHandler):
    server: FakeCarrier

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if fault_of(self.server.secret, body, self.headers.get(HEADER, ""), at=datetime.now(UTC)):
            return self._say(401, {})
        said = json.loads(body)
        if self.server.errors:
            status, fault = self.server.errors.pop(0)
            return self._say(status, {"fault": fault})
        if self.path == "/orders":
            return self._order(said)
        if self.path == "/orders/cancel":
            self.server.cancelled.append(said["order"])
            return self._say(200 if said["order"] in self.server.orders else 404, {})
        if self.path == "/orders/track":
            return self._say(200, {"events": self.server.events.get(said["waybill"], [])})
        return self._say(404, {})

    def _order(self, said: dict[str, Any]) -> None:
        known = self.server.waybills.get(said["order"])
        waybill = known or f"BC26{secrets.randbelow(10**8):08d}"
        self.server.orders[said["order"]], self.server.waybills[said["order"]] = said, waybill
        if self.server.cuts > 0:
            self.server.cuts -= 1
            return self.connection.close()
        return self._say(409 if known else 201, {"waybill": waybill})

    def _say(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing is logged: the requests hold people's addresses."""


def tell(word: Word, *, address: str, secret: str, at: datetime | None = None) -> tuple[int, dict[str, Any]]:
    """Post a signed word to an office at `address`: its status and what it said. Raises OSError where nobody answers."""
    body = body_of(word)
    signed = signature(secret, body, at=at or datetime.now(UTC))
    with _line(address) as (line, path):
        line.request("POST", f"{path}{ADDRESS}", body, {"Content-Type": "application/json", HEADER: signed})
        response = line.getresponse()
        return response.status, json.loads(response.read() or b"{}")


@contextmanager
def _line(address: str) -> Iterator[tuple[http.client.HTTPConnection, str]]:
    where = urlsplit(address)
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    line = kind(where.hostname or "", where.port, timeout=30)
    try:
        yield line, where.path.rstrip("/")
    finally:
        line.close()
