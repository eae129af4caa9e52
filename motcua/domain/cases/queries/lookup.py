"""One case for one person: found, or as if it did not exist."""

from motcua.domain.offices.models import Staff

from ..models import Case


def case_for(staff: Staff, code: str) -> Case | None:
    """The case of a code with all that a page about it looks at; None also where the person may not see it."""
    case = next(iter(Case.objects.whole().filter(code=code)), None)
    return case if case is not None and case.is_visible_to(staff) else None
