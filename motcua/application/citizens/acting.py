"""What one person can let another do here: the procedures that are filed from home."""

from datetime import date
from functools import cache

from motcua.application.filing.standing import LIBRARY
from motcua.domain.catalogue.models import Procedure
from motcua.domain.mandates.rules import mandate_limits_on
from motcua.foundation.text import sort_key


@cache
def _with_form() -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in (LIBRARY / "procedures").glob("*/form.json")))


def procedures_to_give(*, on: date) -> list[tuple[str, str]]:
    """(code, name) of the procedures that can be filed from home for somebody else, in Vietnamese order; one statement."""
    codes = set(_with_form()) - mandate_limits_on(on).in_person
    rows = Procedure.objects.filter(code__in=codes).values_list("code", "short_name")
    return sorted(rows, key=lambda row: sort_key(row[1]))
