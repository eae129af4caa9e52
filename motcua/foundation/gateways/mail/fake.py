"""A mail server on the loopback that hands on what it is given, or refuses as often as it is told to."""

import socketserver
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from ..serving import Running


class FakeMailServer(Running, socketserver.ThreadingTCPServer):
    """`letters` are the messages taken; the next `refusals` recipients get `code`; `cuts` close after taking."""

    daemon_threads = True

    def __init__(self, port: int = 0, keep: Callable[[EmailMessage], None] | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.letters: list[EmailMessage] = []
        self.keep = keep or self.letters.append
        self.refusals, self.code, self.cuts = 0, 451, 0
        self.port = int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: FakeMailServer

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self._say("354 go on")
                if self._take():
                    return
            elif verb == b"RCPT" and self.server.refusals > 0:
                self.server.refusals -= 1
                self._say(f"{self.server.code} not taken")
            else:
                self._say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def _take(self) -> bool:
        """Keep the message; true when the line is cut before the sender hears of it."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=default)
        assert isinstance(message, EmailMessage)
        self.server.keep(message)
        if self.server.cuts > 0:
            self.server.cuts -= 1
            return True
        self._say("250 kept")
        return False

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")
