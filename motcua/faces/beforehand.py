"""The paper of an act as it will be drawn, before the act is done: looked at by officers of the counter and the desk."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse

from motcua.domain.cases.models import Case
from motcua.domain.cases.queries.papers import case_drawing, form_number
from motcua.domain.documents.rules import FORMS
from motcua.foundation.actions import now
from motcua.foundation.ui.middleware import CONTENT_POLICY

# The drawing has no address of its own, since its paper does not exist yet: it stands in the page itself.
DRAWN_POLICY = CONTENT_POLICY.replace("img-src 'self'", "img-src 'self' data:")


@dataclass(frozen=True)
class Drawn:
    """The title of a paper and the addresses of its pages."""

    title: str
    pages: list[str]


def drawn_beforehand(do: Callable[[], Case], purpose: str) -> Drawn:
    """The paper the act would make: the act is done, its paper drawn, and all of it taken back.

    So what is seen is what will be printed, and what the act would refuse is refused here. Raises Refused.
    """
    with transaction.atomic():
        case = do()
        number = form_number(case, purpose)
        pages = case_drawing(case, number, at=now()) if number else []
        transaction.set_rollback(True)
    title = FORMS[case.facts.form_set][number].title if number else ""
    return Drawn(title, [f"data:image/svg+xml;base64,{b64encode(page).decode()}" for page in pages])


def with_drawing(response: HttpResponse) -> HttpResponse:
    """The page, allowed to show a drawing that stands in it."""
    response["Content-Security-Policy"] = DRAWN_POLICY
    return response
