"""The demonstration's providers: every channel's fake on the loopback, all keeping what they get in one mailbox."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from .mail.fake import FakeMailServer
from .mailbox import Message, keep


def serve(folder: Path, ports: dict[str, int]) -> None:
    """Answer on the ports, by channel, until SIGTERM."""
    with providers(folder, ports):
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


@contextmanager
def providers(folder: Path, ports: dict[str, int]) -> Iterator[None]:
    """Every provider, for as long as the block lasts."""

    def mail(letter: EmailMessage) -> None:
        body = letter.get_body(("plain",))
        words = body.get_content() if body else ""
        keep(folder, Message("mail", str(letter["To"]), words, str(letter["Subject"]), str(letter["From"])))

    with FakeMailServer(ports["mail"], mail):
        yield
