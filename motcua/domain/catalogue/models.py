"""The catalogue as kept: procedures, their dated versions, and which department is competent for what."""

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import Exact

from motcua.domain.offices.models import Unit
from motcua.domain.workflow.models import RouteVersion
from motcua.domain.workflow.rules import Route, with_hours

from . import rules

_facts: dict[int, rules.ProcedureFacts] = {}
_routes: dict[tuple[int, str], Route] = {}


class Field(models.Model):
    """A field of administration (lĩnh vực), e.g. Hộ tịch."""

    name = models.CharField(max_length=120, unique=True)


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class Procedure(models.Model):
    """An administrative procedure by its national code; what it asks and promises stands in its versions."""

    code = models.CharField(max_length=12, unique=True)
    name = models.TextField()
    short_name = models.CharField(max_length=90)
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures")
    levels = models.CharField(max_length=60)
    online_level = models.CharField(max_length=20)
    life_event = models.CharField(max_length=20, blank=True)
    search = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        indexes = [GistIndex(fields=["search"], name="procedure_search", opclasses=["public.gist_trgm_ops"])]

    def __str__(self) -> str:
        return self.name

    def version_on(self, on: date) -> "ProcedureVersion | None":
        """The version in force on a day."""
        return self.versions.in_force(on).order_by("-number").first()


class VersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class ProcedureVersion(models.Model):
    """What a procedure asked and promised during a time; a case keeps the version it was received under."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    route = models.ForeignKey(RouteVersion, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()
    # Toàn trình (NĐ 42/2022): figures ask this of every event, too often to read the document each time.
    wholly_online = models.GeneratedField(
        expression=Exact(KeyTextTransform("online_level", "document"), Value("toan_trinh")),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # Whether the procedure, or one of its case types, costs a fee.
    with_fee = models.GeneratedField(
        expression=models.Func(
            "document",
            template="(jsonb_path_exists(%(expressions)s, '$.fees[*]') OR"
            " jsonb_path_exists(%(expressions)s, '$.variants[*].fees[*]'))",
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once")]

    @property
    def facts(self) -> rules.ProcedureFacts:
        """The version's facts; a version never changes, so each process keeps them."""
        if self.pk not in _facts:
            _facts[self.pk] = rules.from_document(self.document)
        return _facts[self.pk]

    def walk(self, variant: str = "") -> Route:
        """The route with the step hours of one case type; kept by each process, since a version never changes."""
        known = _routes.get((self.pk, variant))
        if known is None:
            hours = {step.node: step.hours for step in rules.for_variant(self.facts, variant).steps}
            known = _routes[self.pk, variant] = with_hours(self.route.route, hours)
        return known


def kept_versions() -> list[int]:
    """The keys of the versions whose facts this process knows already."""
    return list(_facts)


class Competence(models.Model):
    """Which department of an authority handles a field, or one procedure of it (the narrower wins)."""

    authority = models.ForeignKey(Unit, models.PROTECT, related_name="competences")
    department = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    field = models.ForeignKey(Field, models.PROTECT, null=True, related_name="+")
    procedure = models.ForeignKey(Procedure, models.PROTECT, null=True, related_name="+")
    partner_key = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(field=None) | Q(procedure=None), name="competence_for_a_field_or_a_procedure"
            ),
        ]
        indexes = [models.Index(fields=["authority", "procedure", "field"])]


class RoadmapLine(models.Model):
    """One line of an office's roadmap of online levels: a procedure, or a group known only by its number.

    What replaces a line leaves it here with its day, so that an earlier plan can still be read.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=300, blank=True)
    legacy_level = models.PositiveSmallIntegerField(null=True)
    online_level = models.CharField(max_length=8, blank=True)
    count = models.PositiveIntegerField()
    stated_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    note = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=300, blank=True)
    adopted_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code="") | Q(count=1), name="roadmap_one_procedure_counts_once"
            ),
            models.CheckConstraint(
                condition=Q(legacy_level=None) | Q(legacy_level__gte=1, legacy_level__lte=4),
                name="roadmap_level_known",
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "kind", "code"],
                condition=Q(replaced_at=None) & ~Q(code=""),
                name="roadmap_procedure_once_a_year",
            ),
        ]


def adopt_version(
    facts: rules.ProcedureFacts, *, field: Field, search: str, route: RouteVersion, at: datetime
) -> "ProcedureVersion | None":
    """Write a procedure and a new version of it; None when this very version is there already.

    What the catalogue lists (name, levels, search) comes from the version that begins last; the procedure
    itself is in force from the first day of its first version.
    """
    procedure = Procedure.objects.filter(code=facts.code).first() or Procedure(code=facts.code)
    digest = rules.digest(facts)
    if procedure.pk and procedure.versions.filter(digest=digest, route=route).exists():
        return None
    last = procedure.versions.order_by("-valid_from", "-number").first() if procedure.pk else None
    _list(procedure, facts, field, search, newest=last is None or facts.valid_from >= last.valid_from)
    if last and last.valid_to is None and facts.valid_from > last.valid_from:
        last.valid_to = facts.valid_from - timedelta(days=1)
        last.save(update_fields=["valid_to"])
    return procedure.versions.create(
        number=procedure.versions.count() + 1,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        document=rules.to_document(facts),
        digest=digest,
        route=route,
        adopted_at=at,
    )


def _list(
    procedure: Procedure, facts: rules.ProcedureFacts, field: Field, search: str, *, newest: bool
) -> None:
    procedure.valid_from = min(procedure.valid_from or facts.valid_from, facts.valid_from)
    if newest:
        procedure.name, procedure.short_name, procedure.field = facts.name, facts.short_name, field
        procedure.levels, procedure.online_level = ",".join(facts.levels), facts.online_level
        procedure.life_event, procedure.search, procedure.valid_to = facts.life_event, search, facts.valid_to
    procedure.save()
