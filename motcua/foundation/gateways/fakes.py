"""The demonstration's providers: every channel's fake on the loopback, all keeping what they get in one mailbox."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from .carrier.fake import FakeCarrier
from .identity.fake import FakeProvider
from .mail.fake import FakeMailServer
from .mailbox import Message, keep
from .sms.fake import FakeSmsGateway
from .zalo.fake import FakeZalo

DEMO_APP = "demo"
DEMO_SECRET = "chi-dung-cho-ban-chay-thu"


def serve(folder: Path, seals: Path, ports: dict[str, int]) -> None:
    """Answer on the ports, by channel, until SIGTERM."""
    with providers(folder, seals, ports):
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


@contextmanager
def providers(folder: Path, seals: Path, ports: dict[str, int]) -> Iterator[None]:
    """Every provider, for as long as the block lasts; the time stamps' authority is laid among the roots of `seals`."""
    # Read here only: whoever watches the demonstration's parts stays small all day.
    from .signing.demo import make_demo_stamps
    from .signing.fake import FakeStamps

    make_demo_stamps(seals / "stamps", seals / "roots")

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
        FakeCarrier(DEMO_SECRET, ports["carrier"]),
        FakeProvider(DEMO_APP, DEMO_SECRET, ports["identity"]),
        FakeStamps(seals / "stamps", ports["stamps"]),
    ):
        yield
