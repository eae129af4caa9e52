"""Before a case exists: finding its procedure, and what would be promised if it were received now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from motcua.domain.cases.models import Case, calendar_of
from motcua.domain.cases.rules import Channel, limits_on
from motcua.domain.cases.rules import accept_by as owed_by
from motcua.domain.catalogue.models import Procedure, ProcedureVersion
from motcua.domain.catalogue.queries import competent
from motcua.domain.catalogue.rules import (
    Component,
    Effective,
    SearchEntry,
    papers_for,
    rank,
    search_entry,
)
from motcua.domain.offices.models import Unit
from motcua.foundation import calendar as working
from motcua.foundation.text import fold

from .models import Filed


@dataclass(frozen=True, slots=True)
class Findable:
    """A procedure as a picker shows it, with what ranking needs to know."""

    code: str
    name: str
    field: str
    entry: SearchEntry
    words: str  # all its words, each after a space: a quick "surely not" before ranking


@dataclass(frozen=True)
class Offer:
    """Who would decide and handle a case received at a moment, and when its result would be owed."""

    authority: Unit
    department: Unit
    owed: working.Due


def offer(
    unit: Unit, terms: ProcedureVersion, variant: str, *, at: datetime, edition: UUID | None = None
) -> Offer:
    """The offer of one case type at `unit`; raises NoSuchVariant. `edition` of the office as for `competent`."""
    on = working.local(at).date()
    authority, department = competent(unit, terms.procedure, asked=None, on=on, edition=edition)
    imagined = Case(terms=terms, variant=variant, authority=authority)
    owed = working.due(at, imagined.allowance(), imagined.calendar())
    return Offer(authority, department, owed)


def papers_asked(case_type: Effective, channel: int) -> tuple[Component, ...]:
    """What a case type asks for by one channel, compulsory papers first."""
    asked = papers_for(case_type.components, Channel(channel).name.lower())
    return tuple(sorted(asked, key=lambda paper: not paper.required))


def pick_procedures(words: str, *, on: date, recent: Sequence[str] = (), limit: int = 20) -> list[Findable]:
    """Procedures that answer `words`, best first; of equally good ones those of `recent` (codes) first.

    Without words: the recent ones, in their order.
    """
    known = _catalogue(_stamp(), on)
    place = {code: number for number, code in enumerate(recent)}
    wanted = fold(words)
    if not wanted:
        return sorted((p for p in known if p.code in place), key=lambda p: place[p.code])[:limit]
    found = [(worth, p) for p in _likely(known, wanted) if (worth := rank(p.entry, wanted)) is not None]
    found.sort(
        key=lambda pair: (
            pair[0],
            place.get(pair[1].code, len(place)),
            len(pair[1].entry.title),
            pair[1].code,
        )
    )
    return [p for _, p in found[:limit]]


def recent_codes(unit_ids: Sequence[int], *, limit: int = 8) -> list[str]:
    """Codes of the procedures last received at these units, the latest first; reads 200 rows of an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.code FROM (SELECT procedure_id, received_at FROM cases_case
                WHERE received_unit_id = ANY(%s) AND received_at IS NOT NULL AND parent_id IS NULL
                ORDER BY received_at DESC LIMIT 200) last
                JOIN catalogue_procedure p ON p.id = last.procedure_id
                GROUP BY p.code ORDER BY max(last.received_at) DESC LIMIT %s""",
            [list(unit_ids), limit],
        )
        return [code for (code,) in cursor.fetchall()]


def _likely(known: Sequence[Findable], wanted: str) -> list[Findable]:
    """Those in which every word of the folded query begins some word, or whose code or initials it is."""
    starts = [f" {word}" for word in wanted.split()]
    compact = wanted.replace(".", "").replace(" ", "")
    return [
        p
        for p in known
        if all(start in p.words for start in starts)
        or compact in p.entry.initials
        or compact == p.code.replace(".", "")
    ]


def _stamp() -> int:
    """Changes whenever the catalogue does: a version is never edited, a new one is added."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM catalogue_procedureversion")
        return int(cursor.fetchone()[0])


@lru_cache(maxsize=2)
def _catalogue(stamp: int, on: date) -> tuple[Findable, ...]:
    """Every procedure in force, prepared for ranking; kept by each process until the catalogue or the day changes."""
    versions = (
        ProcedureVersion.objects.in_force(on)
        .filter(procedure__in=Procedure.objects.in_force(on))
        .order_by("procedure_id", "-number")
        .distinct("procedure_id")
    )
    return tuple(_findable(v) for v in versions)


def _findable(version: ProcedureVersion) -> Findable:
    """A version prepared for ranking (about a millisecond, once per process: versions never change)."""
    if version.pk not in _kept:
        facts = version.facts
        entry = search_entry(facts)
        words = " ".join(["", *sorted(entry.words)])
        _kept[version.pk] = Findable(facts.code, facts.short_name, facts.field, entry, words)
    return _kept[version.pk]


_kept: dict[int, Findable] = {}


def filed_with(case: Case) -> Filed | None:
    """What was answered when the case was filed, by a form; None where it came in another way."""
    return (
        Filed.objects.select_related("staff", "mandate__agent", "mandate__grantor").filter(case=case).first()
    )


@dataclass(frozen=True, slots=True)
class AcceptBy:
    """Until when an online filing should be answered, and what is left: a mark's state and words."""

    at: datetime
    mark: str
    words: str


def accept_by(filed_at: datetime, unit: Unit, now: datetime, lang: str = "vi") -> AcceptBy:
    """The clock of a filing nobody has accepted: some working hours from its submission (limits.toml)."""
    hours = limits_on(working.local(filed_at).date()).accept_within_hours
    days = unit.reception_calendar.working() if unit.reception_calendar else calendar_of(unit)
    at = owed_by(filed_at, days)
    minutes = abs(working.working_minutes_between(min(now, at), max(now, at), days))
    length = (
        f"{minutes // 60} giờ {minutes % 60} phút"
        if lang == "vi"
        else f"{minutes // 60} h {minutes % 60} min"
    )
    if now > at:
        return AcceptBy(at, "overdue", f"quá {length}" if lang == "vi" else f"late by {length}")
    mark = "soon" if minutes <= hours * 15 else "running"  # the last quarter
    return AcceptBy(at, mark, f"còn {length}" if lang == "vi" else f"{length} left")
