"""The few protocol data units of SMPP 3.4 that sending a text and hearing of it takes."""

import struct
from dataclasses import dataclass, field

BIND_RECEIVER, BIND_TRANSMITTER, SUBMIT, DELIVER, UNBIND = 0x01, 0x02, 0x04, 0x05, 0x06
ENQUIRE_LINK, GENERIC_NACK, RESPONSE = 0x15, 0x80000000, 0x80000000
OK, INVALID_DESTINATION, BIND_FAILED, INVALID_PASSWORD, THROTTLED = 0x00, 0x0B, 0x0D, 0x0E, 0x58
# Of the short message: a header of its own before the words (5.2.12); what the network says of one sent before.
WITH_HEADER, IS_RECEIPT = 0x40, 0x04
USER_REFERENCE, RECEIPTED, MESSAGE_STATE = 0x0204, 0x001E, 0x0427
UCS2, DELIVERED = 0x08, 2
MOST = 64 * 1024


class Broken(Exception):
    """What came over the line is no unit of the protocol."""


@dataclass(frozen=True)
class Pdu:
    """One unit as it goes over the line."""

    command: int
    sequence: int
    body: bytes = b""
    status: int = 0

    def octets(self) -> bytes:
        return struct.pack(">4I", 16 + len(self.body), self.command, self.status, self.sequence) + self.body


@dataclass(frozen=True)
class ShortMessage:
    """The body of submit_sm and deliver_sm."""

    sender: str
    to: str
    words: bytes
    esm_class: int = 0
    coding: int = 0
    registered: int = 0
    validity: str = ""
    more: dict[int, bytes] = field(default_factory=dict)

    def octets(self) -> bytes:
        # A name is no number: type of number 5 (alphanumeric), plan 0; an international one 1 and 1 (5.2.5, 5.2.6).
        kind = (1, 1) if self.sender.isdigit() else (5, 0)
        return b"".join((
            b"\0", bytes(kind), _text(self.sender), b"\1\1", _text(self.to), bytes((self.esm_class, 0, 0)), b"\0",
            _text(self.validity), bytes((self.registered, 0, self.coding, 0, len(self.words))), self.words,
            *(struct.pack(">2H", tag, len(value)) + value for tag, value in self.more.items()),
        ))  # fmt: skip


def bind_body(system_id: str, password: str) -> bytes:
    """The body of a bind: interface 3.4, any address."""
    return _text(system_id) + _text(password) + _text("") + bytes((0x34, 0, 0)) + _text("")


def read_bind(body: bytes) -> tuple[str, str]:
    """Who wants to be bound, and the password given."""
    system_id, _, rest = body.partition(b"\0")
    return system_id.decode("ascii"), rest.partition(b"\0")[0].decode("ascii")


def read_message(body: bytes) -> ShortMessage:
    """The body of submit_sm or deliver_sm read back. Raises Broken."""
    try:
        return _message(body)
    except (IndexError, ValueError, struct.error) as problem:
        raise Broken from problem


def read_header(octets: bytes) -> tuple[int, int, int, int]:
    """Length, command, status and sequence. Raises Broken for a length that no unit has."""
    length, command, status, sequence = struct.unpack(">4I", octets)
    if not 16 <= length <= MOST:
        raise Broken
    return length, command, status, sequence


def _message(body: bytes) -> ShortMessage:
    _service, rest = _read(body)
    sender, rest = _read(rest[2:])
    to, rest = _read(rest[2:])
    esm_class, rest = rest[0], rest[3:]
    _schedule, rest = _read(rest)
    validity, rest = _read(rest)
    registered, coding, length = rest[0], rest[2], rest[4]
    words, rest = rest[5 : 5 + length], rest[5 + length :]
    more = {}
    while rest:
        tag, size = struct.unpack(">2H", rest[:4])
        more[tag], rest = rest[4 : 4 + size], rest[4 + size :]
    return ShortMessage(sender, to, words, esm_class, coding, registered, validity, more)


def _text(text: str) -> bytes:
    return text.encode("ascii") + b"\0"


def _read(octets: bytes) -> tuple[str, bytes]:
    end = octets.index(0)
    return octets[:end].decode("ascii"), octets[end + 1 :]
