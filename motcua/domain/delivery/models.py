"""Parcels as kept: what is sent where, and every word of what became of it, never changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from motcua.domain.offices.models import Staff, Unit
from motcua.foundation.actions import Act

from .rules import (
    NEXT_FOR_OFFICE,
    OPEN,
    OUT_OF_HOUSE,
    Direction,
    ParcelState,
    Payer,
    standing,
)

TELLERS = ("desk", "post", "carrier", "person")
MARKS = {"B": Direction.OUT, "G": Direction.IN}
_OWN = re.compile(r"(.{3,50})-([BG])(\d{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a parcel goes to, or is fetched: somebody's home, and who pays the post."""

    name: str
    phone: str
    address: str
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One word about a parcel: what it is now, when, where; who took it; `event` is the teller's own id of it."""

    state: int
    at: datetime
    place: str = ""
    reason: str = ""
    receiver: str = ""
    relation: str = ""
    event: str = ""


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def of(self, reference: str, direction: str = "") -> Self:
        """The parcels of a reference, the newest first."""
        found = self.filter(reference=reference)
        return (found.filter(direction=direction) if direction else found).order_by("-asked_at", "-n")

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def known_as(self, number: str) -> Self:
        """By the post's number, else by our own on the label."""
        found = Q(waybill=number) & ~Q(waybill="")
        if own := _OWN.fullmatch(number):
            reference, mark, n = own.groups()
            found |= Q(reference=reference, direction=MARKS[mark], n=int(n))
        return self.filter(found)

    def visible_to(self, staff: Any) -> Self:
        """Of the desks where the person works; for the public post, of the desks beside its post point, what it is to
        take and what it has taken: where somebody lives is none of its business before."""
        found = Q(pk=None)
        for duty in staff.duties:
            if duty.role in ("reception", "centre_head"):
                found |= Q(unit__path__startswith=duty.unit_path)
            elif duty.role == "postal":
                taken = Q(state=ParcelState.LABELLED) | Q(handed_at__isnull=False)
                found |= Q(unit__path__startswith=beside(duty.unit_path)) & taken
        return self.filter(found)


def beside(path: str) -> str:
    """The place of the unit above: whom a post point serves."""
    return path.rstrip("/").rpartition("/")[0] + "/"


