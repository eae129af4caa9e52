"""A client that costs little: raw HTTP/1.1 on kept connections, one thread, each connection asking anew when answered."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

CLOSED = 599  # said of a line the server closed without an answer


@dataclass
class Asked:
    """What came of a phase: answers by status, and the milliseconds of each."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.times)

    @property
    def rate(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    @property
    def faults(self) -> int:
        return sum(n for status, n in self.statuses.items() if status >= 400)


class _Line:
    """One connection and the answer it is reading."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.asked_at = 0.0

    def ask(self, request: bytes) -> None:
        self.buffer = b""
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> tuple[int, bytes] | None:
        """(status, body) once the whole answer is there; a line that was closed without one is a fault too."""
        try:
            piece = self.socket.recv(262_144)
        except ConnectionError:
            piece = b""
        if not piece:
            return CLOSED, b""
        self.buffer += piece
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        low = head.lower()
        if b"transfer-encoding: chunked" in low:
            return (int(head[9:12]), _unchunked(body)) if body.endswith(b"0\r\n\r\n") else None
        at = low.find(b"content-length:")
        length = int(low[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        return (int(head[9:12]), body) if len(body) >= length else None


def ask(
    port: int, requests: Iterator[bytes], *, connections: int, seconds: float, most: int, keep: bool = False
) -> Asked:
    """Ask until the time, the number or the requests run out; every request asked for is waited for."""
    found = Asked()
    waiting = selectors.DefaultSelector()
    begun = time.perf_counter()
    end, sent = begun + seconds, 0
    for _ in range(connections):
        line = _Line(port)
        if (request := next(requests, None)) is None:
            break
        line.ask(request)
        sent += 1
        waiting.register(line.socket, selectors.EVENT_READ, line)
    while waiting.get_map():
        for key, _events in waiting.select(timeout=60):
            line = key.data
            answered = line.read()
            if answered is None:
                continue
            now = time.perf_counter()
            found.times.append((now - line.asked_at) * 1000)
            found.statuses[answered[0]] = found.statuses.get(answered[0], 0) + 1
            if keep or answered[0] >= 400:
                found.bodies.append(answered[1])
            following = next(requests, None) if now < end and sent < most else None
            if following is None or answered[0] == CLOSED:
                waiting.unregister(line.socket)
                line.socket.close()
            if following is not None:
                if answered[0] == CLOSED:
                    line = _Line(port)
                    waiting.register(line.socket, selectors.EVENT_READ, line)
                line.ask(following)
                sent += 1
    found.seconds = time.perf_counter() - begun
    return found


def get(path: str, *, token: str = "", cookie: str = "") -> bytes:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n"
    head += f"Authorization: Bearer {token}\r\n" if token else ""
    head += f"Cookie: sessionid={cookie}\r\n" if cookie else ""
    return f"{head}\r\n".encode()


def post(path: str, body: bytes, *, token: str, key: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"Authorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n\r\n"
    )
    return head.encode() + body


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size, 16)
        whole += rest[:length]
        body = rest[length + 2 :]
        if length == 0:
            break
    return whole
