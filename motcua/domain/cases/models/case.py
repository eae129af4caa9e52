"""The case as kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from motcua.domain.catalogue.models import Procedure, ProcedureVersion
from motcua.domain.catalogue.queries import versions
from motcua.domain.catalogue.rules import Effective, LinkedChild, ProcedureFacts, for_variant
from motcua.domain.offices.models import Staff, Unit
from motcua.domain.offices.queries import units
from motcua.domain.people.models import Person
from motcua.domain.workflow.models import RouteVersion
from motcua.domain.workflow.rules import Route
from motcua.foundation import calendar as working
from motcua.foundation.actions import Act
from motcua.foundation.database.rows import insert, read, update
from motcua.foundation.events.models import GENESIS
from motcua.foundation.jobs import queue_job

from .. import rules
from ..rules import State
from .event import CLOCK, CaseEvent
from .load import HistoryLoad

# Written by the trigger that follows an event, never by a save: nobody can set a due date by hand.
GUARDED = frozenset({"state", "version", "last_hash", "changed_at", *CLOCK})

READERS = ("reception", "centre_head", "officer", "dept_head", "leader", "clerk", "cashier", "ptc_control",
           "inspector", "records", "partner")  # fmt: skip


# A case as `whole` reads it, for those who ask for one by what names it.
WHOLE = "SELECT *, (SELECT mark FROM offices_edition) AS edition FROM cases_case"
EDITION: Any = RawSQL("(SELECT mark FROM offices_edition)", [], output_field=models.UUIDField())


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, staff: Staff) -> Self:
        """Cases received, decided, handled or asked about in the person's units; others do not exist for them."""
        from .work import Opinion, Step

        allowed: Any = Q(pk=None)
        for path in {duty.unit_path for duty in staff.duties if duty.role in READERS}:
            allowed |= Q(received_unit__path__startswith=path)
            allowed |= Q(authority__path__startswith=path)
            allowed |= Q(department__path__startswith=path)
            for asked in (Step, Opinion):
                allowed |= models.Exists(
                    asked.objects.filter(case_id=models.OuterRef("pk"), unit__path__startswith=path)
                )
        return self.filter(allowed)

    def of_slip(self, secret: str) -> "Case | None":
        """The case whose slip carries this secret."""
        return self.whole().filter(secret_hash=rules.kept_hash(secret.strip().lower())).first()

    def open(self) -> Self:
        return self.filter(state__in=rules.OPEN)

    def running(self) -> Self:
        """The clock runs: received, and neither finished nor waiting for the applicant."""
        return self.filter(state__in=rules.RUNNING)

    def overdue(self, *, at: datetime) -> Self:
        """Unfinished past the due date, by date: the whole of the due day is still on time (spec: §4.3)."""
        return self.running().filter(due_at__lt=rules.start_of_day(at))

    def whole(self) -> Self:
        """With all that an action or a page about one case looks at, in one statement.

        Units, terms and route are not joined: a process keeps them for as long as the office's edition stands,
        and the edition is read with the case.
        """
        found = self.annotate(edition=EDITION)
        found._is_whole = True
        return found

    _is_whole = _is_furnished = False

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._is_whole = self._is_whole
        return clone

    def _fetch_all(self) -> None:
        super()._fetch_all()  # type: ignore[misc]
        if self._is_whole and not self._is_furnished:
            self._is_furnished = True
            furnish([row for row in self._result_cache or () if isinstance(row, Case)])


