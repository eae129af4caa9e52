"""By what means a citizen's account is opened, and what was done to it."""

from typing import Any

from django.db import models
from django.db.models import Q

from motcua.foundation.actions import ACTIONS, Act
from motcua.foundation.events.models import GENESIS, Event

from .account import Account


class Identity(models.Model):
    """An account at a provider of identity that opens an account here: who says it, and under which name there."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    level = models.PositiveSmallIntegerField()
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="identity_level_known"),
        ]


class Passkey(models.Model):
    """A key kept by a person's own device (WebAuthn); here is its public half, and the level it was added at."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField(max_length=4096)
    # Devices that count say how often the key was used: a lower number than before is a copy of the key.
    count = models.BigIntegerField(default=0)
    level = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="passkey_level_known"),
        ]


class AccountEvent(Event):
    """What happened to a citizen's account: means added and taken away. Keys only, no word of the person."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="events")
    actor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "n"], name="account_event_order")]

    def actor_key(self) -> list[Any]:
        return [self.actor_id]

    @property
    def label(self) -> str:
        """The action's Vietnamese label."""
        return ACTIONS[self.name].label if self.name in ACTIONS else self.name


def last_event(account_id: int) -> tuple[int, bytes]:
    """Number and hash of the last event of an account."""
    last = AccountEvent.objects.filter(account_id=account_id).order_by("-n").first()
    return (last.n, bytes(last.hash)) if last else (0, GENESIS)


def write_event(account: Account, act: Act) -> tuple[int, bytes]:
    """Write what was done to an account; its number and hash."""
    event = AccountEvent(
        account=account, n=account.version + 1, name=act.action.name, at=act.at, actor_kind=act.by.actor_kind,
        actor_id=act.by.actor_id if act.by.actor_kind == "citizen" else None, state_before=1, state_after=1,
        note=act.note, payload=act.payload,
    )  # fmt: skip
    event.chain(account._last_hash, f"account {account.pk}")
    event.save(force_insert=True)
    return event.n, bytes(event.hash)
