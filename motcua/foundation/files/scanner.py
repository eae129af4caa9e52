"""Asking ClamAV about a file, over the socket of its daemon (the INSTREAM command of clamd)."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

__all__ = ["ScannerAway", "found_in", "scanner_answers"]

_SECONDS = 60
_PIECE = 256 * 1024
_LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """The scanner did not answer, or not about this file; what it was asked about stays unread."""


def found_in(path: Path, *, scanner: str) -> str:
    """The name of what the scanner found in the file, empty for nothing.

    `scanner` is the path of a local socket or HOST:PORT. Raises ScannerAway.
    """
    try:
        with _connected(scanner) as line, path.open("rb") as file:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            answer = _answer(line)
    except FileNotFoundError as gone:
        if Path(str(gone.filename or "")) == path:
            raise
        raise ScannerAway(str(gone)) from gone
    except OSError as fault:
        raise ScannerAway(str(fault)) from fault
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAway(answer or "no answer")


def scanner_answers(scanner: str) -> bool:
    """Whether the scanner is there."""
    try:
        with _connected(scanner) as line:
            line.sendall(b"zPING\0")
            return _answer(line) == "PONG"
    except OSError:
        return False


def _connected(scanner: str) -> socket.socket:
    if scanner.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        try:
            line.connect(scanner)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = scanner.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER and (piece := line.recv(1024)):
        said += piece
    return said.rstrip(b"\0\n").decode(errors="replace")
