"""Under which mandate somebody acts."""

from collections.abc import Sequence
from datetime import date

from motcua.domain.people.models import Person, PersonKind

from .models import Mandate


def mandate_for(
    agent_id: int | None, *, grantor_numbers: Sequence[str], procedure: str, on: date
) -> Mandate | None:
    """The mandate under which a person may file a procedure on a day for the first of these numbers that gave them
    one; one statement."""
    numbers = [number for number in grantor_numbers if number]
    if agent_id is None or not numbers:
        return None
    held = Mandate.objects.in_force(on=on).filter(
        agent_id=agent_id, grantor__kind=PersonKind.CITIZEN, grantor__identity_number__in=numbers
    )
    found = held.select_related("grantor", "agent", "paper").order_by("valid_to", "id")
    fitting = [mandate for mandate in found if mandate.covers(procedure, on=on)]
    return min(fitting, key=lambda each: numbers.index(each.grantor.identity_number), default=None)


def agent_known_as(number: str, *, on: date) -> Person | None:
    """Who has a personal number and acts for somebody on a day, in whatever it is."""
    held = Mandate.objects.in_force(on=on).filter(
        agent__kind=PersonKind.CITIZEN, agent__identity_number=number
    )
    found = held.select_related("agent").first()
    return found.agent if found else None


def mandates_of(person_id: int | None) -> list[Mandate]:
    """What a person has given and holds, newest first; one statement."""
    mine = Mandate.objects.visible_to(person_id)
    return list(mine.select_related("grantor", "agent").order_by("-declared_at", "id"))