class Case(models.Model):
    """A person's administrative case, from the counter to the result."""

    code = models.CharField(max_length=50, unique=True)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="cases", db_index=False)
    terms = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="cases", db_index=False)
    variant = models.CharField(max_length=60, blank=True)
    # Three organisations (spec: §2.1): where helped and received, who decides, which department handles it.
    received_unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases_received", db_index=False)
    authority = models.ForeignKey(Unit, models.PROTECT, related_name="cases_decided", db_index=False)
    department = models.ForeignKey(Unit, models.PROTECT, related_name="cases_handled")
    received_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    parent_node = models.CharField(max_length=60, blank=True)
    # A linked part walks the route its parent's call names, where that is not the one of its terms.
    route = models.ForeignKey(RouteVersion, models.PROTECT, null=True, related_name="+", db_index=False)

    # Loaded whole from another system's file: then the row came with all its events, and stands from the first.
    history = models.ForeignKey(HistoryLoad, models.PROTECT, null=True, related_name="cases", db_index=False)

    # The applicant as stated on this case; later changes to the person do not change old papers.
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="cases", db_index=False)
    applicant_name = models.CharField(max_length=200)
    submitter_name = models.CharField(max_length=200, blank=True)
    identity_number = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=600, blank=True)
    channel = models.SmallIntegerField(choices=[(c.value, c.label) for c in rules.Channel])
    result_by = models.CharField(max_length=10, default="one_stop")
    sets = models.PositiveSmallIntegerField(default=1)
    papers = models.JSONField(default=list)
    search = models.CharField(max_length=320)

    money_state = models.SmallIntegerField(default=rules.MoneyState.NONE)
    fee = models.BigIntegerField(default=0)
    handover_state = models.SmallIntegerField(default=rules.HandOver.AT_DESK)
    sync_state = models.SmallIntegerField(default=rules.Sync.NOT_NEEDED)
    supplement_rounds = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    marking = models.JSONField(default=dict)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    submitted_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    # Written by the event's trigger only (GUARDED).
    state = models.SmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    last_hash = models.BinaryField(max_length=32, default=GENESIS)
    received_at = models.DateTimeField(null=True)
    due_original = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_promised = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    extended_to = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    changed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()
    edition: UUID | None = None  # of the office, when the case was read whole
    _loaded: dict[str, Any]

    class Meta:
        # Few, and none for a key alone: each is written anew at every change of state.
        indexes = [
            models.Index(fields=["received_unit", "received_at"]),
            models.Index(
                fields=["received_unit", "state"],
                condition=Q(state__in=[1, 2, 4, 5, 6, 9]),
                name="case_at_desk",
            ),
            models.Index(fields=["procedure", "finished_at"], name="case_finished"),
            models.Index(fields=["authority", "state", "due_at"]),
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["applicant"]),
            models.Index(fields=["parent"], condition=~Q(parent=None), name="case_children"),
            GistIndex(fields=["search"], name="case_search", opclasses=["public.gist_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__gte=0, state__lte=10), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(finished_at=None)
                | Q(received_at=None)
                | Q(finished_at__gte=models.F("received_at")),
                name="case_not_finished_before_received",
            ),
            models.CheckConstraint(
                condition=Q(due_original=None) | Q(received_at__isnull=False),
                name="case_due_only_once_received",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return f"/ho-so/{self.code}"

    # What the kernel asks of a subject ------------------------------------------------------------------

    def lock(self) -> Self:
        """The row as it is now, held until the transaction ends; a parent is held first, so nobody waits in a ring."""
        if self.parent_id:
            type(self).objects.select_for_update().filter(pk=self.parent_id).values_list("pk").first()
        found = read(type(self), f"{WHOLE} WHERE id = %s FOR UPDATE", [self.pk])
        furnish(found)
        fresh = found[0]
        fresh._loaded = fresh._columns()
        return fresh

    def stale_sentence(self) -> str:
        last = self.events.select_related("actor").order_by("-n").first()
        who = f"{last.actor} " if last and last.actor else ""
        when = f" lúc {working.local(last.at):%H:%M ngày %d/%m/%Y}" if last else ""
        return (
            f"Hồ sơ {self.code} vừa được {who}cập nhật{when}, sau khi Ông/Bà mở trang. "
            "Nội dung Ông/Bà vừa nhập vẫn còn ở đây; xin xem lại trạng thái mới rồi làm tiếp."
        )

    def turn_clock(self, effect: str | None, act: Act) -> None:
        """Set the dates that follow from the act's effect on the clock."""
        if effect == "starts":
            self.received_at, self.pauses = act.at, []
        elif effect == "stops":
            self.pauses = [*self.pauses, [act.at.isoformat(), None, act.action.name]]
        elif effect == "resumes":
            self._resume(act.at)
        elif effect == "ends":
            self._end_clock(act.at)
        elif effect == "reopens":
            self.finished_at, self.outcome = None, ""
        if effect and effect != "ends":
            self._reckon()

    def _resume(self, at: datetime) -> None:
        if self.pauses and self.pauses[-1][1] is None:
            start, _, cause = self.pauses[-1]
            self.pauses = [*self.pauses[:-1], [start, at.isoformat(), cause]]

    def _end_clock(self, at: datetime) -> None:
        """Early, on time or late is said of results only, and fixed when they are issued (spec: §3.1)."""
        self._resume(at)
        self._reckon()
        self.finished_at = at
        if self.due_at and self.state == State.FINISHED:
            self.outcome = working.classify(self.due_at, at)

    def _reckon(self) -> None:
        if self.received_at is None:
            return
        clock = rules.reckon(
            received_at=self.received_at, allowance=self.allowance(), days=self.calendar(), pauses=self.pauses,
            extended_to=self.extended_to, extended_at=self.extended_at,
        )  # fmt: skip
        self.due_original = self.due_original or clock.due_original
        self.due_at, self.due_promised = clock.due_at, clock.due_promised
        self.stopped_at = None
        if self.pauses and self.pauses[-1][1] is None:
            self.stopped_at = datetime.fromisoformat(self.pauses[-1][0])

    def keep(self, act: Act) -> None:
        """Write what the body changed, then the event; the event's trigger writes state and dates."""
        self._keep_columns()
        if self.version and self.due_at != self._loaded.get("due_at"):
            self.steps.filter(done_at=None).update(case_due_at=self.due_at)
        event = CaseEvent(
            case=self, n=self.version + 1, name=act.action.name, at=act.at, actor_kind=act.by.actor_kind,
            actor_id=act.by.actor_id if act.by.actor_kind == "staff" else None,
            on_behalf_of_id=act.on_behalf_of_id, unit_id=act.unit_id, note=act.note, payload=act.payload,
            state_before=act.state_before, state_after=int(self.state),
            **{name: getattr(self, name) for name in CLOCK},
        )  # fmt: skip
        event.chain(bytes(self.last_hash), self.code)
        insert(event)
        self.version, self.last_hash, self.changed_at = event.n, event.hash, act.at
        self._loaded = self._columns()
        if act.action.tell:
            act.jobs.append(lambda: queue_job("notices.tell", event=event.pk))

    def _keep_columns(self) -> None:
        if not hasattr(self, "_loaded"):
            return
        changed = [
            name
            for name, value in self._columns().items()
            if name not in GUARDED and value != self._loaded.get(name)
        ]
        if changed:
            update(self, *changed)

    def _columns(self) -> dict[str, Any]:
        return {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}

    # What it says of itself -----------------------------------------------------------------------------

    @property
    def state_label(self) -> str:
        return State(self.state).label

    @property
    def facts(self) -> ProcedureFacts:
        return self.terms.facts

    @property
    def case_type(self) -> Effective:
        """The trường hợp with its effective time, fees and papers."""
        return for_variant(self.terms.facts, self.variant)

    def allowance(self) -> working.Allowance | None:
        """The promised time of this case type, or None where the procedure fixes no day."""
        allowed = self.case_type.allowed
        if self.part and self.part.allowed:
            return working.Allowance(value=self.part.allowed.value, unit=self.part.allowed.unit)
        if not allowed.fixed_date:
            return None
        return working.Allowance(
            value=allowed.promised.value, unit=allowed.promised.unit, start_rule=allowed.start,
            resume=rules.RESUMES[allowed.resume],
        )  # fmt: skip

    @property
    def walk(self) -> Route:
        """The route of this case's terms, with the step hours of its case type; a linked part may have its own."""
        return self.route.route if self.route else self.terms.walk(self.variant)

    def calendar(self) -> working.Calendar:
        return calendar_of(self.authority)

    @property
    def part(self) -> LinkedChild | None:
        """What the parent's procedure says of this part, for a linked child."""
        return self.parent.part_at(self.parent_node) if self.parent else None

    def part_at(self, node: str) -> LinkedChild | None:
        """The linked part that a call activity of this case's route stands for: `the_bhyt` is the part `the-bhyt`."""
        parts = self.facts.linked.children if self.facts.linked else ()
        return next((part for part in parts if part.key == node.replace("_", "-")), None)

    @property
    def secret(self) -> str:
        """The secret of the slip the applicant holds: a linked part has its parent's."""
        return self.parent.secret if self.parent else rules.slip_secret(settings.SLIP_KEY, self.code)

    @property
    def slip_code(self) -> str:
        """The code on the slip the applicant holds."""
        return self.parent.code if self.parent else self.code

    @property
    def pin(self) -> str:
        return rules.slip_pin(settings.SLIP_KEY, self.code)

    @property
    def open_steps(self) -> list[Any]:
        """The steps that wait now, oldest first (cached until an action moves the case)."""
        if "_open_steps" not in self.__dict__:
            from .work import waiting_steps

            self._open_steps = waiting_steps(self)
        return self._open_steps

    def is_overdue(self, *, at: datetime) -> bool:
        return (
            self.state in rules.RUNNING and self.due_at is not None and self.due_at < rules.start_of_day(at)
        )


def furnish(cases: Sequence[Case]) -> None:
    """Give cases read whole, in one statement, their units, terms and procedure."""
    if not cases:
        return
    edition = cases[0].edition
    known = units(
        {key for c in cases for key in (c.received_unit_id, c.authority_id, c.department_id)}, edition=edition
    )
    terms = versions({c.terms_id for c in cases}, edition=edition)
    for case in cases:
        beside = case._state.fields_cache
        for name in ("received_unit", "authority", "department"):
            beside[name] = known[getattr(case, f"{name}_id")]
        beside["terms"] = terms[case.terms_id]
        if case.procedure_id == case.terms.procedure_id:
            beside["procedure"] = case.terms.procedure


def calendar_of(unit: Unit) -> working.Calendar:
    """The processing calendar of a unit; the national one where none has been adopted."""
    if unit.processing_calendar_id and unit.processing_calendar:
        return unit.processing_calendar.working()
    return working.calendar_named(working.STANDARD)
