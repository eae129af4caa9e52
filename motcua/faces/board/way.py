"""The way to a board page: the figures first, the units above the one that is shown, the page itself last."""

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.domain.offices.models import Unit
from motcua.domain.offices.rules import LEVEL_OF_KIND


def way(unit: Unit | None, *, here: str = "") -> list[tuple[str, str]]:
    """(label, address) of each step above the page; a unit's own page stands before the pages about it."""
    found = [(_("Công khai"), reverse("board:figures"))]
    above = [unit] if unit and here else []
    at = unit.parent if unit else None
    while at:
        above.append(at)
        at = at.parent
    found += [
        (each.name, reverse("board:unit", args=[each.code]))
        for each in reversed(above)
        if each.kind in LEVEL_OF_KIND or each == unit
    ]
    return found
