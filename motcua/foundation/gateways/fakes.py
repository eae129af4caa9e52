"""The demonstration's providers: every channel's fake on the loopback, all keeping what they get in one mailbox."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from .identity.fake import FakeProvider
from .mail.fake import FakeMailServer
from .mailbox import Message, keep
from .sms.fake import FakeSmsGateway
from .zalo.fake import FakeZalo

DEMO_APP = "demo"
DEMO_SECRET = "chi-dung-cho-ban-chay-thu"


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

    def sms(to: str, words: str, reference: str) -> None:
        keep(folder, Message("sms", to, words))

    def zalo(to: str, template: str, data: dict[str, str]) -> None:
        keep(
            folder,
            Message(
                "zalo", to, "\n".join(f"{name}: {words}" for name, words in data.items()), f"Mẫu {template}"
            ),
        )

    with (
        FakeMailServer(ports["mail"], mail),
        FakeSmsGateway(DEMO_SECRET, ports["sms"], sms),
        FakeZalo(DEMO_APP, DEMO_SECRET, "", ports["zalo"], zalo),
        FakeProvider(DEMO_APP, DEMO_SECRET, ports["identity"]),
    ):
        yield
