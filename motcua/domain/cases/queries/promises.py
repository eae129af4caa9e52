"""When cases become due soon: by the dated rule and by what their terms, case type and deciding office promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.domain.catalogue.queries import versions
from motcua.domain.catalogue.rules import for_variant
from motcua.domain.offices.models import Unit
from motcua.domain.offices.queries import units
from motcua.foundation import calendar as working

from ..deadline_rules import soon_from, watching_on
from ..models import Case, calendar_of


@dataclass(frozen=True, slots=True)
class Promise:
    """What the promise of a case is read from. A linked part's own time is its parent's to know."""

    terms_id: int
    variant: str
    authority_id: int
    is_part: bool


class Promises:
    """The allowance and the calendar behind each promise, read once; `edition` keeps them for the next page."""

    def __init__(self, promises: Iterable[Promise], *, edition: UUID | None) -> None:
        asked = set(promises)
        self._units: dict[int, Unit] = units({each.authority_id for each in asked}, edition=edition)
        self._terms = versions({each.terms_id for each in asked if not each.is_part}, edition=edition)
        self._allowed: dict[Promise, working.Allowance | None] = {}

    def days(self, promise: Promise) -> working.Calendar:
        return calendar_of(self._units[promise.authority_id])

    def allowance(self, promise: Promise) -> working.Allowance | None:
        """The time promised, or None where no day is fixed, or for a linked part."""
        if promise not in self._allowed:
            self._allowed[promise] = None if promise.is_part else self._promised(promise)
        return self._allowed[promise]

    def _promised(self, promise: Promise) -> working.Allowance | None:
        allowed = for_variant(self._terms[promise.terms_id].facts, promise.variant).allowed
        if not allowed.fixed_date:
            return None
        return working.Allowance(value=allowed.promised.value, unit=allowed.promised.unit)

    def soon(self, promise: Promise, due_at: datetime, at: datetime) -> datetime:
        """From when a case with this promise is due soon, by the rule that holds at `at`."""
        rule = watching_on(working.local(at).date())
        return soon_from(due_at, self.allowance(promise), self.days(promise), rule)


def soon_of(case: Case, at: datetime) -> datetime | None:
    """From when this case is due soon; None while nothing is owed."""
    if case.due_at is None:
        return None
    allowance = None if case.parent_id else case.allowance()
    return soon_from(case.due_at, allowance, case.calendar(), watching_on(working.local(at).date()))