class Parcel(models.Model):
    """One parcel of the public post for a reference. Its state follows from its moves; `n` counts the tries."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="parcels", db_index=False)
    reference = models.CharField(max_length=50)
    direction = models.CharField(max_length=3)
    n = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=20)
    address = models.CharField(max_length=400)
    payer = models.CharField(max_length=10)
    fee = models.BigIntegerField()
    grams = models.PositiveIntegerField(null=True)
    waybill = models.CharField(
        max_length=30, blank=True
    )  # the post's number; none yet, or the post gives none
    fault = models.CharField(max_length=20, blank=True)  # why the post did not take the order, in one word
    state = models.PositiveSmallIntegerField(default=ParcelState.ASKED)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    receiver = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=120, blank=True)
    # Of a lost result: the copy or second original that stands in for it.
    replaced_by = models.CharField(max_length=200, blank=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "state"], condition=~Q(state__in=[6, 9]), name="parcel_at_work"),
            models.Index(fields=["unit", "handed_at"], condition=~Q(handed_at=None), name="parcel_handed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reference", "direction", "n"], name="parcel_once"),
            models.UniqueConstraint(
                fields=["reference", "direction"], condition=Q(state__in=[1, 2, 3, 4, 5, 10]), name="parcel_one_open"
            ),
            models.UniqueConstraint(
                fields=["waybill"], condition=~Q(waybill=""), name="parcel_waybill_once"
            ),
            models.CheckConstraint(condition=Q(state__in=list(ParcelState)), name="parcel_state_known"),
            models.CheckConstraint(condition=Q(direction__in=Direction.LABELS), name="parcel_direction_known"),
            models.CheckConstraint(condition=Q(payer__in=Payer.LABELS), name="parcel_payer_known"),
            models.CheckConstraint(
                condition=Q(waybill="") | Q(waybill__regex=r"^[A-Z0-9][A-Z0-9-]{5,29}$"), name="parcel_waybill_plain"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(phone="") & ~Q(address=""), name="parcel_has_an_address"
            ),
            models.CheckConstraint(condition=Q(fee__gte=0) & (Q(grams=None) | Q(grams__gt=0)), name="parcel_measures"),
            models.CheckConstraint(
                condition=~Q(state=6) | Q(direction="in") | ~Q(receiver=""), name="parcel_delivered_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by="") | Q(state__in=[6, 7, 8], direction="out"), name="parcel_replaced_when_lost"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What is read on its label: the post's number, or our own until there is one."""
        return self.waybill or self.own_number

    @property
    def own_number(self) -> str:
        """Under which it is ordered, the same at every try: H26.101.1-261126-0012-B1."""
        mark = next(letter for letter, way in MARKS.items() if way == self.direction)
        return f"{self.reference}-{mark}{self.n}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_away(self) -> bool:
        """With the post, so not in the house."""
        return self.state in OUT_OF_HOUSE

    @property
    def state_label(self) -> str:
        return ParcelState(self.state).label

    @property
    def direction_label(self) -> str:
        return Direction.LABELS[self.direction]

    @property
    def payer_label(self) -> str:
        return Payer.LABELS[self.payer]

    @property
    def next_for_office(self) -> str:
        return NEXT_FOR_OFFICE[self.direction][ParcelState(self.state)]

    def take(self, told: Told, *, by: Any, noted_at: datetime) -> bool:
        """Note a word about this parcel, held; whether it stands otherwise after it. A word told before changes nothing."""
        move = ParcelMove.note(self, told, by=by, noted_at=noted_at)
        before, self.state = self.state, standing(self.moves.values_list("state", "at"))
        if self.state == before:
            return False
        self.changed_at = noted_at
        if self.state in OUT_OF_HOUSE and self.handed_at is None:
            self.handed_at = move.at
        given = self.state == ParcelState.DELIVERED
        self.receiver, self.relation = (move.receiver, move.relation) if given else ("", "")
        self.save(update_fields=["state", "changed_at", "handed_at", "receiver", "relation"])
        return True

    # What the kernel asks of a subject ------------------------------------------------------------------

    def lock(self) -> Self:
        held = type(self).objects.select_for_update(of=("self",)).select_related("unit")
        return held.get(pk=self.pk)  # type: ignore[return-value]

    def stale_sentence(self) -> str:
        return "Bưu gửi này vừa được cập nhật ở nơi khác. Xin tải lại trang rồi làm tiếp."

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """A parcel has no clock."""

    def keep(self, act: Act) -> None:
        """Its moves are its record."""


class ParcelMove(models.Model):
    """One word about a parcel, from whoever told it; `at` is when it happened, `noted_at` when it was heard here."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="moves", db_index=False)
    state = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    told_by = models.CharField(max_length=8)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    receiver = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=120, blank=True)
    event = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["parcel", "at"])]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "event"], condition=~Q(event=""), name="parcel_told_once"),
            models.CheckConstraint(condition=Q(state__in=list(ParcelState)), name="parcel_move_known"),
            models.CheckConstraint(condition=Q(told_by__in=TELLERS), name="parcel_move_told_by"),
            models.CheckConstraint(condition=Q(told_by="carrier") | Q(at__lte=F("noted_at")), name="parcel_move_happened"),
        ]  # fmt: skip

    @property
    def state_label(self) -> str:
        return ParcelState(self.state).label

    @classmethod
    def note(cls, parcel: Parcel, told: Told, *, by: Any, noted_at: datetime) -> "ParcelMove":
        """Keep a word; the one kept before where the teller repeats itself."""
        facts: dict[str, Any] = {
            "state": told.state, "at": told.at, "noted_at": noted_at, "told_by": _teller(by), "place": told.place,
            "staff_id": by.actor_id if by.actor_kind == "staff" else None, "reason": told.reason,
            "receiver": told.receiver, "relation": told.relation,
        }  # fmt: skip
        if not told.event:
            return cls.objects.create(parcel=parcel, **facts)
        return cls.objects.get_or_create(parcel=parcel, event=told.event, defaults=facts)[0]


def _teller(by: Any) -> str:
    if by.actor_kind == "staff":
        return "post" if all(duty.role == "postal" for duty in by.duties) else "desk"
    return "carrier" if by.actor_kind == "system" else "person"


def latest(parcels: Iterable[Parcel]) -> Parcel | None:
    """The parcel that counts: the last try."""
    return max(parcels, key=lambda parcel: (parcel.asked_at, parcel.n), default=None)
