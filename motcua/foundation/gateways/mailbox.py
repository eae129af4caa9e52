"""What the demonstration's providers were given, one small file for each message: nothing leaves the machine."""

import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4


@dataclass(frozen=True)
class Message:
    """One message as its provider received it; `at` in seconds since 1970."""

    channel: str
    to: str
    body: str
    subject: str = ""
    sender: str = ""
    at: float = 0.0

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


def keep(folder: Path, message: Message) -> None:
    """Put a message into the mailbox; it appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020d}-{uuid4().hex[:8]}"
    part = folder / f"{name}.part"
    part.write_text(
        json.dumps({**asdict(message), "at": message.at or time.time()}, ensure_ascii=False), "utf-8"
    )
    part.rename(folder / f"{name}.json")


def messages(folder: Path, channel: str = "", to: str = "") -> list[Message]:
    """What is in the mailbox, newest first; of one channel and to one address, or of all."""
    found = [
        Message(**json.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.json"), reverse=True)
    ]
    return [each for each in found if channel in ("", each.channel) and to in each.to]
