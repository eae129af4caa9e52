"""Feedback as kept. Its words never change; names and contacts go away after their time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.domain.cases.rules import kept_hash, slip_secret
from motcua.domain.offices.models import Staff, Unit, working_calendar
from motcua.domain.people.models import Account
from motcua.foundation.actions import Act
from motcua.foundation.calendar import Calendar, local
from motcua.foundation.events.models import GENESIS, Event
from motcua.foundation.jobs import queue_job

from .rules import KINDS, LONGEST, STATES, Kind, Standing, State, standing, terms_on

# Who answers for an office.
ANSWERING = ("leader", "centre_head")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, staff: Staff) -> Self:
        """What concerns the units whose leader, or head of the one-stop desk, the person is."""
        allowed: Any = Q(pk=None)
        for duty in staff.duties:
            if duty.role in ANSWERING:
                allowed |= Q(unit__path__startswith=duty.unit_path)
        heads = [duty.unit_id for duty in staff.duties if duty.role == "centre_head"]
        if heads:  # of the desk of an office, also what concerns the office itself
            allowed |= Q(unit__in=Unit.objects.one_stops().filter(pk__in=heads).values("parent"))
        return self.filter(allowed)

    def open(self) -> Self:
        return self.filter(state=State.NEW)

    def of_secret(self, secret: str) -> "Feedback | None":
        return self.filter(secret_hash=kept_hash(secret.strip().lower())).select_related("unit").first()


class Feedback(models.Model):
    """One message to an office (phản ánh, kiến nghị), and its answer."""

    code = models.CharField(max_length=16, unique=True)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback")
    kind = models.CharField(max_length=10, choices=[(kind.value, label) for kind, label in KINDS.items()])
    text = models.TextField(max_length=LONGEST)
    name = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=254, blank=True)
    # As typed, and compared with nothing: nobody learns from it whether a code exists.
    case_code = models.CharField(max_length=40, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="feedback")
    language = models.CharField(max_length=2, default="vi")
    sent_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.SmallIntegerField(default=int(State.NEW))
    declined_as = models.CharField(max_length=20, blank=True)
    answer = models.TextField(max_length=LONGEST, blank=True)
    settled_at = models.DateTimeField(null=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in KINDS]), name="feedback_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="feedback_says_something"),
            models.CheckConstraint(condition=Q(language__in=("vi", "en")), name="feedback_language_known"),
            models.CheckConstraint(
                condition=Q(state=1, answer="", declined_as="", settled_at=None)
                | Q(Q(state=2, declined_as="") | Q(state=3) & ~Q(declined_as=""), settled_at__isnull=False)
                & ~Q(answer=""),
                name="feedback_settled_by_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(settled_at__gte=F("sent_at")), name="feedback_answered_after_it_came"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "sent_at"], name="feedback_of_unit"),
            models.Index(fields=["due_on"], condition=Q(state=1), name="feedback_open"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def secret(self) -> str:
        """The 128-bit secret by which the sender follows it; made again from the key."""
        return slip_secret(settings.SLIP_KEY, f"feedback {self.code}")

    @property
    def kind_label(self) -> str:
        return KINDS[Kind(self.kind)]

    @property
    def email(self) -> str:
        return self.contact if "@" in self.contact else ""

    @property
    def phone(self) -> str:
        return "" if "@" in self.contact else self.contact

    def calendar(self) -> Calendar:
        """The working days of the unit it concerns."""
        return working_calendar(self.unit.processing_calendar_id)

    def stands(self, at: datetime) -> Standing:
        return standing(self.state, self.due_on, self.settled_at, on=local(at).date())

    # What the kernel asks of a subject ------------------------------------------------------------------

    version: int
    _last_hash: bytes

    @property
    def state_label(self) -> str:
        return STATES[State(self.state)]

    def lock(self) -> Self:
        held = type(self).objects.select_for_update(of=("self",)).select_related("unit")
        fresh: Self = held.get(pk=self.pk)  # type: ignore[assignment]
        last = fresh.events.order_by("-n").first()
        fresh.version, fresh._last_hash = (last.n, bytes(last.hash)) if last else (0, GENESIS)
        return fresh

    def stale_sentence(self) -> str:
        return f"Phản ánh {self.code} vừa được người khác xử lý. Xin tải lại trang để xem."

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """The day for the answer is set when it comes; only a correction of its kind brings it nearer."""

    def keep(self, act: Act) -> None:
        """Write how it stands after what was done, and the event; who left an address is told by the worker."""
        self.save(update_fields=["kind", "due_on", "state", "declined_as", "answer", "settled_at"])
        event = FeedbackEvent(
            feedback=self, n=self.version + 1, name=act.action.name, at=act.at, actor_kind=act.by.actor_kind,
            staff_id=act.by.actor_id if act.by.actor_kind == "staff" else None, unit_id=act.unit_id,
            on_behalf_of_id=act.on_behalf_of_id, state_before=act.state_before, state_after=int(self.state),
            note=act.note, payload=act.payload,
        )  # fmt: skip
        event.chain(self._last_hash, f"feedback {self.code}")
        event.save(force_insert=True)
        self.version, self._last_hash = event.n, bytes(event.hash)
        if act.action.tell and self.contact:
            act.jobs.append(lambda: queue_job("notices.tell_sender", event=event.pk))


class FeedbackEvent(Event):
    """What happened to feedback: sent, its kind corrected, answered or declined. No words of it, and no names."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="events")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "n"], name="feedback_event_order")]

    def actor_key(self) -> list[Any]:
        return [self.staff_id, self.unit_id, self.on_behalf_of_id]


class FeedbackReading(models.Model):
    """One look by a member of staff at feedback; never changed or removed."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="readings")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField()


def forget_senders(*, at: datetime) -> Collection[int]:
    """Take away names and contacts whose time is over, and the tie to an account; the keys of that feedback.

    What is not answered yet keeps them: without them nobody could be told.
    """
    limit = at - timedelta(days=terms_on(local(at).date()).keep_contact_days)
    known = ~Q(name="") | ~Q(contact="") | Q(account__isnull=False)
    over = list(Feedback.objects.filter(known, settled_at__lt=limit).values_list("pk", flat=True))
    Feedback.objects.filter(pk__in=over).update(name="", contact="", account=None)
    return over
