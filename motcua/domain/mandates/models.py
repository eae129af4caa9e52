"""Mandates as kept."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.domain.documents.models import File
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.people.models import Account, Person
from motcua.foundation.actions import Act
from motcua.foundation.calendar import local
from motcua.foundation.events.models import GENESIS, Event
from motcua.foundation.text import short_date

from . import rules

IN_FORCE, REVOKED = 1, 2


class Evidence(models.TextChoices):
    """On what a mandate rests."""

    DECLARED = "declared", "Người ủy quyền khai qua tài khoản đã xác thực"
    NOTARISED = "notarised", "Văn bản ủy quyền đã công chứng, chứng thực"
    FAMILY = "family", "Người thân, có giấy tờ chứng minh quan hệ"


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, *, on: date) -> Self:
        return self.filter(state=IN_FORCE, valid_from__lte=on, valid_to__gte=on)

    def visible_to(self, person_id: int | None) -> Self:
        """Those that somebody has given or holds; nobody else's exist for them."""
        if person_id is None:
            return self.none()
        return self.filter(Q(grantor=person_id) | Q(agent=person_id))

    def noted_by(self, staff: Staff) -> Self:
        """Those that somebody noted at their desk or post point, from the paper they had before them."""
        return self.filter(events__n=1, events__staff=staff)


class Mandate(models.Model):
    """One person may act for another: in which procedures (none named: in all), from when to when, on what paper."""

    grantor = models.ForeignKey(Person, models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Person, models.PROTECT, related_name="mandates_held")
    procedures = ArrayField(models.CharField(max_length=20), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField()
    evidence = models.CharField(max_length=10, choices=Evidence.choices)
    # Of a paper: its number and who certified it, as written on it.
    evidence_number = models.CharField(max_length=120, blank=True)
    # The paper itself, photographed where it was seen; it goes along with every case filed under the mandate.
    paper = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    state = models.SmallIntegerField(default=IN_FORCE)
    revoked_at = models.DateTimeField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(grantor=F("agent")), name="mandate_is_for_another"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="mandate_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(evidence__in=Evidence.values), name="mandate_evidence_known"),
            models.CheckConstraint(
                condition=Q(evidence="declared", evidence_number="")
                | (~Q(evidence="declared") & ~Q(evidence_number="")),
                name="mandate_names_its_paper",
            ),
            models.CheckConstraint(
                condition=~Q(evidence="declared") | Q(paper=None), name="mandate_declared_has_no_paper"
            ),
            models.CheckConstraint(
                condition=Q(state=IN_FORCE, revoked_at=None) | Q(state=REVOKED, revoked_at__isnull=False),
                name="mandate_in_force_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent.full_name} thay {self.grantor.full_name}"

    def covers(self, procedure: str, *, on: date) -> bool:
        """Whether it holds on a day for a procedure."""
        return rules.covers(
            tuple(self.procedures), procedure, begins=self.valid_from, ends=self.valid_to, on=on,
            revoked=self.state == REVOKED,
        )  # fmt: skip

    @property
    def grounds(self) -> str:
        """On what it rests, as a case names it: the paper with its number, or the day it was declared."""
        if self.evidence == Evidence.DECLARED:
            return f"ủy quyền khai ngày {short_date(local(self.declared_at).date())}"
        kind = "giấy ủy quyền" if self.evidence == Evidence.NOTARISED else "giấy tờ chứng minh là người thân"
        return f"{kind} {self.evidence_number}"

    # What the kernel asks of a subject ------------------------------------------------------------------

    version: int
    _last_hash: bytes

    @property
    def state_label(self) -> str:
        return "Đang có hiệu lực" if self.state == IN_FORCE else "Đã chấm dứt"

    def lock(self) -> Self:
        fresh: Self = (
            type(self)
            .objects.select_for_update(of=("self",))
            .select_related("grantor", "agent")
            .get(pk=self.pk)
        )  # type: ignore[assignment]
        last = MandateEvent.objects.filter(mandate=fresh).order_by("-n").first()
        fresh.version, fresh._last_hash = (last.n, bytes(last.hash)) if last else (0, GENESIS)
        return fresh

    def stale_sentence(self) -> str:
        return "Ủy quyền này vừa được thay đổi ở nơi khác. Xin tải lại trang rồi làm tiếp."

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """A mandate has no clock."""

    def keep(self, act: Act) -> None:
        """Write the event of what was done to this mandate, and how it stands after it."""
        self.save(update_fields=["state", "revoked_at", "paper"])
        citizen = act.by.actor_kind == "citizen"
        event = MandateEvent(
            mandate=self, n=self.version + 1, name=act.action.name, at=act.at, actor_kind=act.by.actor_kind,
            account_id=act.by.actor_id if citizen else None,
            staff_id=act.by.actor_id if act.by.actor_kind == "staff" else None,
            unit_id=act.unit_id, state_before=act.state_before, state_after=self.state, note=act.note,
            payload=act.payload,
        )  # fmt: skip
        event.chain(self._last_hash, f"mandate {self.pk}")
        event.save(force_insert=True)
        self.version, self._last_hash = event.n, bytes(event.hash)


class MandateEvent(Event):
    """What happened to a mandate: declared, at home or at a desk, and revoked."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="events")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "n"], name="mandate_event_order")]

    def actor_key(self) -> list[Any]:
        return [self.account_id, self.staff_id, self.unit_id]
