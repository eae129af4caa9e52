"""Two providers of texts on the loopback: an HTTP gateway that checks signatures, and a centre that speaks SMPP 3.4."""

import json
import socketserver
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ..serving import Running
from ..signature import HEADER, fault_of
from . import pdu
from .contract import Receipt
from .pdu import Pdu, ShortMessage
from .segments import decoded

Keep = Callable[[str, str, str], None]  # to, words, reference


class FakeSmsGateway(Running, ThreadingHTTPServer):
    """`asked` counts requests, `texts` what was taken; the next `answers` are given instead; `cuts` take in silence."""

    daemon_threads = True

    def __init__(self, secret: str, port: int = 0, keep: Keep | None = None) -> None:
        super().__init__(("127.0.0.1", port), _SmsRequest)
        self.secret, self.keep = secret, keep or (lambda to, words, reference: None)
        self.texts: dict[str, dict[str, Any]] = {}
        self.asked, self.cuts = 0, 0
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.port = int(self.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}/messages"


class _SmsRequest(BaseHTTPRequestHandler):
    server: FakeSmsGateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        if fault_of(self.server.secret, body, self.headers.get(HEADER, ""), at=datetime.now(UTC)):
            return self._say(401, {"fault": "signature"})
        if self.server.answers:
            return self._say(*self.server.answers.pop(0))
        said = json.loads(body)
        number = f"m{said['reference'][:8]}"
        if said["reference"] in self.server.texts:
            return self._say(409, {"id": number})
        self.server.texts[said["reference"]] = said
        self.server.keep(said["to"], said["text"], said["reference"])
        if self.server.cuts > 0:
            self.server.cuts -= 1
            return self.connection.close()
        return self._say(202, {"id": number})

    def _say(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing is logged: the requests hold people's numbers."""


class FakeCentre(Running, socketserver.ThreadingTCPServer):
    """`texts` are what was submitted, parts put together; the next `statuses` are answered instead; `cuts` cut the
    line after taking; `pending` receipts go to whoever binds to receive."""

    daemon_threads = True

    def __init__(
        self, system_id: str = "motcua", password: str = "bi-mat", port: int = 0, keep: Keep | None = None
    ) -> None:
        super().__init__(("127.0.0.1", port), _Line)
        self.known = (system_id, password)
        self.keep = keep or (lambda to, words, reference: None)
        self.submitted: list[ShortMessage] = []
        self.texts: list[tuple[str, str]] = []
        self.statuses: list[int] = []
        self.cuts = 0
        self.pending: list[
            tuple[Receipt, bool]
        ] = []  # the bool: in words only, without the optional parameters
        self.port = int(self.server_address[1])

    def take(self, message: ShortMessage) -> str:
        """Keep one submitted message, and the whole text once its last part is here."""
        self.submitted.append(message)
        gsm, words, header = message.coding != pdu.UCS2, message.words, b""
        if message.esm_class & pdu.WITH_HEADER:
            header, words = words[: words[0] + 1], words[words[0] + 1 :]
        text = decoded(words, gsm=gsm)
        if header and header[5] > 1:
            text = self.texts.pop()[1] + text
        self.texts.append((message.to, text))
        if not header or header[4] == header[5]:
            self.keep(message.to, text, message.more.get(pdu.USER_REFERENCE, b"").hex())
        return f"{len(self.submitted):08x}"


class _Line(socketserver.StreamRequestHandler):
    server: FakeCentre

    def handle(self) -> None:
        while unit := self._read():
            if unit.command in (pdu.BIND_TRANSMITTER, pdu.BIND_RECEIVER):
                known = pdu.read_bind(unit.body) == self.server.known
                self._answer(unit, b"centre\0", 0 if known else pdu.BIND_FAILED)
                if known and unit.command == pdu.BIND_RECEIVER:
                    self._deliver()
            elif unit.command == pdu.SUBMIT:
                if self.server.statuses:
                    self._answer(unit, b"\0", self.server.statuses.pop(0))
                    continue
                number = self.server.take(pdu.read_message(unit.body))
                if self.server.cuts > 0:
                    self.server.cuts -= 1
                    return
                self._answer(unit, number.encode() + b"\0")
            elif unit.command & pdu.RESPONSE:
                self.server.pending = self.server.pending[1:]
                self._deliver()
            else:
                self._answer(unit)
                if unit.command == pdu.UNBIND:
                    return

    def _deliver(self) -> None:
        """The next receipt; the one after it goes when this one was answered."""
        if not self.server.pending:
            return
        receipt, in_words = self.server.pending[0]
        stat = "DELIVRD" if receipt.delivered else "UNDELIV"
        words = f"id:{receipt.number} sub:001 dlvrd:001 submit date:2611200930 done date:2611200931 stat:{stat} err:000 text:"
        more = {
            pdu.RECEIPTED: receipt.number.encode() + b"\0",
            pdu.MESSAGE_STATE: bytes([pdu.DELIVERED if receipt.delivered else 5]),
        }
        message = ShortMessage(
            "84900000000", "1022", words.encode(), pdu.IS_RECEIPT, more={} if in_words else more
        )
        self.wfile.write(Pdu(pdu.ENQUIRE_LINK, 7).octets() + Pdu(pdu.DELIVER, 8, message.octets()).octets())

    def _answer(self, unit: Pdu, body: bytes = b"", status: int = 0) -> None:
        self.wfile.write(Pdu(unit.command | pdu.RESPONSE, unit.sequence, body, status).octets())

    def _read(self) -> Pdu | None:
        head = self.rfile.read(16)
        if len(head) < 16:
            return None
        length, command, status, sequence = struct.unpack(">4I", head)
        unit = Pdu(command, sequence, self.rfile.read(length - 16), status)
        return self._read() if command == pdu.ENQUIRE_LINK | pdu.RESPONSE else unit
