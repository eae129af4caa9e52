"""What is public: the newest edition of a month, its editions, the months of a unit; and what waits for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.domain.offices.models import Unit

from .models import DROPPED, Publication

_HEAVY = ("document",)


def published(code: str, month: date, edition: int | None = None) -> Publication | None:
    """The newest public edition of a unit's month, or the one asked for."""
    found = (
        Publication.objects.public().filter(unit__code=code, month=month).select_related("unit", "signed_by")
    )
    if edition is not None:
        found = found.filter(edition=edition)
    return found.order_by("-edition").first()


def newest(code: str = "") -> Publication | None:
    """The latest month that is public, of one unit or of any; without its document."""
    found = Publication.objects.public().defer(*_HEAVY).select_related("unit")
    if code:
        found = found.filter(unit__code=code)
    return found.order_by("-month", "unit__path", "-edition").first()


@dataclass(frozen=True, slots=True)
class Edition:
    """One public edition of a month: why it was made, and since when it is public."""

    number: int
    reason: str
    published_at: datetime | None
    digest: str


def editions(publication: Publication) -> list[Edition]:
    """Every public edition of the same month, the newest first."""
    rows = Publication.objects.of(publication.unit, publication.month).public()
    return [Edition(*row) for row in rows.values_list("edition", "reason", "published_at", "digest")]


def months_of(unit: Unit) -> list[date]:
    """The months of a unit that are public, the newest first."""
    rows = Publication.objects.public().filter(unit=unit).order_by("-month").values_list("month", flat=True)
    return list(dict.fromkeys(rows))


def kept(units: Sequence[Unit]) -> list[Publication]:
    """All editions of some units that were not dropped, the newest month first; without their documents."""
    return list(
        Publication.objects.exclude(state=DROPPED)
        .filter(unit__in=units)
        .defer(*_HEAVY)
        .select_related("unit", "signed_by")
        .order_by("-month", "-edition")
    )
