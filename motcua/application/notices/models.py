"""The outbox: one row for each event, audience and channel, with its words and what became of it."""

from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from motcua.domain.cases.models import Case, CaseEvent
from motcua.domain.feedback.models import FeedbackEvent
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.people.models import Account
from motcua.foundation.gateways.push.contract import Subscription

from .rules import LANGUAGES, TRIES, WAIT, Channel, Delivery, hidden_address
from .rules.channels import NAMES

# Who looks after what could not be sent.
KEEPERS = ("reception", "centre_head", "sysadmin")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, *, at: datetime) -> Self:
        """Waiting, and their hour has come."""
        return self.filter(state=Delivery.WAITING, next_at__lte=at)

    def claim(self, *, at: datetime) -> int:
        """Take these for one try: the try is counted and the next one set before anything is handed over.

        Who dies after this has tried once; nobody else tries before the next time has come.
        """
        return self.due(at=at).update(tries=F("tries") + 1, next_at=at + WAIT)

    def visible_to(self, staff: Staff) -> Self:
        """Of cases received in, and feedback to, the units whose telling the person looks after."""
        allowed: Any = Q(pk=None)
        for duty in staff.duties:
            if duty.role in KEEPERS:
                allowed |= Q(case__received_unit__path__startswith=duty.unit_path)
                allowed |= Q(feedback_event__feedback__unit__path__startswith=duty.unit_path)
        return self.filter(allowed)

    def give_up(self, *, at: datetime) -> int:
        """Leave to a person what was tried as often as it may be."""
        return self.due(at=at).filter(tries__gte=TRIES).update(state=Delivery.STUCK, next_at=None)


class Choice(models.Model):
    """How the owner of an account wants to be told: by which channels, in which language."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="notice_choice")
    channels = ArrayField(models.CharField(max_length=8))
    language = models.CharField(max_length=2, default="vi")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="choice_language_known"),
        ]

    @classmethod
    def of(cls, account: Account) -> Self | None:
        """What an account has chosen; None where nothing was."""
        return cls.objects.filter(account=account).first()

    @classmethod
    def keep(cls, account: Account, *, channels: list[str], language: str) -> None:
        """Take what the owner has chosen."""
        cls.objects.update_or_create(account=account, defaults={"channels": channels, "language": language})


class Device(models.Model):
    """A browser whose owner agreed to notifications on it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    since = models.DateTimeField()

    @classmethod
    def take(cls, account: Account, *, at: datetime, endpoint: str, p256dh: str, auth: str) -> None:
        """Tell this account on this browser from now on; whoever agreed on it before is told there no longer."""
        facts = {"account": account, "p256dh": p256dh, "auth": auth, "since": at}
        cls.objects.update_or_create(endpoint=endpoint, defaults=facts)

    @property
    def subscription(self) -> Subscription:
        return Subscription(self.endpoint, self.p256dh, self.auth)


class Notice(models.Model):
    """One notice to one audience by one channel, of a case or of feedback; `reference` is the same at every try."""

    event = models.ForeignKey(CaseEvent, models.PROTECT, null=True, related_name="notices")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="notices")
    feedback_event = models.ForeignKey(
        FeedbackEvent, models.PROTECT, null=True, related_name="notices", db_index=False
    )
    audience = models.CharField(max_length=12)
    channel = models.CharField(max_length=8)
    letter = models.CharField(max_length=40)
    language = models.CharField(max_length=2, default="vi")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    address = models.CharField(max_length=254, blank=True)
    reference = models.UUIDField(default=uuid4, unique=True)
    state = models.CharField(max_length=10)
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=120, blank=True)  # the provider's own
    fault = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict)  # what fills a provider's own template; empty elsewhere

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "audience", "channel"], name="notice_once"),
            models.UniqueConstraint(
                fields=["feedback_event", "channel"],
                condition=Q(feedback_event__isnull=False),
                name="notice_of_feedback_once",
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False, case__isnull=False, feedback_event=None)
                | Q(event=None, case=None, feedback_event__isnull=False),
                name="notice_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in Delivery]), name="notice_state_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[each.value for each in Channel]), name="notice_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | Q(~Q(state="waiting"), next_at=None),
                name="notice_waits_for_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "audience"]),
            models.Index(fields=["channel", "next_at"], condition=Q(state="waiting"), name="notice_due"),
            models.Index(fields=["written_at"], condition=Q(state="stuck"), name="notice_stuck"),
            models.Index(fields=["number"], condition=~Q(number=""), name="notice_number"),
            models.Index(Lower("address"), condition=~Q(address=""), name="notice_address"),
        ]

    @property
    def unit(self) -> Unit:
        """The unit that tells."""
        if self.case:
            return self.case.received_unit
        assert self.feedback_event
        return self.feedback_event.feedback.unit

    @property
    def code(self) -> str:
        """Of what it tells: a case, or feedback."""
        if self.case:
            return self.case.code
        assert self.feedback_event
        return self.feedback_event.feedback.code

    @property
    def channel_name(self) -> str:
        return NAMES[Channel(self.channel)]

    @property
    def shown_address(self) -> str:
        return hidden_address(self.address)

    def sent(self, number: str, *, at: datetime) -> None:
        """The channel took it."""
        self._stands(Delivery.SENT, sent_at=at, number=number[:120], fault="")

    def arrived(self, *, at: datetime) -> None:
        """The provider says that it reached its reader."""
        sent = type(self).objects.filter(pk=self.pk, state=Delivery.SENT)
        sent.update(state=Delivery.DELIVERED, delivered_at=at)

    def failed(self, fault: str) -> None:
        """The channel said that it can never reach this address."""
        self._stands(Delivery.FAILED, fault=fault)

    def not_now(self, fault: str) -> None:
        """The channel did not take it this time; after the last try a person has to look at it."""
        if self.tries >= TRIES:
            self._stands(Delivery.STUCK, fault=fault)
        else:
            type(self).objects.filter(pk=self.pk).update(fault=fault)

    def _stands(self, state: Delivery, **facts: object) -> None:
        open_ones = type(self).objects.filter(pk=self.pk, state__in=(Delivery.WAITING, Delivery.SENT))
        open_ones.update(state=state, next_at=None, **facts)
