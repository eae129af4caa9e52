"""The weekly checks of a unit as its record keeps them."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.domain.offices.models import OfficeEvent, Staff, Unit

from .check_rules import Looked
from .workload import supervised

SHOWN = 26  # checks shown: about half a year


@dataclass(frozen=True, slots=True)
class Check:
    """One weekly check: of which week, when and by whom it was made, what was looked at."""

    week: date
    at: datetime
    by: str
    looked: tuple[Looked, ...]

    @property
    def remarks(self) -> list[Looked]:
        return [each for each in self.looked if each.remark]


def checks_of(unit: Unit) -> list[Check]:
    """The latest checks of a unit, the newest first."""
    events = OfficeEvent.objects.filter(unit=unit, name="office.week_checked").select_related("actor")
    return [
        Check(
            date.fromisoformat(event.payload["week"]), event.at, event.actor.full_name if event.actor else "",
            tuple(Looked(**each) for each in event.payload["looked"]),
        )
        for event in events.order_by("-n")[:SHOWN]
    ]  # fmt: skip


def units_directed(staff: Staff, on: date) -> list[Unit]:
    """The units whose work the person directs, those above before those below."""
    paths = supervised(staff)
    below = [Unit.objects.filter(path__startswith=path).in_force(on) for path in paths]
    found = {unit.pk: unit for units in below for unit in units}
    return sorted(found.values(), key=lambda unit: unit.path)
