"""The shape of every event log: append-only rows, each holding the hash of the one before it."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import models

GENESIS = b"\0" * 32
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


class Event(models.Model):
    """One act on one subject. `n` counts from 1 within the subject; rows are inserted by the kernel only."""

    n = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    unit_id: int | None
    state_before = models.SmallIntegerField()
    state_after = models.SmallIntegerField()
    note = models.TextField(default="")
    payload = models.JSONField(default=dict)
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        abstract = True

    def chain(self, prev: bytes, subject_key: str) -> None:
        """Set `prev_hash` and `hash` (SHA-256 over the canonical JSON of everything this row says)."""
        self.prev_hash = prev
        self.hash = hashlib.sha256(self.canonical(prev, subject_key)).digest()

    def canonical(self, prev: bytes, subject_key: str) -> bytes:
        return canonical(self.said(), prev, subject_key)

    def said(self) -> dict[str, Any]:
        """Everything the row says, as canonical JSON values; concrete logs add their own columns."""
        return {
            "n": self.n,
            "name": self.name,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": [self.actor_kind, *self.actor_key()],
            "from": self.state_before,
            "to": self.state_after,
            "note": self.note,
            "payload": self.payload,
        }

    def actor_key(self) -> list[Any]:
        return []


def canonical(said: dict[str, Any], prev: bytes, subject_key: str) -> bytes:
    """What an event says after the one before it, as the bytes that are hashed."""
    return _canonical({**said, "prev": prev.hex(), "subject": subject_key}).encode()


def broken_link(events: "list[Event]", subject_key: str) -> int | None:
    """The `n` of the first event whose hash does not follow from what it says, or None if the chain holds."""
    prev = GENESIS
    for place, event in enumerate(events, start=1):
        fresh = hashlib.sha256(event.canonical(prev, subject_key)).digest()
        if event.n != place or bytes(event.prev_hash) != prev or bytes(event.hash) != fresh:
            return place
        prev = fresh
    return None
