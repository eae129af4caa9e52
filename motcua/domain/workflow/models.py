"""Routes as kept: one row per version of a BPMN file; a case keeps the version it began with."""

from datetime import datetime
from hashlib import sha256
from typing import Self

from django.db import models

from . import rules

_compiled: dict[int, rules.Route] = {}


class RouteQuerySet(models.QuerySet["RouteVersion"]):
    def adopt(self, key: str, bpmn: bytes, *, at: datetime) -> "RouteVersion":
        """The version with this very file, made if it is new. Raises RouteError with the faults of the file."""
        digest = sha256(bpmn).hexdigest()
        if known := self.filter(key=key, digest=digest).first():
            return known
        route = rules.compile_route(bpmn)
        number = (self.filter(key=key).aggregate(last=models.Max("number"))["last"] or 0) + 1
        return self.create(
            key=key,
            number=number,
            name=route.name,
            digest=digest,
            bpmn=bpmn.decode(),
            compiled=route.to_json(),
            at=at,
        )

    def current(self, key: str) -> Self:
        return self.filter(key=key).order_by("-number")[:1]


class RouteVersion(models.Model):
    """One version of a route; the compiled table is read, the BPMN text is kept for people and modelers."""

    key = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    bpmn = models.TextField()
    compiled = models.JSONField()
    at = models.DateTimeField()

    objects = RouteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="route_number_once"),
            models.UniqueConstraint(fields=["key", "digest"], name="route_file_once"),
        ]

    @property
    def route(self) -> rules.Route:
        """The walkable route; compiled tables never change, so each process keeps them."""
        if self.pk not in _compiled:
            _compiled[self.pk] = rules.Route.from_json(self.compiled)
        return _compiled[self.pk]
