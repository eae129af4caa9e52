"""One case for one person: found, or as if it did not exist."""

from motcua.domain.offices.models import Staff
from motcua.foundation.database.rows import read

from ..models import WHOLE, Case, furnish


def case_for(staff: Staff, code: str) -> Case | None:
    """The case of a code with all that a page about it looks at; None also where the person may not see it."""
    found = read(Case, f"{WHOLE} WHERE code = %s", [code])
    furnish(found)
    return found[0] if found and found[0].is_visible_to(staff) else None
