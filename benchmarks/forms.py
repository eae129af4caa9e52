"""How long a page of a form takes over HTTP, through the production web server, in an office with many cases.

Run: python -m benchmarks.forms [--cases 100000] [--seconds 10] [--workers 2] [--keep]

Shown, answered with mistakes, answered and saved, looked over; by one visitor after the other, and by eight at once.
The office is that of benchmarks/run; `--keep` measures again in what was made before. The drafts go with it.
"""

import argparse
import os
import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from benchmarks.office import cases, client, place
from benchmarks.office.meter import Meter

MANY = 8  # visitors at once; the aim is a p95 of 150 ms for one of them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])  # type: ignore[union-attr]
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--port", type=int, default=8190)
    parser.add_argument("--procedure", default="1.001193")
    parser.add_argument("--data", type=Path, default=place.ROOT / "var" / "benchmarks" / "home")
    parser.add_argument("--keep", action="store_true", help="measure again on what was made before")
    args = parser.parse_args()
    home = args.data.absolute()
    home.mkdir(parents=True, exist_ok=True)
    url = place.reopen_database(home) if args.keep else place.open_database(home)
    try:
        place.set_up(url, home, found=not args.keep)
        if not args.keep:
            cases.make(url, args.cases, tell=lambda made: print(f"  {made:,} / {args.cases:,}", flush=True))
        with place.served(home, args.port, args.workers) as web:
            measure(args, Meter(url, web.process.pid))
    finally:
        place.close_database(home)


def measure(args: argparse.Namespace, meter: Meter) -> None:
    from motcua.domain.cases.models import Case

    visitor = Visitor(args.port, args.procedure)
    print(f"{Case.objects.count():,} cases, {args.procedure}, {args.workers} web processes, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f}; ms")  # fmt: skip
    print(f"{'':<44}{'':>9}{'one: p50':>10}{'p95':>8}{'eight: p50':>12}{'p95':>8}{'CPU':>8}{'req/s':>8}")
    for label, status, requests in visitor.doings():
        client.ask(
            args.port, requests, connections=MANY, seconds=2, most=200
        )  # each process reads its templates once
        one = client.ask(args.port, requests, connections=1, seconds=args.seconds, most=5_000)
        before = meter.cpu()
        many = client.ask(args.port, requests, connections=MANY, seconds=args.seconds, most=5_000)
        spent = meter.cpu() - before
        said = sorted({*one.statuses, *many.statuses})
        each = (spent.application + spent.database) * 1000 / max(1, many.count)
        print(f"{label:<44}{','.join(map(str, said)):>9}{one.percentile(0.5):>10.1f}{one.percentile(0.95):>8.1f}"
              f"{many.percentile(0.5):>12.1f}{many.percentile(0.95):>8.1f}{each:>8.1f}{many.rate:>8.0f}"
              f"{'' if said == [status] else '  not ' + str(status)}", flush=True)  # fmt: skip


class Visitor:
    """Somebody who has begun a form in a browser: its addresses, the fields of its first page, and the cookie."""

    def __init__(self, port: int, code: str) -> None:
        kept, self.start = CookieJar(), f"/thu-tuc/{code}/nop"
        browser, where = build_opener(HTTPCookieProcessor(kept)), f"http://127.0.0.1:{port}{self.start}"
        token = _token(browser.open(where).read().decode())
        page = browser.open(where, urlencode({"csrfmiddlewaretoken": token}).encode())
        text = page.read().decode()
        self.first, self.token = urlsplit(page.geturl()).path, _token(text)
        self.check = f"{self.first.rpartition('/')[0]}/kiem-tra"
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in kept)
        self.names = [name for name in re.findall(r'name="(\w+)"', text) if name != "csrfmiddlewaretoken"]

    def doings(self) -> Iterator[tuple[str, int, Iterator[bytes]]]:
        """What is asked, the status it should have, and endless requests."""
        text = (dict.fromkeys(self.names, f"a{n}") for n in count())
        yield "a topic shown", 200, (self._get(self.first) for _ in count())
        yield "answered with nothing: its mistakes", 422, (self._post({}) for _ in count())
        yield "answered with text in every field, saved", 422, (self._post(each) for each in text)
        yield "looked over before it is sent", 200, (self._get(self.check) for _ in count())
        yield "the page that begins", 200, (self._get(self.start) for _ in count())

    def _get(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nCookie: {self.cookie}\r\n\r\n".encode()

    def _post(self, given: dict[str, str]) -> bytes:
        body = urlencode({"csrfmiddlewaretoken": self.token, **given}).encode()
        return (
            f"POST {self.first} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nCookie: {self.cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found, page[:500]
    return found[1]


if __name__ == "__main__":
    main()
