"""A time stamp server on the loopback: OpenSSL's own (RFC 3161) behind a small door, and what a bad day brings."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ..serving import Running

CONFIG = """[tsa]
default_tsa = one
[one]
serial = {serial}
signer_cert = {folder}/certificate.pem
signer_key = {folder}/key.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.13762.3
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class FakeStamps(Running, ThreadingHTTPServer):
    """Stamps with the key that `make_demo_stamps` left in the folder.

    `asked` counts the questions; each of `instead` is taken once: it gets the question and gives status and answer.
    """

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Request)
        self.folder, self.asked = folder, 0
        self.instead: list[Callable[[bytes], tuple[int, bytes]]] = []
        self.port = int(self.server_address[1])
        self.url = f"http://127.0.0.1:{self.port}/"

    def stamped(self, question: bytes) -> bytes:
        """OpenSSL's answer, which may be that it stamps nothing of the kind."""
        with tempfile.TemporaryDirectory() as place:
            here = Path(place)
            (here / "question").write_bytes(question)
            (here / "config").write_text(CONFIG.format(serial=here / "serial", folder=self.folder))
            command = [
                _openssl(), "ts", "-reply", "-config", str(here / "config"), "-queryfile", str(here / "question"),
                "-out", str(here / "answer"),
            ]  # fmt: skip
            subprocess.run(command, capture_output=True, check=False, timeout=20)
            return (here / "answer").read_bytes()


def _openssl() -> str:
    return shutil.which("openssl") or "openssl"


class _Request(BaseHTTPRequestHandler):
    server: FakeStamps

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        if self.server.instead:
            status, body = self.server.instead.pop(0)(question)
        else:
            status, body = 200, self.server.stamped(question)
        self.send_response(status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing is logged."""
