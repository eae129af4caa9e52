"""What is asked of the catalogue: who is competent, which terms hold, what a word finds."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db.models import BooleanField, Case, F, Q, Value, When
from django.db.models.functions import Length

from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import KINDS_AT_LEVEL
from motcua.foundation.database.kept import kept_under

from .models import Competence, Procedure, ProcedureVersion, RoadmapLine, VersionQuerySet
from .rules import Planned, ProcedureFacts, read_procedure

LIBRARY = Path(__file__).resolve().parents[3] / "library"


def competent(
    unit: Unit, procedure: Procedure, *, asked: Unit | None, on: date, edition: UUID | None = None
) -> tuple[Unit, Unit]:
    """(deciding authority, department in charge) for a procedure received at `unit`.

    The unit's own authorities come before others of the same tree (phi địa giới), a row for the procedure
    before one for its field, the nearest authority before one higher up. Without a row the nearest authority
    above the unit decides and handles the case itself. No statement where this process knows the answer of
    this `edition` of the office.
    """
    shelf = kept_under(edition)
    key = (Competence, unit.pk, procedure.pk, asked.pk if asked else None, on)
    if key not in shelf:
        shelf[key] = _competent(unit, procedure, asked, on)
    found: tuple[Unit, Unit] = shelf[key]
    return found


def _competent(unit: Unit, procedure: Procedure, asked: Unit | None, on: date) -> tuple[Unit, Unit]:
    root = "/" + unit.path.split("/")[1] + "/"
    rows = Competence.objects.filter(
        Q(procedure=procedure) | Q(field=procedure.field_id),
        Q(valid_to=None) | Q(valid_to__gte=on),
        valid_from__lte=on,
        partner_key="",
        authority__path__startswith=root,
    )
    if asked is not None:
        rows = rows.filter(authority=asked)
    else:  # another commune decides only what was filed for it
        rows = rows.exclude(
            Q(authority__kind__in=KINDS_AT_LEVEL["commune"]) & ~Q(authority__path__in=_ancestors(unit.path))
        )
    own = Case(
        When(authority__path__in=_ancestors(unit.path), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    row = (
        rows.annotate(own=own)
        .select_related("authority__processing_calendar", "department__processing_calendar")
        .order_by("-own", F("procedure_id").asc(nulls_last=True), -Length("authority__path"), "id")
        .first()
    )
    if row is not None:
        return row.authority, row.department
    authority = asked or _nearest_authority(unit)
    return authority, authority


def partner_of(authority: Unit, key: str) -> Unit | None:
    """The co-operating agency known by `key` (e.g. "thue") to an authority or to one above it."""
    row = (
        Competence.objects.filter(partner_key=key, authority__path__in=_ancestors(authority.path))
        .select_related("department")
        .order_by(-Length("authority__path"))
        .first()
    )
    return row.department if row else None


def terms_of(code: str, *, on: date, edition: UUID | None = None) -> ProcedureVersion | None:
    """The version of a procedure in force on a day, with procedure and route, in one statement.

    No statement where this process knows the answer of this `edition` of the office.
    """
    shelf = kept_under(edition)
    key = (Procedure, code, on)
    if key not in shelf:
        found = _terms().in_force(on).filter(procedure__code=code).order_by("-number").first()
        if found is None:  # not kept: anybody may ask for codes that do not exist
            return None
        shelf[key] = shelf[ProcedureVersion, found.pk] = found
    return shelf[key]


def versions(keys: Iterable[int], *, edition: UUID | None) -> dict[int, ProcedureVersion]:
    """Versions by key with procedure and route, read once by each process for as long as `edition` stands.

    They are shared: to be read, never changed.
    """
    shelf = kept_under(edition)
    wanted = set(keys)
    missing = [key for key in wanted if (ProcedureVersion, key) not in shelf]
    if missing:
        shelf.update({(ProcedureVersion, found.pk): found for found in _terms().filter(pk__in=missing)})
    return {key: shelf[ProcedureVersion, key] for key in wanted if (ProcedureVersion, key) in shelf}


def _terms() -> VersionQuerySet:
    return ProcedureVersion.objects.select_related("procedure", "route").defer("route__bpmn")


def versions_of(code: str) -> list[ProcedureVersion]:
    """Every version of a procedure, the latest to come into force first, with procedure and route but without the route's drawing text."""
    versions = ProcedureVersion.objects.filter(procedure__code=code).select_related("procedure", "route")
    return list(versions.defer("route__bpmn").order_by("-valid_from", "-number"))


def terms_in_force(*, on: date, limit: int, offset: int = 0) -> list[ProcedureVersion]:
    """The version in force of each procedure, by code."""
    versions = ProcedureVersion.objects.in_force(on).select_related("procedure")
    latest = versions.order_by("procedure__code", "-number").distinct("procedure__code")
    return list(latest[offset : offset + limit])


def _ancestors(path: str) -> list[str]:
    ids = path.strip("/").split("/")
    return ["/" + "/".join(ids[: n + 1]) + "/" for n in range(len(ids))]


def _nearest_authority(unit: Unit) -> Unit:
    above = Unit.objects.filter(path__in=_ancestors(unit.path)).select_related("processing_calendar")
    found = [u for u in sorted(above, key=lambda u: -len(u.path)) if u.is_authority]
    return found[0] if found else unit


def library_procedures(folder: Path = LIBRARY / "procedures") -> list[ProcedureFacts]:
    """Every version of every procedure of the library, by code, older first. Raises CatalogueError."""
    found = [
        read_procedure(path.read_text("utf-8"), f"{path.parent.name}/{path.name}")
        for path in folder.glob("*/procedure*.toml")
    ]
    return sorted(found, key=lambda facts: (facts.code, facts.valid_from))


def library_routes(folder: Path = LIBRARY) -> dict[str, bytes]:
    """Shared routes by key, and routes of single procedures by the procedure's code."""
    shared = {path.stem: path.read_bytes() for path in sorted((folder / "routes").glob("*.bpmn"))}
    own = {
        path.parent.name: path.read_bytes() for path in sorted((folder / "procedures").glob("*/route.bpmn"))
    }
    return {**shared, **own}


def roadmap_lines(unit: Unit) -> tuple[list[Planned], datetime | None]:
    """The roadmap of a unit as it stands, and when it was adopted; empty where there is none."""
    rows = list(RoadmapLine.objects.filter(unit=unit, replaced_at=None).order_by("year", "id"))
    names = [field.name for field in fields(Planned)]
    lines = [Planned(**{name: getattr(row, name) for name in names}) for row in rows]
    return lines, rows[0].adopted_at if rows else None


def roadmap_units() -> list[Unit]:
    """The units that have a roadmap, in order of their codes."""
    planned = RoadmapLine.objects.filter(replaced_at=None).values("unit_id")
    return list(Unit.objects.filter(pk__in=planned).order_by("code"))
