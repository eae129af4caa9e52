"""A photo of 6 MB sent from a phone in pieces, over HTTP, through a cut of the line in the middle of a piece.

Run: python -m benchmarks.cut [--seconds 30] [--size 6] [--data var/benchmarks/home]

The office is the one benchmarks.forms made. The browser's part is played here as assets/js/mc-upload.js does it:
pieces of 512 KB, asked again after 1, 2, 4, 8, 10 seconds and then every 10.
"""

import argparse
import http.client
import json
import socket
import time
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.forms import Visitor
from benchmarks.office import place
from benchmarks.uploads import photo

PIECE, PATIENCE = 512 * 1024, (1, 2, 4, 8, 10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--size", type=float, default=6, help="MB")
    parser.add_argument("--port", type=int, default=8190)
    parser.add_argument("--data", type=Path, default=place.ROOT / "var" / "benchmarks" / "home")
    args = parser.parse_args()
    home = args.data.absolute()
    url = place.reopen_database(home)
    try:
        place.set_up(url, home, found=False)
        with place.served(home, args.port, 2):
            measure(args.port, args.seconds, photo_of(args.size))
    finally:
        place.close_database(home)


def photo_of(megabytes: float) -> bytes:
    """A photo of 12 megapixels, as little squeezed as makes it so large."""
    taken = (photo(4032, 3024, quality=quality) for quality in range(90, 100))
    return next((each for each in taken if len(each) >= megabytes * 2**20), photo(4032, 3024, quality=99))


def measure(port: int, seconds: float, content: bytes) -> None:
    from motcua.domain.documents.jobs import check
    from motcua.domain.documents.models import Upload

    phone = Phone(port)
    begun = time.monotonic()
    number, _ = phone.begin(len(content))
    plain = phone.send(number, content, cut=0)
    print(f"{len(content) / 2**20:.1f} MB in one go: {time.monotonic() - begun:.1f} s, {plain} pieces")
    begun = time.monotonic()
    number, _ = phone.begin(len(content), mark="again")
    pieces = phone.send(number, content, cut=seconds)
    spent = time.monotonic() - begun
    print(f"through a cut of {seconds:g} s: {spent:.1f} s, {pieces} pieces, "
          f"{phone.lost / 1024:.0f} KB sent for nothing")  # fmt: skip
    begun = time.monotonic()
    check(number)
    upload = Upload.objects.get(pk=number)
    print(
        f"looked at and made a PDF: {time.monotonic() - begun:.1f} s, {upload.state}, {upload.pages} page, {upload.said}"
    )


class Phone:
    """One line to the office, which may be cut."""

    def __init__(self, port: int) -> None:
        self.port, self.visitor, self.lost = port, Visitor(port, "1.001193"), 0
        self.paper = self.visitor.first.rpartition("/")[0] + "/giay-to/giay-chung-sinh/gui"

    def begin(self, size: int, mark: str = "a") -> tuple[int, int]:
        body = urlencode({"name": "ảnh.jpg", "size": size, "mark": mark}).encode()
        said = self.ask(self.paper, body, "application/x-www-form-urlencoded")
        return said["number"], said["received"]

    def send(self, number: int, content: bytes, *, cut: float) -> int:
        """Send all of it; with a cut, the line ends half-way through the middle piece and comes back later."""
        received, pieces, n = 0, 0, 0
        back = 0.0
        while received < len(content):
            path, piece = f"{self.paper}/{number}?tu={received}", content[received : received + PIECE]
            pieces += 1
            if cut and not back and received >= len(content) // 2:
                self.break_off(path, piece)
                back = time.monotonic() + cut
            while back and time.monotonic() < back:
                time.sleep(PATIENCE[min(n, len(PATIENCE) - 1)])  # the browser's own tries, each in vain
                n += 1
            received = self.ask(path, piece, "application/octet-stream")["received"]
        return pieces

    def break_off(self, path: str, piece: bytes) -> None:
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in self.headers("application/octet-stream").items()
        )
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(f"{head}Content-Length: {len(piece)}\r\n\r\n".encode() + piece[: len(piece) // 2])
        self.lost += len(piece) // 2

    def ask(self, path: str, body: bytes, kind: str) -> dict[str, int]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("POST", path, body, self.headers(kind))
        answer = line.getresponse()
        said = json.loads(answer.read())
        line.close()
        assert answer.status == 200, (answer.status, said)
        return said

    def headers(self, kind: str) -> dict[str, str]:
        return {"Content-Type": kind, "Cookie": self.visitor.cookie, "X-CSRFToken": self.visitor.token, "Accept": "application/json"}  # fmt: skip


if __name__ == "__main__":
    main()
