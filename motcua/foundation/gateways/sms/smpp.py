"""Texts by SMPP 3.4, as the operators' own centres speak it."""

import contextlib
import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from ..outcome import Never, NotNow
from . import pdu
from .contract import Receipt, Text
from .pdu import Pdu, ShortMessage
from .segments import encoded, segments

PATIENCE = 15  # seconds
QUIET = 1.0  # seconds without another receipt, after which there is none
# For as long as a notice is tried: relative, four hours (7.1.1).
VALID = "000000040000000R"
_STATE = re.compile(r"\bid:(\S+).*?\bstat:(\w+)", re.DOTALL)


@dataclass(frozen=True)
class Smpp:
    """A short message centre: where it is, who we are there, and the name under which texts appear.

    The protocol has no word for "taken before": after a cut line a text can reach its reader twice. The parts of one
    text carry the same reference at every try, by which a centre may know them.
    """

    host: str
    port: int
    system_id: str
    password: str
    sender: str
    tls: bool = False

    def send(self, text: Text) -> str:
        """Hand over one text, in parts where it is long; the number of its last part. Raises NotNow or Never."""
        with self._session(pdu.BIND_TRANSMITTER) as session:
            number = ""
            for message in messages(text, sender=self.sender):
                answer = session.ask(pdu.SUBMIT, message.octets())
                if answer.status == pdu.INVALID_DESTINATION:
                    raise Never("unknown_address")
                if answer.status:
                    raise NotNow("busy")
                number = answer.body.partition(b"\0")[0].decode("ascii", "replace")
            return number

    def receipts(self) -> Iterator[Receipt]:
        """What the centre has kept for us; it forgets each once we have answered."""
        with self._session(pdu.BIND_RECEIVER) as session:
            while unit := session.next(QUIET):
                if unit.command == pdu.DELIVER:
                    receipt = read_receipt(pdu.read_message(unit.body))
                    if receipt:
                        yield receipt
                    session.answer(unit)

    @contextlib.contextmanager
    def _session(self, bind: int) -> "Iterator[_Session]":
        try:
            with socket.create_connection((self.host, self.port), PATIENCE) as line:
                secured = (
                    ssl.create_default_context().wrap_socket(line, server_hostname=self.host)
                    if self.tls
                    else line
                )
                session = _Session(secured)
                bound = session.ask(bind, pdu.bind_body(self.system_id, self.password))
                if bound.status:
                    raise NotNow("sign_in", away=True)
                yield session
                with contextlib.suppress(OSError, EOFError):
                    session.ask(pdu.UNBIND, b"")
        except (OSError, EOFError, pdu.Broken) as problem:
            raise NotNow("away", away=True) from problem


class _Session:
    """One bound line; a unit that asks whether we are there is answered on the way."""

    def __init__(self, line: socket.socket) -> None:
        self.line, self.sequence = line, 0

    def ask(self, command: int, body: bytes) -> Pdu:
        self.sequence += 1
        self.line.sendall(Pdu(command, self.sequence, body).octets())
        while unit := self.next(PATIENCE):
            if unit.command in (command | pdu.RESPONSE, pdu.GENERIC_NACK) and unit.sequence == self.sequence:
                return unit
        raise TimeoutError

    def answer(self, unit: Pdu) -> None:
        body = b"\0" if unit.command == pdu.DELIVER else b""
        self.line.sendall(Pdu(unit.command | pdu.RESPONSE, unit.sequence, body).octets())

    def next(self, patience: float) -> Pdu | None:
        """The next unit, or None if none comes in time."""
        self.line.settimeout(patience)
        try:
            first = self.line.recv(16)
        except TimeoutError:
            return None
        if not first:
            raise EOFError
        self.line.settimeout(PATIENCE)
        length, command, status, sequence = pdu.read_header(first + self._exactly(16 - len(first)))
        unit = Pdu(command, sequence, self._exactly(length - 16), status)
        if command == pdu.ENQUIRE_LINK:
            self.answer(unit)
            return self.next(patience)
        return unit

    def _exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            piece = self.line.recv(count - len(found))
            if not piece:
                raise EOFError
            found += piece
        return found


def messages(text: Text, *, sender: str) -> Iterator[ShortMessage]:
    """The short messages of one text: parts of a long one say which they are (3GPP TS 23.040, 9.2.3.24.1)."""
    found = segments(text.words)
    mark = short_reference(text.reference)
    for number, part in enumerate(found.parts, start=1):
        words = encoded(part, gsm=found.gsm)
        if found.count > 1:
            words = bytes((5, 0, 3, mark & 0xFF, found.count, number)) + words
        yield ShortMessage(
            sender, text.to, words, esm_class=pdu.WITH_HEADER if found.count > 1 else 0,
            coding=0 if found.gsm else pdu.UCS2, registered=1 if number == found.count else 0, validity=VALID,
            more={pdu.USER_REFERENCE: mark.to_bytes(2)},
        )  # fmt: skip


def short_reference(reference: UUID) -> int:
    """Sixteen bits of a reference, the same at every try."""
    return reference.int & 0xFFFF


def read_receipt(message: ShortMessage) -> Receipt | None:
    """What a deliver_sm says became of a text; None if it is no receipt, or no last word yet."""
    if not message.esm_class & pdu.IS_RECEIPT:
        return None
    number = message.more.get(pdu.RECEIPTED, b"").partition(b"\0")[0].decode("ascii", "replace")
    state = message.more.get(pdu.MESSAGE_STATE, b"")
    if number and state:
        return _said(number, state[0] == pdu.DELIVERED, ended=state[0] in (2, 3, 4, 5, 8))
    said = _STATE.search(message.words.decode("latin-1"))
    if said is None:
        return None
    ended = said[2] in ("DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "REJECTD")
    return _said(said[1], said[2] == "DELIVRD", ended=ended)


def _said(number: str, delivered: bool, *, ended: bool) -> Receipt | None:
    return Receipt(number, delivered, "" if delivered else "undelivered") if ended else None
